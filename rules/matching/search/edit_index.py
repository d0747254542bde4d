"""Finds words within a few edits of a string, without comparing the string with all of them.

Words with a budget of one edit are filed under themselves less any one letter; words with two under three segments,
of which two edits leave one whole (PASS-JOIN, Li et al., VLDB 2011, extended here to transpositions across the
border of segments). Nothing is lost, and every word found is checked by OSA. `EditIndex`
files them in dictionaries; `large_edit_index` has a second form of it. Must not know what the words mean.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Container, Iterator, Sequence
from typing import Any

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

_osa = OSA.distance
_Ids = int | tuple[int, ...]
_Filing = dict[str, int | list[int]]
_Table = dict[str, _Ids]
MANY = 16  # words from which on one call that compares them all is faster than a call for each
SHORTEST_OF_TWO = 7  # two edits are for words of nine letters and more
HEAD, MIDDLE, TAIL = range(3)


class Edits(ABC):
    """Words by their budget of edits; `near(form)` returns the words within reach of a string."""

    def __init__(self, words: Sequence[str], budgets: Sequence[int]) -> None:
        """Keeps `words`, each with its budget of 0, 1 or 2 edits; files nothing."""
        self._words, self._budgets = words, budgets
        lengths: tuple[set[int], ...] = (set(), set(), set())
        for word, edits in zip(words, budgets, strict=True):
            lengths[edits].add(len(word))
        # The lengths of strings that may be one edit off a word, and of the words that may be two off a string.
        self._of_one = range(min(lengths[1]) - 1, max(lengths[1]) + 2) if lengths[1] else range(0)
        self._of_two = lengths[2]

    @abstractmethod
    def near(self, form: str) -> list[tuple[int, int]]:
        """Returns (number of word, distance) for every word within its budget of `form` but not equal to it."""

    @abstractmethod
    def state(self) -> tuple[Any, ...]:
        """Returns what is filed as plain containers, without the words and budgets."""

    def _within_budget(self, form: str, found: set[int]) -> list[tuple[int, int]]:
        n, words, budgets = len(form), self._words, self._budgets
        if len(found) >= MANY:
            near = extract(form, {v: words[v] for v in found}, scorer=_osa, score_cutoff=2, limit=None)
            return [(v, distance) for _, distance, v in near if 0 < distance <= budgets[v]]
        out = []
        for v in found:
            word, edits = words[v], budgets[v]
            if -edits <= len(word) - n <= edits:
                distance = _osa(form, word, score_cutoff=edits)
                if 0 < distance <= edits:
                    out.append((v, distance))
        return out


class EditIndex(Edits):
    """Dictionaries of what is filed: the fastest, at some 600 bytes a word."""

    def __init__(self, words: Sequence[str], budgets: Sequence[int]) -> None:
        super().__init__(words, budgets)
        deleted: _Filing = {}
        tables: dict[tuple[int, int], _Filing] = {}
        for v, (word, edits) in enumerate(zip(words, budgets, strict=True)):
            for key in deletions(word) if edits == 1 else ():
                _file(deleted, key, v)
            for which, segment in segments(word) if edits == 2 else ():
                _file(tables.setdefault((len(word), which), {}), segment, v)
        self._open(_closed(deleted), {place: _closed(table) for place, table in tables.items()})

    def _open(self, deleted: _Table, tables: dict[tuple[int, int], _Table]) -> None:
        self._deleted, self._tables = deleted, tables
        self._plans: dict[int, list[tuple[_Table, int, int]]] = {}

    def state(self) -> tuple[Any, ...]:
        return self._deleted, self._tables

    @classmethod
    def restore(cls, words: Sequence[str], budgets: Sequence[int], state: tuple[Any, ...]) -> EditIndex:
        """Restores the index from its words, budgets and `state`, without filing anything anew."""
        index = cls((), ())
        Edits.__init__(index, words, budgets)
        index._open(*state)
        return index

    def near(self, form: str) -> list[tuple[int, int]]:
        n = len(form)
        filed: list[_Ids] = []
        if n in self._of_one:
            get = self._deleted.get
            filed = [ids for i in range(n) if (ids := get(form[:i] + form[i + 1 :])) is not None]
            if (ids := get(form)) is not None:
                filed.append(ids)
        plan = self._plans.get(n)
        if plan is None:
            planned = places(n, self._of_two)
            plan = self._plans[n] = [(self._tables[length, which], a, b) for length, which, a, b in planned]
        filed += [ids for table, a, b in plan if (ids := table.get(form[a:b])) is not None]
        if not filed:
            return []
        found: set[int] = set()
        for ids in filed:
            if isinstance(ids, int):
                found.add(ids)
            else:
                found.update(ids)
        return self._within_budget(form, found)


def deletions(word: str) -> Iterator[str]:
    """Yields a word, and the word less any one letter; of equal neighbours either will do."""
    yield word
    before = ""
    for i, letter in enumerate(word):
        if letter != before:
            yield word[:i] + word[i + 1 :]
        before = letter


def segments(word: str) -> Iterator[tuple[int, str]]:
    """Yields the segments under which a word with two edits is filed, each with its place."""
    a, b = _bounds(len(word))
    yield HEAD, word[:a]
    yield MIDDLE, word[a:b]
    yield TAIL, word[b:]
    # A transposition across a border spoils two segments at the price of one edit. The third is whole unless the
    # other edit is in it; then the outer of the two is whole as it reads with its end exchanged.
    yield HEAD, word[: a - 1] + word[a]
    yield TAIL, word[b - 1] + word[b + 1 :]


def places(n: int, lengths: Container[int]) -> list[tuple[int, int, int, int]]:
    """Returns where a string of `n` letters may share a segment with a word: (length of word, place, from, to).

    `lengths`: those of the words with two edits.
    """
    found: list[tuple[int, int, int, int]] = []
    for length in range(n - 2, n + 3) if n >= SHORTEST_OF_TWO else ():
        if length not in lengths:
            continue
        a, b = _bounds(length)
        shift = n - length
        slides = range(max(-1, shift - 1), min(1, shift + 1) + 1)
        found.append((length, HEAD, 0, a))
        found += [(length, MIDDLE, a + s, b + s) for s in slides]
        found.append((length, TAIL, b + shift, n))
    return found


def _bounds(length: int) -> tuple[int, int]:
    """Returns where the second and the third of three segments begin."""
    third = length // 3
    return third, third + (length - third) // 2


def _file(d: _Filing, key: str, i: int) -> None:
    old = d.get(key)
    if old is None:
        d[key] = i
    elif isinstance(old, int):
        if old != i:
            d[key] = [old, i]
    elif old[-1] != i:
        old.append(i)


def _closed(d: _Filing) -> _Table:
    # Tuples of numbers cost the garbage collector nothing; a hundred thousand lists would.
    return {key: ids if isinstance(ids, int) else tuple(ids) for key, ids in d.items()}

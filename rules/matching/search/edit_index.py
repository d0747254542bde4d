"""Finds words within a few edits of a string, without comparing the string with all of them.

Words with a budget of one edit are filed under themselves less any one letter; words with two under three segments,
of which two edits leave one whole (PASS-JOIN, Li et al., VLDB 2011, extended here to transpositions across the
border of segments). Nothing is lost, and every word found is checked by OSA. Must not know what the words mean.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rapidfuzz.distance import OSA

_osa = OSA.distance
_Ids = int | tuple[int, ...]
_Filing = dict[str, int | list[int]]
_Table = tuple[dict[str, _Ids], dict[str, _Ids], dict[str, _Ids]]
_SHORTEST_OF_TWO = 7  # two edits are for words of nine letters and more


def _file(d: _Filing, key: str, i: int) -> None:
    old = d.get(key)
    if old is None:
        d[key] = i
    elif isinstance(old, int):
        if old != i:
            d[key] = [old, i]
    elif old[-1] != i:
        old.append(i)


def _closed(d: _Filing) -> dict[str, _Ids]:
    # Tuples of numbers cost the garbage collector nothing; a hundred thousand lists would.
    return {key: ids if isinstance(ids, int) else tuple(ids) for key, ids in d.items()}


def _bounds(length: int) -> tuple[int, int]:
    """Returns where the second and the third of three segments begin."""
    third = length // 3
    return third, third + (length - third) // 2


class EditIndex:
    """Files words by their budget of edits; `near(form)` returns the words within reach of a string."""

    def __init__(self, words: Iterable[tuple[str, int]]) -> None:
        """Files `words`, each with its budget of 0, 1 or 2 edits."""
        self._words = list(words)
        deleted: _Filing = {}
        tables: dict[int, tuple[_Filing, _Filing, _Filing]] = {}
        for v, (word, edits) in enumerate(self._words):
            if edits == 1:
                _file(deleted, word, v)
                for i in range(len(word)):
                    _file(deleted, word[:i] + word[i + 1 :], v)
            elif edits == 2:
                _file_segments(tables.setdefault(len(word), ({}, {}, {})), v, word)
        self._deleted = _closed(deleted)
        self._tables: dict[int, _Table] = {
            n: (_closed(head), _closed(middle), _closed(tail)) for n, (head, middle, tail) in tables.items()
        }
        self._lengths = self._of_one()
        self._plans: dict[int, list[tuple[dict[str, _Ids], int, int]]] = {}

    def _of_one(self) -> tuple[int, int]:
        """Returns the lengths of the shortest and longest string that may be one edit off a word."""
        lengths = [len(word) for word, edits in self._words if edits == 1]
        return (min(lengths) - 1, max(lengths) + 1) if lengths else (1, 0)

    def state(self) -> tuple[Any, ...]:
        """Returns the whole index as plain containers."""
        return self._words, self._deleted, self._tables

    @classmethod
    def restore(cls, state: tuple[Any, ...]) -> EditIndex:
        """Restores the index from its `state`, without filing anything anew."""
        index = cls(())
        index._words, index._deleted, index._tables = state
        index._lengths = index._of_one()
        return index

    def word(self, v: int) -> str:
        return self._words[v][0]

    def near(self, form: str) -> list[tuple[int, int]]:
        """Returns (number of word, distance) for every word within its budget of `form` but not equal to it."""
        n = len(form)
        filed: list[_Ids] = []
        if self._lengths[0] <= n <= self._lengths[1]:
            get = self._deleted.get
            filed = [ids for i in range(n) if (ids := get(form[:i] + form[i + 1 :])) is not None]
            if (ids := get(form)) is not None:
                filed.append(ids)
        places = self._plans.get(n)
        if places is None:
            places = self._plans[n] = self._places(n) if n >= _SHORTEST_OF_TWO else []
        filed += [ids for table, a, b in places if (ids := table.get(form[a:b])) is not None]
        return self._within_budget(form, filed) if filed else []

    def _within_budget(self, form: str, filed: list[_Ids]) -> list[tuple[int, int]]:
        n = len(form)
        found: set[int] = set()
        for ids in filed:
            if isinstance(ids, int):
                found.add(ids)
            else:
                found.update(ids)
        out = []
        for v in found:
            word, edits = self._words[v]
            if -edits <= len(word) - n <= edits:
                distance = _osa(form, word, score_cutoff=edits)
                if 0 < distance <= edits:
                    out.append((v, distance))
        return out

    def _places(self, n: int) -> list[tuple[dict[str, _Ids], int, int]]:
        """Returns where a string of n letters may share a segment with a word: (table, from, to)."""
        places = []
        for length in range(n - 2, n + 3):
            table = self._tables.get(length)
            if table is None:
                continue
            head, middle, tail = table
            shift = n - length
            a, b = _bounds(length)
            slides = range(max(-1, shift - 1), min(1, shift + 1) + 1)
            places += [(head, 0, a), *[(middle, a + s, b + s) for s in slides], (tail, b + shift, n)]
        return places


def _file_segments(table: tuple[_Filing, _Filing, _Filing], v: int, word: str) -> None:
    head, middle, tail = table
    a, b = _bounds(len(word))
    _file(head, word[:a], v)
    _file(middle, word[a:b], v)
    _file(tail, word[b:], v)
    # A transposition across a border spoils two segments at the price of one edit. The third is whole unless the
    # other edit is in it; then the outer of the two is whole as it reads with its end exchanged.
    _file(head, word[: a - 1] + word[a], v)
    _file(tail, word[b - 1] + word[b + 1 :], v)

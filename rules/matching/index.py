"""From a token of a text to the words of the rules that it may stand for, without trying them all.

Exact keys sit in one dictionary. Words with a budget of one edit are filed under themselves less any one
letter; words with two under three segments, of which two edits leave one whole (PASS-JOIN, Li et al.,
VLDB 2011, extended here to transpositions across the border of segments). Nothing is lost: whatever a
comparison of every key with every reading would find, `hits` finds, each checked by OSA before it counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from rapidfuzz.distance import OSA

from rules.matching import keys, lexicon, spelling
from rules.matching.keys import EDITED, PHONETIC, SCRAMBLED, WORTH, Liberty, Spec

_osa = OSA.distance
_Ids = int | tuple[int, ...]
_Filing = dict[str, int | list[int]]


class Hit(NamedTuple):
    """A token may stand for word number `spec`, with this similarity, found this way."""

    spec: int
    similarity: float
    way: int


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
    """Where the second and the third of three segments begin."""
    third = length // 3
    return third, third + (length - third) // 2


def _file_deletions(deleted: _Filing, v: int, text: str) -> None:
    _file(deleted, text, v)
    for i in range(len(text)):
        _file(deleted, text[:i] + text[i + 1 :], v)


def _file_segments(segments: dict[tuple[int, int], _Filing], v: int, text: str) -> None:
    n = len(text)
    a, b = _bounds(n)
    # A transposition across a border spoils two segments at the price of one edit: file it undone too.
    for t in (text, *(text[: i - 1] + text[i] + text[i - 1] + text[i + 1 :] for i in (a, b))):
        for s, part in enumerate((t[:a], t[a:b], t[b:])):
            _file(segments.setdefault((n, s), {}), part, v)


class TokenIndex:
    """All words of the rules. `hits(token)` gives every word within its budget of the token."""

    def __init__(self, specs: Iterable[Spec]) -> None:
        self.specs = list(specs)
        self._strings: list[str] = []
        self._entries: list[list[tuple[int, int, int]]] = []
        self._edits: list[int] = []
        self._exact: dict[str, int] = {}
        for i, spec in enumerate(self.specs):
            for key, way, edits in keys.filed(spec):
                self._enter(key, i, way, edits)
        deleted: _Filing = {}
        segments: dict[tuple[int, int], _Filing] = {}
        for v, (text, edits) in enumerate(zip(self._strings, self._edits, strict=True)):
            if edits == 1:
                _file_deletions(deleted, v, text)
            elif edits == 2:
                _file_segments(segments, v, text)
        self._deleted = _closed(deleted)
        self._segments = {place: _closed(filing) for place, filing in segments.items()}
        self.liberties = Liberty.NONE
        for spec in self.specs:
            self.liberties |= spec.liberties

    def _enter(self, key: str, spec: int, way: int, edits: int) -> None:
        v = self._exact.get(key)
        if v is None:
            v = self._exact[key] = len(self._strings)
            self._strings.append(key)
            self._entries.append([])
            self._edits.append(0)
        self._entries[v].append((spec, way, edits))
        self._edits[v] = max(self._edits[v], edits)

    def state(self) -> tuple[Any, ...]:
        """Everything in it, as plain containers."""
        specs = [tuple(s) for s in self.specs]
        tables = (self._strings, self._entries, self._edits, self._exact, self._deleted, self._segments)
        return (specs, self.liberties, *tables)

    @classmethod
    def restore(cls, state: tuple[Any, ...]) -> TokenIndex:
        """The index that gave this `state`, without filing anything anew."""
        index = cls(())
        specs, liberties, *tables = state
        index.specs = [Spec(*spec) for spec in specs]
        index.liberties = liberties
        index._strings, index._entries, index._edits, index._exact = tables[:4]
        index._deleted, index._segments = tables[4:]
        return index

    def hits(self, token: str) -> tuple[Hit, ...]:
        """Every word the token may stand for, each once, by its best way."""
        best: dict[int, tuple[float, int]] = {}
        misspelt: bool | None = None
        for reading in keys.readings(token, self.liberties):
            form, way = reading.key, reading.way
            v = self._exact.get(form)
            if v is not None:
                for spec, filed, _ in self._entries[v]:
                    worth = keys.confirmed(self.specs[spec], filed, reading)
                    _keep(best, spec, worth, max(way, filed))
            if reading.exactly or misspelt is False:
                continue
            slipped, edited = self._scrambled(form), self._near(form)
            if misspelt is None and (slipped or edited):
                misspelt = not lexicon.is_word(token)
            if not misspelt:
                continue
            for spec, distance in slipped:
                _keep(best, spec, WORTH[way] - distance / len(form), max(EDITED, way))
            for near, distance in edited:
                for spec, filed, edits in self._entries[near]:
                    if distance <= edits:
                        worth = keys.confirmed(self.specs[spec], filed, reading)
                        if filed != PHONETIC:
                            worth -= distance / len(self._strings[near])
                        _keep(best, spec, worth, filed if filed == PHONETIC else EDITED)
        return tuple([Hit(spec, round(worth, 4), way) for spec, (worth, way) in best.items()])

    def _near(self, form: str) -> list[tuple[int, int]]:
        """Words within their budget of `form` but not equal to it, with the distance."""
        found: set[int] = set()
        get = self._deleted.get
        ids = [get(form), *[get(form[:i] + form[i + 1 :]) for i in range(len(form))]]
        if len(form) > 6:
            ids += self._with_segments(form)
        for i in ids:
            if i is not None:
                if isinstance(i, int):
                    found.add(i)
                else:
                    found.update(i)
        if not found:
            return []
        out = []
        strings, budgets, n, mark = self._strings, self._edits, len(form), keys.mark(form)
        for v in found:
            text, edits = strings[v], budgets[v]
            if -edits <= len(text) - n <= edits:
                distance = _osa(form, text, score_cutoff=edits)
                if 0 < distance <= edits and keys.mark(text) == mark:
                    out.append((v, distance))
        return out

    def _with_segments(self, form: str) -> list[_Ids | None]:
        out: list[_Ids | None] = []
        n = len(form)
        for length in range(n - 2, n + 3):
            head = self._segments.get((length, 0))
            if head is None:
                continue
            shift = n - length
            a, b = _bounds(length)
            out.append(head.get(form[:a]))
            middle = self._segments[length, 1]
            slides = range(max(-1, shift - 1), min(1, shift + 1) + 1)
            out += [middle.get(form[a + s : b + s]) for s in slides]
            out.append(self._segments[length, 2].get(form[b + shift :]))
        return out

    def _scrambled(self, form: str) -> list[tuple[int, int]]:
        """(word, distance) for words with letters of `form` exchanged: two edits, but one slip of the pen.

        In words of four letters, which have no budget, only neighbours may change places.
        """
        v = self._exact.get(SCRAMBLED + spelling.scrambled(form))
        if v is None:
            return []
        slips = 1 if len(form) == 4 else 2
        specs = [spec for spec, _, _ in self._entries[v]]
        return [(s, 1) for s in specs if _osa(form, self.specs[s].text, score_cutoff=slips) == slips]


def _keep(best: dict[int, tuple[float, int]], spec: int, worth: float, way: int) -> None:
    old = best.get(spec)
    if worth > (old[0] if old else 0):
        best[spec] = (worth, way)

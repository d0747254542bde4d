"""From a token of a text to the words of the rules that it may stand for, without trying them all.

Exact keys sit in one dictionary. Words with a budget of one edit are filed under themselves less any one
letter; words with two under three segments, of which two edits leave one whole (PASS-JOIN, Li et al.,
VLDB 2011, extended here to transpositions across a segment's border). The filter loses nothing: every
candidate within the budget is found, and each is checked by OSA before it counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from rapidfuzz.distance import OSA

from rules.matching import keys, lexicon
from rules.matching.keys import WAYS

INFLECTED, FAMILY, SPOKEN, LONE = 1, 2, 4, 8  # flags of a Spec
EDITED = len(WAYS)  # the way of a hit that needed edits

_osa = OSA.distance
_Ids = int | list[int]


class Spec(NamedTuple):
    """A word that some rule looks for: folded, with its edits and the liberties it may take."""

    text: str
    edits: int
    flags: int = 0


class Hit(NamedTuple):
    """A token may stand for word number `spec`, with this similarity, found this way."""

    spec: int
    similarity: float
    way: int


def _file(d: dict[str, _Ids], key: str, i: int) -> None:
    old = d.get(key)
    if old is None:
        d[key] = i
    elif isinstance(old, int):
        if old != i:
            d[key] = [old, i]
    elif old[-1] != i:
        old.append(i)


def _bounds(length: int) -> tuple[int, int]:
    """Where the second and the third of three segments begin."""
    third = length // 3
    return third, third + (length - third) // 2


class TokenIndex:
    """All words of the rules. `hits(token)` gives every word within its budget of the token."""

    def __init__(self, specs: Iterable[Spec]) -> None:
        self.specs = list(specs)
        self._strings: list[str] = []
        self._entries: list[list[tuple[int, int, int]]] = []
        self._edits: list[int] = []
        self._exact: dict[str, int] = {}
        self._deleted: dict[str, _Ids] = {}
        self._segments: dict[tuple[int, int], dict[str, _Ids]] = {}
        for i, spec in enumerate(self.specs):
            self._add(i, spec)
        for v, (text, edits) in enumerate(zip(self._strings, self._edits, strict=True)):
            if edits == 1:
                self._file_deletions(v, text)
            elif edits == 2:
                self._file_segments(v, text)
        flags = [s.flags for s in self.specs]
        self._inflected = any(f & INFLECTED for f in flags)
        self._family = any(f & FAMILY for f in flags)
        self._spoken = any(f & SPOKEN for f in flags)

    def _add(self, i: int, spec: Spec) -> None:
        text, edits, flags = spec
        self._enter(text, i, keys.EXACT, edits)
        if not text.isascii() and (romanised := keys.latin(text)):
            self._enter(romanised, i, keys.TRANSLIT, 0)
        if edits and (key := keys.scrambled(text)):
            self._enter(key, i, keys.EXACT, 0)
        if flags & INFLECTED:
            for key in keys.stems(text):
                self._enter(key, i, keys.STEMMED, min(edits, keys.budget(key[2:])))
        if flags & FAMILY:
            for key in keys.related(text):
                self._enter(key, i, keys.RELATED, 0)
        if flags & SPOKEN and text.isascii() and text.isalpha():
            if len(text) >= 3:
                key = keys.sound(text)
                self._enter(key, i, keys.SOUNDED, 0 if len(key) <= 4 else 1)
            if (bones := keys.skeleton(text)) and len(bones) > (4 if flags & LONE else 2):
                self._enter(bones, i, keys.BONES, 0)

    def _enter(self, key: str, spec: int, way: int, edits: int) -> None:
        v = self._exact.get(key)
        if v is None:
            v = self._exact[key] = len(self._strings)
            self._strings.append(key)
            self._entries.append([])
            self._edits.append(0)
        self._entries[v].append((spec, way, edits))
        self._edits[v] = max(self._edits[v], edits)

    def _file_deletions(self, v: int, text: str) -> None:
        _file(self._deleted, text, v)
        for i in range(len(text)):
            _file(self._deleted, text[:i] + text[i + 1 :], v)

    def _file_segments(self, v: int, text: str) -> None:
        n = len(text)
        a, b = _bounds(n)
        variants = [text]
        # A transposition across a border spoils two segments at the price of one edit: file it undone too.
        variants += [text[: i - 1] + text[i] + text[i - 1] + text[i + 1 :] for i in (a, b)]
        for t in variants:
            for s, part in enumerate((t[:a], t[a:b], t[b:])):
                _file(self._segments.setdefault((n, s), {}), part, v)

    def hits(self, token: str) -> tuple[Hit, ...]:
        """Every word the token may stand for, each once, by its best way."""
        if len(token) == 1 and token.isascii():
            return ()
        best: dict[int, Hit] = {}
        may_edit: bool | None = None
        for form, way, exact_only in self._forms(token):
            v = self._exact.get(form)
            if v is not None:
                for spec, filed, _ in self._entries[v]:
                    self._keep(best, spec, WAYS[way].worth * WAYS[filed].worth, max(way, filed))
            if exact_only:
                continue
            for v, distance in self._near(form):
                if may_edit is None:
                    may_edit = not lexicon.is_word(token)
                if not may_edit:
                    break
                for spec, filed, edits in self._entries[v]:
                    if distance <= edits:
                        length = len(self._strings[v])
                        worth = WAYS[way].worth * WAYS[filed].worth - distance / length
                        self._keep(best, spec, worth, EDITED if filed < keys.SOUNDED else filed)
        return tuple(best.values())

    def _keep(self, best: dict[int, Hit], spec: int, similarity: float, way: int) -> None:
        old = best.get(spec)
        if old is None or similarity > old.similarity:
            best[spec] = Hit(spec, round(similarity, 4), way)

    def _forms(self, token: str) -> list[tuple[str, int, bool]]:
        """(key, way, whether only the very key counts) for everything the token may be read as."""
        out = [(form, way, False) for form, way in keys.forms(token)]
        if token.isascii():
            if self._inflected:
                out += [(key, keys.EXACT, False) for key in keys.stems(token)]
            if self._family:
                out += [(key, keys.EXACT, True) for key in keys.related(token)]
        elif self._spoken:
            out += self._spoken_forms(token)
        return out

    def _spoken_forms(self, token: str) -> list[tuple[str, int, bool]]:
        out: list[tuple[str, int, bool]] = []
        for form, _ in keys.forms(token):
            romanised = keys.latin(form)
            if len(romanised) < 3:
                continue
            if not keys.is_semitic(token):
                out.append((keys.sound(romanised), keys.EXACT, False))
            elif bones := keys.skeleton(romanised):
                out.append((bones, keys.EXACT, True))
        return out

    def _near(self, form: str) -> list[tuple[int, int]]:
        """Words within their budget of `form` but not equal to it, with the distance."""
        if not form[-1].isalpha() or len(form) < 4:
            return []
        found: set[int] = set()
        out: list[tuple[int, int]] = []
        self._collect(found, self._deleted.get(form))
        for i in range(len(form)):
            self._collect(found, self._deleted.get(form[:i] + form[i + 1 :]))
        self._collect_segments(found, form)
        scrambled = self._exact.get(keys.scrambled(form)) if form[0] >= "\x20" else None
        if scrambled is not None:
            self._collect_scrambled(out, scrambled, form)
        for v in found:
            text, edits = self._strings[v], self._edits[v]
            if (text[0] < "\x20" or form[0] < "\x20") and text[0] != form[0]:
                continue
            distance = _osa(form, text, score_cutoff=edits)
            if 0 < distance <= edits:
                out.append((v, distance))
        return out

    def _collect_scrambled(self, out: list[tuple[int, int]], v: int, form: str) -> None:
        """Letters exchanged over a distance: two substitutions, but one slip of the writer."""
        for spec, _, _ in self._entries[v]:
            text = self.specs[spec].text
            if text != form and _osa(form, text, score_cutoff=2) == 2:
                out.append((self._exact[text], 1))

    @staticmethod
    def _collect(found: set[int], ids: _Ids | None) -> None:
        if ids is not None:
            if isinstance(ids, int):
                found.add(ids)
            else:
                found.update(ids)

    def _collect_segments(self, found: set[int], form: str) -> None:
        n = len(form)
        for length in range(n - 2, n + 3):
            head = self._segments.get((length, 0))
            if head is None:
                continue
            shift = n - length
            a, b = _bounds(length)
            self._collect(found, head.get(form[:a]))
            middle = self._segments[length, 1]
            for s in range(max(-1, shift - 1), min(1, shift + 1) + 1):
                self._collect(found, middle.get(form[max(a + s, 0) : b + s]))
            self._collect(found, self._segments[length, 2].get(form[b + shift :]))

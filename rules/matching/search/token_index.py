"""Finds the words of the rules that a token of a text may stand for, without trying them all.

Joins what `keys.readings` reads a token as with what `keys.filed` files words under: at the very key, or within
its budget of edits. Finds exactly what comparing every reading with every key would find.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Any, NamedTuple

from rapidfuzz.distance import OSA

from rules.matching import lexicon
from rules.matching.search.edit_index import EditIndex
from rules.matching.search.hash_file import NumberedKeys, grouped, joined, numbers_of, parted
from rules.matching.search.large_edit_index import LargeEditIndex
from rules.matching.words import keys, misspellings
from rules.matching.words.keys import EDITED, PHONETIC, SCRAMBLED, WORTH, Reading, Spec

UNEQUAL = 3  # letters by which a misspelt form may be longer or shorter than the word
LARGE = 100_000  # different keys, from which on memory counts more than time

_NOTHING = range(0)
_Best = dict[int, tuple[float, int]]


class Hit(NamedTuple):
    """A word of the rules, by its number `spec`, that a token may stand for: how similar, and in which way."""

    spec: int
    similarity: float
    way: int


class TokenIndex:
    """Files all words of the rules; `hits(token)` returns every word that the token may stand for.

    Each key has a number, and what is filed under it stands together in three columns: word, way and edits.
    """

    def __init__(self, specs: Iterable[Spec]) -> None:
        self.specs = list(specs)
        numbered: dict[str, int] = {}
        under, words = array("I"), array("I")
        ways, edits, budgets = bytearray(), bytearray(), bytearray()
        for number, spec in enumerate(self.specs):
            for key, way, budget in keys.filed(spec):
                v = numbered.setdefault(key, len(budgets))
                if v == len(budgets):
                    budgets.append(0)
                budgets[v] = max(budgets[v], budget)
                under.append(v)
                words.append(number)
                ways.append(way)
                edits.append(budget)
        listed = list(numbered)
        del numbered  # a large one is as large as all the rest
        starts, order = grouped(under, len(budgets))
        self._words = array("I", map(words.__getitem__, order))
        self._ways, self._allowed = bytes(map(ways.__getitem__, order)), bytes(map(edits.__getitem__, order))
        self._open(listed, bytes(budgets), starts)
        self._edits = self._kind(listed, self._budgets)

    def _open(self, listed: list[str], budgets: bytes, starts: array[int]) -> None:
        self._keys, self._budgets, self._starts = listed, budgets, starts
        large = len(listed) > LARGE
        self._exact = NumberedKeys(listed) if large else {key: v for v, key in enumerate(listed)}
        self._kind: type[EditIndex | LargeEditIndex] = LargeEditIndex if large else EditIndex
        self.wanted = keys.wanted_readings(self.specs)

    def state(self) -> tuple[Any, ...]:
        """Returns the whole index as plain containers."""
        number = self._exact.__getitem__  # the text of each word is a key
        texts = array("I", [number(spec.text) for spec in self.specs]).tobytes()
        return (
            joined(self._keys),
            self._budgets,
            (texts, bytes(spec.edits for spec in self.specs), bytes(spec.liberties for spec in self.specs)),
            (self._starts.tobytes(), self._words.tobytes(), self._ways, self._allowed),
            self._edits.state(),
        )

    @classmethod
    def restore(cls, state: tuple[Any, ...]) -> TokenIndex:
        """Restores the index from its `state`, without filing anything anew."""
        index = cls(())
        strings, budgets, (texts, edits, liberties), (starts, words, ways, allowed), near = state
        listed = parted(strings)
        written = map(listed.__getitem__, numbers_of(texts))
        index.specs = list(map(Spec, written, edits, liberties))
        index._words, index._ways, index._allowed = numbers_of(words), ways, allowed
        index._open(listed, budgets, numbers_of(starts))
        index._edits = index._kind.restore(listed, budgets, near)
        return index

    def number(self, spec: Spec) -> int:
        """Returns the number of a word that is filed."""
        return next(self._words[e] for e in self._filed(spec.text) if self.specs[self._words[e]] == spec)

    def _filed(self, key: str) -> range:
        """Returns where in the columns stands what is filed under a key."""
        v = self._exact.get(key)
        return range(self._starts[v], self._starts[v + 1]) if v is not None else _NOTHING

    def hits(self, token: str) -> tuple[Hit, ...]:
        """Returns every word that the token may stand for, each once, by its best way."""
        best: _Best = {}
        misspelt = not lexicon.is_form(token) and not token.isdigit()
        for reading in keys.readings(token, self.wanted):
            for e in self._filed(reading.key):
                spec, filed = self._words[e], self._ways[e]
                if not keys.may_inflect(self.specs[spec].text, token, reading.key):
                    continue
                worth = keys.confirmed(self.specs[spec], filed, reading)
                _keep(best, spec, worth, max(reading.way, filed))
            if reading.exactly or not misspelt:
                continue
            for spec, distance in self._slipped(reading):
                if misspellings.may_be(token, self.specs[spec].text):
                    worth = WORTH[reading.way] - distance / len(reading.key)
                    _keep(best, spec, worth, max(EDITED, reading.way))
            for near, distance in self._edits.near(reading.key):
                self._keep_edited(best, token, reading, near, distance)
        return tuple([Hit(spec, round(worth, 4), way) for spec, (worth, way) in best.items()])

    def _keep_edited(self, best: _Best, token: str, reading: Reading, near: int, distance: int) -> None:
        key = self._keys[near]
        if keys.mark(key) != keys.mark(reading.key):
            return
        for e in range(self._starts[near], self._starts[near + 1]):
            number, filed = self._words[e], self._ways[e]
            spec = self.specs[number]
            if not keys.may_inflect(spec.text, token, reading.key):
                continue
            if distance <= self._allowed[e] and _is_slip(token, spec.text, reading.key, key):
                worth = keys.confirmed(spec, filed, reading)
                if filed != PHONETIC:
                    worth -= distance / len(key)
                _keep(best, number, worth, filed if filed == PHONETIC else EDITED)

    def _slipped(self, reading: Reading) -> list[tuple[int, int]]:
        """Returns (word, distance) for words with letters exchanged: two edits, but one slip of the pen.

        In words of four letters, which have no budget, only neighbours may change places.
        """
        form = reading.key
        scrambled = misspellings.scrambled(form)
        if not scrambled:
            return []
        slips = 1 if len(form) == 4 else 2
        numbers = [self._words[e] for e in self._filed(SCRAMBLED + scrambled)]
        return [
            (n, 1) for n in numbers if OSA.distance(form, self.specs[n].text, score_cutoff=slips) == slips
        ]


def _is_slip(token: str, word: str, read: str, filed: str) -> bool:
    """Whether an edit between two keys may be a slip of the pen between the words themselves.

    Not where only little is left of either word (remite, remittances), nor where a prefix comes or goes.
    """
    if filed[0] == keys.STEM and abs(len(token) - len(word)) > UNEQUAL:
        return False
    return misspellings.may_be(token, word) and not misspellings.is_prefixed(_bare(read), _bare(filed))


def _bare(key: str) -> str:
    """Returns a key without its mark, a stem's without its kind as well."""
    return key[2:] if key[0] == keys.STEM else key[len(keys.mark(key)) :]


def _keep(best: _Best, spec: int, worth: float, way: int) -> None:
    old = best.get(spec)
    if worth > (old[0] if old else 0):
        best[spec] = (worth, way)

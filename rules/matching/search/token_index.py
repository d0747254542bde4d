"""Finds the words of the rules that a token of a text may stand for, without trying them all.

Joins what `keys.readings` reads a token as with what `keys.filed` files words under: at the very key, or within
its budget of edits. Finds exactly what comparing every reading with every key would find.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from rapidfuzz.distance import OSA

from rules.matching import lexicon
from rules.matching.search.edit_index import EditIndex
from rules.matching.words import keys, misspellings
from rules.matching.words.keys import EDITED, PHONETIC, SCRAMBLED, WORTH, Reading, Spec

UNEQUAL = 3  # letters by which a misspelt form may be longer or shorter than the word

_Best = dict[int, tuple[float, int]]


class Hit(NamedTuple):
    """A word of the rules, by its number `spec`, that a token may stand for: how similar, and in which way."""

    spec: int
    similarity: float
    way: int


class TokenIndex:
    """Files all words of the rules; `hits(token)` returns every word that the token may stand for."""

    def __init__(self, specs: Iterable[Spec]) -> None:
        self.specs = list(specs)
        self.wanted = keys.wanted_readings(self.specs)
        self._exact: dict[str, int] = {}
        self._entries: list[list[tuple[int, int, int]]] = []
        budgets: list[int] = []
        for number, spec in enumerate(self.specs):
            for key, way, edits in keys.filed(spec):
                v = self._exact.setdefault(key, len(budgets))
                if v == len(budgets):
                    self._entries.append([])
                    budgets.append(0)
                self._entries[v].append((number, way, edits))
                budgets[v] = max(budgets[v], edits)
        self._edits = EditIndex(zip(self._exact, budgets, strict=True))

    def state(self) -> tuple[Any, ...]:
        """Returns the whole index as plain containers."""
        return [tuple(spec) for spec in self.specs], self._exact, self._entries, self._edits.state()

    @classmethod
    def restore(cls, state: tuple[Any, ...]) -> TokenIndex:
        """Restores the index from its `state`, without filing anything anew."""
        index = cls(())
        specs, index._exact, index._entries, edits = state
        index.specs = [Spec(*spec) for spec in specs]
        index.wanted = keys.wanted_readings(index.specs)
        index._edits = EditIndex.restore(edits)
        return index

    def hits(self, token: str) -> tuple[Hit, ...]:
        """Returns every word that the token may stand for, each once, by its best way."""
        best: _Best = {}
        misspelt = not lexicon.is_form(token) and not token.isdigit()
        for reading in keys.readings(token, self.wanted):
            v = self._exact.get(reading.key)
            if v is not None:
                for spec, filed, _ in self._entries[v]:
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
        key = self._edits.word(near)
        if keys.mark(key) != keys.mark(reading.key):
            return
        for number, filed, edits in self._entries[near]:
            spec = self.specs[number]
            if distance <= edits and _is_slip(token, spec.text, reading.key, key):
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
        v = self._exact.get(SCRAMBLED + scrambled) if scrambled else None
        if v is None:
            return []
        slips = 1 if len(form) == 4 else 2
        numbers = [number for number, _, _ in self._entries[v]]
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

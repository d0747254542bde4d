"""Matches that an edit of the rules changes in all stored entries: at once, and exact.

The store's index of tokens finds the entries that a changed rule can touch, and these alone are matched, by the old
rules and the new. Reads only. Alerts are not judged here: see `backtest`.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass

from rules.errors import WirewatchError
from rules.matching.entry_query import Vocabulary
from rules.matching.rule_changes import RuleChanges
from rules.model import Match, RuleSet
from storage import Recalled, Store

_EACH = 50  # entries between two looks at the clock


class TooSlowError(WirewatchError):
    """The time is over; the message says how far the work came."""


@dataclass(frozen=True, slots=True)
class MatchChange:
    """A version of an entry in which other matches are found: those that `vanish` and those that `appear`."""

    recalled: Recalled
    vanish: tuple[Match, ...]
    appear: tuple[Match, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchChanges:
    """The matches that an edit changes, oldest first. `looked_at` counts the versions of entries that were matched."""

    changes: tuple[MatchChange, ...]
    looked_at: int
    seconds: float

    @property
    def appear(self) -> Counter[str]:
        """By rule, the versions of entries in which it is found now and was not found before, or not there."""
        return Counter(rule for change in self.changes for rule in {match.rule for match in change.appear})

    @property
    def vanish(self) -> Counter[str]:
        """By rule, the versions of entries in which it was found and is not found any more, or not there."""
        return Counter(rule for change in self.changes for rule in {match.rule for match in change.vanish})


class EditPreview:
    """Answers what edits change in one store. What it learns of the store's words makes the next answer quicker.

    For one thread at a time, the thread of its store.
    """

    def __init__(self, store: Store, after: EditPreview | None = None) -> None:
        """Begins with what a former preview of the same store has learnt."""
        self._store = store
        self._vocabulary: Vocabulary = after._vocabulary if after else Vocabulary({})
        self._last: tuple[str, int] = after._last if after else ("", 0)

    def changes(self, old: RuleSet, new: RuleSet, seconds: float | None = None) -> MatchChanges:
        """Compares two rule sets on all stored entries, in every version of theirs.

        Errors: TooSlowError where it takes longer than so many seconds.
        """
        began = time.monotonic()
        count = 0

        def breathe() -> None:
            if seconds is not None and time.monotonic() - began > seconds:
                raise TooSlowError(
                    f"the edit touches too many entries for {seconds:g} s; {max(count - 1, 0)} were compared:"
                    " `wirewatch backtest` compares them all"
                )

        self._vocabulary.breathe = breathe
        compiled = RuleChanges(old, new)
        query = compiled.query(self._words())
        changes: list[MatchChange] = []
        for count, recalled in enumerate(self._store.entry_tokens.found(query), 1):
            if count % _EACH == 1:
                breathe()
            vanish, appear = compiled.match(recalled.entry)
            if vanish or appear:
                changes.append(MatchChange(recalled, tuple(vanish), tuple(appear)))
        changes.sort(
            key=lambda change: (change.recalled.at, change.recalled.entry.id, change.recalled.version)
        )
        return MatchChanges(changes=tuple(changes), looked_at=count, seconds=time.monotonic() - began)

    def _words(self) -> Vocabulary:
        """The store's tokens; all anew where their numbers are others, as after the index was made anew."""
        tokens = self._store.entry_tokens
        text, number = self._last
        if number and tokens.text_of(number) != text:
            self._vocabulary, number = Vocabulary({}, self._vocabulary.breathe), 0
        new = tokens.vocabulary(number)
        self._vocabulary.add(new)
        if new:
            self._last = max(new.items(), key=lambda item: item[1])
        return self._vocabulary

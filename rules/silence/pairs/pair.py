"""Pairs: a report laid beside one that its reader was told. What the two say of each other is worked out once.

Nothing of it depends on other entries, nor on what was learned of them: both reports and the watched words in their
headlines are all that goes in. So it can be kept, and serve whoever asks again: the next watch, another rule set, another
run. `Pairs` knows the pairs of one new report at a time. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from typing import Any, TypeAlias, TypeVar

from rules.silence.facts import Facts
from rules.silence.pairs import likeness
from rules.silence.pairs.conflict import Conflict, conflict, tellings

T = TypeVar("T")
# Of a copy so many of the names and figures were told, if it has some.
COPY_TELLINGS = 0.75
FEW_TELLINGS = 3

# What two reports say of each other, by what was asked.
Said: TypeAlias = dict[str, Any]
# The digest of the told report, and the watched words that stand in either headline: of these alone it is asked.
Key: TypeAlias = tuple[bytes, frozenset[str]]
# The digest of a new report, and what is known of its pairs.
Known: TypeAlias = tuple[bytes, dict[Key, Said]]


class Pair:
    """A new report beside a told one, for a watch that looks for `watched` words."""

    __slots__ = ("_said", "_watched", "new", "told")

    def __init__(self, new: Facts, told: Facts, watched: Set[str], said: Said) -> None:
        self.new, self.told = new, told
        self._watched, self._said = watched, said

    @property
    def hours(self) -> float:
        """The hours that lie between the two; 0 where either has no date."""
        new, told = self.new.at, self.told.at
        return abs(new - told) if new is not None and told is not None else 0.0

    @property
    def one_source(self) -> bool:
        """Whether both are of one outlet."""
        return self.new.outlet is not None and self.new.outlet == self.told.outlet

    @property
    def conflict(self) -> Conflict | None:
        """The gravest disagreement of the two."""
        return self._asked("conflict", lambda: conflict(self.new, self.told, self._watched, self.hours))

    @property
    def held(self) -> float | None:
        """The part of the new report's runs of words that the told one holds."""
        return self._asked("held", lambda: likeness.contained(self.new, self.told))

    @property
    def held_in_turn(self) -> float | None:
        """The part of the told report's runs of words that the new one holds."""
        return self._asked("held in turn", lambda: likeness.contained(self.told, self.new))

    @property
    def tellings_held(self) -> bool:
        """Whether the told report holds most names and figures of the new text."""
        return self._asked("tellings", lambda: _tellings_held(self.new, self.told))

    @property
    def shares_name(self) -> bool:
        """Whether the told report knows a name of the new headline that is not watched."""
        return self._asked("name", lambda: bool(likeness.shared_names(self.new, self.told, self._watched)))

    def places_told(self, places: Callable[[], frozenset[int]]) -> frozenset[int]:
        """The places of the things in the new headline that the told report holds, which `places` looks up."""
        return self._asked("places", places)

    def places_told_back(self, places: Callable[[], frozenset[int]]) -> frozenset[int]:
        """The places of the things in the told headline that the new report holds, which `places` looks up."""
        return self._asked("places back", places)

    def _asked(self, what: str, answer: Callable[[], T]) -> T:
        if what not in self._said:
            self._said[what] = answer()
        found: T = self._said[what]
        return found


class Pairs:
    """The pairs of the new report that was asked for last."""

    def __init__(self) -> None:
        self._new = b""
        self._known: dict[Key, Said] = {}

    def beside(self, new: Facts, watched: Set[str]) -> Callable[[Facts], Pair]:
        """Gives the pair of a new report with each told one, for a watch that looks for these words."""
        if new.digest != self._new:
            self._new, self._known = new.digest, {}
        mine, known = new.title_forms & watched, self._known

        def pair(told: Facts) -> Pair:
            key = (told.digest, mine | (told.title_forms & watched))
            return Pair(new, told, watched, known.setdefault(key, {}))

        return pair

    def known(self) -> Known:
        """Everything known of the pairs of the last report, to be put into another one."""
        return self._new, self._known

    def put(self, known: Known) -> None:
        """Takes over what is known of the pairs of a report that is to come."""
        self._new, self._known = known


def _tellings_held(new: Facts, told: Facts) -> bool:
    mine = tellings(new)
    held = mine & (told.all_folds | told.all_values)
    return len(held) >= COPY_TELLINGS * len(mine) if len(mine) >= FEW_TELLINGS else True

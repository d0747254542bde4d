"""Compares what two replays decide of the same entries, while they run. Keeps only what differs, and what is open."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from monitor.evaluation.replay import ReplayedDecision
from monitor.workshop.archives.replay_counts import ReplayTally, manner
from monitor.workshop.replays.recorded_replay import Replay
from rules.model import Match
from storage import Recalled

Pair = tuple[tuple[Match, ...], tuple[Match, ...]]
_Key = tuple[str, int, str]  # entry, its version, watch
OLD, NEW = 0, 1


@dataclass(frozen=True, slots=True)
class Change:
    """An alert that only one rule set makes. `why` is the other rule set's word on the entry."""

    decision: ReplayedDecision
    why: str


@dataclass(frozen=True, slots=True)
class _Place:
    """The place of a change among the decisions of its rule set."""

    number: int
    change: Change


@dataclass(slots=True)
class _Case:
    """An entry with the rules found by either rule set, and how many decisions are not settled yet."""

    rules: tuple[str, str]
    open: int
    decided: tuple[dict[str, tuple[int, ReplayedDecision]], dict[str, tuple[int, ReplayedDecision]]] = field(
        default_factory=lambda: ({}, {})
    )


@dataclass(slots=True)
class _Side:
    replayer: Replay
    tally: ReplayTally = field(default_factory=ReplayTally)
    open: dict[int, _Case] = field(default_factory=dict)


class Comparison:
    """Lays two replays side by side, entry by entry; only decisions on entries from `since` on are compared.

    `appear`, `vanish`, `otherwise` and `moved` are complete after `end`; `met` counts the entries that meet each watch
    under the new rules.
    """

    def __init__(self, old: Replay, new: Replay, since: datetime | None) -> None:
        self._sides = (_Side(old), _Side(new))
        self._since = since
        self._only: tuple[dict[_Key, _Place], dict[_Key, _Place]] = ({}, {})
        self._otherwise: list[_Place] = []
        self.met: Counter[str] = Counter()
        self.moved = 0

    @property
    def appear(self) -> tuple[Change, ...]:
        """The alerts that only the new rules make, in the order of their entries."""
        return _in_order(self._only[NEW].values())

    @property
    def vanish(self) -> tuple[Change, ...]:
        """The alerts that only the old rules make, in the order of their entries."""
        return _in_order(self._only[OLD].values())

    @property
    def otherwise(self) -> tuple[Change, ...]:
        """The alerts that both rule sets make, but each in another manner."""
        return _in_order(self._otherwise)

    @property
    def tallies(self) -> tuple[ReplayTally, ReplayTally]:
        """The tallies of old and new rules."""
        return self._sides[OLD].tally, self._sides[NEW].tally

    @property
    def kept(self) -> int:
        """The number of stories, decisions and differences in memory."""
        held = sum(side.replayer.kept + len(side.open) for side in self._sides)
        return held + len(self._only[OLD]) + len(self._only[NEW]) + len(self._otherwise)

    def take(self, recalled: Recalled, pair: Pair) -> None:
        """Has both replays decide on the next entry, by the matches of the old rules and those of the new."""
        for side, matches in zip(self._sides, pair, strict=True):
            side.replayer.take(recalled, matches)
        made = [side.replayer.made for side in self._sides]
        if any(made):
            case = _Case((_found(pair[OLD]), _found(pair[NEW])), sum(map(len, made)))
            for side, numbers in zip(self._sides, made, strict=True):
                side.open.update(dict.fromkeys(numbers, case))
        self._settle()

    def end(self) -> None:
        """Lets out what waits, and finds the alerts that only moved to another report of their story."""
        for side in self._sides:
            side.replayer.end()
        self._settle()
        moved = _moved(self._only[NEW], self._only[OLD])
        for key in (*moved, *moved.values()):
            self._only[NEW].pop(key, None)
            self._only[OLD].pop(key, None)
        self.moved = len(moved)

    def _settle(self) -> None:
        """Counts what was settled; compares the entries of which all is known."""
        for which, side in enumerate(self._sides):
            for number, settled in side.replayer.settled():
                # Of a difference title and matches are shown; texts would be most of the memory.
                entry = settled.entry
                decision = replace(settled, entry=replace(entry, text="")) if entry.text else settled
                case = side.open.pop(number)
                case.decided[which][decision.watch] = (number, decision)
                case.open -= 1
                if self._since is None or decision.at >= self._since:
                    side.tally.add(decision)
                    if which == NEW:
                        self.met[decision.watch] += 1
                    if not case.open:
                        self._compare(case)

    def _compare(self, case: _Case) -> None:
        for which, (mine, other) in enumerate((case.decided, case.decided[::-1])):
            for watch, (number, decision) in mine.items():
                instead = other[watch][1] if watch in other else None
                if not decision.told:
                    continue
                if instead is None or not instead.told:
                    change = Change(decision, _why(instead, case.rules[1 - which]))
                    self._only[which][_key(decision)] = _Place(number, change)
                elif which == NEW and manner(decision) != manner(instead):
                    change = Change(decision, _why(instead, case.rules[OLD]))
                    self._otherwise.append(_Place(number, change))


def _key(decision: ReplayedDecision) -> _Key:
    return decision.entry.id, decision.version, decision.watch


def _in_order(places: Iterable[_Place]) -> tuple[Change, ...]:
    return tuple(place.change for place in sorted(places, key=lambda place: place.number))


def _found(matches: Sequence[Match]) -> str:
    return ", ".join(dict.fromkeys(match.rule for match in matches))


def _why(instead: ReplayedDecision | None, rules: str) -> str:
    """The other rule set's word on an entry: its decision, or the rules that it found in vain."""
    if instead is not None:
        return f"{manner(instead) if instead.told else instead.action}: {instead.reason.text}"
    return f"only {rules} found, not enough for the watch" if rules else "nothing found"


def _moved(appear: Mapping[_Key, _Place], vanish: Mapping[_Key, _Place]) -> dict[_Key, _Key]:
    """Alerts that another report of the same story makes now: new key -> old key, each once, in the order of the entries."""
    gone: dict[tuple[str, str], deque[_Key]] = defaultdict(deque)
    for key, where in _stories(vanish):
        gone[where].append(key)
    return {key: gone[where].popleft() for key, where in _stories(appear) if gone.get(where)}


def _stories(places: Mapping[_Key, _Place]) -> Iterator[tuple[_Key, tuple[str, str]]]:
    """Each change with its watch and story, in the order of the entries."""
    for key, place in sorted(places.items(), key=lambda item: item[1].number):
        yield key, (place.change.decision.watch, place.change.decision.story)

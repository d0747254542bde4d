"""Replays a file of entries as the daemon would have judged them, for `wirewatch replay`: stories, decisions, reasons.

The entries are matched on as many processes as asked for and then judged one after the other, by the clock of the file.
Stores nothing and sends nothing.
"""

from __future__ import annotations

import json
import pickle
import tempfile
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from typing import IO, Any

from monitor.config.schema import FeedSection
from monitor.evaluation.evaluate import ActiveRules
from monitor.evaluation.matcher_cache import compile_rules
from monitor.evaluation.replay import ReplayedDecision, Replayer
from monitor.evaluation.silence_check import OTHER_EVENT
from monitor.text.counted import counted
from monitor.workshop.archives.past import Past, match_past
from monitor.workshop.archives.replay_counts import ReleasedAlone
from monitor.workshop.archives.workers import Workers
from rules.model import Entry, Join, Match, Reason, RuleSet
from rules.schema import Watch
from rules.stories.event_window import DEFAULT_CRITERIA, Criteria
from rules.times import parse_span

ACTIONS = ("alert", "update", "waiting", "silent", "held", "none")
DAY = timedelta(days=1)
_WORDS = {
    "alert": "alerts",
    "update": "updates",
    "waiting": "waiting",
    "silent": "silent",
    "held": "held",
}


@dataclass(frozen=True, slots=True)
class ReplayedEntry:
    """An entry of the file: its story, and a decision for each enabled watch in the shape of the output."""

    entry: str
    join: Join
    decisions: tuple[dict[str, Any], ...]
    first: bool = True  # no later version of an entry

    @property
    def begins_story(self) -> bool:
        """Whether its story began with it."""
        return self.first and self.story == self.entry

    @property
    def story(self) -> str:
        """The story that the entry joined, or its own."""
        return self.join.story or self.entry

    def as_line(self) -> bytes:
        """The entry as one line of JSON: `{id, story, level, score, decisions}`."""
        line = {
            "id": self.entry,
            "story": self.story,
            "level": self.join.level,
            "score": self.join.score,
            "decisions": self.decisions,
        }
        return json.dumps(line, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def replay(
    past: Past,
    rules: RuleSet,
    *,
    feeds: Sequence[FeedSection] = (),
    criteria: Criteria = DEFAULT_CRITERIA,
    zone: tzinfo = UTC,
    jobs: Workers = 1,
    step: Callable[[], None] = lambda: None,
) -> Iterator[ReplayedEntry]:
    """Judges entries in their order, linked by `monitor.workshop.archives.archive_copies`; `rules` are complete.

    `zone` is that of the person. `step` is called after each entry; the results come at the end, when it is known
    what became of all that waited, and lie in a file until then. Errors: WirewatchError if an entry kills workers.
    """
    tags = {feed.name: feed.tags for feed in feeds}
    # A replay needs no matcher: its entries are matched already.
    active = ActiveRules(rules, compile_rules(RuleSet()), criteria, zone)
    replayer = Replayer(active, tags, past.references())
    with (
        tempfile.TemporaryFile(prefix="wirewatch-") as spool,
        tempfile.TemporaryFile(prefix="wirewatch-") as settled,
    ):
        decisions = _Decisions(settled)
        for taken in _take_all(past, replayer, rules, jobs):
            pickle.dump(taken, spool, pickle.HIGHEST_PROTOCOL)
            decisions.add(replayer.settled())
            step()
        replayer.end()
        decisions.add(replayer.settled())
        account = decisions.account
        watches = [watch for watch in rules.watches if watch.enabled]
        spool.seek(0)
        for taken in _read_all(spool, len(past)):
            decided = {decision.watch: decision for decision in map(decisions.of, taken.made)}
            made = (_decision(watch, decided.get(watch.id), taken, account) for watch in watches)
            yield ReplayedEntry(taken.entry, taken.join, tuple(made), first=taken.first)


@dataclass(frozen=True, slots=True)
class _Taken:
    """An entry as it was taken: its story, the ids of the rules found, and the numbers of its decisions."""

    entry: str
    join: Join
    found: str
    made: range
    first: bool


def _take_all(past: Past, replayer: Replayer, rules: RuleSet, jobs: Workers) -> Iterator[_Taken]:
    for chunk in match_past(past, _Matching(rules), jobs):
        for recalled, matches in chunk:
            join = replayer.take(recalled, matches)
            found = ", ".join(dict.fromkeys(match.rule for match in matches))
            named = replace(join, story=join.story or recalled.entry.id)
            yield _Taken(recalled.entry.id, named, found, replayer.made, recalled.version == 1)


def _read_all(spool: IO[bytes], count: int) -> Iterator[_Taken]:
    for _ in range(count):
        taken = pickle.load(spool)
        assert isinstance(taken, _Taken)
        yield taken


class _Decisions:
    """The settled decisions in a file, found by their numbers; of each little more than its place stays in memory."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._places = file, array("Q")
        self.account = _Account()

    def add(self, settled: Iterable[tuple[int, ReplayedDecision]]) -> None:
        """Takes in decisions, in the order in which they were settled."""
        for number, decision in settled:
            self._places.extend([0] * (number + 1 - len(self._places)))
            self._places[number] = self._file.tell()
            slim = replace(decision, entry=Entry(id=decision.entry.id, title=""), matches=())
            pickle.dump(slim, self._file, pickle.HIGHEST_PROTOCOL)
            self.account.add(number, slim)

    def of(self, number: int) -> ReplayedDecision:
        """The decision of that number."""
        self._file.seek(self._places[number])
        decision = pickle.load(self._file)
        assert isinstance(decision, ReplayedDecision)
        return decision


@dataclass(frozen=True, slots=True)
class _Matching:
    """Prepares the matcher in each process."""

    rules: RuleSet

    def __call__(self) -> Callable[[Entry], tuple[Match, ...]]:
        matcher = compile_rules(self.rules)
        return lambda entry: tuple(matcher.match(entry))


def _decision(
    watch: Watch,
    decided: ReplayedDecision | None,
    taken: _Taken,
    account: _Account,
) -> dict[str, Any]:
    """The decision of a watch on an entry: `{watch, action, class, reason, told, score}`, with `released` if it waited."""
    if decided is None:
        words = f"only {taken.found} found, not enough for the watch" if taken.found else "nothing found"
        return _line(watch.id, "none", Reason("not_fired", words))
    silent = {"threaded": "silent", "waiting": "waiting", "held": "held", "suppressed": "none"}
    action = silent.get(decided.action) or account.action(watch, decided)
    reason = decided.reason if decided.judged else _beside_others(decided, taken.join, account)
    line = _line(watch.id, action, reason)
    if decided.released is not None:
        line["released"] = decided.released.isoformat()
    return line


def _beside_others(decided: ReplayedDecision, join: Join, account: _Account) -> Reason:
    """The reason of a first report, with the told report that the join found to be another event, or the likest."""
    reason, found = decided.reason, join.reason.data
    if join.reason.code == OTHER_EVENT:
        data = {"class": "other", "told": found.get("told"), "score": found.get("score")}
        return Reason(reason.code, f"{reason.text}; {join.reason.text}", data)
    told = account.told_by(decided.watch, found.get("nearest"))
    return replace(reason, data={"told": told, "score": found.get("score")}) if told else reason


def _line(watch: str, action: str, reason: Reason) -> dict[str, Any]:
    return {
        "watch": watch,
        "action": action,
        "class": reason.data.get("class"),
        "reason": reason.text,
        "told": reason.data.get("told"),
        "score": reason.data.get("score"),
    }


class _Account:
    """Knows what a replay told: the first report of each story, updates that limits hold, and who told an entry."""

    def __init__(self) -> None:
        self._sent: dict[tuple[str, str], list[datetime]] = defaultdict(list)
        self._told: dict[tuple[str, str], tuple[int, str | None]] = {}
        self._alone = ReleasedAlone()

    def add(self, number: int, decision: ReplayedDecision) -> None:
        """Takes in a decision; of several on one entry, as on its versions, the last counts."""
        key = (decision.watch, decision.entry.id)
        if number >= self._told.get(key, (0, None))[0]:
            self._told[key] = (number, decision.entry.id if decision.told else decision.nearest)
        self._alone.add(decision)

    @cached_property
    def _released(self) -> Mapping[tuple[str, str], set[datetime]]:
        return self._alone.times()

    def told_by(self, watch: str, entry: object) -> str | None:
        """The told entry that an entry stands for: itself, or where it stayed silent the nearest that was told."""
        return self._told.get((watch, entry), (0, None))[1] if isinstance(entry, str) else None

    def action(self, watch: Watch, decision: ReplayedDecision) -> str:
        """The action of a decision that alerts; decisions are asked for in their order."""
        key = (decision.story, watch.id)
        sent = self._sent[key]
        first = not sent
        updates = sorted([*sent[1:], *(at for at in self._released.get(key, ()) if at < decision.at)])
        if not first and _is_held(watch, [sent[0], *updates], decision.at):
            return "held"
        sent.append(decision.at)
        return "alert" if first else "update"


def _is_held(watch: Watch, sent: Sequence[datetime], at: datetime) -> bool:
    """Whether the limits of a watch hold an update back; `sent` are the times of the story's messages before."""
    if watch.cooldown and at - sent[-1] < parse_span(watch.cooldown):
        return True
    lately = sum(at - time < DAY for time in sent[1:])
    most = watch.max_updates_a_day
    return watch.severity != "urgent" and most is not None and lately >= most


@dataclass(slots=True)
class ReplaySummary:
    """The counts of a replay; `actions` counts pairs of entry and watch."""

    entries: int = 0
    stories: int = 0
    actions: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)

    def add(self, replayed: ReplayedEntry) -> None:
        """Counts an entry."""
        self.entries += 1
        self.stories += replayed.begins_story
        self.actions.update(decision["action"] for decision in replayed.decisions)
        self.classes.update(decision["class"] for decision in replayed.decisions if decision["class"])

    def as_json(self) -> dict[str, Any]:
        """The counts in the shape that `replay --json` prints."""
        return {
            "entries": self.entries,
            "stories": self.stories,
            **{action: self.actions[action] for action in ACTIONS},
            "classes": dict(sorted(self.classes.items())),
        }

    def describe(self) -> str:
        """The counts in words."""
        told = ", ".join(f"{self.actions[action]} {word}" for action, word in _WORDS.items())
        return f"{counted(self.entries, 'entry', 'entries')}, {counted(self.stories, 'story', 'stories')}: {told}"

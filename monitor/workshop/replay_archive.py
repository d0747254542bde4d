"""Replays a file of entries as the daemon would have judged them, for `wirewatch replay`: stories, decisions, reasons.

The entries are matched on as many processes as asked for and then judged one after the other, by the clock of the file.
Stores nothing and sends nothing.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from monitor.config.schema import FeedSection
from monitor.evaluation.evaluate import ActiveRules
from monitor.evaluation.matcher_cache import compile_rules
from monitor.evaluation.replay import ReplayedDecision, Replayer
from monitor.workshop.match_pool import CHUNK, run_chunks
from rules.model import Entry, Join, Match, RuleSet
from rules.schema import Watch
from rules.stories.event_window import DEFAULT_CRITERIA, Criteria
from rules.times import parse_span
from storage import Recalled

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
    """One entry of the file: its story, and a decision for each enabled watch in the shape of the output."""

    recalled: Recalled
    join: Join
    decisions: tuple[dict[str, Any], ...]

    @property
    def story(self) -> str:
        """The story that the entry joined, or its own."""
        return self.join.story or self.recalled.entry.id

    def as_line(self) -> bytes:
        """The entry as one line of JSON: `{id, story, level, score, decisions}`."""
        line = {
            "id": self.recalled.entry.id,
            "story": self.story,
            "level": self.join.level,
            "score": self.join.score,
            "decisions": self.decisions,
        }
        return json.dumps(line, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def replay(
    entries: Sequence[Recalled],
    rules: RuleSet,
    *,
    feeds: Sequence[FeedSection] = (),
    criteria: Criteria = DEFAULT_CRITERIA,
    jobs: int = 1,
) -> Iterator[ReplayedEntry]:
    """Judges entries in their order, linked by `monitor.workshop.archive_copies`; `rules` are complete.

    Errors: WirewatchError if a worker process dies.
    """
    tags = {feed.name: feed.tags for feed in feeds}
    # A replay needs no matcher: its entries are matched already.
    replayer = Replayer(ActiveRules(rules, compile_rules(RuleSet()), criteria), tags)
    watches = [watch for watch in rules.watches if watch.enabled]
    limits = _UpdateLimits()
    for recalled, matches in _matched(entries, rules, jobs):
        before = len(replayer.decisions)
        join = replayer.take(recalled, matches)
        decided = {decision.watch: decision for decision in replayer.decisions[before:]}
        yield ReplayedEntry(
            recalled,
            join,
            tuple(_decision(watch, decided.get(watch.id), matches, limits) for watch in watches),
        )


def _matched(
    entries: Sequence[Recalled], rules: RuleSet, jobs: int
) -> Iterator[tuple[Recalled, tuple[Match, ...]]]:
    worth_it = len(entries) >= 2 * CHUNK
    texts = (recalled.entry for recalled in entries)
    found = run_chunks(_Matching(rules), texts, jobs=jobs if worth_it else 1)
    matches = (each for chunk in found for each in chunk)
    yield from zip(entries, matches, strict=True)


@dataclass(frozen=True, slots=True)
class _Matching:
    """Prepares the matcher in each process."""

    rules: RuleSet

    def __call__(self) -> Callable[[Entry], tuple[Match, ...]]:
        matcher = compile_rules(self.rules)
        return lambda entry: tuple(matcher.match(entry))


def _decision(
    watch: Watch, decided: ReplayedDecision | None, matches: Sequence[Match], limits: _UpdateLimits
) -> dict[str, Any]:
    """What a watch made of an entry: `{watch, action, class, reason, told, score}`."""
    if decided is None:
        found = ", ".join(dict.fromkeys(match.rule for match in matches))
        reason = f"only {found} found, not enough for the watch" if found else "nothing found"
        return _line(watch.id, "none", reason, {})
    action = {"threaded": "silent", "waiting": "waiting", "suppressed": "none"}.get(decided.action)
    return _line(watch.id, action or limits.told(watch, decided), decided.reason.text, decided.reason.data)


def _line(watch: str, action: str, reason: str, data: Mapping[str, object]) -> dict[str, Any]:
    return {
        "watch": watch,
        "action": action,
        "class": data.get("class"),
        "reason": reason,
        "told": data.get("told"),
        "score": data.get("score"),
    }


@dataclass(slots=True)
class _UpdateLimits:
    """Says of each alert whether it is the first of its story, an update, or an update that limits hold back."""

    _told: dict[tuple[str, str], list[datetime]] = field(default_factory=lambda: defaultdict(list))

    def told(self, watch: Watch, decision: ReplayedDecision) -> str:
        """The action of a decision that alerts; the times of messages are remembered by story and watch."""
        sent = self._told[decision.story, watch.id]
        first = not sent
        if not first and self._is_held(watch, sent, decision.at):
            return "held"
        sent.append(decision.at)
        return "alert" if first else "update"

    def _is_held(self, watch: Watch, sent: Sequence[datetime], at: datetime) -> bool:
        if watch.cooldown and at - sent[-1] < parse_span(watch.cooldown):
            return True
        updates = [time for time in sent[1:] if at - time < DAY]
        return watch.severity != "urgent" and len(updates) >= (watch.max_updates_a_day or len(updates) + 1)


@dataclass(slots=True)
class ReplaySummary:
    """The counts of a replay; `actions` counts pairs of entry and watch."""

    entries: int = 0
    stories: set[str] = field(default_factory=set)
    actions: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)

    def add(self, replayed: ReplayedEntry) -> None:
        """Counts an entry."""
        self.entries += 1
        self.stories.add(replayed.story)
        self.actions.update(decision["action"] for decision in replayed.decisions)
        self.classes.update(decision["class"] for decision in replayed.decisions if decision["class"])

    def as_json(self) -> dict[str, Any]:
        """The counts in the shape that `replay --json` prints."""
        return {
            "entries": self.entries,
            "stories": len(self.stories),
            **{action: self.actions[action] for action in ACTIONS},
            "classes": dict(sorted(self.classes.items())),
        }

    def describe(self) -> str:
        """The counts in words."""
        told = ", ".join(f"{self.actions[action]} {word}" for action, word in _WORDS.items())
        return f"{self.entries} entries, {len(self.stories)} stories: {told}"

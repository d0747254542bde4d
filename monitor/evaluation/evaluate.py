"""What becomes of entries under the rules in force. Asks a memory; writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from monitor.config.schema import FeedSection
from rules.deciding.decide import compose, decide, quiet_reason
from rules.deciding.updates import LaterReport
from rules.deciding.watches import fired
from rules.matching import Matcher
from rules.model import Candidate, Decision, Entry, Join, Match, Reason, RuleSet, StoryHistory
from rules.stories import join as stories
from rules.stories.event_window import DEFAULT_CRITERIA, Criteria, EventWindow
from rules.stories.keys import Keys
from rules.times import parse_span
from storage import Judged, Seen


@dataclass(frozen=True, slots=True)
class ActiveRules:
    """The rules in force. Replaced as a whole when they are reloaded."""

    rules: RuleSet
    matcher: Matcher
    default_notify: tuple[str, ...] = ()
    criteria: Criteria = DEFAULT_CRITERIA


@dataclass(frozen=True, slots=True)
class Matched:
    seen: Seen
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPoll:
    """How a feed's first poll treats what is already there. `window` as in `decide.quiet_reason`."""

    first: bool
    window: timedelta | None


class Lookup(Protocol):
    """Entries that a new one may repeat; see `storage.entries.Candidates`."""

    def keys(self, entry: Entry) -> Keys: ...

    def of(self, entry: Entry, *, copies: bool = True) -> list[Candidate]: ...

    def add(self, entry: Entry, story: str, *, matched: bool, copies: bool = True) -> None: ...


class EntryMemory(Protocol):
    def candidates(self, entries: Sequence[Entry], now: datetime) -> Lookup: ...

    def events(self, now: datetime, rules: RuleSet, criteria: Criteria, /) -> EventWindow: ...


class AlertMemory(Protocol):
    def history(self, stories: Sequence[str], /) -> Mapping[str, StoryHistory]: ...

    def quieted(self, entry: str, /) -> Collection[str]: ...


class Memory(Protocol):
    """What judging asks of the past: the store, or the memory of a replay."""

    @property
    def entries(self) -> EntryMemory: ...

    @property
    def alerts(self) -> AlertMemory: ...


def match_all(judge: ActiveRules, seen: Sequence[Seen]) -> list[Matched]:
    """Matches every entry; no database, so it may run on any thread."""
    return [Matched(one, tuple(judge.matcher.match(one.entry))) for one in seen]


@dataclass(slots=True)
class Context:
    """What entries are judged by, kept up to date as they are judged: the past, and those before them."""

    candidates: Lookup
    events: EventWindow
    told: dict[str, StoryHistory] = field(default_factory=dict)


def evaluate(
    memory: Memory,
    feed: FeedSection,
    found: Sequence[Matched],
    judge: ActiveRules,
    first_poll: FirstPoll,
    now: datetime,
    *,
    around: Context | None = None,
) -> list[Judged]:
    """What becomes of each entry, in order. Nothing is written: `memory` is asked only."""
    if around is None:
        entries = [one.seen.entry for one in found]
        around = Context(
            memory.entries.candidates(entries, now), memory.entries.events(now, judge.rules, judge.criteria)
        )
    candidates, events, told = around.candidates, around.events, around.told
    judged = []
    for one in found:
        entry = one.seen.entry
        firing = fired(judge.rules.watches, one.matches)
        quiet = quiet_reason(entry, first_poll=first_poll.first, window=first_poll.window, now=now)
        edited = bool(firing) and one.seen.state == "changed"
        quieted = memory.alerts.quieted(entry.id) if edited else ()
        telling = quiet is None and any(f.watch.id not in quieted for f in firing)
        join = _join(one.seen, candidates, quiet is None, events if telling else None, now)
        story = join.story or entry.id
        decisions: list[Decision] = []
        if firing:
            history = told.get(story) or memory.alerts.history([story])[story]
            decisions = decide(
                firing,
                history,
                feed=feed.name,
                tags=feed.tags,
                quiet=quiet,
                default_notify=judge.default_notify,
                later=_later(entry, join, history, events, now),
                quieted=quieted,
            )
            told[story] = history_after(history, entry, decisions, now)
        alert = compose(entry, story, firing, decisions, now)
        judged.append(
            Judged(
                seen=one.seen,
                matches=one.matches,
                join=join,
                decisions=tuple(decisions),
                quiet=quiet is not None,
                rules_version=judge.rules.version,
                alert=alert,
                tell=tuple(dict.fromkeys(name for d in decisions for name in d.tell)),
            )
        )
        if one.seen.state == "new":
            candidates.add(entry, story, matched=telling, copies=quiet is None)
    return judged


def _join(seen: Seen, candidates: Lookup, copies: bool, events: EventWindow | None, now: datetime) -> Join:
    if seen.join is not None:
        return seen.join
    if seen.story is None:
        entry = seen.entry
        found = candidates.of(entry, copies=copies)
        return stories.join(entry, found, now, events, candidates.keys(entry))
    reason = Reason("version", f"version {seen.version} of an entry already known")
    return Join(story=seen.story, level="a", same_as=seen.entry.id, score=1.0, reason=reason)


def _later(
    entry: Entry, join: Join, history: StoryHistory, events: EventWindow, now: datetime
) -> LaterReport | None:
    """What the entry adds to a story that has alerted; None for one that has not."""
    if history.last_alert is None or join.story is None:
        return None
    novelty, words = events.news(entry, join.story, now)
    outlet = entry.outlet or entry.feed
    repeats = join.level == "a" and outlet in history.outlets
    return LaterReport(at=now, outlet=outlet, novelty=novelty, words=words, repeats=repeats)


def history_after(
    history: StoryHistory, entry: Entry, decisions: Sequence[Decision], now: datetime
) -> StoryHistory:
    """What is told of a story once these decisions are carried out."""
    alerted = {d.watch for d in decisions if d.action == "alerted"}
    tell = {name for d in decisions for name in d.tell}
    outlets = history.outlets | {entry.outlet or entry.feed}
    return replace(
        history,
        alerted=history.alerted | alerted,
        told=history.told | tell,
        outlets=outlets,
        last_alert=now if alerted else history.last_alert,
        outlets_told=len(outlets) if alerted else history.outlets_told,
    )


def first_poll_window(setting: str) -> timedelta | None:
    """`all` -> None (tell everything), `none` -> zero (tell nothing), else the age that is still told."""
    if setting == "all":
        return None
    return timedelta(0) if setting == "none" else parse_span(setting)

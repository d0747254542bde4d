"""Evaluates entries under the rules in force: joins each to its story and decides what its watches do.

Reads stored entries and the alerts of stories through `Context`; writes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Protocol

from monitor.evaluation.silence_check import Placed, SilenceCheck, place
from monitor.evaluation.silence_memory import SilenceMemory
from rules.deciding.decide import NOTHING_TOLD, Case, Verdicts, compose, decide, quiet_reason
from rules.deciding.gates import counted_since
from rules.deciding.watches import fired, hears
from rules.matching import Matcher
from rules.model import (
    SAME_ENTRY,
    Alert,
    Candidate,
    Decision,
    Entry,
    Fired,
    Join,
    Match,
    Reason,
    RuleSet,
    StoryHistory,
    ToldReport,
)
from rules.schema import Watch
from rules.stories import join as stories
from rules.stories.event_window import DEFAULT_CRITERIA, Criteria, EventWindow
from rules.stories.keys import Keys
from rules.times import parse_span
from storage import Judged, Seen


@dataclass(frozen=True, slots=True)
class ActiveRules:
    """The rules in force. Replaced as a whole when they are reloaded; the memory of silence is carried over.

    `zone` is that of the person, for what happens at a time of day.
    """

    rules: RuleSet
    matcher: Matcher
    criteria: Criteria = DEFAULT_CRITERIA
    zone: tzinfo = UTC
    silence: SilenceMemory = field(default_factory=SilenceMemory, compare=False)


@dataclass(frozen=True, slots=True)
class Source:
    """The feed that entries come from, by the name and the tags that watches may ask for."""

    name: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matched:
    """An entry with the rules that were found in it."""

    seen: Seen
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPoll:
    """How a feed's first poll treats what is already there. `window` as in `decide.quiet_reason`."""

    first: bool
    window: timedelta | None


class CandidateSearch(Protocol):
    """Finds stored entries that a new entry may repeat; see `storage.entries.Candidates`."""

    def keys(self, entry: Entry) -> Keys: ...

    def of(self, entry: Entry, *, copies: bool = True) -> list[Candidate]: ...

    def add(self, entry: Entry, story: str, *, matched: bool, copies: bool = True) -> None: ...


class AlertMemory(Protocol):
    """Knows the alerts of stories; see `storage.alerts.Alerts`."""

    def history(self, stories: Sequence[str], /) -> Mapping[str, StoryHistory]: ...

    def quieted(self, entry: str, /) -> Collection[str]: ...

    def met(self, watch: str, since: datetime, now: datetime, /) -> Collection[str]: ...


@dataclass(slots=True)
class Context:
    """The knowledge that evaluating a batch starts from; it grows by each entry of the batch.

    `search` is None in a replay: each entry brings its link to the entry that it copies. `histories`, by story,
    hold the alerts of the batch itself, `met` the times at which its entries met watches, and `opened` since when and
    when a watch's gate let go of what it held.
    """

    search: CandidateSearch | None
    events: EventWindow
    alerts: AlertMemory
    histories: dict[str, StoryHistory] = field(default_factory=dict)
    met: dict[str, dict[str, datetime]] = field(default_factory=lambda: defaultdict(dict))
    opened: list[tuple[str, datetime, datetime]] = field(default_factory=list)

    def history(self, story: str) -> StoryHistory:
        """The alerts of a story, those of earlier entries of the batch included."""
        history = self.histories.get(story) or self.alerts.history([story])[story]
        for watch, since, now in self.opened:
            history = history_opened(history, watch, since, now)
        return history

    def met_within(self, watch: Watch, now: datetime) -> Collection[str]:
        """The entries that met a watch within the time of its `count`; nothing where it has none."""
        since = counted_since(watch, now)
        if since is None:
            return ()
        here = {entry for entry, at in self.met[watch.id].items() if since < at <= now}
        return here.union(self.alerts.met(watch.id, since, now))

    def note(
        self, entry: Entry, story: str, history: StoryHistory, decisions: Sequence[Decision], now: datetime
    ) -> None:
        """Takes in what was decided of an entry, for those that come after it in the batch."""
        self.histories[story] = history
        for decision in decisions:
            if decision.action != "suppressed":
                self.met[decision.watch][entry.id] = now
            if decision.gathers is not None:
                self.opened.append((decision.watch, decision.gathers, now))

    def add(self, entry: Entry, story: str, now: datetime, *, matched: bool, copies: bool) -> None:
        """Takes in a new entry, for the entries that come after it; arguments as in `CandidateSearch.add`."""
        if self.search is not None:
            self.search.add(entry, story, matched=matched, copies=copies)
        elif matched:
            self.events.add(entry, story, now)


def match_all(active: ActiveRules, seen: Sequence[Seen]) -> list[Matched]:
    """Matches every entry; asks no database, so it may run on any thread."""
    return [Matched(version, tuple(active.matcher.match(version.entry))) for version in seen]


def evaluate(
    context: Context,
    source: Source,
    matched: Sequence[Matched],
    active: ActiveRules,
    first_poll: FirstPoll,
    now: datetime,
) -> list[Judged]:
    """Decides what becomes of each entry of one feed, in order; later entries know the earlier ones."""
    judged = []
    for entry in matched:
        quiet = quiet_reason(entry.seen.entry, first_poll=first_poll.first, window=first_poll.window, now=now)
        judged.append(_evaluate_entry(context, source, entry, active, quiet, now))
    return judged


def _evaluate_entry(
    context: Context,
    source: Source,
    matched: Matched,
    active: ActiveRules,
    quiet: Reason | None,
    now: datetime,
) -> Judged:
    """Joins an entry to its story, decides for each watch that fires, and takes the entry into the context."""
    seen, entry = matched.seen, matched.seen.entry
    firing = fired(active.rules.watches, matched.matches)
    quieted = context.alerts.quieted(entry.id) if firing and seen.state == "changed" else ()
    # Only entries that some watch may tell of report an event.
    reports = quiet is None and any(firing_watch.watch.id not in quieted for firing_watch in firing)
    placed = _place(matched, firing if reports else [], source, context, active, now, copies=quiet is None)
    join = placed.join
    story = join.story or entry.id
    decisions: list[Decision] = []
    if firing:
        case = Case(
            entry=entry,
            met={each.watch.id: context.met_within(each.watch, now) for each in firing if each.watch.count},
            feed=source.name,
            tags=source.tags,
            quiet=quiet,
            quieted=quieted,
            edited=seen.state == "changed",
            verdicts=placed.verdicts,
            now=now,
            zone=active.zone,
        )
        decisions = decide(firing, placed.history, case)
        context.note(entry, story, history_after(placed.history, matched, decisions, now), decisions, now)
    if seen.state == "new":
        context.add(entry, story, now, matched=reports, copies=quiet is None)
        if firing:
            active.silence.learn(entry)
    alert = compose(entry, story, firing, decisions, now)
    return _judged(matched, join, decisions, alert, active, quiet=quiet is not None)


def _place(
    matched: Matched,
    reports: Sequence[Fired],
    source: Source,
    context: Context,
    active: ActiveRules,
    now: datetime,
    *,
    copies: bool,
) -> Placed:
    """Finds the entry's story; where it `reports` to watches that listen to its feed, beside what they told."""
    seen, entry = matched.seen, matched.seen.entry
    listening = [firing for firing in reports if hears(firing.watch.feeds, source.name, source.tags)]
    check = SilenceCheck(active.silence, active.rules, active.criteria.meaning)

    def verdicts(history: StoryHistory, link: float) -> Verdicts:
        return check.verdicts(entry, listening, history, link) if listening else NOTHING_TOLD

    events = context.events if reports else None
    return place(
        _join(seen, context, now, events, copies=copies),
        # Which entry it copies stays known, and is refused: only other events are tried.
        lambda refused: stories.join(entry, [], now, events, refused=refused),
        context.history,
        verdicts,
        lambda: context.events.across(entry, now) if listening else (),
        fixed=seen.state == "changed",
    )


def _judged(
    matched: Matched,
    join: Join,
    decisions: Sequence[Decision],
    alert: Alert | None,
    active: ActiveRules,
    *,
    quiet: bool,
) -> Judged:
    return Judged(
        seen=matched.seen,
        matches=matched.matches,
        join=join,
        decisions=tuple(decisions),
        quiet=quiet,
        rules_version=active.rules.version,
        alert=alert,
        tell=tuple(dict.fromkeys(name for decision in decisions for name in decision.tell)),
    )


def _join(seen: Seen, context: Context, now: datetime, events: EventWindow | None, *, copies: bool) -> Join:
    """The story of an entry: known already, or that of a copy, or with `events` that of an event."""
    if seen.join is not None:
        return seen.join
    entry = seen.entry
    if seen.story is not None:
        reason = Reason("version", f"version {seen.version} of an entry already known")
        return Join(story=seen.story, level=SAME_ENTRY, same_as=entry.id, score=1.0, reason=reason)
    if context.search is None:
        return stories.join(entry, [], now, events)
    candidates = context.search.of(entry, copies=copies)
    return stories.join(entry, candidates, now, events, context.search.keys(entry))


def history_after(
    history: StoryHistory, matched: Matched, decisions: Sequence[Decision], now: datetime
) -> StoryHistory:
    """The history of a story once these decisions on the entry are carried out."""
    report = ToldReport(
        entry=matched.seen.entry,
        at=now,
        rules=frozenset(match.rule for match in matched.matches),
        version=matched.seen.version,
    )
    alerted, told = set(history.alerted), set(history.told)
    reports, waiting, held = dict(history.reports), dict(history.waiting), dict(history.held)
    for decision in decisions:
        watch = decision.watch
        if decision.action == "alerted":
            alerted.add(watch)
            told |= set(decision.tell)
            gone = (*waiting.pop(watch, ()), *held.pop(watch, ()))
            lines = tuple(replace(line, at=now) for line in gone)
            reports[watch] = (*reports.get(watch, ()), *lines, report)
        elif decision.action == "waiting":
            waiting[watch] = (*waiting.get(watch, ()), report)
        elif decision.action == "held":
            held[watch] = (*held.get(watch, ()), report)
    return StoryHistory(
        alerted=frozenset(alerted), told=frozenset(told), reports=reports, waiting=waiting, held=held
    )


def history_opened(history: StoryHistory, watch: str, since: datetime, now: datetime) -> StoryHistory:
    """The history of a story once what a watch's gate held since then went out as lines of an alert."""
    lines = tuple(replace(line, at=now) for line in history.held.get(watch, ()) if line.at > since)
    if not lines:
        return history
    left = tuple(line for line in history.held[watch] if line.at <= since)
    reports = {**history.reports, watch: (*history.reports.get(watch, ()), *lines)}
    return replace(history, reports=reports, held={**history.held, watch: left})


def history_released(history: StoryHistory, watch: Watch, now: datetime) -> StoryHistory:
    """The history of a story once all that waited under a watch went out."""
    waiting, held = dict(history.waiting), dict(history.held)
    gone = (*waiting.pop(watch.id, ()), *held.pop(watch.id, ()))
    lines = tuple(replace(line, at=now) for line in gone)
    reports = {**history.reports, watch.id: (*history.reports.get(watch.id, ()), *lines)}
    return StoryHistory(
        alerted=history.alerted | {watch.id},
        told=history.told | set(watch.notify),
        reports=reports,
        waiting=waiting,
        held=held,
    )


def first_poll_window(setting: str) -> timedelta | None:
    """The age up to which a first poll tells of entries: None for `all`, zero for `none`, else the span."""
    if setting == "all":
        return None
    return timedelta(0) if setting == "none" else parse_span(setting)

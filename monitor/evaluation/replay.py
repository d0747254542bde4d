"""Replays entries through the rules as the daemon would: the same stories and the same decisions.

`monitor.evaluation.evaluate` decides; this module gives it a memory that lives as long as the replay. Which
entries are copies of which does not depend on rules: stored entries bring their links along, and
`monitor.workshop.archives.archive_copies` links an archive once. Nothing is stored and nothing is sent.

Memory is that of the window, not of the history: what no later entry can reach is forgotten.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.evaluation.evaluate import (
    ActiveRules,
    Context,
    FirstPoll,
    Matched,
    Source,
    evaluate,
    history_after,
    history_opened,
    history_released,
)
from rules.model import (
    FIRST_POLL,
    NEW_STORY,
    SAME_ENTRY,
    SAME_TEXT,
    Decision,
    Entry,
    Join,
    Match,
    Reason,
    StoryHistory,
)
from rules.schema import Watch
from rules.stories.event_window import EventWindow
from rules.stories.glossary import Glossary
from rules.stories.profile import Frequencies
from storage import Judged, Recalled, Seen

_COPIES = (SAME_ENTRY, SAME_TEXT)  # levels of links that do not depend on rules
# Histories that are kept before those out of reach are looked for.
SWEPT_FROM = 256
_ALONE = Join(
    story=None,
    level=NEW_STORY,
    same_as=None,
    score=0.0,
    reason=Reason("new_story", "no entry tells the same"),
)


@dataclass(frozen=True, slots=True)
class ReplayedDecision:
    """The decision on one entry under one watch in a replay, with the alert's `kind` where there is one.

    `due` is until when a report in doubt waits, `released` when it went out with a later message or by itself.
    """

    entry: Entry
    version: int
    at: datetime
    watch: str
    action: str
    kind: str
    story: str
    matches: tuple[Match, ...]
    reason: Reason
    due: datetime | None = None
    released: datetime | None = None

    @property
    def told(self) -> bool:
        """Whether the entry went out: the decision made an alert, or joined one, then or later."""
        return self.action == "alerted" or self.released is not None

    @property
    def judged(self) -> str | None:
        """The class of the entry beside what was told of the story: copy, same, development, doubt or other."""
        return _text(self.reason.data.get("class"))

    @property
    def nearest(self) -> str | None:
        """The nearest report that was told, by its id."""
        return _text(self.reason.data.get("told"))

    @property
    def score(self) -> float:
        """How much of the entry the nearest told report tells, 0..1."""
        score = self.reason.data.get("score")
        return score if isinstance(score, float) else 0.0


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


class ReplayMemory:
    """The memory of a replay: the story of each entry, the history of each story, and the reports of events.

    `references` says how often each entry is yet named by a later one (`Recalled.names`); with them, a story is
    forgotten once no later entry can join it. `counting` are the watches with a `count`.
    """

    def __init__(
        self, references: Mapping[str, int] | None = None, counting: Collection[str] | None = None
    ) -> None:
        self._references = None if references is None else Counter(references)
        self._counting = counting
        self._story_of: dict[str, str] = {}
        self._window = EventWindow(Frequencies())
        self._histories: dict[str, StoryHistory] = {}
        self._sweep_at = SWEPT_FROM
        self._quieted: dict[str, set[str]] = defaultdict(set)
        self._met: dict[str, dict[str, datetime]] = defaultdict(dict)
        self._held: dict[str, set[str]] = defaultdict(set)  # stories of which a watch's gate holds reports

    def __len__(self) -> int:
        """The number of stories whose history is kept."""
        return len(self._histories)

    def events(self, now: datetime, active: ActiveRules) -> EventWindow:
        """The reports of the last 72 hours, under the rules in force."""
        self._window.criteria = active.criteria
        if active.rules.version != self._window.glossary.version:
            self._window.glossary = Glossary(active.rules)
        self._window.expire(now)
        return self._window

    def history(self, stories: Sequence[str]) -> Mapping[str, StoryHistory]:
        """The reports of each story that were told so far."""
        return {story: self._histories.get(story) or StoryHistory() for story in stories}

    def quieted(self, entry: str) -> Collection[str]:
        """The watches that an earlier version of the entry met when its feed was new."""
        return self._quieted.get(entry, ())

    def met(self, watch: str, since: datetime, now: datetime) -> Collection[str]:
        """The entries that met a watch with a `count` since then."""
        known = self._met[watch]
        for entry in [entry for entry, at in known.items() if at <= since]:
            del known[entry]
        return [entry for entry, at in known.items() if at <= now]

    def seen(self, recalled: Recalled) -> Seen:
        """An entry as the next to be evaluated: what it copies is known, which event it reports is not."""
        entry = recalled.entry
        if recalled.version > 1:
            story = self._story_of.get(entry.id, entry.id)
            return Seen(entry=entry, state="changed", version=recalled.version, story=story)
        if recalled.level not in _COPIES or recalled.same_as not in self._story_of:
            return Seen(entry=entry, state="new")
        reason = Reason("linked", f"copy of entry {recalled.same_as}")
        story = self._story_of[recalled.same_as]
        join = Join(
            story=story,
            level=recalled.level,
            same_as=recalled.same_as,
            score=recalled.score,
            reason=reason,
        )
        return Seen(entry=entry, state="new", join=join)

    def join_unmatched(self, recalled: Recalled) -> Join:
        """Takes in an entry that no rule meets, without evaluating it: its stored link will do."""
        seen = self.seen(recalled)
        join = seen.join or (replace(_ALONE, story=seen.story) if seen.story else _ALONE)
        self._remember(recalled, join.story or recalled.entry.id)
        return join

    def add(self, recalled: Recalled, judged: Judged) -> None:
        """Takes in an entry with what was decided of it."""
        entry, story = recalled.entry, story_of(judged)
        self._remember(recalled, story)
        if judged.decisions:
            before = self.history([story])[story]
            matched = Matched(judged.seen, judged.matches)
            self._histories[story] = history_after(before, matched, judged.decisions, recalled.at)
            self._note_gates(entry.id, story, judged.decisions, recalled.at)
        quiet = {decision.watch for decision in judged.decisions if decision.reason.code == FIRST_POLL}
        if quiet and self._is_named(entry.id):
            self._quieted[entry.id] |= quiet
        if len(self._histories) > self._sweep_at:
            self._forget()

    def _remember(self, recalled: Recalled, story: str) -> None:
        """Keeps the story of an entry that later ones name; the entry that this one names is named once less."""
        if self._is_named(recalled.entry.id):
            self._story_of.setdefault(recalled.entry.id, story)
        named = recalled.names
        if self._references is not None and named is not None:
            self._references[named] -= 1
            if not self._is_named(named):
                self._story_of.pop(named, None)
                self._quieted.pop(named, None)

    def _is_named(self, entry: str) -> bool:
        return self._references is None or self._references[entry] > 0

    def _forget(self) -> None:
        """Forgets the histories that no later entry can reach: by the window, by a link, or by what waits or is held."""
        if self._references is not None:
            named = {*self._story_of.values(), *self._window.stories()}
            self._histories = {
                story: history
                for story, history in self._histories.items()
                if story in named or any(history.waiting.values()) or any(history.held.values())
            }
        self._sweep_at = max(SWEPT_FROM, 2 * len(self._histories))

    def _note_gates(self, entry: str, story: str, decisions: Sequence[Decision], now: datetime) -> None:
        for decision in decisions:
            watch = decision.watch
            if decision.action != "suppressed" and (self._counting is None or watch in self._counting):
                self._met[watch][entry] = now
            if decision.action == "held":
                self._held[watch].add(story)
            if decision.gathers is None:
                continue
            for other in self._held.pop(watch, set()) & self._histories.keys():
                opened = history_opened(self._histories[other], watch, decision.gathers, now)
                self._histories[other] = opened
                if opened.held.get(watch):
                    self._held[watch].add(other)

    def release(self, story: str, watch: Watch, now: datetime) -> None:
        """Takes in that all that waited in a story under a watch went out."""
        self._histories[story] = history_released(self.history([story])[story], watch, now)


class Replayer:
    """Evaluates entries under one rule set, in the order in which they are given.

    `tags` are those of each feed by its name; a feed that the config no longer has, has none. `references` are those
    of the entries to come; without them nothing is forgotten. Decisions are numbered in the order in which they are
    made, and handed out by `settled`, once what becomes of them is known.
    """

    def __init__(
        self,
        active: ActiveRules,
        tags: Mapping[str, tuple[str, ...]],
        references: Mapping[str, int] | None = None,
    ) -> None:
        self._active, self._tags = active, tags
        self._watches = {watch.id: watch for watch in active.rules.watches}
        counting = frozenset(watch.id for watch in active.rules.watches if watch.count)
        self._memory = ReplayMemory(references, counting)
        # What waits: due, and the number of its decision; the numbers by story and watch.
        self._due: list[tuple[datetime, int]] = []
        self._waiting: dict[tuple[str, str], list[int]] = defaultdict(list)
        # What gates hold: the numbers by watch.
        self._held: dict[str, list[int]] = defaultdict(list)
        self._open: dict[int, ReplayedDecision] = {}
        self._settled: list[tuple[int, ReplayedDecision]] = []
        self._next = 0
        self.made = range(0)

    @property
    def kept(self) -> int:
        """The number of stories and decisions in memory."""
        return len(self._memory) + len(self._open) + len(self._settled)

    def take(self, recalled: Recalled, matches: tuple[Match, ...]) -> Join:
        """Evaluates the next entry, with the matches of the rules in it; `made` are the numbers of its decisions.

        Returns how the entry was joined to its story. What is due before it goes out before it.
        """
        memory, feed = self._memory, recalled.entry.feed
        self._release(recalled.at)
        first_made = self._next
        self.made = range(first_made, first_made)
        if not matches:
            return memory.join_unmatched(recalled)
        context = Context(None, memory.events(recalled.at, self._active), memory)
        source = Source(feed, self._tags.get(feed, ()))
        matched = [Matched(memory.seen(recalled), matches)]
        first = FirstPoll(first=recalled.quiet, window=timedelta(0))
        (judged,) = evaluate(context, source, matched, self._active, first, recalled.at)
        memory.add(recalled, judged)
        self._note(recalled, judged)
        self.made = range(first_made, self._next)
        return judged.join

    def settled(self) -> list[tuple[int, ReplayedDecision]]:
        """The decisions, with their numbers, that were settled since this was last asked for."""
        settled, self._settled = self._settled, []
        return settled

    def end(self) -> None:
        """Lets out all that waits, each story and watch at its time; what a gate holds stays held."""
        self._release(None)
        for number in sorted(self._open):
            self._settle(number, self._open[number])

    def _release(self, now: datetime | None) -> None:
        """Lets out what waits and is due by `now`, each story and watch at its time; all of it without `now`."""
        while self._due and (now is None or self._due[0][0] <= now):
            due, number = heapq.heappop(self._due)
            decision = self._open.get(number)
            if decision is not None:
                self._memory.release(decision.story, self._watches[decision.watch], due)
                self._let_out(decision.story, decision.watch, due)

    def _note(self, recalled: Recalled, judged: Judged) -> None:
        gathers = {decision.watch: decision.gathers for decision in judged.decisions}
        for decision in _decisions(recalled, judged):
            number, self._next = self._next, self._next + 1
            if decision.action == "alerted":
                self._let_out(decision.story, decision.watch, recalled.at)
                self._open_gate(decision, gathers[decision.watch])
            elif decision.action == "held":
                self._held[decision.watch].append(number)
                self._open[number] = decision
                continue
            elif decision.action == "waiting" and decision.due is not None:
                heapq.heappush(self._due, (decision.due, number))
                self._waiting[decision.story, decision.watch].append(number)
                self._open[number] = decision
                continue
            self._settled.append((number, decision))

    def _open_gate(self, alerted: ReplayedDecision, since: datetime | None) -> None:
        """Lets out what the gate of a watch held of the alert's story, and what it held of any since then."""
        left = []
        for number in self._held.pop(alerted.watch, ()):
            held = self._open[number]
            if held.story == alerted.story or (since is not None and held.at > since):
                self._settle(number, replace(held, kind=alerted.kind, released=alerted.at))
            else:
                left.append(number)
        if left:
            self._held[alerted.watch] = left

    def _let_out(self, story: str, watch: str, now: datetime) -> None:
        for number in self._waiting.pop((story, watch), ()):
            self._settle(number, replace(self._open[number], kind="update", released=now))

    def _settle(self, number: int, decision: ReplayedDecision) -> None:
        self._open.pop(number, None)
        self._settled.append((number, decision))


def references(entries: Iterable[Recalled]) -> Counter[str]:
    """How often each entry is named by others; a replay forgets it once all that name it were taken."""
    return Counter(named for recalled in entries if (named := recalled.names) is not None)


def story_of(judged: Judged) -> str:
    """The story that an entry was joined to, or its own."""
    return judged.join.story or judged.seen.entry.id


def _decisions(recalled: Recalled, judged: Judged) -> Iterator[ReplayedDecision]:
    for decision in judged.decisions:
        yield ReplayedDecision(
            entry=recalled.entry,
            version=recalled.version,
            at=recalled.at,
            watch=decision.watch,
            action=decision.action,
            kind=judged.alert.kind if judged.alert and decision.action == "alerted" else "",
            story=story_of(judged),
            matches=judged.matches,
            reason=decision.reason,
            due=decision.due,
        )

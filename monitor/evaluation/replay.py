"""Replays entries through the rules as the daemon would: the same stories and the same decisions.

`monitor.evaluation.evaluate` decides; this module gives it a memory that lives as long as the replay. Which
entries are copies of which does not depend on rules: stored entries bring their links along, and
`monitor.workshop.archives.archive_copies` links an archive once. Nothing is stored and nothing is sent.
`monitor.evaluation.replay_memory` forgets what no later entry can reach.
"""

from __future__ import annotations

import heapq
import pickle
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.evaluation.evaluate import (
    ActiveRules,
    Context,
    FirstPoll,
    Matched,
    Source,
    evaluate,
)
from monitor.evaluation.replay_memory import ReplayMemory, story_of
from rules.model import (
    Entry,
    Join,
    Match,
    Reason,
)
from rules.silence import Pairs
from storage import Judged, Recalled


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

    @property
    def pairs(self) -> Pairs:
        """Everything known of the last entry beside the reports that it was compared with."""
        return self._active.silence.pairs

    def save(self) -> bytes:
        """The state of the replay; nothing that was settled may wait to be asked for."""
        assert not self._settled
        state = (self._memory, self._active.silence.kept(), self._due, self._waiting, self._held)
        return pickle.dumps((*state, self._open, self._next), pickle.HIGHEST_PROTOCOL)

    def restore(self, saved: bytes, more: Mapping[str, int]) -> None:
        """Goes on from a state that a replay of the same rules saved; so many `more` entries to come name these."""
        state = pickle.loads(saved)
        self._memory, silence, self._due, self._waiting, self._held, self._open, self._next = state
        self._active.silence.put(silence)
        self._memory.expect(more)

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

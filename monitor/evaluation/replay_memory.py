"""The memory of a replay: the story of each entry, the history of each story, and the reports of events.

It is that of the window, not of the history: what no later entry can reach is forgotten.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.evaluation.evaluate import (
    ActiveRules,
    Matched,
    history_after,
    history_opened,
    history_released,
)
from rules.model import FIRST_POLL, NEW_STORY, SAME_ENTRY, SAME_TEXT, Decision, Join, Reason, StoryHistory
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

    def expect(self, more: Mapping[str, int]) -> None:
        """Takes in that so many more entries to come name these."""
        if self._references is not None:
            self._references.update(more)

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


def references(entries: Iterable[Recalled]) -> Counter[str]:
    """How often each entry is named by others; a replay forgets it once all that name it were taken."""
    return Counter(named for recalled in entries if (named := recalled.names) is not None)


def story_of(judged: Judged) -> str:
    """The story that an entry was joined to, or its own."""
    return judged.join.story or judged.seen.entry.id

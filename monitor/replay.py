"""Replays entries through the rules as the daemon would: the same matcher, stories and decisions.

`settle.judge_found` does the judging; this module gives it a memory that lives only as long as the replay.
Which entries are copies of which does not depend on rules: stored entries bring their links along, those of
an archive are linked once, by `linked`. Nothing is stored and nothing is sent.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from monitor.config import FeedSection
from monitor.settle import FirstPoll, Judge, Matched, judge_found
from rules import stories
from rules.events import EventWindow
from rules.glossary import Glossary
from rules.minhash import lookup_keys
from rules.model import Candidate, Entry, Join, Match, Reason, RuleSet, StoryHistory
from rules.profile import Frequencies
from rules.stories import SAME_SITE_WINDOW, content_key, title_key
from rules.urls import url_key
from storage import Judged, Recalled, Seen

# As many as the stored index looks at: see storage.signatures.
NEWEST, LOADED = 20, 24


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one (entry, watch) pair in a replay. `told`: it made or joined an alert."""

    entry: Entry
    version: int
    at: datetime
    watch: str
    action: str
    kind: str
    story: str
    matches: tuple[Match, ...]
    reason: Reason

    @property
    def told(self) -> bool:
        return self.action == "alerted"


@dataclass(slots=True)
class Replay:
    """What a replay came to: every verdict, in order, and the story of every entry."""

    verdicts: list[Verdict] = field(default_factory=list)
    stories: dict[str, str] = field(default_factory=dict)
    alerts: int = 0


class Recollection:
    """The memory of a replay: to `judge_found` it looks like the store."""

    def __init__(self) -> None:
        self.stories: dict[str, str] = {}
        self._window = EventWindow(Frequencies())
        self._history: dict[str, StoryHistory] = {}
        self._now: datetime | None = None

    @property
    def entries(self) -> Recollection:
        return self

    @property
    def alerts(self) -> Recollection:
        return self

    def candidates(self, entries: Sequence[Entry], now: datetime) -> Recollection:
        self._now = now
        return self

    def events(self, now: datetime, rules: RuleSet) -> EventWindow:
        if rules.version != self._window.glossary.version:
            self._window.glossary = Glossary(rules)
        self._window.expire(now)
        return self._window

    def history(self, stories: Sequence[str]) -> Mapping[str, StoryHistory]:
        return {story: self._history.get(story, StoryHistory()) for story in stories}

    def of(self, _entry: Entry, *, copies: bool = True) -> list[Candidate]:
        return []  # links to copies are known: see `take`

    def add(self, entry: Entry, story: str, *, matched: bool) -> None:
        if matched:
            assert self._now is not None
            self._window.add(entry, story, self._now)

    def take(self, recalled: Recalled) -> Seen:
        """An entry as the next to be judged: what it copies is known, which event it reports is not."""
        entry = recalled.entry
        if recalled.version > 1:
            story = self.stories.get(entry.id, entry.id)
            return Seen(entry=entry, state="changed", version=recalled.version, story=story)
        if recalled.level not in ("a", "b") or recalled.same_as not in self.stories:
            return Seen(entry=entry, state="new")
        reason = Reason("linked", f"copy of entry {recalled.same_as}")
        story = self.stories[recalled.same_as]
        join = Join(story=story, level=recalled.level, same_as=recalled.same_as, score=1.0, reason=reason)
        return Seen(entry=entry, state="new", join=join)

    def keep(self, recalled: Recalled, story: str) -> None:
        self.stories.setdefault(recalled.entry.id, story)

    def pass_over(self, recalled: Recalled) -> None:
        """Takes in an entry that no rule meets, without judging it anew: its stored link will do."""
        entry, same = recalled.entry, recalled.same_as
        linked = recalled.level in ("a", "b") and same is not None
        self.keep(recalled, self.stories.get(same, entry.id) if linked and same else entry.id)

    def heard(self, judged: Judged, story: str) -> None:
        if judged.alert is None:
            return
        old = self._history.get(story, StoryHistory())
        watches = old.alerted | set(judged.alert.watches)
        self._history[story] = replace(old, alerted=watches, told=old.told | set(judged.tell))


class _Index:
    """Entries by key and band, in memory; a look-up finds what the stored index would."""

    def __init__(self) -> None:
        self._by_key: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
        self._by_band: dict[int, deque[int]] = defaultdict(lambda: deque(maxlen=NEWEST))
        self._all: list[Candidate] = []

    def of(self, entry: Entry, now: datetime) -> list[Candidate]:
        found = {c.entry.id: c for c in self._near(entry, now)}
        for key in _keys(_candidate(entry, "")):
            found |= {c.entry.id: c for c in self._by_key.get(key, ())}
        found.pop(entry.id, None)
        return list(found.values())

    def _near(self, entry: Entry, now: datetime) -> Iterator[Candidate]:
        shared = Counter(no for band in lookup_keys(entry) for no in self._by_band.get(band, ()))
        at = _time(entry, now)
        for no, _ in sorted(shared.items(), key=lambda item: (-item[1], -item[0]))[:LOADED]:
            candidate = self._all[no]
            if abs(_time(candidate.entry, now) - at) <= SAME_SITE_WINDOW:
                yield candidate

    def add(self, candidate: Candidate) -> None:
        for key in _keys(candidate):
            self._by_key[key].append(candidate)
        for band in lookup_keys(candidate.entry):
            self._by_band[band].append(len(self._all))
        self._all.append(candidate)


def linked(recalled: Iterable[Recalled]) -> Iterator[Recalled]:
    """Entries in their order, each with the link to the earlier one that it copies, as the store would find it."""
    index = _Index()
    for one in recalled:
        join = stories.join(one.entry, index.of(one.entry, one.at), one.at)
        yield replace(one, level=join.level, same_as=join.same_as)
        index.add(_candidate(one.entry, one.entry.id))


def _time(entry: Entry, now: datetime) -> datetime:
    return entry.published or entry.fetched or now


def _candidate(entry: Entry, story: str) -> Candidate:
    return Candidate(
        entry=entry,
        story=story,
        url_key=url_key(entry.url),
        title_key=title_key(entry.title),
        content_key=content_key(entry),
    )


def _keys(candidate: Candidate) -> list[tuple[str, str]]:
    pairs = (("url", candidate.url_key), ("content", candidate.content_key), ("title", candidate.title_key))
    return [(kind, key) for kind, key in pairs if key]


def replay(
    recalled: Iterable[tuple[Recalled, tuple[Match, ...]]],
    judge: Judge,
    feeds: Mapping[str, FeedSection],
) -> Replay:
    """Judges entries in their order, each with its link and its matches."""
    memory = Recollection()
    made = Replay(stories=memory.stories)
    for one, matches in recalled:
        if not matches:
            memory.pass_over(one)
            continue
        feed = feeds.get(one.entry.feed) or FeedSection.model_construct(name=one.entry.feed, tags=())
        found = [Matched(memory.take(one), matches)]
        first = FirstPoll(first=one.quiet, window=timedelta(0))
        (judged,) = judge_found(memory, feed, found, judge, first, one.at)
        story = judged.join.story or one.entry.id
        memory.keep(one, story)
        memory.heard(judged, story)
        made.alerts += judged.alert is not None
        made.verdicts += _verdicts(one, judged, story)
    return made


def _verdicts(one: Recalled, judged: Judged, story: str) -> Iterator[Verdict]:
    for decision in judged.decisions:
        yield Verdict(
            entry=one.entry,
            version=one.version,
            at=one.at,
            watch=decision.watch,
            action=decision.action,
            kind=judged.alert.kind if judged.alert and decision.action == "alerted" else "",
            story=story,
            matches=judged.matches,
            reason=decision.reason,
        )

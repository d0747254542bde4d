"""Polls one feed: calls the stages of `monitor.polling` in their order, and decides nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from time import monotonic
from typing import Literal

import structlog

from monitor.config.schema import Config, FeedSection
from monitor.evaluation.evaluate import ActiveRules, FirstPoll, first_poll_window, match_all
from monitor.fetching.model import Fetched, FetchError, Gone, HttpLimits, NotModified, Request, Validators
from monitor.fetching.request import request_for
from monitor.fetching.session import Session
from monitor.parsing.model import Parsed, ParseError, digests_of
from monitor.parsing.workers.pool import Parsers
from monitor.polling.batched_store import BatchedStore
from monitor.polling.feed_state import (
    Timing,
    after_document,
    after_failure,
    after_not_modified,
    current_address,
    times_of_new,
)
from monitor.polling.full_text import Articles, Batch, wanted
from monitor.polling.host_turns import HostTurns
from monitor.polling.intervals import fixed_interval
from monitor.polling.read_feed import FeedReader, known_of
from monitor.polling.record import PollCounts, PollResult, renumbering
from monitor.polling.schedule import Pacing
from monitor.threads import OneThread
from rules.errors import WirewatchError
from storage import FeedState, Seen, Store

log = structlog.get_logger()

# Seconds after which what is left of a long document waits for the next poll: well within a claim's lease.
READING = 120.0


_NOTHING = PollCounts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What one poll came to, for the log and the summary. `error` is empty where all went well.

    `failures` counts how often the feed failed in a row. A feed that is put off was not asked: `note` says why.
    """

    feed: str
    outcome: Literal["ok", "unchanged", "failed", "gone", "put off"]
    counts: PollCounts = _NOTHING
    error: str = ""
    note: str = ""
    failures: int = 0


@dataclass(slots=True, kw_only=True)
class Poller:
    """What a poll needs. `use` and `judge` replace a config and rules as a whole when they are reloaded."""

    store: Store
    write: OneThread
    match: OneThread
    session: Session
    parsers: Parsers
    articles: Articles
    turns: HostTurns
    judge: ActiveRules
    pacing: Pacing
    clock: Callable[[], datetime]
    random: Random = field(default_factory=Random)
    reading: float = READING
    config: Config = field(init=False)
    feeds: dict[str, FeedSection] = field(init=False)
    limits: HttpLimits = field(init=False)
    requests: dict[str, Request] = field(init=False)
    recorder: BatchedStore = field(init=False)

    def __post_init__(self) -> None:
        self.recorder = BatchedStore(self.store, self.write, self.clock)

    def use(self, config: Config) -> None:
        self.config = config
        self.turns.use(config)
        self.feeds = {feed.name: feed for feed in config.feeds}
        self.limits = HttpLimits.of(config.defaults)
        self.requests = {}

    async def poll(self, state: FeedState) -> Polled:
        """Polls one feed in its turn and records what came of it, or puts it off. Errors: StoreError only."""
        if wait := self.wait(state):
            return await self.put_off(state, self.clock() + timedelta(seconds=wait))
        return await self.poll_now(state)

    def wait(self, state: FeedState) -> float:
        """Seconds until the turn of this feed at its host; 0 is its turn, which then is taken."""
        return self.turns.wait(self.feeds[state.name], state)

    def is_crowded(self, state: FeedState) -> bool:
        """Whether its host has more feeds than are asked at once."""
        return self.turns.is_crowded(self.feeds[state.name], state)

    async def release(self, state: FeedState) -> None:
        """Leaves a claimed feed as it was. Errors: StoreError only."""
        await self.recorder.release(state)

    async def put_off(self, state: FeedState, until: datetime) -> Polled:
        """Lets go of a feed that is to be due then; nothing else of it changes. Errors: StoreError only."""
        why = self.turns.why(self.feeds[state.name], state)
        await self.recorder.release(replace(state, next_at=until, why=why))
        return Polled(feed=state.name, outcome="put off", note=why)

    async def poll_now(self, state: FeedState) -> Polled:
        """Polls one feed, whose turn it is. What nobody foresaw is a failure of this feed, and of no other."""
        feed = self.feeds[state.name]
        try:
            return await self._poll(feed, state)
        except WirewatchError:
            raise
        except Exception as error:
            log.error("wirewatch itself failed on a feed", feed=feed.name, exc_info=error)
            return await self._failed(state, bug(error), self._timing(feed, 0.0))

    def _timing(self, feed: FeedSection, took: float) -> Timing:
        fixed = fixed_interval(feed, self.config)
        return Timing(pacing=self.pacing, fixed=fixed, random=self.random, took=took)

    async def _poll(self, feed: FeedSection, state: FeedState) -> Polled:
        reader = self._reader(feed)
        now, began = self.clock(), monotonic()
        got = await reader.fetch(now, known_of(state, feed), self._request(feed, state))
        timing = self._timing(feed, monotonic() - began)
        if isinstance(got, NotModified):
            await self.recorder.unchanged(after_not_modified(state, got, timing, now))
            return Polled(feed=state.name, outcome="unchanged")
        if isinstance(got, FetchError | Gone):
            if isinstance(got, FetchError):
                self.turns.answered(feed, state, got)
            return await self._failed(state, got, timing)
        parsed = await reader.read(got, now, state.items)
        if not isinstance(parsed, Parsed):
            return await self._failed(state, parsed, timing)
        if parsed.parts:
            # An unchanged index may have changed parts, so its validators are not kept.
            got = replace(got, validators=Validators())
        return await self._settle(reader, state, got, parsed, timing)

    def _reader(self, feed: FeedSection) -> FeedReader:
        return FeedReader(
            session=self.session,
            parsers=self.parsers,
            feed=feed,
            folder=self.config.folder,
            limits=self.limits,
        )

    def _request(self, feed: FeedSection, state: FeedState) -> Request:
        """Made once for each feed: at most polls there is little else to do."""
        if moved_to := current_address(state):
            return request_for(feed, self.config.folder, moved_to)
        if feed.name not in self.requests:
            self.requests[feed.name] = request_for(feed, self.config.folder)
        return self.requests[feed.name]

    async def _settle(
        self, reader: FeedReader, state: FeedState, got: Fetched, parsed: Parsed, timing: Timing
    ) -> Polled:
        """Settles the document; one that is too long to be read at once, part by part."""
        began, counts, new = monotonic(), PollCounts(), list[datetime]()
        while True:
            part, whole = await self._judged(reader.feed, state, parsed)
            new += times_of_new(part.found, state, part.now)
            if not whole or not parsed.more or parsed.parts or monotonic() - began > self.reading:
                break
            counts += await self.recorder.record(part)
            state = replace(state, items=b"".join(parsed.digests))
            rest = await reader.parse(got, part.now, state.items)
            part = replace(part, found=())
            if not isinstance(rest, Parsed):
                # What was read so far is kept: the next poll begins there.
                parsed = replace(parsed, note=rest.text)
                break
            parsed = rest
        if not whole:
            # The rest comes again soon, as what it is: not known yet.
            parsed = replace(parsed, digests=digests_of(state.items), more=True)
        after = after_document(state, got, parsed, new, timing, part.now)
        counts += await self.recorder.record(replace(part, after=after))
        notes = [note for note in (parsed.note, renumbering(counts)) if note]
        return Polled(feed=state.name, outcome="ok", counts=counts, note="; ".join(notes))

    async def _judged(self, feed: FeedSection, state: FeedState, parsed: Parsed) -> tuple[PollResult, bool]:
        """What is new in a document, matched; and whether that is all of it, or the articles of some are left."""
        judge = self.judge
        seen = await self.recorder.unseen(parsed.entries) if parsed.entries else []
        first = FirstPoll(
            first=state.first_polled is None,
            window=first_poll_window(feed.first_poll or self.config.defaults.first_poll),
        )
        count = len(seen)
        if seen and wanted(feed, judge.rules.watches):
            seen = await self._with_articles(feed, seen, first)
        found = await self.match(match_all, judge, seen) if seen else []
        part = PollResult(feed=feed, found=found, judge=judge, first_poll=first, now=self.clock())
        return part, len(seen) == count

    async def _with_articles(self, feed: FeedSection, seen: list[Seen], first: FirstPoll) -> list[Seen]:
        batch = Batch(
            feed=feed,
            folder=self.config.folder,
            limits=self.limits,
            seen=seen,
            first_poll=first.first,
            window=first.window,
            now=self.clock(),
        )
        return await self.articles.read(batch)

    async def _failed(self, state: FeedState, got: FetchError | ParseError | Gone, timing: Timing) -> Polled:
        after = after_failure(state, got, timing, self.clock())
        await self.recorder.finish(after)
        outcome: Literal["gone", "failed"] = "gone" if after.gone else "failed"
        return Polled(feed=state.name, outcome=outcome, error=got.text, failures=after.errors)


def bug(error: Exception) -> FetchError:
    text = f"wirewatch itself failed on this feed ({type(error).__name__}): the log says where; please report it."
    return FetchError(kind="bug", text=text)

"""Polls one feed: calls the stages of `monitor.polling` in their order and decides nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from random import Random
from time import monotonic
from typing import Literal, NamedTuple

import structlog

from monitor.config.schema import FeedSection
from monitor.evaluation.evaluate import FirstPoll, first_poll_window, match_all
from monitor.fetching.fetch import fetch
from monitor.fetching.model import Fetched, FetchError, Gone, NotModified, Validators
from monitor.fetching.session import Session
from monitor.parsing.model import Dates, Parsed, ParseError, digests_of
from monitor.parsing.workers.pool import Parsers
from monitor.polling.batched_store import BatchedStore, FeedClaims
from monitor.polling.feed_state import (
    Timing,
    after_document,
    after_failure,
    after_not_modified,
    times_of_new,
)
from monitor.polling.full_text import Articles, Batch, wanted
from monitor.polling.host_turns import HostTurns
from monitor.polling.in_force import PollingInForce
from monitor.polling.intervals import fixed_interval
from monitor.polling.read_feed import FeedReader, known_of
from monitor.polling.record import PollCounts, PollResult, renumbering
from monitor.threads import OneThread
from rules.errors import WirewatchError
from storage import QUIETLY, FeedState, Seen, Store

log = structlog.get_logger()

# Seconds after which what is left of a long document waits for the next poll: well within a claim's lease.
READING = 120.0
# A feed that this daemon does not know waits as long for one that does.
STRANGE = timedelta(seconds=10)
_NO_COUNTS = PollCounts()
# Called when the server of a feed has answered and only the end of the poll is left to write: its place is free then.
Answered = Callable[[], object]


def unheard() -> None:
    """Hears of an answer where nobody waits for the place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """The outcome of one poll, for the log and the summary. `error` is empty where all went well.

    `failures` counts how often the feed failed in a row. A feed that is put off was not asked: `note` says why.
    `dates`: whether any date of its new items could be read.
    """

    feed: str
    outcome: Literal["ok", "unchanged", "failed", "gone", "put off"]
    counts: PollCounts = _NO_COUNTS
    error: str = ""
    note: str = ""
    failures: int = 0
    dates: Dates = ""


class Claimed(NamedTuple):
    """The feeds of a claim that are to be polled, and the names of those put off as strange to this daemon's config."""

    feeds: list[FeedState]
    strange: set[str]


@dataclass(slots=True, kw_only=True)
class Poller:
    """Polls single feeds, many side by side. All but `in_force` is made once and stays to the end."""

    store: Store
    write: OneThread
    match: OneThread
    claims: FeedClaims
    session: Session
    parsers: Parsers
    articles: Articles
    turns: HostTurns
    clock: Callable[[], datetime]
    in_force: PollingInForce
    random: Random = field(default_factory=Random)
    reading: float = READING
    batched: BatchedStore = field(init=False)

    def __post_init__(self) -> None:
        self.batched = BatchedStore(self.store, self.write, self.claims, self.clock)
        self.turns.use(self.in_force.config)

    def put_in_force(self, in_force: PollingInForce) -> None:
        """Swaps config, rules and pacing at once. Polls under way end by the value with which they began."""
        if in_force.config is not self.in_force.config:
            self.turns.use(in_force.config)
        self.in_force = in_force

    async def claim(
        self,
        now: datetime,
        most: int,
        *,
        unless_since: datetime | None = None,
        slow: bool = False,
        apart_from: Collection[str] = (),
    ) -> Claimed:
        """Claims feeds as `Feeds.due` does; those that only another daemon's config has are put off. Errors: StoreError."""
        due = partial(
            self.claims.feeds.due, now, most, unless_since=unless_since, slow=slow, apart_from=apart_from
        )
        states = await self.claims.thread(due)
        strange = [
            replace(
                state, next_at=now + STRANGE, why="the daemon that claimed it does not have it in its config"
            )
            for state in states
            if state.name not in self.in_force.feeds
        ]
        if strange:
            await self.end(strange)
        known = [state for state in states if state.name in self.in_force.feeds]
        return Claimed(known, {state.name for state in strange})

    async def end(self, put_off: Sequence[FeedState]) -> None:
        """Frees feeds that are not asked, with their next times and the reasons. Errors: StoreError."""
        await self.claims.thread(partial(self.claims.feeds.finish, put_off, put_off=True))

    async def give_back(self, state: FeedState, why: str, answered: Answered = unheard) -> Polled:
        """Frees a claimed feed as it was, without asking it. Errors: StoreError only."""
        answered()
        await self.batched.release(state)
        return Polled(feed=state.name, outcome="put off", note=why)

    async def poll(self, state: FeedState, answered: Answered = unheard) -> Polled:
        """Polls one feed in its turn and records the outcome, or puts the feed off. Errors: StoreError only."""
        if wait := self.turns.wait(self.in_force.feeds[state.name], state):
            answered()
            return await self.put_off(state, self.clock() + timedelta(seconds=wait))
        return await self.poll_now(state, answered)

    async def put_off(self, state: FeedState, until: datetime) -> Polled:
        """Releases a feed that is due again at `until`; nothing else of it changes. Errors: StoreError only."""
        why = self.turns.why(self.in_force.feeds[state.name], state)
        await self.batched.release(replace(state, next_at=until, why=why))
        return Polled(feed=state.name, outcome="put off", note=why)

    async def poll_now(self, state: FeedState, answered: Answered = unheard) -> Polled:
        """Polls one feed, whose turn it is. An unforeseen error is a failure of this feed, and of no other."""
        in_force = self.in_force
        poll = _Poll(self, in_force, in_force.feeds[state.name], state, answered)
        try:
            return await poll.run()
        except WirewatchError:
            raise
        except Exception as error:
            log.error("wirewatch itself failed on a feed", feed=state.name, exc_info=error)
            return await poll.failed(bug(error), 0.0)


@dataclass(slots=True)
class _Poll:
    """A poll under way. `in_force` is the value with which it began; `state` moves on with each part recorded."""

    poller: Poller
    in_force: PollingInForce
    feed: FeedSection
    state: FeedState
    answered: Answered
    quiet: bool = field(init=False)

    def __post_init__(self) -> None:
        self.quiet = self.state.items == QUIETLY

    async def run(self) -> Polled:
        poller, feed, state = self.poller, self.feed, self.state
        now, began = poller.clock(), monotonic()
        request = self.in_force.request(feed, state)
        got = await fetch(poller.session, request, known_of(state, feed, now), self.in_force.limits, now)
        took = monotonic() - began
        if isinstance(got, NotModified):
            self.answered()
            await poller.batched.finish_unchanged(after_not_modified(state, got, self._timing(took), now))
            return Polled(feed=feed.name, outcome="unchanged")
        if isinstance(got, FetchError):
            poller.turns.answered(feed, state, got)
        if not isinstance(got, Fetched):
            return await self.failed(got, took)
        reader = self._reader()
        parsed = await reader.read(got, now, state.items)
        if not isinstance(parsed, Parsed):
            return await self.failed(parsed, took)
        if parsed.parts or parsed.cut:
            # An unchanged index may have changed parts, and of a document that breaks off the rest is yet to come
            # under the same validators: neither is asked for by them.
            got = replace(got, validators=Validators())
        return await self._record(reader, got, parsed, took)

    async def failed(self, error: FetchError | ParseError | Gone, took: float) -> Polled:
        """Records the failure. `took` is how many seconds the fetch took."""
        self.answered()
        after = after_failure(self.state, error, self._timing(took), self.poller.clock())
        await self.poller.batched.finish(after)
        outcome: Literal["gone", "failed"] = "gone" if after.gone else "failed"
        return Polled(feed=self.feed.name, outcome=outcome, error=error.text, failures=after.errors)

    def _reader(self) -> FeedReader:
        return FeedReader(
            session=self.poller.session,
            parsers=self.poller.parsers,
            feed=self.feed,
            folder=self.in_force.folder,
            limits=self.in_force.limits,
        )

    def _timing(self, took: float) -> Timing:
        fixed = fixed_interval(self.feed, self.in_force.config)
        return Timing(pacing=self.in_force.pacing, fixed=fixed, random=self.poller.random, took=took)

    async def _record(self, reader: FeedReader, got: Fetched, parsed: Parsed, took: float) -> Polled:
        """Records the document; a document too long for one reading is read and recorded part by part."""
        poller = self.poller
        began, counts, new = monotonic(), PollCounts(), list[datetime]()
        while True:
            part, complete = await self._evaluated(parsed)
            new += times_of_new(part.matched, self.state, part.now)
            late = monotonic() - began > poller.reading
            if not complete or not parsed.more or parsed.parts or late:
                break
            counts += await poller.batched.record(part)
            self.state = replace(self.state, items=b"".join(parsed.digests))
            rest = await reader.parse(got, part.now, self.state.items)
            part = replace(part, matched=())
            if not isinstance(rest, Parsed):
                # The items read so far are recorded: the next poll begins there.
                parsed = replace(parsed, note=rest.text)
                break
            parsed = rest
        if not complete:
            # Entries that wait for their articles come again soon, and must not count as known.
            parsed = replace(parsed, digests=digests_of(self.state.items), more=True)
        after = after_document(self.state, got, parsed, new, self._timing(took), part.now)
        counts += await poller.batched.record(replace(part, after=after))
        notes = [note for note in (parsed.note, renumbering(counts)) if note]
        return Polled(
            feed=self.feed.name, outcome="ok", counts=counts, note="; ".join(notes), dates=parsed.dates
        )

    async def _evaluated(self, parsed: Parsed) -> tuple[PollResult, bool]:
        """Matches the document's new entries. Returns them, and whether none is left to wait for its article."""
        poller, feed = self.poller, self.feed
        seen = await poller.batched.unseen(parsed.entries) if parsed.entries else []
        wanted_window = feed.first_poll or self.in_force.config.defaults.first_poll
        first = FirstPoll(
            first=self.state.first_polled is None,
            window=first_poll_window("none" if self.quiet else wanted_window),
        )
        count = len(seen)
        # Rules come from the poller, not from the poll's beginning: a watch that came into force meanwhile has caught
        # up on the stored entries, and would miss these for good.
        rules = poller.in_force.rules
        if seen and wanted(feed, rules.rules.watches):
            seen = await poller.articles.read(self._batch(seen, first))
        matched = await poller.match(match_all, rules, seen) if seen else []
        part = PollResult(feed=feed, matched=matched, rules=rules, first_poll=first, now=poller.clock())
        return part, len(seen) == count

    def _batch(self, seen: list[Seen], first: FirstPoll) -> Batch:
        return Batch(
            feed=self.feed,
            folder=self.in_force.folder,
            limits=self.in_force.limits,
            seen=seen,
            first_poll=first.first,
            window=first.window,
            now=self.poller.clock(),
        )


def bug(error: Exception) -> FetchError:
    """Names an error of wirewatch's own as the failure of a feed."""
    text = f"wirewatch itself failed on this feed ({type(error).__name__}): the log says where; please report it."
    return FetchError(kind="bug", text=text)

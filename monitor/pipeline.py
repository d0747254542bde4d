"""One poll of one feed: the stages in their order, nothing else.

    fetch                          Fetched | NotModified | Gone | FetchError
    -> parse                       [Entry] | ParseError
    -> store.entries.unseen        [Seen]      new entries, changed versions of known ones
    -> matcher.match               [Match]
    -> settle: in ONE transaction, on the writer's thread
         store.entries.candidates  [Candidate]
         -> stories.join           Join
         -> watches.fired, decide  [Decision]
         -> store.record           entries, matches, alert, pending deliveries, validators

Judgement is in `rules`, SQL in `storage`. The failure of a feed is a value and ends with that feed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from monitor.config import Config, FeedSection
from monitor.fetch import fetch
from monitor.outcome import Fetched, FetchError, Gone, NotModified, Origin, Parsed, ParseError, Validators
from monitor.session import Limits, Session, request_for
from monitor.settle import FirstPoll, Judge, Settled, match_all, settle
from monitor.threads import OneThread
from monitor.workers import Parsers
from rules.times import parse_span
from storage import FeedState, Store

ERROR_CAP = timedelta(hours=24)
# A feed that re-publishes this many known entries in one poll, and mostly those, has changed its guids.
RENUMBERED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What one poll came to, for the log and the summary. `error` is empty where all went well."""

    feed: str
    outcome: Literal["ok", "unchanged", "failed", "gone"]
    counts: Settled = field(default_factory=Settled)
    error: str = ""
    note: str = ""


@dataclass(slots=True, kw_only=True)
class Poller:
    """What a poll needs. `config` and `judge` are replaced as a whole when they are reloaded."""

    store: Store
    write: OneThread
    match: OneThread
    session: Session
    parsers: Parsers
    config: Config
    judge: Judge
    clock: Callable[[], datetime]

    async def poll(self, state: FeedState) -> Polled:
        """Polls one feed and records what came of it. Errors: StoreError only."""
        feed = next(feed for feed in self.config.feeds if feed.name == state.name)
        known = Validators(etag=state.etag, last_modified=state.last_modified, digest=state.body_digest)
        request = request_for(feed, self.config.folder)
        now = self.clock()
        got = await fetch(self.session, request, known, Limits.of(self.config.defaults), now)
        if isinstance(got, Gone):
            return await self._failed(state, got.text, gone=True)
        if isinstance(got, FetchError):
            return await self._failed(state, got.text, retry_after=got.retry_after)
        if isinstance(got, NotModified):
            change = self._well(state, got.validators)
            await self.write(self.store.feeds.record, state.name, **change)
            return Polled(feed=state.name, outcome="unchanged")
        origin = Origin(feed=feed.name, url=got.url, outlet=feed.outlet, lang=feed.lang)
        parsed = await self.parsers.parse(got.body, origin, got.content_type, now)
        if isinstance(parsed, ParseError):
            return await self._failed(state, parsed.text)
        return await self._settle(feed, state, got, parsed)

    async def _settle(self, feed: FeedSection, state: FeedState, got: Fetched, parsed: Parsed) -> Polled:
        judge = self.judge
        seen = await self.write(self.store.entries.unseen, parsed.entries)
        found = await self.match(match_all, judge, seen) if seen else []
        now = self.clock()
        change = self._well(state, got.validators) | {"first_polled": state.first_polled or now}
        if any(one.seen.state == "new" for one in found):
            change["last_new"] = now
        first = FirstPoll(
            first=state.first_polled is None,
            window=first_poll_window(feed.first_poll or self.config.defaults.first_poll),
        )
        counts = await self.write(settle, self.store, feed, found, judge, first, change, now)
        notes = [note for note in (parsed.note, renumbering(counts)) if note]
        return Polled(feed=state.name, outcome="ok", counts=counts, note="; ".join(notes))

    def _well(self, state: FeedState, validators: Validators) -> dict[str, Any]:
        now = self.clock()
        return {
            "etag": validators.etag,
            "last_modified": validators.last_modified,
            "body_digest": validators.digest,
            "last_poll": now,
            "last_ok": now,
            "errors": 0,
            "last_error": None,
            "next_at": now + timedelta(seconds=state.interval),
        }

    async def _failed(
        self, state: FeedState, error: str, *, retry_after: float | None = None, gone: bool = False
    ) -> Polled:
        now = self.clock()
        wait = min(timedelta(seconds=state.interval) * 2 ** min(state.errors, 16), ERROR_CAP)
        wait = max(wait, min(timedelta(seconds=retry_after or 0), ERROR_CAP))
        change = {
            "last_poll": now,
            "errors": state.errors + 1,
            "last_error": error,
            "gone": gone,
            "next_at": now + wait,
        }
        await self.write(self.store.feeds.record, state.name, **change)
        return Polled(feed=state.name, outcome="gone" if gone else "failed", error=error)


def renumbering(counts: Settled) -> str | None:
    """A note to the operator where a feed gives its old entries new guids."""
    if counts.renumbered < RENUMBERED or counts.renumbered * 2 < counts.new:
        return None
    return (
        f"its guids change: {counts.renumbered} of {counts.new} new entries were known by address or title "
        "and are not told again"
    )


def first_poll_window(setting: str) -> timedelta | None:
    """`all` -> None (tell everything), `none` -> zero (tell nothing), else the age that is still told."""
    if setting == "all":
        return None
    return timedelta(0) if setting == "none" else parse_span(setting)

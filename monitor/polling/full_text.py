"""Fetches the articles of new entries where their feed, or a watch that hears it, asks for full text.

Articles are fetched before the entries are matched and recorded, so that stories are judged by all that is known.
A daemon that is killed meanwhile has recorded nothing and finds the same entries again. Fetching is polite and
bounded: so many articles a poll, one at a time for each host with a pause between, under the guard, the deadlines and
the cap of feeds. Articles that do not fit into one poll are left to the next. Where an article fails, its entry is
read by the feed's own text and says why.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from yarl import URL

from monitor.config.schema import FeedSection
from monitor.fetching.fetch import fetch_once
from monitor.fetching.model import Fetched, FetchError, FetchFailure, Gone, HttpLimits
from monitor.fetching.rate_limit import HostRateLimiter
from monitor.fetching.request import article_request
from monitor.fetching.session import Session
from monitor.parsing.workers.pool import Parsers
from monitor.polling.host_turns import rest_after
from monitor.text.readable import plain
from monitor.text.sanitize import TEXT_CAP
from rules.deciding.decide import quiet_reason
from rules.deciding.watches import hears
from rules.schema import Watch
from rules.text.urls import url_key
from storage import Seen

MOST = 30  # articles of one feed fetched at one poll
BEGIN_WITHIN = 20.0  # seconds of a poll in which the fetch of an article may begin
TOTAL = 15.0  # seconds for one article
TOGETHER = 4  # articles of one feed under way at once, of different hosts
POLLS = 8  # polls that may be fetching articles at once: others are not to be late for them
GIVE_UP = 3  # failures in a row after which a host is left alone for the rest of the poll
SLOW = 20.0  # seconds between requests: a host that allows fewer is asked for feeds only
LEFT = 600.0  # seconds after which an article whose turn has not come is given up
MOST_WAITING = 5_000  # waiting articles whose first wait is remembered
REMEMBERED, FOR = (
    64,
    900.0,
)  # articles kept for other feeds that link to the same page, and for how many seconds
# Failures that other pages of the same host are likely to share.
_OF_THE_HOST: tuple[FetchFailure, ...] = (
    "blocked", "dns", "connect", "tls", "timeout", "denied", "rate_limited", "server", "broken",
)  # fmt: skip


def wanted(feed: FeedSection, watches: Sequence[Watch]) -> bool:
    """Whether the articles of this feed are fetched: the feed asks for them, or a watch that listens to it."""
    return feed.full_text or any(
        watch.full_text and watch.enabled and hears(watch.feeds, feed.name, feed.tags) for watch in watches
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The new entries of one poll. `first_poll` and `window` as in `rules.deciding.decide.quiet_reason`."""

    feed: FeedSection
    folder: Path
    limits: HttpLimits
    seen: Sequence[Seen]
    first_poll: bool
    window: timedelta | None
    now: datetime


@dataclass(slots=True)
class _Budget:
    """The bounds of one poll: until when articles may begin, and how often each host failed in a row."""

    end: float
    failures: dict[str, tuple[int, str]] = field(default_factory=dict)


class Articles:
    """Fetches articles for all polls. `parsers` is a pool of its own, so that no feed waits for an article."""

    def __init__(self, session: Session, parsers: Parsers, hosts: HostRateLimiter) -> None:
        self._session, self._parsers = session, parsers
        self._hosts = hosts
        self._waiting: dict[str, float] = {}
        self._polls = 0
        self._known: OrderedDict[str, tuple[float, str]] = OrderedDict()

    async def read(self, batch: Batch) -> list[Seen]:
        """Returns the entries with their articles, in order; entries whose turn comes at the next poll are left out."""
        due = [seen for seen in batch.seen if seen.entry.url and not _is_quiet(seen, batch)]
        if self._polls >= POLLS:
            got: dict[str, Seen | None] = dict.fromkeys(seen.entry.id for seen in due)
        else:
            self._polls += 1
            try:
                got = await self._all(due, batch)
            finally:
                self._polls -= 1
        read = (got.get(seen.entry.id, seen) for seen in batch.seen)
        return [seen for seen in read if seen is not None]

    async def _all(self, due: Sequence[Seen], batch: Batch) -> dict[str, Seen | None]:
        budget = _Budget(monotonic() + BEGIN_WITHIN)
        places = asyncio.Semaphore(TOGETHER)
        by_host: dict[str, list[Seen]] = {}
        for seen in due[:MOST]:
            by_host.setdefault(_host(seen.entry.url), []).append(seen)
        got: dict[str, Seen | None] = dict.fromkeys(seen.entry.id for seen in due)

        async def of_host(host: str, waiting: Sequence[Seen]) -> None:
            async with places:
                for seen in waiting:
                    got[seen.entry.id] = await self._read(seen, host, batch, budget)

        async with asyncio.TaskGroup() as group:
            for host, waiting in by_host.items():
                group.create_task(of_host(host, waiting))
        return got

    async def _read(self, seen: Seen, host: str, batch: Batch, budget: _Budget) -> Seen | None:
        """Returns the entry with its article, or with the reason why it has none; None where its turn has not come."""
        key = url_key(seen.entry.url) or ""
        if seen.state == "new" and (known := self._recalled(key)):
            return _joined(seen, known)
        if why_not := self._why_not(host, budget):
            return _summary(seen, why_not)
        if not await self._turn(host, budget.end):
            late = self._late(seen.entry.id)
            return _summary(seen, f"{host} had no time for it in {LEFT / 60:.0f} minutes") if late else None
        self._waiting.pop(seen.entry.id, None)
        got = await self._fetch(seen, batch)
        text = await self._parsers.extract(got.body, got.content_type) if isinstance(got, Fetched) else got
        if isinstance(text, str):
            budget.failures.pop(host, None)
            self._remember(key, text)
            return _joined(seen, text)
        if isinstance(text, FetchError) and text.kind in _OF_THE_HOST:
            if seconds := rest_after(text):
                self._hosts.rest(text.host or host, seconds)
            count, _ = budget.failures.get(host, (0, ""))
            budget.failures[host] = (count + 1, text.text)
        return _summary(seen, text.text)

    def _why_not(self, host: str, budget: _Budget) -> str | None:
        """Returns why the host is not asked for articles in this poll; None where it may be asked."""
        count, why = budget.failures.get(host, (0, ""))
        if count >= GIVE_UP:
            return f"not asked for, after {count} failures of {host} in a row: {why}"
        if (rest := self._hosts.resting(host)) > budget.end - monotonic():
            return f"{host} asks to be left alone for {rest:.0f} s"
        if (every := self._hosts.rate(host).every) > SLOW:
            return f"{host} is asked once in {every:.0f} s, which is kept for feeds"
        return None

    async def _turn(self, host: str, end: float) -> bool:
        """Waits for the turn of one request. Returns whether it came before `end`."""
        request = object()
        try:
            while (left := end - monotonic()) > 0 and (wait := self._hosts.wait(host, request)) <= left:
                if not wait:
                    return True
                await asyncio.sleep(wait)
            return False
        finally:
            self._hosts.leave(host, request)

    def _late(self, entry: str) -> bool:
        """Whether an article whose turn did not come has waited for too many polls."""
        now = monotonic()
        if len(self._waiting) >= MOST_WAITING:
            del self._waiting[next(iter(self._waiting))]
        return now - self._waiting.setdefault(entry, now) > LEFT

    async def _fetch(self, seen: Seen, batch: Batch) -> Fetched | FetchError | Gone:
        limits = replace(batch.limits, total=min(TOTAL, batch.limits.total))
        request = article_request(seen.entry.url or "", batch.feed, batch.folder)
        return await fetch_once(self._session, request, limits, batch.now)

    def _recalled(self, key: str) -> str:
        until, text = self._known.get(key, (0.0, ""))
        return text if monotonic() < until else ""

    def _remember(self, key: str, text: str) -> None:
        if key:
            self._known[key] = monotonic() + FOR, text
            self._known.move_to_end(key)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)


def _host(url: str | None) -> str:
    try:
        return URL(url or "").raw_host or ""
    except ValueError:
        return ""


def _is_quiet(seen: Seen, batch: Batch) -> bool:
    """Whether the entry alerts nobody, whatever its article says."""
    quiet = quiet_reason(seen.entry, first_poll=batch.first_poll, window=batch.window, now=batch.now)
    return quiet is not None


def _joined(seen: Seen, article: str) -> Seen:
    """Puts the article behind the feed's own text, which stays as published, if it says more."""
    text = seen.entry.text
    note = "the article was read"
    if " ".join(article.split()) in " ".join(plain(text).split()):
        return seen.with_article(text, f"{note}; it says no more than the feed")
    whole = f"{text}\n\n{article}" if text else article
    return seen.with_article(whole[:TEXT_CAP], f"{note}, {len(article)} characters")


def _summary(seen: Seen, why: str) -> Seen:
    return seen.with_article(seen.entry.text, f"only the feed's own text was read: {why}")

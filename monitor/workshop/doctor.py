"""Tries what a watch needs, one part after the other, and says of each what is wrong and what to do.

It reads, connects and logs in; it sends no message and writes nothing.
"""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from monitor.config.schema import Config, FeedSection
from monitor.delivery.senders import open_sender
from monitor.delivery.transport.apprise_url import inspect_url, is_mail, load_plugin
from monitor.delivery.transport.redact import Redactor
from monitor.fetching.fetch import fetch
from monitor.fetching.model import Fetched, FetchError, HttpLimits, Validators
from monitor.fetching.request import origin, request_for
from monitor.fetching.session import open_session
from monitor.polling.progress import judge
from rules.errors import DestinationError
from storage import FeedState, Store
from storage.files import LOW_DISK, free_at

Verdict = Literal["well", "doubt", "trouble"]
# Servers' clocks are seldom off by more than this; feeds' dates and quiet hours bear less than an hour.
CLOCK_DOUBT = timedelta(minutes=2)
CLOCK_TROUBLE = timedelta(minutes=30)
AT_ONCE = 16
NETWORK_SECONDS = 15.0
MAIL_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Finding:
    """The state of one part of a watch. `todo` is empty where nothing is to be done."""

    part: str
    verdict: Verdict
    text: str
    todo: str = ""


def examine_store(store: Store) -> Iterator[Finding]:
    """The store: whether its file is whole and private, and how much room is left beside it."""
    damage = store.damage()
    if damage is not None:
        todo = "stop the daemon, then `wirewatch restore COPY`"
        yield Finding("store", "trouble", f"{store.location} is damaged: {damage}", todo)
        return
    yield Finding("store", "well", f"{store.location} is whole, at the newest schema")
    if store.folder is None:
        return
    free = free_at(store.folder)
    if free < LOW_DISK:
        text = f"{free / 2**20:.0f} MB are free beside the store"
        yield Finding("disk", "trouble", text, "make room, or `wirewatch purge --older-than 90d`")
    else:
        yield Finding("disk", "well", f"{free / 2**30:.1f} GB are free beside the store")
    file = Path(store.location)
    if file.exists() and file.stat().st_mode & 0o077:
        yield Finding("privacy", "doubt", f"others may read {file}", f"chmod 600 {file}")


def examine_daemon(
    feeds: Sequence[FeedState], process: str | None, now: datetime, *, one_daemon: bool
) -> Finding:
    """The daemon: whether it runs, and polls what is due."""
    progress = judge(feeds, process, now, one_daemon=one_daemon)
    if progress.healthy:
        return Finding("daemon", "well", progress.text)
    todo = "start `wirewatch run`, best as a service (docs/install.md)" if process is None else "restart it"
    return Finding("daemon", "doubt" if process is None else "trouble", progress.text, todo)


def examine_network(config: Config, now: Callable[[], datetime], step: Callable[[], None]) -> list[Finding]:
    """The servers of the feeds, asked once each, and the machine's clock beside theirs."""
    tried = asyncio.run(_ask(one_a_server(config.feeds), config, now, step))
    findings = [
        Finding(
            "feed", "trouble", f"{feed.name}: {error.text}", f"`wirewatch feeds test {feed.name}` shows more"
        )
        for feed, error, _ in tried
        if error is not None
    ]
    answered = len(tried) - len(findings)
    if tried:
        findings.insert(
            0,
            Finding(
                "network",
                "well" if answered else "trouble",
                f"{answered} of {len(tried)} servers of feeds answer",
                ""
                if answered
                else "is this machine on the network, and does it need a proxy ([defaults] proxy)?",
            ),
        )
    return [*findings, *examine_clock([off for _, _, off in tried if off is not None])]


def one_a_server(feeds: Iterable[FeedSection]) -> list[FeedSection]:
    """The first enabled feed of each server; a feed that is a file has none."""
    first: dict[str, FeedSection] = {}
    for feed in feeds:
        home = origin(feed.url)
        if feed.enabled and home is not None:
            first.setdefault(str(home), feed)
    return list(first.values())


_Tried = tuple[FeedSection, FetchError | None, timedelta | None]


async def _ask(
    feeds: Sequence[FeedSection], config: Config, now: Callable[[], datetime], step: Callable[[], None]
) -> list[_Tried]:
    limits = HttpLimits(total=NETWORK_SECONDS)
    gate = asyncio.Semaphore(AT_ONCE)
    async with open_session(user_agent=config.monitor.user_agent) as session:

        async def ask(feed: FeedSection) -> _Tried:
            async with gate:
                found = await fetch(session, request_for(feed, config.folder), Validators(), limits, now())
            step()
            if isinstance(found, FetchError):
                return feed, found, None
            served = found.served if isinstance(found, Fetched) else None
            return feed, None, now() - served if served else None

        return await asyncio.gather(*map(ask, feeds))


def examine_clock(off: Sequence[timedelta]) -> Iterator[Finding]:
    """The clock, by how far it is ahead of each server's."""
    if not off:
        return
    middle = statistics.median(each.total_seconds() for each in off)
    way = "ahead of" if middle > 0 else "behind"
    text = f"the clock is {abs(middle):.0f} s {way} the servers'"
    if abs(middle) >= CLOCK_TROUBLE.total_seconds():
        yield Finding("clock", "trouble", text, "set it, and keep it by NTP (timedatectl set-ntp true)")
    elif abs(middle) >= CLOCK_DOUBT.total_seconds():
        yield Finding("clock", "doubt", text, "keep it by NTP (timedatectl set-ntp true)")
    else:
        yield Finding("clock", "well", "the clock agrees with the servers'")


def examine_destinations(config: Config, *, online: bool) -> Iterator[Finding]:
    """The destinations: mail servers are connected to and logged in at, of others the address is read."""
    if not config.destinations:
        todo = "write one under [destinations] (docs/destinations.md)"
        yield Finding("destinations", "trouble", "nobody is told: there is no destination", todo)
    for name, section in config.destinations.items():
        try:
            open_sender(name, section)
        except DestinationError as error:
            yield Finding("destination", "trouble", str(error), "docs/destinations.md says how it is written")
            continue
        url = section.url.get_secret_value() if section.url else ""
        is_own = url.partition(":")[0].lower() in ("console", "mbox")
        plugin = None if is_own else load_plugin(url)
        if plugin is not None and is_mail(plugin) and online:
            yield _mail(name, url, plugin)
        else:
            todo = "" if is_own else f"`wirewatch notify-test {name}` sends a test"
            yield Finding("destination", "well", f"{name}: its address is well-formed", todo)


def _mail(name: str, url: str, plugin: Any) -> Finding:
    from monitor.delivery.transport.smtp import SmtpTransport

    why = SmtpTransport(plugin).reach(MAIL_SECONDS)
    if why is None:
        return Finding("destination", "well", f"{name}: the mail server answers and lets it in")
    facts = inspect_url(url)
    shown = Redactor(facts.secrets if facts else [url])(why)
    return Finding(
        "destination", "trouble", f"{name}: {shown}", "docs/destinations.md has the addresses of providers"
    )

"""Checks wirewatch itself once a minute: feeds, watches, the disk, the clock and the day's heartbeat.

Runs on the store's thread. It finds troubles and their ends, which `Operator` reports. It mends nothing.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

import structlog

from monitor.daemon.troubles.operator_alerts import Operator
from monitor.delivery.rendering.pieces import local_time
from monitor.fetching.request import origin
from monitor.polling.feed_state import current_address
from monitor.text.counted import counted
from rules.deciding.feed_silence import silence_limit
from rules.deciding.quiet_hours import next_clock
from rules.times import parse_clock
from storage import FeedState, Store
from storage.files import LOW_DISK, free_at

log = structlog.get_logger()
# A feed that fails for a shorter time, or less often, has had a bad moment.
FAILING = timedelta(hours=6)
FAILURES = 5
SILENT_FEED = timedelta(days=1)
SILENT_WATCH = timedelta(days=7)
# Below this nothing is sent, for every send must be recorded.
NO_DISK = 50 * 1024 * 1024
_DAY = timedelta(days=1)
_MOVED = "moved-feed:"
# By feed: when it last brought something new, the time of its last entry, and how long it may be silent.
SilenceLimits = dict[str, tuple[datetime | None, datetime | None, timedelta | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Checks a store. `heartbeat` is a time of day, or None for no heartbeat; `limits` are kept between checks."""

    store: Store
    operator: Operator
    watches: Sequence[str]
    zone: tzinfo
    heartbeat: str | None = None
    limits: SilenceLimits = field(default_factory=dict)

    def look(self, now: datetime) -> None:
        """Makes every check once. Errors: StoreError."""
        self._feeds(now)
        open_ = self.store.troubles.keys("watch-")
        for watch in self.watches:
            self._watch(watch, now, open_)
        self._disk(now)
        self._clock(now)
        self._heartbeat(now)

    def _feeds(self, now: datetime) -> None:
        """Checks the feeds that may be in trouble. All other feeds are well, and their troubles are over."""
        open_ = self.store.troubles.keys("feed-")
        doubtful = self.store.feeds.doubtful(now - SILENT_FEED)
        for feed in doubtful:
            self._failing(feed, now, open_)
            self._silent(feed, now, open_)
        well = open_ - {
            f"{kind}:{feed.name}" for feed in doubtful for kind in ("feed-failing", "feed-silent")
        }
        for key in sorted(well):
            self.operator.end(key, now)
        self._moved({feed.name for feed in doubtful if feed.errors}, now)

    def _moved(self, failing: Set[str], now: datetime) -> None:
        """Reports the feeds that moved to another origin, together: thousands may move at once, as from http to https.

        A feed that has since answered at its own address has not moved any more; one that fails may still have.
        """
        moved = self.store.feeds.moved()
        with self.store.transaction():
            new = []
            for feed in moved:
                to = origin(current_address(feed) or feed.url)
                text = f"feed {feed.name} has moved to {to}"
                if to != origin(feed.url) and self.store.troubles.begin(_MOVED + feed.name, text, now):
                    new.append(text)
            if new:
                self._tell_of_moves(new, now)
            for key in self.store.troubles.keys(_MOVED):
                if key.removeprefix(_MOVED) not in failing | {feed.name for feed in moved}:
                    self.store.troubles.end(key, now)

    def _tell_of_moves(self, new: Sequence[str], now: datetime) -> None:
        subject = new[0] if len(new) == 1 else f"{len(new)} feeds have moved"
        text = (
            "They are read at their new addresses, without the headers, auth and allow_private of config.toml, which"
            " hold for the address there. Write the new one there if you trust it: `wirewatch feeds --json` shows it"
            " as moved_to.\n\n" + "\n".join(f"- {line}" for line in new)
        )
        self.operator.say(f"{_MOVED}{now.isoformat()}", subject, text, now)
        log.warning("feeds have moved to another origin", feeds=list(new))

    def _failing(self, feed: FeedState, now: datetime, open_: Set[str]) -> None:
        failing = f"feed-failing:{feed.name}"
        since = feed.last_ok or feed.first_polled
        long = since is None or now - since > FAILING
        if feed.gone or (feed.errors >= FAILURES and long):
            what = "is gone (410)" if feed.gone else f"fails, {feed.errors} times in a row"
            text = (
                f"{feed.name}: {feed.last_error or 'no reason given'}\nLast well: {self._time(feed.last_ok)}"
            )
            self.operator.begin(failing, f"feed {feed.name} {what}", text, now)
        elif feed.errors == 0 and failing in open_:
            self.operator.end(failing, now)

    def _silent(self, feed: FeedState, now: datetime, open_: Set[str]) -> None:
        """Computes how long a feed may be silent when it has brought something new, not at every check."""
        if feed.errors > 0 or feed.gone:
            return
        known = self.limits.get(feed.name)
        if known is None or known[0] != feed.last_new:
            times = self.store.activity.arrivals(feed.name)
            known = feed.last_new, max(times, default=None), silence_limit(times, SILENT_FEED)
            self.limits[feed.name] = known
        key, subject = f"feed-silent:{feed.name}", f"feed {feed.name} is silent for unusually long"
        self._silence(key, subject, *known[1:], now, open_)

    def _watch(self, watch: str, now: datetime, open_: Set[str]) -> None:
        times = self.store.activity.alerted(watch)
        key, subject = f"watch-silent:{watch}", f"watch {watch} has found nothing for unusually long"
        self._silence(key, subject, max(times, default=None), silence_limit(times, SILENT_WATCH), now, open_)

    def _silence(
        self,
        key: str,
        subject: str,
        last: datetime | None,
        limit: timedelta | None,
        now: datetime,
        open_: Set[str],
    ) -> None:
        if limit is None or last is None:
            return
        if now - last > limit:
            text = (
                f"The last was {self._time(last)}; by its rhythm it should not be silent longer than {limit}."
            )
            self.operator.begin(key, subject, text, now)
        elif key in open_:
            self.operator.end(key, now, f"The last was {self._time(last)}.")

    def _disk(self, now: datetime) -> None:
        free = free_bytes(self.store)
        if free is None:
            return
        if free < LOW_DISK:
            text = f"{free / 2**20:.0f} MB are free where the store is. Below {NO_DISK / 2**20:.0f} MB nothing is sent."
            self.operator.begin("disk-low", "the disk is nearly full", text, now)
        elif free > LOW_DISK * 1.2:
            self.operator.end("disk-low", now)

    def _clock(self, now: datetime) -> None:
        """Ends the trouble of a jump once nobody has set the clock for an hour."""
        jumps = [trouble for trouble in self.store.troubles.open() if trouble.key == "clock"]
        if jumps and not timedelta(0) <= now - jumps[0].since < timedelta(hours=1):
            self.operator.end("clock", now)

    def _heartbeat(self, now: datetime) -> None:
        if self.heartbeat is None:
            return
        last = next_clock(parse_clock(self.heartbeat), self.zone, now - _DAY)
        if not last <= now < last + timedelta(hours=1):
            return
        feeds = self.store.feeds.all()
        failing = sum(feed.errors > 0 or feed.gone for feed in feeds)
        counts = self.store.activity.counts(now - _DAY)
        states = self.store.alerts.accounts()["deliveries"]
        open_ = [
            f"- {trouble.text}, since {self._time(trouble.since)}" for trouble in self.store.troubles.open()
        ]
        day = f"{counts['entries']} entries, {counts['matched']} matched, {counts['alerts']} alerts"
        lines = [
            f"{counted(len(feeds), 'feed')}, {failing} failing; in the last 24 hours {day}.",
            "Deliveries: "
            + ", ".join(f"{n} {state}" for state, n in states.items() if n and state != "created"),
            *(["Open troubles:", *open_] if open_ else ["No open troubles."]),
        ]
        self.operator.say(
            f"heartbeat:{last.isoformat()}",
            f"{counted(len(feeds), 'feed')}, {failing} failing, {counted(counts['alerts'], 'alert')}",
            "\n".join(lines),
            now,
        )

    def _time(self, moment: datetime | None) -> str:
        return local_time(moment, self.zone) if moment else "never"


def free_bytes(store: Store) -> int | None:
    """Free bytes on the disk of a SQLite store; None for a store on a server."""
    return free_at(store.folder) if store.folder is not None else None


def disk_gate(store: Store) -> str | None:
    """The reason why nothing may be sent now; None while sending is allowed. Errors: LostStoreError."""
    store.require_in_place()
    free = free_bytes(store)
    if free is not None and free < NO_DISK:
        least = f"{NO_DISK / 2**20:.0f} MB"
        return f"less than {least} are free at {store.folder}: nothing is sent until there is more"
    return None

"""The feed as a poll leaves it: validators, troubles, pace, and when it is due again. Pure; time is passed in.

Nothing here fetches or writes: it takes the feed's state and what came of the poll, and gives the new state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from monitor import schedule
from monitor.outcome import Fetched, FetchError, Gone, NotModified, Parsed, ParseError
from monitor.schedule import Knob, Pace, Wait
from storage.model import FeedState

# Redirects may be called permanent by mistake, as by a network's login page: it takes several to believe one.
MOVED_FOR_GOOD = 3
SOON = 60.0  # seconds until the rest of a document is read that was too long for one poll


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How a feed's polls are spaced: `fixed` seconds by config, else adaptively by `knob`."""

    knob: Knob
    fixed: float | None
    random: Random

    def regular(self, state: FeedState, now: datetime) -> Wait:
        if self.fixed is not None:
            return Wait(self.fixed, "fixed in the config")
        pace = Pace.unpack(state.pace)
        return Wait(self.knob.interval(pace, now), f"publishes about {pace.rate_at(now.hour):.2g} a day now")


def address(state: FeedState) -> str | None:
    """Where the feed has moved for good, if it has."""
    return state.moved_to if state.moved_count >= MOVED_FOR_GOOD else None


def unchanged(state: FeedState, got: NotModified, timing: Timing, now: datetime) -> FeedState:
    return _well(_watched(state, (), now), got, timing, now)


def read(
    state: FeedState, got: Fetched, parsed: Parsed, new: Sequence[datetime], timing: Timing, now: datetime
) -> FeedState:
    """After a document was read; `new` are the times of its new entries."""
    first = state.first_polled is None
    after = replace(
        state if first else _watched(state, new, now),
        first_polled=state.first_polled or now,
        last_new=now if new else state.last_new,
        items=b"".join(parsed.digests),
    )
    if first:
        after = replace(after, pace=schedule.first_pace(new, now).pack())
    after = _well(after, got, timing, now)
    if parsed.more:
        soon = min(SOON, after.interval)
        after = replace(after, etag=None, last_modified=None, body_digest=None)
        after = _due(after, Wait(soon, "holds more items than one poll reads"), now)
    return after


def failed(state: FeedState, got: FetchError | ParseError | Gone, timing: Timing, now: datetime) -> FeedState:
    retry_after = got.retry_after if isinstance(got, FetchError) else None
    failures = state.errors + 1
    wait = schedule.after_failure(timing.regular(state, now), failures, retry_after, timing.random)
    after = replace(
        state,
        last_poll=now,
        errors=failures,
        last_error=got.text,
        gone=isinstance(got, Gone),
        # A new address that fails is given up for the one in the config.
        moved_to=None,
        moved_count=0,
    )
    return _due(after, wait, now)


def _well(state: FeedState, got: Fetched | NotModified, timing: Timing, now: datetime) -> FeedState:
    after = replace(
        state,
        etag=got.validators.etag,
        last_modified=got.validators.last_modified,
        body_digest=got.validators.digest,
        last_poll=now,
        last_ok=now,
        errors=0,
        last_error=None,
    )
    return _due(
        _moved(after, got.moved_to), schedule.after_success(timing.regular(after, now), got.max_age), now
    )


def _moved(state: FeedState, to: str | None) -> FeedState:
    if to is None:
        # Asked at its new address, a feed says nothing more of the old one.
        return state if address(state) else replace(state, moved_to=None, moved_count=0)
    return replace(state, moved_to=to, moved_count=state.moved_count + 1 if to == state.moved_to else 1)


def _watched(state: FeedState, new: Sequence[datetime], now: datetime) -> FeedState:
    since = state.last_ok or now
    pace = Pace.unpack(state.pace).watched(max(0.0, (now - since).total_seconds()), new)
    return replace(state, pace=pace.pack())


def _due(state: FeedState, wait: Wait, now: datetime) -> FeedState:
    return replace(state, interval=wait.seconds, why=wait.why, next_at=now + timedelta(seconds=wait.seconds))

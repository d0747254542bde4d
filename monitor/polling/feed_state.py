"""Computes a feed's state after a poll: validators, troubles, pace, and when it is due again. Pure.

The functions take the state before, the outcome of the poll and the time, and return the new state. Nothing here
fetches or writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from monitor.evaluation.evaluate import Matched
from monitor.fetching.model import Fetched, FetchError, Gone, NotModified, Validators
from monitor.parsing.model import Parsed, ParseError
from monitor.polling import schedule
from monitor.polling.schedule import Pace, Pacing, Wait
from storage import FeedState

# Redirects may be called permanent by mistake, as by a network's login page: only several in a row are believed.
MOVED_FOR_GOOD = 3
SOON = 60.0  # seconds until the next poll of a feed whose document was too long for one


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """The spacing of a feed's polls: `fixed` seconds by config, else adaptively by `pacing`.

    `took` is how many seconds the fetch took.
    """

    pacing: Pacing
    fixed: float | None
    random: Random
    took: float = 0.0
    why: str = "fixed in the config"

    def regular(self, pace: Pace, now: datetime) -> Wait:
        """Returns the wait after a poll that went well, in seconds, with its reason."""
        if self.fixed is not None:
            return Wait(self.fixed, self.why)
        return Wait(
            self.pacing.interval(pace, now), f"publishes about {pace.rate_at(now.hour):.2g} a day now"
        )


def current_address(state: FeedState) -> str | None:
    """Returns the address to which the feed has moved for good, if it has."""
    return state.moved_to if state.moved_count >= MOVED_FOR_GOOD else None


def after_not_modified(state: FeedState, got: NotModified, timing: Timing, now: datetime) -> FeedState:
    """Returns the state after a poll that brought no new document."""
    return _after_success(state, got, _watched(state, (), now), timing, now)


def after_document(
    state: FeedState, got: Fetched, parsed: Parsed, new: Sequence[datetime], timing: Timing, now: datetime
) -> FeedState:
    """Returns the state after a document was read; `new` are the times of its new entries."""
    first = state.first_polled is None
    pace = schedule.first_pace(new, now) if first else _watched(state, new, now)
    learned = {
        # The rest of the first document is no news either: the first poll is over when all of it is read.
        "first_polled": state.first_polled or (None if parsed.more else now),
        "last_new": now if new else state.last_new,
        "items": b"".join(parsed.digests),
    }
    if not parsed.more:
        return _after_success(state, got, pace, timing, now, **learned)
    # Without validators the same document comes again; the items read in this poll are known then.
    got = replace(got, validators=Validators())
    soon = min(SOON, timing.regular(pace, now).seconds)
    timing = replace(timing, fixed=soon, why="holds more items than one poll reads")
    return _after_success(state, got, pace, timing, now, **learned)


def after_failure(
    state: FeedState, got: FetchError | ParseError | Gone, timing: Timing, now: datetime
) -> FeedState:
    """Returns the state after a poll that failed: the next one waits longer with each failure in a row."""
    retry_after = got.retry_after if isinstance(got, FetchError) else None
    failures = state.errors + 1
    regular = timing.regular(Pace.unpack(state.pace), now)
    wait = schedule.after_failure(regular, failures, retry_after, timing.random)
    return replace(
        state,
        last_poll=now,
        took=round(timing.took, 1),
        errors=failures,
        last_error=got.text,
        gone=isinstance(got, Gone),
        # A new address that fails is given up for the address in the config.
        moved_to=None,
        moved_count=0,
        **_due(wait, now),
    )


def _after_success(
    state: FeedState,
    got: Fetched | NotModified,
    pace: Pace,
    timing: Timing,
    now: datetime,
    **learned: Any,
) -> FeedState:
    moved_to, moved_count = _moved(state, got.moved_to)
    return replace(
        state,
        etag=got.validators.etag,
        last_modified=got.validators.last_modified,
        body_digest=got.validators.digest,
        last_poll=now,
        took=round(timing.took, 1),
        last_ok=now,
        errors=0,
        last_error=None,
        moved_to=moved_to,
        moved_count=moved_count,
        pace=pace.pack(),
        **learned,
        **_due(schedule.after_success(timing.regular(pace, now), got.max_age), now),
    )


def _moved(state: FeedState, to: str | None) -> tuple[str | None, int]:
    """Returns the new address, and how often in a row the server named it."""
    if to is None:
        # A feed that is asked at its new address no longer redirects.
        return (state.moved_to, state.moved_count) if current_address(state) else (None, 0)
    return to, state.moved_count + 1 if to == state.moved_to else 1


def _watched(state: FeedState, new: Sequence[datetime], now: datetime) -> Pace:
    since = state.last_ok or now
    return Pace.unpack(state.pace).watched(max(0.0, (now - since).total_seconds()), new)


def _due(wait: Wait, now: datetime) -> dict[str, Any]:
    return {"interval": wait.seconds, "why": wait.why, "next_at": now + timedelta(seconds=wait.seconds)}


# An entry published so long before it was first seen says nothing about when its feed publishes.
BACKDATED = timedelta(days=1)


def times_of_new(matched: Sequence[Matched], state: FeedState, now: datetime) -> list[datetime]:
    """Returns when each new entry appeared: its date where that is plausible, else now."""
    since = (state.last_ok or now) - BACKDATED if state.first_polled else datetime.min.replace(tzinfo=UTC)
    entries = [m.seen.entry for m in matched if m.seen.state == "new"]
    return [
        entry.published if entry.published and since <= entry.published <= now else now for entry in entries
    ]

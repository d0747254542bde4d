"""What is new in a poll, and what that tells: of the feed's pace, of its guids, of who hears of a first poll. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from monitor.settle import Matched, Settled
from rules.times import parse_span
from storage import FeedState

# A feed that re-publishes this many known entries in one poll, and mostly those, has changed its guids.
RENUMBERED = 3
# Published so long before it was first seen, an entry says nothing of when its feed publishes.
BACKDATED = timedelta(days=1)


def times_of_new(found: Sequence[Matched], state: FeedState, now: datetime) -> list[datetime]:
    """When each new entry appeared: as published where that may be, else now."""
    since = (state.last_ok or now) - BACKDATED if state.first_polled else datetime.min.replace(tzinfo=UTC)
    entries = [one.seen.entry for one in found if one.seen.state == "new"]
    return [
        entry.published if entry.published and since <= entry.published <= now else now for entry in entries
    ]


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

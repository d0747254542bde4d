"""Tells the operator once of each feed whose dates cannot be read, and once when they can be again.

Runs on the store's thread. Nothing here reads a date: the polls say whether any could be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # `wirewatch feeds` reads the key alone
    from monitor.daemon.troubles.operator_alerts import Operator
    from monitor.polling.poller import Polled

UNDATED = "undated-feed:"  # begins the keys of these troubles in the store
_TEXT = (
    "{feed}: {note}.\n\nThe first poll of a feed stores undated entries quietly; from then on each new entry is told. "
    "If the dates follow a form that other programs read, please report it."
)


def heed_dates(operator: Operator, undated: set[str], polls: Sequence[Polled], now: datetime) -> None:
    """Begins and ends troubles by what polls found, and keeps `undated`, the feeds in trouble. Errors: StoreError."""
    for polled in polls:
        key = UNDATED + polled.feed
        if polled.dates == "unread":
            subject = f"the dates of feed {polled.feed} cannot be read"
            operator.begin(key, subject, _TEXT.format(feed=polled.feed, note=polled.note), now)
            undated.add(polled.feed)
        elif polled.dates == "read" and polled.feed in undated:
            operator.end(key, now)
            undated.discard(polled.feed)

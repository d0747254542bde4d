"""The state of a feed as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import asdict
from datetime import datetime, tzinfo
from typing import Any

from monitor.polling.standing import standing
from monitor.shapes.moments import iso
from storage import FeedState


def feed_json(
    state: FeedState, undated: Set[str], rates: Mapping[str, float], zone: tzinfo
) -> dict[str, Any]:
    facts = asdict(state) | {"dates_unread": state.name in undated, "state": standing(state)}
    facts["entries_a_day"] = round(rates[state.name], 2) if state.name in rates else None
    for internal in ("etag", "last_modified", "body_digest", "pace", "items"):
        del facts[internal]
    return {k: iso(v, zone) if isinstance(v, datetime) else v for k, v in facts.items()}

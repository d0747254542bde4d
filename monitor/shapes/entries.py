"""Stored entries as JSON, with what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from monitor.shapes.moments import iso
from rules.model import Entry
from rules.text.search_query import SearchQuery
from storage import StoredDecision


def entry_json(
    entry: Entry, asked: SearchQuery, decided: Sequence[StoredDecision], zone: tzinfo
) -> dict[str, Any]:
    return {
        "entry": entry.id,
        "title": entry.title,
        "url": entry.url,
        "feed": entry.feed,
        "outlet": entry.outlet or entry.feed,
        "published": iso(entry.published, zone),
        "fetched": iso(entry.fetched, zone),
        "spans": [list(span) for span in asked.spans(entry.title)],
        "became": [{"watch": d.watch, "action": d.action, "alert": d.alert} for d in decided],
    }

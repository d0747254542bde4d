"""Reads and writes of a store's tables that no command needs: what tests look at, and states that they begin with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from rules.model import Candidate, Entry
from storage import FeedState, Seen, Store
from storage.convert import to_entry
from storage.signatures import Signatures
from storage.tables import ENTRY, ENTRY_VERSION, FEED


def stored_entry(store: Store, entry: str) -> Entry | None:
    """The entry with this id; None where the store does not know it."""
    row = store._db.conn.execute(select(ENTRY).where(ENTRY.c.id == entry)).mappings().first()
    return to_entry(row) if row else None


def entry_count(store: Store) -> int:
    return int(store._db.conn.execute(select(func.count()).select_from(ENTRY)).scalar_one())


def former_versions(store: Store, entry: str) -> list[dict[str, Any]]:
    """The rows of an entry's former versions, oldest first."""
    query = select(ENTRY_VERSION).where(ENTRY_VERSION.c.entry == entry).order_by(ENTRY_VERSION.c.version)
    return [dict(row) for row in store._db.conn.execute(query).mappings()]


def unseen(store: Store, entries: list[Entry]) -> list[Seen]:
    """The new and the changed entries of one document."""
    [seen] = store.entries.unseen_of([entries])
    return seen


def near_entries(store: Store, entry: Entry, now: datetime) -> list[Candidate]:
    """The stored entries that share a band or an article number with `entry`, the likest first."""
    return Signatures(store._db).near([entry], now)[0]


def stored_feed(store: Store, name: str) -> FeedState:
    [feed] = [feed for feed in store.feeds.all(active=None) if feed.name == name]
    return feed


def change_feed(store: Store, name: str, **values: object) -> None:
    """Sets columns of a feed, whoever polls it; joins the transaction under way."""
    with store._db.write() as conn:
        conn.execute(update(FEED).where(FEED.c.name == name).values(values))

"""Finds the entries that a person means: by an id of any kind, an address, or words of a title.

What reads words and addresses is imported where they are given: it takes longer than most look-ups.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, or_, select

from rules.model import Entry
from storage.convert import to_entry
from storage.database.engine import Database
from storage.model import LARGEST_ID
from storage.tables import ALERT, DELIVERY, ENTRY

_NUMBERED = re.compile(r"(?:(?P<kind>alert|delivery) )?(?P<number>\d{1,19})")


class Lookup:
    """Finds stored entries."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find(self, text: str, limit: int = 20) -> list[Entry]:
        """Finds entries by an id of any kind, guid or address, else by words of the title; newest first.

        A number is that of an alert, else of a delivery: the entry that it tells is found. A story gives its entries.
        """
        if told := self._told_by(text):
            return told
        key = _url_key(text) if "://" in text else None
        titled = [_in_title(word) for word in text.split()]
        exact = [ENTRY.c.id == text, ENTRY.c.url == text, ENTRY.c.guid == text]
        if key:
            exact.append(ENTRY.c.url_key == key)
        newest = ENTRY.c.fetched.desc()
        for condition in (or_(*exact), ENTRY.c.story == text, and_(*titled)) if titled else (or_(*exact),):
            query = select(ENTRY).where(condition).order_by(newest).limit(limit)
            rows = self._db.conn.execute(query).mappings().all()
            if rows:
                return [to_entry(row) for row in rows]
        return []

    def _told_by(self, text: str) -> list[Entry]:
        """The entry that an alert or a delivery tells, by its number; `alert 7` and `delivery 7` say which is meant."""
        named = _NUMBERED.fullmatch(text)
        if named is None:
            return []
        number = int(named["number"])
        if number > LARGEST_ID:
            return []
        by_alert = select(ENTRY).join(ALERT, ALERT.c.entry == ENTRY.c.id).where(ALERT.c.id == number)
        by_delivery = (
            select(ENTRY)
            .join(ALERT, ALERT.c.entry == ENTRY.c.id)
            .join(DELIVERY, DELIVERY.c.alert == ALERT.c.id)
            .where(DELIVERY.c.id == number)
        )
        queries = {"alert": (by_alert,), "delivery": (by_delivery,)}.get(
            named["kind"], (by_alert, by_delivery)
        )
        for query in queries:
            if (row := self._db.conn.execute(query).mappings().first()) is not None:
                return [to_entry(row)]
        return []

    def of_ids(self, ids: Collection[str]) -> dict[str, Entry]:
        """The entries with these ids, by id; those that the store does not know are left out."""
        rows = self._db.conn.execute(select(ENTRY).where(ENTRY.c.id.in_(list(ids)))).mappings()
        return {row["id"]: to_entry(row) for row in rows}


def _in_title(word: str) -> ColumnElement[bool]:
    """Whether a word stands in the title as written, or folded as in the title's key: MÉXICO and Mexico are equal."""
    from rules.text.tokens import tokens

    folded = [ENTRY.c.title_key.contains(token, autoescape=True) for token in tokens(word)]
    written = ENTRY.c.title.icontains(word, autoescape=True)
    return or_(written, and_(*folded)) if folded else written


def _url_key(text: str) -> str | None:
    from rules.text.urls import url_key

    return url_key(text)

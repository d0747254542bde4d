"""Stored stories: the entries of each, and how a person parts or joins them. No entry is ever dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from rules.model import NEW_STORY, SAME_ENTRY, SAME_EVENT, SAME_TEXT, Entry, Reason, Story
from storage.convert import reason_json, to_entry, to_reason
from storage.database.bulk import rows_among
from storage.database.engine import Database
from storage.tables import ALERT, ENTRY

_STORY_OF = select(ENTRY.c.id, ENTRY.c.story)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An entry of a story, and why it was joined to it."""

    entry: Entry
    level: str
    same_as: str | None
    score: float
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """The result of `Stories.split`: the entries `moved` left story `was` for story `now`.

    Where the first entry of a story is taken out, its alerts stay with it and the others get a new story.
    """

    was: str
    now: str
    moved: tuple[str, ...]


class Stories:
    """The stories of the store, each counted from the entries that carry its id."""

    def __init__(self, db: Database, forget: Callable[[Iterable[str]], None]) -> None:
        """`forget` is told of the entries whose story has changed."""
        self._db = db
        self._forget = forget

    def find(self, *, since: datetime | None = None, limit: int | None = None) -> list[Story]:
        """Finds stories with more than one entry, the one with the latest entry first.

        With `since`, the stories of which an entry was fetched since then.
        """
        latest = func.max(func.coalesce(ENTRY.c.published, ENTRY.c.fetched))
        query = select(ENTRY.c.story).group_by(ENTRY.c.story).having(func.count() > 1)
        if since is not None:
            query = query.having(func.max(ENTRY.c.fetched) >= since)
        rows = self._db.conn.execute(query.order_by(latest.desc(), ENTRY.c.story).limit(limit))
        return [_story(row.story, self.links(row.story)) for row in rows.all()]

    def links(self, story: str) -> list[Link]:
        """The entries of a story in the order of their fetch; empty for an unknown story."""
        return [_link(row) for row in self._rows(story)]

    def of(self, entries: Iterable[str]) -> dict[str, str]:
        """The story of each entry, by the entry's id."""
        rows = rows_among(self._db.conn, _STORY_OF, ENTRY.c.id, entries)
        return {row.id: row.story for row in rows}

    def split(self, entry: str, at: datetime) -> Split | None:
        """Takes an entry, and the copies that were joined to it, out of its story into a story of their own.

        None where there is nothing to part: no such entry, or no other entry in its story.
        """
        with self._db.write() as conn:
            was = conn.execute(select(ENTRY.c.story).where(ENTRY.c.id == entry)).scalar()
            rows = self._rows(was) if was else []
            taken = _with_copies(entry, rows)
            if was is None or len(taken) == len(rows):
                return None
            moved = taken if was != entry else [row["id"] for row in rows if row["id"] not in taken]
            now = moved[0]
            reason = Reason(
                "split", f"taken out of story {was} by hand", {"story": was, "at": at.isoformat()}
            )
            alone = {
                "level": NEW_STORY,
                "same_as": None,
                "join_score": 0.0,
                "join_reason": reason_json(reason),
            }
            conn.execute(update(ENTRY).where(ENTRY.c.id.in_(moved)).values(story=now))
            conn.execute(update(ENTRY).where(ENTRY.c.id.in_([now, entry])).values(alone))
            conn.execute(update(ALERT).where(ALERT.c.entry.in_(moved)).values(story=now))
        self._forget(moved)
        return Split(was=was, now=now, moved=tuple(moved))

    def join(self, story: str, into: str, at: datetime) -> tuple[str, ...]:
        """Joins a story into another one, with its alerts; returns the entries that moved.

        Empty where there is nothing to join: one of them is unknown, or they are one. `split` parts them again.
        """
        with self._db.write() as conn:
            moved, known = self._rows(story), self._rows(into)
            if not moved or not known or story == into:
                return ()
            reason = Reason(
                "joined", f"joined from story {story} by hand", {"story": story, "at": at.isoformat()}
            )
            ids = [row["id"] for row in moved]
            link = {
                "level": SAME_EVENT,
                "same_as": known[0]["id"],
                "join_score": 1.0,
                "join_reason": reason_json(reason),
            }
            conn.execute(update(ENTRY).where(ENTRY.c.id.in_(ids)).values(story=into))
            first = ENTRY.c.id.in_(ids) & (ENTRY.c.level == NEW_STORY)
            conn.execute(update(ENTRY).where(first).values(link))
            conn.execute(update(ALERT).where(ALERT.c.story == story).values(story=into))
        self._forget(ids)
        return tuple(ids)

    def _rows(self, story: str) -> Sequence[Any]:
        query = select(ENTRY).where(ENTRY.c.story == story).order_by(ENTRY.c.fetched, ENTRY.c.id)
        return self._db.conn.execute(query).mappings().all()


def _with_copies(entry: str, rows: Sequence[Any]) -> list[str]:
    """The entry and the entries that were joined to it, or to its copies, as the same entry or text."""
    taken = [entry]
    for known in taken:
        copies = [r["id"] for r in rows if r["same_as"] == known and r["level"] in {SAME_ENTRY, SAME_TEXT}]
        taken += [copy for copy in copies if copy not in taken]
    return taken


def _link(row: Any) -> Link:
    return Link(
        entry=to_entry(row),
        level=row["level"],
        same_as=row["same_as"],
        score=row["join_score"],
        reason=to_reason(row["join_reason"]),
    )


def _story(story: str, links: Sequence[Link]) -> Story:
    times = [at for link in links if (at := link.entry.published or link.entry.fetched)]
    return Story(
        id=story,
        title=links[0].entry.title,
        first_at=min(times),
        last_at=max(times),
        size=len(links),
        outlets=tuple(dict.fromkeys(link.entry.outlet or link.entry.feed for link in links)),
    )

"""The labelled files of benchmarks/stories.py and benchmarks/stories_index.py, and entries made of their rows."""

from __future__ import annotations

import gzip
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rules.model import Entry, Join, Reason
from storage import Judged, Seen

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DATA = Path(os.environ.get("WIREWATCH_DATA", Path(__file__).parents[1].parent / "shared" / "data"))
FILES = {"AllSides": "stories_allsides_dev.jsonl.gz", "UCI": "stories_uci_dev.jsonl.gz"}


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a file: one JSON object a line, packed by gzip."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def entry(row: dict[str, Any], *, with_text: bool = True, feed: str = "") -> Entry:
    """An entry of one row; without its text where only headlines are measured."""
    published = row.get("published")
    return Entry(
        id=row["id"],
        title=row["title"],
        text=row.get("text", "") if with_text else "",
        feed=feed,
        url=row.get("url"),
        lang=row.get("lang"),
        outlet=row.get("outlet"),
        published=datetime.fromisoformat(published) if published else None,
    )


def as_new(entry: Entry) -> Judged:
    """An entry as the first of a story, ready to be recorded."""
    new = Join(story=None, level="new", same_as=None, score=0.0, reason=Reason("new_story", ""))
    seen = Seen(entry=entry, state="new")
    return Judged(seen=seen, matches=(), join=new, decisions=(), quiet=False, rules_version="")

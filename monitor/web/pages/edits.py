"""The edits of an entry as its outlet made them: which words went, and which came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from monitor.text.readable import plain
from monitor.text.word_changes import Change, around_changes, word_changes
from rules.model import Entry
from storage import FormerVersion

# Edits of one entry that are shown: a page that changes each hour is no news.
MOST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """An edit of the headline, of the text, or of both; each as runs of words, empty where it stayed."""

    at: datetime
    title: tuple[Change, ...]
    text: tuple[Change, ...]


def edits_of(entry: Entry, former: Sequence[FormerVersion]) -> list[Edit]:
    """The last edits of an entry, oldest first; those that changed nothing that is read are left out."""
    read = [(each.at, plain(each.title), plain(each.text)) for each in former[-MOST:]]
    if not read:
        return []
    read.append((entry.fetched or read[-1][0], plain(entry.title), plain(entry.text)))
    found = []
    for (_, title, text), (at, new_title, new_text) in pairwise(read):
        edit = Edit(at=at, title=_changes(title, new_title), text=_changes(text, new_text))
        if edit.title or edit.text:
            found.append(edit)
    return found


def _changes(before: str, after: str) -> tuple[Change, ...]:
    return around_changes(word_changes(before, after)) if before != after else ()

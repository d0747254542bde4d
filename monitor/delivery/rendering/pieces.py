"""Renders the pieces that all messages share: links, times, sources, and text in lines of one width."""

from __future__ import annotations

import textwrap
from datetime import datetime, tzinfo
from html import escape
from urllib.parse import urlsplit

from monitor.text.readable import Passage, plain
from rules.model import Entry

WIDTH = 78


def safe_link(url: str | None) -> str | None:
    """The URL in one line, if it is http or https and may be clicked; else None."""
    if url is None:
        return None
    link = "".join(url.split())
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    good = parts.scheme in {"http", "https"} and parts.hostname and link.isprintable()
    return link.replace("<", "%3C").replace(">", "%3E") if good else None


def source_line(entry: Entry, timezone: tzinfo) -> str:
    """The outlet that reported it, and when, in the user's timezone."""
    name = plain(entry.outlet or entry.feed) or "unknown"
    if entry.published is not None:
        return f"{name}, {local_time(entry.published, timezone)}"
    if entry.fetched is not None:
        return f"{name}, undated, seen {local_time(entry.fetched, timezone)}"
    return name


def local_time(moment: datetime, timezone: tzinfo) -> str:
    """A moment in the user's timezone, with the timezone's abbreviation."""
    return moment.astimezone(timezone).strftime("%a %d %b %Y, %H:%M %Z").rstrip()


def fill(text: str, *, first: str = "", indent: int = 0) -> str:
    """Wraps a text to `WIDTH`. Words, and so links, are never broken."""
    blank = " " * indent
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=first or blank,
        subsequent_indent=blank,
        break_long_words=False,
        break_on_hyphens=False,
    )


def html_passage(passage: Passage) -> str:
    """A passage as HTML: escaped, with the matched words marked."""
    return "".join(f"<mark>{escape(text)}</mark>" if hit else escape(text) for text, hit in passage.runs)


def html_page(body: str) -> str:
    """The HTML part of a message, around a body that is escaped already."""
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n{body}\n</body></html>\n'

"""Renders the pieces that all messages share: links and times."""

from __future__ import annotations

from datetime import datetime, tzinfo
from urllib.parse import urlsplit


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
    return link.replace("<", "%3C").replace(">", "%3E").replace('"', "%22") if good else None


def local_time(moment: datetime, timezone: tzinfo, year: int | None = None) -> str:
    """A moment in the reader's timezone, with the timezone's abbreviation; without the year where that is `year`."""
    there = moment.astimezone(timezone)
    day = "%a %d %b" if there.year == year else "%a %d %b %Y"
    return there.strftime(f"{day}, %H:%M %Z").rstrip()

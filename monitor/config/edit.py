"""Edits config.toml as a person would: adds text, keeps every comment. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

_NOT_NAME = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class NewFeed:
    """A feed to be added; `name` as it will be written."""

    name: str
    url: str
    lang: str | None = None
    outlet: str | None = None
    tags: tuple[str, ...] = ()
    selector: str | None = None


def with_feeds(text: str, feeds: Iterable[NewFeed]) -> str:
    """The config with more [[feeds]] at its end, where a table of that kind is always right."""
    return text.rstrip("\n") + "\n" + "".join(f"\n{_table(feed)}" for feed in feeds)


def _table(feed: NewFeed) -> str:
    lines = ["[[feeds]]", f"name = {_quoted(feed.name)}", f"url = {_quoted(feed.url)}"]
    if feed.selector:
        lines += ['kind = "page"', f"selector = {_quoted(feed.selector)}"]
    if feed.lang:
        lines.append(f"lang = {_quoted(feed.lang)}")
    if feed.outlet:
        lines.append(f"outlet = {_quoted(feed.outlet)}")
    if feed.tags:
        lines.append(f"tags = [{', '.join(map(_quoted, feed.tags))}]")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are TOML's (TOML 1.0, "String"), `$` is no variable here."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def feed_name(title: str | None, url: str, taken: Collection[str]) -> str:
    """A name for a feed, from its title or its host; not one of `taken`."""
    host = (urlsplit(url).hostname or "feed").removeprefix("www.").removeprefix("feeds.")
    made = _NOT_NAME.sub("-", (title or host).casefold()).strip("-")[:40].strip("-")
    made = made or _NOT_NAME.sub("-", host).strip("-") or "feed"
    name, number = made, 2
    while name in taken:
        name, number = f"{made}-{number}", number + 1
    return name

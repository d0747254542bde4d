"""Adds feeds to the text of config.toml, as a person would: every comment and every other line stays. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

_NOT_NAME = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class NewFeed:
    """A feed to add to the config. With a `selector` it is a page that is watched."""

    name: str
    url: str
    lang: str | None = None
    outlet: str | None = None
    tags: tuple[str, ...] = ()
    selector: str | None = None


def with_feeds(text: str, feeds: Iterable[NewFeed]) -> str:
    """Appends the feeds to the config as [[feeds]] tables: TOML allows an array of tables after any other table."""
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
    """The text as a TOML basic string. JSON's escapes are valid in TOML, but DEL must be escaped (TOML 1.0, "String")."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def feed_name(title: str | None, url: str, taken: Collection[str]) -> str:
    """Makes a name for a feed from its title, or from its host; the name is not in `taken`."""
    host = (urlsplit(url).hostname or "feed").removeprefix("www.").removeprefix("feeds.")
    base = _NOT_NAME.sub("-", (title or host).casefold()).strip("-")[:40].strip("-")
    base = base or _NOT_NAME.sub("-", host).strip("-") or "feed"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return name

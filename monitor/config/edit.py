"""Edits feeds and destinations in the text of config.toml, as a person would: every other line stays. Pure."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from io import StringIO
from urllib.parse import urlsplit

from monitor.config.toml.positions import places

_NOT_NAME = re.compile(r"[^a-z0-9]+")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class NewFeed:
    """A feed to add to the config. With a `selector` it is a page that is watched."""

    name: str
    url: str
    lang: str | None = None
    outlet: str | None = None
    tags: tuple[str, ...] = ()
    selector: str | None = None
    allow_private: bool = False


def with_feeds(text: str, feeds: Iterable[NewFeed]) -> str:
    """Appends the feeds to the config as [[feeds]] tables: TOML allows an array of tables after any other table."""
    return text.rstrip("\n") + "\n" + "".join(f"\n{_table(feed)}" for feed in feeds)


def _table(feed: NewFeed) -> str:
    lines = ["[[feeds]]", f"name = {quoted(feed.name)}", f"url = {quoted(feed.url)}"]
    if feed.selector:
        lines += ['kind = "page"', f"selector = {quoted(feed.selector)}"]
    if feed.lang:
        lines.append(f"lang = {quoted(feed.lang)}")
    if feed.outlet:
        lines.append(f"outlet = {quoted(feed.outlet)}")
    if feed.tags:
        lines.append(f"tags = {quoted_list(feed.tags)}")
    if feed.allow_private:
        lines.append("allow_private = true")
    return "\n".join(lines) + "\n"


def without_feed(text: str, number: int) -> str:
    """Takes out the [[feeds]] table of this number, from 0, with the comments directly above it."""
    lines = _lines(text)
    start, end = _lines_of(text, lines, number)
    while start and lines[start - 1].lstrip().startswith("#"):
        start -= 1
    while end < len(lines) and start and not lines[start - 1].strip() and not lines[end].strip():
        end += 1
    return "".join(lines[:start] + lines[end:])


def with_key(text: str, number: int, key: str, value: str | None) -> str:
    """Sets a key of the [[feeds]] table of this number to `value`, which is TOML; None takes it out."""
    lines = _lines(text)
    start, end = _lines_of(text, lines, number)
    where = places(text)
    at = where.values.get(("feeds", number, key))
    if at is None:
        line = where.keys.get(("feeds", number, "name"), (start + 1, 1))[0]
        new = [] if value is None else [f"{key} = {value}\n"]
        lines[line - 1] = lines[line - 1].rstrip("\n") + "\n"
        return "".join(lines[:line] + new + lines[line:])
    first, column = at[0] - 1, at[1] - 1
    rest = "".join(lines[first:end])[column:]
    after = rest[_length_of_value(rest) :]
    if value is not None:
        return "".join(lines[:first]) + lines[first][:column] + value + after + "".join(lines[end:])
    begins = where.keys[("feeds", number, key)][0] - 1
    return "".join(lines[:begins]) + after.partition("\n")[2] + "".join(lines[end:])


def with_keys(text: str, number: int, values: Mapping[str, str | None]) -> str:
    """Sets many keys of a table; those of the value None are taken out."""
    for key, value in values.items():
        text = with_key(text, number, key, value)
    return text


def with_destination(text: str, name: str, url: str) -> str:
    """Appends a destination to the config; `url` is as it is to stand there, with its ${NAME}."""
    head = name if _BARE.fullmatch(name) else quoted(name)
    return text.rstrip("\n") + f"\n\n[destinations.{head}]\nurl = {quoted(url)}\n"


def with_table_key(text: str, table: str, key: str, value: str) -> str:
    """Sets a key of a table such as [defaults] to `value`, which is TOML; the table is made where absent."""
    where = places(text)
    lines = _lines(text)
    if at := where.values.get((table, key)):
        before = "".join(lines[: at[0] - 1]) + lines[at[0] - 1][: at[1] - 1]
        rest = text[len(before) :]
        return before + value + rest[_length_of_value(rest) :]
    if head := where.keys.get((table,)):
        number = head[0]
        if lines[number - 1].lstrip().startswith("["):
            lines[number - 1] = lines[number - 1].rstrip("\n") + "\n"
            return "".join([*lines[:number], f"{key} = {value}\n", *lines[number:]])
        raise ValueError(f"{table} is written in a way that cannot be edited here: write {key} by hand")
    return text.rstrip("\n") + f"\n\n[{table}]\n{key} = {value}\n"


def _lines(text: str) -> list[str]:
    """The lines with their ends, as TOML counts them: str.splitlines() ends one at U+2028, too."""
    return StringIO(text, newline="\n").readlines()


def _lines_of(text: str, lines: list[str], number: int) -> tuple[int, int]:
    """The first line of a [[feeds]] table, from 0, and the line behind its last; blanks behind it do not belong to it."""
    where = places(text)
    if ("feeds", number) not in where.keys:
        raise ValueError(
            "feeds that are written in one line cannot be edited here: write a [[feeds]] table for each"
        )
    start = where.keys[("feeds", number)][0] - 1
    own = [line for loc, (line, _) in where.keys.items() if loc[:2] == ("feeds", number)]
    heads = [
        line - 1
        for loc, (line, column) in where.keys.items()
        if loc not in where.values
        and lines[line - 1][column - 1 :].startswith("[")
        and loc[:2] != ("feeds", number)
    ]
    end = min((line for line in heads if line > start), default=len(lines))
    last = max(own)
    if end < last:
        raise ValueError("a table of feeds in pieces cannot be edited here")
    while end > last and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return start, end


def _length_of_value(text: str) -> int:
    """The length of the TOML value with which a text begins."""
    for end in (*(found.start() for found in re.finditer(r"[#\n]", text)), len(text)):
        try:
            tomllib.loads(f"x = {text[:end]}")
        except tomllib.TOMLDecodeError:
            continue
        return len(text[:end].rstrip())
    raise ValueError("this value does not end")


def quoted_list(words: Iterable[str]) -> str:
    """Texts as a TOML array."""
    return f"[{', '.join(map(quoted, words))}]"


def quoted(text: str) -> str:
    """The text as a TOML basic string. JSON's escapes are valid in TOML, but DEL must be escaped (TOML 1.0, "String")."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def feed_name(title: str | None, url: str, taken: Collection[str]) -> str:
    """Makes a name of Latin letters for a feed from its title, or from its host; the name is not in `taken`."""
    from anyascii import anyascii  # its table takes a while to load, and few commands name a feed

    host = (urlsplit(url).hostname or "feed").removeprefix("www.").removeprefix("feeds.")
    base = _NOT_NAME.sub("-", anyascii(title or host).casefold()).strip("-")[:40].strip("-")
    base = base or _NOT_NAME.sub("-", host).strip("-") or "feed"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return name

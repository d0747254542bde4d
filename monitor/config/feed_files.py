"""Feeds that stand outside of config.toml: tables in `feeds.d/*.toml`, and OPML files that a `[[feeds]]` table names.

A problem of a feed is shown where a person wrote it: in the file of its table, at the table that names the OPML file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from monitor.config.toml.positions import TomlPositions
from rules.errors import ConfigError, Problem, WirewatchError
from rules.loading.explain import Loc

FOLDER = "feeds.d"
MAX_OPML_BYTES = 50_000_000
# Keys of a table with `file` that only one feed can have.
_OF_ONE = ("name", "url", "outlet", "selector", "kind")


@dataclass(frozen=True, slots=True)
class FeedPlaces:
    """The feeds of one file as raw tables, and where each was written: `tables[i]` is the number of its table.

    `listed` are the feeds that come from OPML files: all that is known of them stands in that.
    """

    path: Path
    where: TomlPositions
    feeds: list[Any]
    tables: list[int]
    listed: frozenset[int] = frozenset()

    def place(self, loc: Loc, key: bool = False) -> tuple[int, int]:
        """The line and column of a path into this file, where feeds count as they do in `feeds`."""
        if len(loc) > 1 and loc[0] == "feeds" and isinstance(loc[1], int) and loc[1] < len(self.tables):
            rest = ("file",) if loc[1] in self.listed else loc[2:]
            loc = (loc[0], self.tables[loc[1]], *rest)
        return self.where.place(loc, key)


@dataclass(frozen=True, slots=True)
class ConfigPositions:
    """The places in which a config was written: its own file, and for each feed its file and number there.

    `raw` is what is written, in plain values, with the feeds of all files.
    """

    main: FeedPlaces
    origins: list[tuple[FeedPlaces, int]]
    raw: dict[str, Any]

    def origin(self, loc: Loc) -> tuple[FeedPlaces, Loc]:
        """The file in which something was written, and its path there."""
        if len(loc) > 1 and loc[0] == "feeds" and isinstance(loc[1], int) and loc[1] < len(self.origins):
            where, i = self.origins[loc[1]]
            return where, ("feeds", i, *loc[2:])
        return self.main, loc

    def problem(
        self, loc: Loc, message: str, hint: str = "", level: Literal["error", "warning"] = "error"
    ) -> Problem:
        """A finding at the value that `loc` leads to, or at the table around it."""
        where, there = self.origin(loc)
        return Problem(where.path, *where.place(there), message, hint, level)


def feed_files(folder: Path) -> list[Path]:
    """The files of `feeds.d` beside config.toml, by name."""
    return sorted(path for path in (folder / FOLDER).glob("*.toml") if not path.name.startswith("."))


def read_feeds(path: Path, raw: Mapping[str, Any], where: TomlPositions, folder: Path) -> FeedPlaces:
    """The feeds of a parsed file, with those of the OPML files that it names. Errors: ConfigError."""
    feeds: list[Any] = []
    tables: list[int] = []
    listed: set[int] = set()
    problems: list[Problem] = []
    written = raw.get("feeds", [])
    for i, table in enumerate(written if isinstance(written, list) else []):
        if not (isinstance(table, dict) and isinstance(table.get("file"), str)):
            found: list[Any] = [table]
        else:
            try:
                found = _listed(table, folder)
            except WirewatchError as error:
                place = where.place(("feeds", i, "file"))
                problems.append(Problem(path, *place, f"`file`: {error}"))
                continue
            listed |= set(range(len(feeds), len(feeds) + len(found)))
        feeds += found
        tables += [i] * len(found)
    if problems:
        raise ConfigError(problems)
    return FeedPlaces(path, where, feeds, tables, frozenset(listed))


def _listed(table: Mapping[str, Any], folder: Path) -> list[dict[str, Any]]:
    """The feeds of an OPML file, each with the other keys of the table that names it. Errors: WirewatchError."""
    for key in _OF_ONE:
        if key in table:
            raise WirewatchError(f"`{key}` does not go with `file`, which names many feeds")
    # Imported here, because every command reads the config, few configs name OPML files, and lxml is large.
    from monitor.config.opml import read_opml

    path = folder / Path(table["file"]).expanduser()
    try:
        with path.open("rb") as file:
            body = file.read(MAX_OPML_BYTES + 1)
    except OSError as error:
        raise WirewatchError(f"{table['file']} cannot be read: {error.strerror}") from None
    if len(body) > MAX_OPML_BYTES:
        raise WirewatchError(f"{table['file']} is larger than {MAX_OPML_BYTES / 1e6:g} MB")
    shared = {key: value for key, value in table.items() if key != "file"}
    outlines = read_opml(body)
    names = _names((outline.title or urlsplit(outline.url).netloc) for outline in outlines)
    return [
        {"name": name, "url": outline.url, **({"outlet": outline.title} if outline.title else {}), **shared}
        for name, outline in zip(names, outlines, strict=True)
    ]


def _names(titles: Iterable[str]) -> list[str]:
    """A name for each feed, as config.toml asks for them; the second of a kind gets a number."""
    taken: set[str] = set()
    last: dict[str, int] = {}
    names: list[str] = []
    for title in titles:
        stem = re.sub(r"[^a-z0-9]+", "-", title.casefold())[:60].strip("-") or "feed"
        name = stem
        while name in taken:
            last[stem] = last.get(stem, 1) + 1
            name = f"{stem}-{last[stem]}"
        taken.add(name)
        names.append(name)
    return names

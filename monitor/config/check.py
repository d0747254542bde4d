"""Finds what loses alerts in a config that loads: feeds twice or not there, variables that are none, a hasty interval.

Values are read as they are written, before secrets are filled in, and no problem shows one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from monitor.config.feed_files import ConfigPositions
from monitor.config.resolve import SECRETS_NAME
from monitor.config.schema import Config
from rules.errors import Problem
from rules.loading.explain import Loc, did_you_mean
from rules.times import parse_span

LEAST_INTERVAL = timedelta(minutes=1)
_BARE_VARIABLE = re.compile(r"\$([A-Z][A-Z0-9_]{2,})\b")


def check(config: Config, positions: ConfigPositions) -> list[Problem]:
    """Returns the findings, in the order of the sections; `positions` are those of the config."""
    return [
        *_open_secrets(config),
        *_feeds(config, positions),
        *_variables(positions),
        *_intervals(config, positions),
    ]


def _open_secrets(config: Config) -> Iterator[Problem]:
    path = config.folder / SECRETS_NAME
    if path.exists() and path.stat().st_mode & 0o077:
        yield Problem(path, 0, 0, "others on this machine can read it", f"chmod 600 {path.name}", "warning")


def _feeds(config: Config, positions: ConfigPositions) -> Iterator[Problem]:
    if not any(feed.enabled for feed in config.feeds):
        hint = "`wirewatch feeds add ADDRESS` adds one"
        yield positions.problem((), "no feed is polled, so nothing is found", hint, "warning")
    first: dict[str, str] = {}
    for i, feed in enumerate(config.feeds):
        loc = ("feeds", i, "url")
        if feed.enabled and feed.kind != "page":
            other = first.setdefault(same_address(feed.url), feed.name)
            if other != feed.name:
                message = f"feed `{feed.name}` has the address of feed `{other}`: it is polled twice"
                yield positions.problem(
                    loc, message, "strike one of the two; its tags can go to the other", "warning"
                )
        if feed.enabled and feed.url.startswith("file:"):
            path = Path(unquote(urlsplit(feed.url).path))
            if not path.exists():
                yield positions.problem(loc, f"feed `{feed.name}`: there is no such file", _near(path))


def _near(path: Path) -> str:
    """The hint for a path that leads to no file."""
    beside = [other.name for other in path.parent.iterdir()] if path.parent.is_dir() else []
    return did_you_mean(path.name, beside) or "correct the path; an address on the web begins with https://"


def same_address(url: str) -> str:
    """Returns the same text for addresses that differ in no way that a server sees, or in http and https alone."""
    parts = urlsplit(url)
    if parts.scheme.lower() not in ("http", "https"):
        return url
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    return f"//{parts.hostname}{port}{parts.path or '/'}?{parts.query}"


def _variables(positions: ConfigPositions) -> Iterator[Problem]:
    """Yields a problem for each secret with `$NAME`, which is taken as it stands."""
    for loc, text in _secrets(positions.raw):
        for name in dict.fromkeys(_BARE_VARIABLE.findall(text)):
            yield positions.problem(
                loc,
                f"${name} is no variable here, and is taken as it stands",
                f"write ${{{name}}}; a dollar sign in a URL is %24",
                "error" if loc[-1] == "url" else "warning",
            )


def _secrets(raw: dict[str, Any]) -> Iterator[tuple[Loc, str]]:
    found: list[tuple[Loc, Any]] = [(("storage", "url"), raw.get("storage", {}).get("url"))]
    for name, section in raw.get("destinations", {}).items():
        found += [(("destinations", name, key), section.get(key)) for key in ("url", "secret")]
    for i, feed in enumerate(raw.get("feeds", ())):
        found += [(("feeds", i, key), feed.get(key)) for key in ("auth", "proxy")]
        found += [(("feeds", i, "headers", name), value) for name, value in feed.get("headers", {}).items()]
    yield from ((loc, text) for loc, text in found if isinstance(text, str))


def _intervals(config: Config, positions: ConfigPositions) -> Iterator[Problem]:
    defaults = config.defaults
    written: list[tuple[Loc, str | None]] = [
        (("defaults", "interval"), defaults.interval),
        (("defaults", "min_interval"), defaults.min_interval),
        *((("feeds", i, "interval"), feed.interval) for i, feed in enumerate(config.feeds)),
    ]
    for loc, interval in written:
        if interval is not None and parse_span(interval) < LEAST_INTERVAL:
            message = f"`{loc[-1]}` of {interval}: publishers shut out who asks more than once a minute"
            yield positions.problem(
                loc, message, "write 5m, or leave it out: each feed then has its own pace", "warning"
            )

"""Reads archives: one entry a line as JSON, `{id, title, text, lang?, published?, fetched?, guid?, feed?, url?, outlet?}`.

Only reads; the caller decides what happens to the entries. A bad line is a value that says what is wrong.
"""

from __future__ import annotations

import gzip
import io
import json
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from monitor.parsing.dates import read_date
from rules.errors import WirewatchError
from rules.model import Entry

MAX_LINE = 20_000_000  # bytes
_TEXTS = ("lang", "guid", "feed", "url", "outlet")


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that holds no entry; `number` counts from 1."""

    number: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.number}: {self.reason}"


@contextmanager
def open_lines(path: Path) -> Iterator[IO[bytes]]:
    """Opens the file at `path`, unpacked if it ends in .gz; `-` is standard input. Errors: WirewatchError."""
    if str(path) == "-":
        yield sys.stdin.buffer
        return
    try:
        with path.open("rb") as file:
            if path.suffix == ".gz":
                with gzip.open(file) as unpacked:
                    yield io.BufferedReader(unpacked)
            else:
                yield file
    except (OSError, EOFError, zlib.error) as error:
        raise WirewatchError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from error


def lines(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, numbered from 1; blank lines count."""
    for number, line in enumerate(file, 1):
        if line.strip():
            yield number, line


def read_entry(number: int, line: bytes, *, now: datetime) -> Entry | BadLine:
    """Reads the entry of one line. `now` bounds dates that are not in ISO form: a later date counts as none."""
    if len(line) > MAX_LINE:
        return BadLine(number, f"longer than {MAX_LINE / 1e6:g} MB")
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        message = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        return BadLine(number, f"no JSON: {message[:120]}")
    if not isinstance(value, dict):
        return BadLine(number, "no JSON object")
    return _entry(number, value, now)


def _entry(number: int, value: dict[str, Any], now: datetime) -> Entry | BadLine:
    identity = value.get("id")
    if isinstance(identity, int) and not isinstance(identity, bool):
        identity = str(identity)
    if not isinstance(identity, str) or not identity:
        return BadLine(number, "no id")
    for key in ("title", "text", *_TEXTS, "published", "fetched"):
        if value.get(key) is not None and not isinstance(value[key], str):
            return BadLine(number, f"{key} is no text")
    title, text = value.get("title") or "", value.get("text") or ""
    if not title and not text:
        return BadLine(number, "neither title nor text")
    return Entry(
        id=identity,
        title=title,
        text=text,
        feed=value.get("feed") or "",
        **{key: value.get(key) or None for key in _TEXTS if key != "feed"},
        published=_moment(value.get("published"), now),
        fetched=_moment(value.get("fetched"), now),
    )


def _moment(written: str | None, now: datetime) -> datetime | None:
    if not written:
        return None
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return read_date(written, now)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)

"""Reads archives: an entry a row, `{id, title, text, lang?, published?, fetched?, guid?, feed?, url?, outlet?}`.

The rows are lines of JSON or rows of Parquet, in a file, on standard input or at an address. Only reads; the caller
decides what happens to the entries. A bad row is a value that says what is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from monitor.parsing.dates import read_date
from monitor.workshop.archives import parquet
from monitor.workshop.archives.addresses import is_address, open_bytes
from monitor.workshop.archives.chunk import CHUNK, FAR_CHUNK, Chunk, chunks
from rules.model import Entry

MAX_LINE = 20_000_000  # bytes
_TEXTS = ("lang", "guid", "feed", "url", "outlet")
Row = bytes | Mapping[str, Any]  # a line of JSON, or the columns of Parquet
Numbered = tuple[int, Row]  # from 1


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that holds no entry; `number` counts from 1, `kind` is "line" or "row"."""

    number: int
    reason: str
    kind: str = "line"

    def __str__(self) -> str:
        return f"{self.kind} {self.number}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive: a path, `-` for standard input, or an address as `s3://bucket/entries.parquet`."""

    address: str

    def __str__(self) -> str:
        return self.address

    @property
    def is_parquet(self) -> bool:
        """Whether the archive is Parquet, by its name."""
        return parquet.is_parquet(self.address)

    @property
    def kind(self) -> str:
        """The word for a part of the archive: a row, or a line."""
        return "row" if self.is_parquet else "line"

    def size(self) -> tuple[int | None, str]:
        """The size for a progress bar, where it costs nothing to know, and in what it counts; see `size_of`.

        Errors: WirewatchError if it is no Parquet, or has other columns.
        """
        if is_address(self.address):
            return None, f"{self.kind}s"
        if self.is_parquet:
            return parquet.count_rows(self.address), "rows"
        path = Path(self.address)
        return (path.stat().st_size, "bytes") if path.is_file() and path.suffix != ".gz" else (None, "lines")

    def rows(self) -> Iterator[Numbered]:
        """The rows, numbered from 1, without blank lines, which count. Errors: WirewatchError."""
        if self.is_parquet:
            for part in parquet.row_slices(self.address):
                yield from part
            return
        with open_bytes(self.address) as file:
            yield from lines(file)

    def chunks(self, *, far: bool = False) -> Iterator[Chunk[Numbered]]:
        """The rows in chunks for workers, which read those of Parquet themselves. Errors: WirewatchError.

        A path is of this machine: the rows of its file travel to workers that are `far`.
        """
        size = FAR_CHUNK if far else CHUNK
        if self.is_parquet and not (far and not is_address(self.address)):
            yield from parquet.row_slices(self.address, size)
        else:
            yield from chunks(self.rows(), size)

    def entries(self, now: datetime) -> Iterator[Entry | BadRow]:
        """The entries, in order. Errors: WirewatchError."""
        return (read_entry(number, row, now=now) for number, row in self.rows())


def size_of(row: Row) -> int:
    """The part of an archive's size that a row is."""
    return len(row) if isinstance(row, bytes) else 1


def lines(file: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, numbered from 1; blank lines count."""
    for number, line in enumerate(file, 1):
        if line.strip():
            yield number, line


def read_entry(number: int, row: Row, *, now: datetime) -> Entry | BadRow:
    """Reads the entry of one row. `now` bounds dates that are not in ISO form: a later date counts as none."""
    if not isinstance(row, bytes):
        return _entry(number, row, now, "row")
    if len(row) > MAX_LINE:
        return BadRow(number, f"longer than {MAX_LINE / 1e6:g} MB")
    try:
        value = json.loads(row)
    except (ValueError, RecursionError) as error:
        message = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        return BadRow(number, f"no JSON: {message[:120]}")
    if not isinstance(value, dict):
        return BadRow(number, "no JSON object")
    return _entry(number, value, now, "line")


def _entry(number: int, value: Mapping[str, Any], now: datetime, kind: str) -> Entry | BadRow:
    identity = value.get("id")
    if isinstance(identity, int) and not isinstance(identity, bool):
        identity = str(identity)
    if not isinstance(identity, str) or not identity:
        return BadRow(number, "no id", kind)
    for key in ("title", "text", *_TEXTS, "published", "fetched"):
        if (given := value.get(key)) is None or isinstance(given, str):
            continue
        if isinstance(given, bytes):
            return BadRow(number, f"{key} is not UTF-8", kind)
        if key not in {"published", "fetched"} or not isinstance(given, datetime):
            return BadRow(number, f"{key} is no text", kind)
    title, text = value.get("title") or "", value.get("text") or ""
    if not title and not text:
        return BadRow(number, "neither title nor text", kind)
    return Entry(
        id=identity,
        title=title,
        text=text,
        feed=value.get("feed") or "",
        **{key: value.get(key) or None for key in _TEXTS if key != "feed"},
        published=_moment(value.get("published"), now),
        fetched=_moment(value.get("fetched"), now),
    )


def _moment(written: str | datetime | None, now: datetime) -> datetime | None:
    if not written or isinstance(written, datetime):
        return written or None
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return read_date(written, now)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)

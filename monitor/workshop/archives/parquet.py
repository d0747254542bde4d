"""Reads rows of Parquet; needs the extra `archives`.

Columns: `id` (text or a whole number), `title` and `text`, of which one may lack, and where known `lang`, `guid`, `feed`,
`url`, `outlet` (text), `published` and `fetched` (text or a timestamp; without a zone it is UTC). Others are passed over.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import IO, Any
from uuid import uuid4

from monitor.workshop.archives.addresses import EXTRA, in_words, open_raw
from monitor.workshop.archives.chunk import CHUNK
from rules.errors import WirewatchError

TEXTS = ("title", "text", "lang", "guid", "feed", "url", "outlet")
MOMENTS = ("published", "fetched")
COLUMNS = ("id", *TEXTS, *MOMENTS)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# How many microseconds a unit is; nanoseconds are cut.
_MICROSECONDS = {"s": 1_000_000, "ms": 1_000, "us": 1, "days": 86_400_000_000}


def is_parquet(where: str) -> bool:
    """Whether a file is Parquet, by its name."""
    return where.endswith((".parquet", ".pq"))


@dataclass(frozen=True, slots=True)
class RowSlice:
    """Some rows of a file, which are read where they are iterated: `start` to `stop` of a row group.

    `first` is the number of the group's first row, from 1; `seal` is the digest of the file's end, where its groups are
    listed, by which another file at the same address is known; `run` is new each time that the file is opened.
    """

    address: str
    seal: bytes
    run: str
    group: int
    first: int
    start: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.start

    def __getitem__(self, part: slice, /) -> RowSlice:
        start, stop, _ = part.indices(len(self))
        return replace(self, start=self.start + start, stop=self.start + max(start, stop))

    def __iter__(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        with in_words(self.address):
            table = _read_group(self.address, self.seal, self.group, self.run).slice(self.start, len(self))
            columns = {name: _values(table[name], name) for name in table.column_names}
        for number in range(len(self)):
            row = {name: values[number] for name, values in columns.items()}
            yield self.first + self.start + number, row


def row_slices(where: str, size: int = CHUNK) -> Iterator[RowSlice]:
    """The rows of a file in order, at most `size` to a slice.

    Errors: WirewatchError if it cannot be read, or has other columns.
    """
    with in_words(where), open_raw(where) as raw:
        file, seal, run = _open(where, raw), _seal(raw), uuid4().hex
        rows = [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)]
    first = 1
    for group, count in enumerate(rows):
        for start in range(0, count, size):
            yield RowSlice(where, seal, run, group, first, start, min(start + size, count))
        first += count


def count_rows(where: str) -> int:
    """The number of rows of a file. Errors: WirewatchError if it cannot be read, or has other columns."""
    with in_words(where), open_raw(where) as raw:
        return int(_open(where, raw).metadata.num_rows)


def _seal(raw: IO[bytes]) -> bytes:
    """The digest of the footer, whose length stands before the last four bytes."""
    raw.seek(-8, os.SEEK_END)
    raw.seek(-8 - int.from_bytes(raw.read(4), "little"), os.SEEK_END)
    return blake2b(raw.read(), digest_size=12).digest()


def _open(where: str, raw: IO[bytes]) -> Any:
    """The file, with the columns of entries. Errors: WirewatchError."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise WirewatchError(f"{where}: {EXTRA}") from error
    try:
        file = parquet.ParquetFile(raw)
    except pa.ArrowInvalid as error:
        raise WirewatchError(f"{where} is no Parquet: {str(error).splitlines()[0]}") from error
    _check(where, file.schema_arrow)
    return file


# The slices of a group come one after the other, so that the last group read serves many; `_run` keeps runs apart.
@lru_cache(maxsize=1)
def _read_group(where: str, seal: bytes, group: int, _run: str) -> Any:
    with open_raw(where) as raw:
        file = _open(where, raw)
        if _seal(raw) != seal:
            raise WirewatchError(f"{where} is another file where a worker reads it than here, or has changed")
        names = [name for name in COLUMNS if name in file.schema_arrow.names]
        return file.read_row_group(group, columns=names, use_threads=False)


def _check(where: str, schema: Any) -> None:
    """Errors: WirewatchError that says which column is wrong, and how to make the right one."""
    from pyarrow import types

    names = set(schema.names)
    for name in schema.names:
        if name not in COLUMNS and (meant := name.strip().lower()) in COLUMNS and meant not in names:
            raise _wrong(
                where, f"the column {name!r} is to be called {meant}", f'* RENAME ("{name}" AS {meant})'
            )
    if "id" not in names:
        raise _wrong(where, f"no column id; it has {', '.join(schema.names) or 'none'}", "*, link AS id")
    if not names & {"title", "text"}:
        raise _wrong(
            where, f"neither a column title nor text; it has {', '.join(schema.names)}", "*, body AS text"
        )
    for name in COLUMNS:
        if name not in names:
            continue
        if schema.names.count(name) > 1:
            raise _wrong(where, f"the column {name} is there twice", f"* RENAME ({name} AS other)")
        of = schema.field(name).type
        kind = of.value_type if types.is_dictionary(of) else of
        if types.is_null(kind) or _is_text(kind):
            continue
        if name == "id" and types.is_integer(kind):
            continue
        if name in MOMENTS and (types.is_timestamp(kind) or types.is_date(kind)):
            continue
        wanted = {"id": "text or a whole number"} | dict.fromkeys(MOMENTS, "text or a timestamp")
        said = f"the column {name} is {of}, and {wanted.get(name, 'text')} is wanted"
        cast = f"to_timestamp({name})" if name in MOMENTS else f"CAST({name} AS VARCHAR)"
        raise _wrong(where, said, f"* REPLACE ({cast} AS {name})")


def _is_text(kind: Any) -> bool:
    from pyarrow import types

    tests = (types.is_string, types.is_large_string, types.is_string_view, types.is_binary)
    return types.is_large_binary(kind) or any(test(kind) for test in tests)


def _wrong(where: str, what: str, select: str) -> WirewatchError:
    # DuckDB is named because one command of it mends any file; any writer of Parquet will do.
    return WirewatchError(
        f"{where}: {what}. Write the file anew with the columns of an entry, as DuckDB does: "
        f"COPY (SELECT {select} FROM '{where}') TO 'entries.parquet'"
    )


def _values(column: Any, name: str) -> list[Any]:
    """The values of a column: texts, whole numbers, moments in UTC; None for none, bytes for what is no UTF-8."""
    import pyarrow as pa
    from pyarrow import types

    if types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if types.is_date32(column.type):
        return [_moment(days, "days") for days in column.cast(pa.int32()).to_pylist()]
    if types.is_date64(column.type):
        return [_moment(count, "ms") for count in column.cast(pa.int64()).to_pylist()]
    if types.is_timestamp(column.type):
        return [_moment(count, column.type.unit) for count in column.cast(pa.int64()).to_pylist()]
    if not _is_text(column.type):
        values: list[Any] = column.to_pylist()
        return values
    try:
        values = column.to_pylist()
    except UnicodeDecodeError:
        values = column.cast(pa.large_binary()).to_pylist()
    return [_text(value) if isinstance(value, bytes) else value for value in values]


def _text(value: bytes) -> str | bytes:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value


def _moment(count: int | None, unit: str) -> datetime | None:
    """The moment so long after 1970; None where it is none, or past what dates can be."""
    if count is None:
        return None
    try:
        since = count // 1_000 if unit == "ns" else count * _MICROSECONDS[unit]
        return _EPOCH + timedelta(microseconds=since)
    except OverflowError:
        return None

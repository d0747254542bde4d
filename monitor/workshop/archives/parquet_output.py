"""Writes lines of JSON as rows of Parquet, with the columns of the command that made them; needs the extra `archives`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from monitor.workshop.archives.addresses import EXTRA
from rules.errors import WirewatchError

GROUP = 10_000  # rows of a group
# Columns by their names: "text", "number", "whole", [of these], or {a structure of these}.
SPAN = ["whole"]
TOKEN = {"pattern": "text", "text": "text", "span": SPAN, "how": "text", "similarity": "number"}
MATCH = {
    "rule": "text",
    "variant": "text",
    "field": "text",
    "span": SPAN,
    "text": "text",
    "score": "number",
    "tokens": [TOKEN],
    "gap": "whole",
    "order": "text",
    "vetoes": ["text"],
    "context": "text",
}
MATCHES = {"id": "text", "matches": [MATCH], "watches": ["text"]}
DECISION = {
    "watch": "text",
    "action": "text",
    "class": "text",
    "reason": "text",
    "told": "text",
    "score": "number",
    "released": "text",
}
DECISIONS = {"id": "text", "story": "text", "level": "text", "score": "number", "decisions": [DECISION]}
STORIES = {"id": "text", "story": "text", "level": "text", "same_as": "text", "score": "number"}


@contextmanager
def parquet_rows(file: IO[bytes], columns: dict[str, Any]) -> Iterator[Callable[[bytes], None]]:
    """Gives a function that takes lines of JSON and writes each as a row; the file is whole once this ends well.

    Errors: WirewatchError if the extra is missing.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise WirewatchError(f"Parquet is not installed: {EXTRA}") from error
    schema = pa.schema(list(_type(columns)))
    waiting: list[Any] = []
    writer = parquet.ParquetWriter(file, schema, compression="zstd")

    def flush() -> None:
        writer.write_table(pa.Table.from_pylist(waiting, schema), row_group_size=GROUP)
        waiting.clear()

    def write(line: bytes) -> None:
        waiting.append(_mended(json.loads(line)))
        if len(waiting) == GROUP:
            flush()

    try:
        yield write
        flush()
    finally:
        writer.close()


def _type(what: Any) -> Any:
    import pyarrow as pa

    if isinstance(what, dict):
        return pa.struct([pa.field(name, _type(each)) for name, each in what.items()])
    if isinstance(what, list):
        return pa.list_(_type(what[0]))
    return {"text": pa.string(), "number": pa.float64(), "whole": pa.int64()}[what]


def _mended(value: Any) -> Any:
    """The value with lone surrogates, which JSON can hold and Parquet cannot, as JSON escapes them."""
    if isinstance(value, str):
        return value if value.isprintable() else value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, list):
        return [_mended(each) for each in value]
    if isinstance(value, dict):
        return {_mended(name): _mended(each) for name, each in value.items()}
    return value

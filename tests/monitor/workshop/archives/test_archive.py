"""Archives are read line by line; a bad line is a value that says what is wrong with it."""

from __future__ import annotations

import gzip
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.makers import NOW

from monitor.workshop.archives.archive import MAX_LINE, Archive, BadRow, lines, read_entry
from monitor.workshop.archives.chunk import CHUNK, FAR_CHUNK
from monitor.workshop.archives.parquet import RowSlice
from rules.model import Entry

WHOLE = {
    "id": "a",
    "title": "Ferry stops",
    "text": "The ferry stops.",
    "lang": "en",
    "guid": "g",
    "feed": "coast",
    "url": "https://a.example/1",
    "outlet": "Coast News",
    "published": "2026-11-24T10:00:00+02:00",
}


def read(value: object) -> Entry | BadRow:
    return read_entry(7, json.dumps(value).encode(), now=NOW)


def test_a_whole_line_becomes_an_entry_with_its_time_in_utc() -> None:
    published = datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert read(WHOLE) == Entry(**(WHOLE | {"published": published}))  # type: ignore[arg-type]


def test_an_id_may_be_a_number_and_all_but_title_or_text_may_be_left_out() -> None:
    assert read({"id": 3, "title": "Ferry stops"}) == Entry(id="3", title="Ferry stops")
    assert read({"id": "3", "text": "Ferry stops", "url": None}) == Entry(
        id="3", title="", text="Ferry stops"
    )


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-24", datetime(2026, 11, 24, tzinfo=UTC)),
        ("2026-11-24T10:00:00", datetime(2026, 11, 24, 10, tzinfo=UTC)),
        ("Tue, 24 Nov 2026 10:00:00 GMT", datetime(2026, 11, 24, 10, tzinfo=UTC)),
        ("some day", None),
        ("", None),
    ],
)
def test_a_date_may_be_written_in_many_ways(written: str, moment: datetime | None) -> None:
    entry = read({"id": "a", "title": "t", "published": written})
    assert isinstance(entry, Entry)
    assert entry.published == moment


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ([], "no JSON object"),
        ({"title": "t"}, "no id"),
        ({"id": "", "title": "t"}, "no id"),
        ({"id": True, "title": "t"}, "no id"),
        ({"id": "a"}, "neither title nor text"),
        ({"id": "a", "title": 3}, "title is no text"),
        ({"id": "a", "title": "t", "outlet": []}, "outlet is no text"),
        ({"id": "a", "title": "t", "published": 5}, "published is no text"),
    ],
)
def test_a_bad_line_says_what_is_wrong_and_where(value: object, reason: str) -> None:
    bad = read(value)
    assert bad == BadRow(7, reason)
    assert str(bad) == f"line 7: {reason}"


def test_a_line_that_is_no_json_or_too_long_is_bad() -> None:
    broken = read_entry(1, b"{", now=NOW)
    assert isinstance(broken, BadRow)
    assert broken.reason.startswith("no JSON: ")
    assert isinstance(read_entry(1, b"[" * 200_000, now=NOW), BadRow)
    assert read_entry(1, b"x" * (MAX_LINE + 1), now=NOW) == BadRow(1, "longer than 20 MB")


@given(st.binary(max_size=200))
def test_any_bytes_are_an_entry_or_a_bad_line(line: bytes) -> None:
    assert isinstance(read_entry(1, line, now=NOW), Entry | BadRow)


def test_lines_that_say_nothing_are_passed_over_but_counted() -> None:
    assert list(lines(io.BytesIO(b"a\n\n  \nb"))) == [(1, b"a\n"), (4, b"b")]


def test_a_file_of_lines_has_its_size_in_bytes_and_a_packed_one_none(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a.jsonl", tmp_path / "a.jsonl.gz"
    plain.write_bytes(b"a\nb\n")
    packed.write_bytes(gzip.compress(b"a\nb\n"))
    assert Archive(str(plain)).size() == (4, "bytes")
    assert Archive(str(packed)).size() == (None, "lines")
    for path in (plain, packed):
        assert list(Archive(str(path)).rows()) == [(1, b"a\n"), (2, b"b\n")]


def test_chunks_for_a_cluster_hold_more_rows_than_those_for_processes(tmp_path: Path) -> None:
    path, count = tmp_path / "a.jsonl", FAR_CHUNK + 1
    path.write_bytes(b"a\n" * count)
    archive = Archive(str(path))
    assert [len(chunk) for chunk in archive.chunks(far=True)] == [FAR_CHUNK, 1]
    assert [len(chunk) for chunk in archive.chunks()] == [CHUNK] * (FAR_CHUNK // CHUNK) + [1]


def test_rows_of_a_local_parquet_file_travel_to_far_workers_and_others_are_read_there(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pa.parquet.write_table(pa.table({"id": ["1", "2"], "title": ["Rain", "Sun"]}), path)
    rows = [(1, {"id": "1", "title": "Rain"}), (2, {"id": "2", "title": "Sun"})]
    archive = Archive(str(path))
    assert archive.size() == (2, "rows")
    assert list(archive.rows()) == rows
    assert list(archive.chunks(far=True)) == [rows]
    for near in (archive.chunks(), Archive(path.as_uri()).chunks(far=True)):
        (part,) = near
        assert isinstance(part, RowSlice)
        assert list(part) == rows


def test_what_the_entries_of_an_archive_are_does_not_hang_on_its_form(tmp_path: Path) -> None:
    line = json.dumps(WHOLE)
    (tmp_path / "a.jsonl").write_text(line)
    pa.parquet.write_table(pa.Table.from_pylist([WHOLE]), tmp_path / "a.parquet")
    for name in ("a.jsonl", "a.parquet"):
        assert list(Archive(str(tmp_path / name)).entries(NOW)) == [read(WHOLE)]

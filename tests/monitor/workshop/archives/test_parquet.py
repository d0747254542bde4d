"""Rows of Parquet are the entries that lines of JSON would be; a column that is wrong is said with a way out."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet
from support.makers import NOW

from monitor.workshop.archives.archive import Archive, BadRow, read_entry
from monitor.workshop.archives.chunk import CHUNK
from monitor.workshop.archives.parquet import COLUMNS, RowSlice, count_rows, row_slices
from rules.errors import WirewatchError
from rules.model import Entry

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MOMENT = st.datetimes(timezones=st.just(UTC))
ENTRY = st.builds(
    Entry,
    id=TEXT.filter(bool),
    title=TEXT.filter(bool),
    text=TEXT,
    feed=TEXT,
    **dict.fromkeys(("lang", "guid", "url", "outlet"), st.none() | TEXT.filter(bool)),
    **dict.fromkeys(("published", "fetched"), st.none() | MOMENT),
)
UNIT = st.sampled_from(["us", "ms", "s"])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "entries.parquet"


def written(path: Path, rows: list[dict[str, Any]], **options: Any) -> Archive:
    parquet.write_table(pa.Table.from_pylist(rows), path, **options)
    return Archive(str(path))


def read(path: Path, **columns: Any) -> Entry | BadRow:
    """The only entry of a file with these columns."""
    parquet.write_table(pa.table({"id": ["1"], "title": ["Rain"]} | columns), path)
    (entry,) = Archive(str(path)).entries(NOW)
    return entry


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ENTRY, min_size=1, max_size=8), st.integers(1, 4), UNIT)
def test_entries_come_back_as_they_went(path: Path, entries: list[Entry], group: int, unit: str) -> None:
    schema = pa.schema([(name, pa.string()) for name in COLUMNS[:-2]])
    for name in COLUMNS[-2:]:
        schema = schema.append(pa.field(name, pa.timestamp(unit, "UTC")))
    rows = [{name: getattr(entry, name) for name in COLUMNS} for entry in entries]
    parquet.write_table(pa.Table.from_pylist(rows, schema), path, row_group_size=group)
    cut = {"us": timedelta(microseconds=1), "ms": timedelta(milliseconds=1), "s": timedelta(seconds=1)}[unit]
    for entry, back in zip(entries, Archive(str(path)).entries(NOW), strict=True):
        assert isinstance(back, Entry)
        for name in COLUMNS:
            before, after = getattr(entry, name), getattr(back, name)
            assert before == after or (name in COLUMNS[-2:] and before - after < cut)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.fixed_dictionaries({"id": st.none() | TEXT, "title": st.none() | TEXT}), min_size=1))
def test_a_row_is_what_the_same_line_of_json_is(path: Path, rows: list[dict[str, Any]]) -> None:
    given = zip(written(path, rows).entries(NOW), rows, strict=True)
    for number, (entry, row) in enumerate(given, 1):
        line = read_entry(number, json.dumps(row).encode(), now=NOW)
        assert entry == (BadRow(number, line.reason, "row") if isinstance(line, BadRow) else line)


def test_a_file_goes_in_slices_of_its_groups_whose_rows_are_numbered_through(path: Path) -> None:
    count = 2 * CHUNK + 30
    archive = written(
        path, [{"id": n, "title": "Rain"} for n in range(1, count + 1)], row_group_size=CHUNK + 20
    )
    slices = list(row_slices(str(path)))
    assert [(part.group, part.start, len(part)) for part in slices] == [
        (0, 0, CHUNK),
        (0, CHUNK, 20),
        (1, 0, CHUNK),
        (1, CHUNK, 10),
    ]
    assert [(number, row["id"]) for number, row in archive.rows()] == [(n, n) for n in range(1, count + 1)]
    assert count_rows(str(path)) == count


def test_a_slice_travels_small_and_can_be_cut(path: Path) -> None:
    written(path, [{"id": n, "title": "Rain"} for n in range(1, 41)])
    (part,) = row_slices(str(path))
    again = pickle.loads(pickle.dumps(part))
    assert len(pickle.dumps(part)) < 500
    assert [number for number, _ in again[10:13]] == [11, 12, 13]
    assert [number for number, _ in again[10:13][1:2]] == [12]
    assert (len(part[:20]), len(part[20:]), len(part[50:])) == (20, 20, 0)


def test_a_worker_that_sees_another_file_says_so(path: Path) -> None:
    written(path, [{"id": 1, "title": "Rain"}])
    (part,) = row_slices(str(path))
    written(path, [{"id": 1, "title": "Another file, which is longer"}])
    with pytest.raises(WirewatchError, match="is another file where a worker reads it than here"):
        list(part)


@pytest.mark.parametrize(
    ("column", "moment"),
    [
        (pa.array(["2026-11-24T10:00:00+02:00"]), datetime(2026, 11, 24, 8, tzinfo=UTC)),
        (pa.array([date(2026, 11, 24)]), datetime(2026, 11, 24, tzinfo=UTC)),
        (pa.array([date(2026, 11, 24)]).cast(pa.date64()), datetime(2026, 11, 24, tzinfo=UTC)),
        (pa.array([1_000_000_001], pa.timestamp("ns")), datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)),
        (pa.array([-1], pa.timestamp("s", "Asia/Tokyo")), datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (pa.array([2**62], pa.timestamp("us")), None),
        (pa.array([None], pa.timestamp("us")), None),
        (pa.nulls(1), None),
    ],
)
def test_a_moment_is_text_a_date_or_a_timestamp_of_any_unit(
    path: Path, column: pa.Array, moment: datetime | None
) -> None:
    entry = read(path, published=column)
    assert isinstance(entry, Entry)
    assert entry.published == moment


@pytest.mark.parametrize(
    "column",
    [
        pa.array(["Rain"], pa.large_string()),
        pa.array(["Rain"], pa.string_view()),
        pa.array(["Rain"]).dictionary_encode(),
        pa.array([b"Rain"], pa.binary()),
    ],
)
def test_a_text_may_be_kept_in_many_ways(path: Path, column: pa.Array) -> None:
    assert read(path, title=column) == Entry(id="1", title="Rain")


def test_a_text_that_is_no_utf8_is_a_bad_row_and_no_other(path: Path) -> None:
    titles = pa.array([b"Rain", b"\xff\xfe", None, b"Sun"], pa.binary())
    table = pa.table({"id": [1, 2, 3, 4], "title": titles.view(pa.string())})
    parquet.write_table(table, path)
    rain, bad, none, sun = Archive(str(path)).entries(NOW)
    assert (rain, sun) == (Entry(id="1", title="Rain"), Entry(id="4", title="Sun"))
    assert [str(bad), str(none)] == ["row 2: title is not UTF-8", "row 3: neither title nor text"]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (
            {"link": ["a"], "title": ["t"]},
            r"no column id; it has link, title\. .* COPY \(SELECT \*, link AS id",
        ),
        ({"id": ["a"], "body": ["t"]}, r"neither a column title nor text; it has id, body"),
        ({"id": ["a"], "title": ["t"], "Text": ["t"]}, r"the column 'Text' is to be called text.* RENAME"),
        ({"id": [1.5], "title": ["t"]}, r"the column id is double, and text or a whole number is wanted"),
        ({"id": ["a"], "title": [["t"]]}, r"the column title is list<.*>, and text is wanted"),
        (
            {"id": ["a"], "title": ["t"], "url": [7]},
            r"the column url is int64, .*REPLACE \(CAST\(url AS VARCHAR\)",
        ),
        (
            {"id": ["a"], "title": ["t"], "published": [7]},
            r"published is int64, .*REPLACE \(to_timestamp\(published",
        ),
    ],
)
def test_a_wrong_column_is_an_error_with_the_way_out(path: Path, columns: dict[str, Any], said: str) -> None:
    parquet.write_table(pa.table(columns), path)
    with pytest.raises(WirewatchError, match=said):
        list(row_slices(str(path)))


def test_a_column_that_is_there_twice_is_refused(path: Path) -> None:
    parquet.write_table(pa.table([["a"], ["t"], ["u"]], names=["id", "title", "title"]), path)
    with pytest.raises(WirewatchError, match="the column title is there twice"):
        count_rows(str(path))


def test_columns_of_other_names_are_passed_over(path: Path) -> None:
    assert read(path, author=["A. Writer"], words=[3]) == Entry(id="1", title="Rain")


def test_what_is_no_parquet_or_broken_or_gone_is_an_error_in_words(path: Path) -> None:
    with pytest.raises(WirewatchError, match="cannot be read: there is no such file"):
        count_rows(str(path))
    path.write_bytes(b"{}\n" * 9)
    with pytest.raises(WirewatchError, match=r"is no Parquet: "):
        count_rows(str(path))
    written(path, [{"id": n, "title": f"Rain {n}"} for n in range(900)])
    content = bytearray(path.read_bytes())
    content[10:2000] = bytes(1990)
    (part, _) = row_slices(str(path))
    path.write_bytes(content)
    with pytest.raises(WirewatchError, match="cannot be read: "):
        list(part)
    path.write_bytes(b"")
    with pytest.raises(WirewatchError, match=r"is no Parquet: "):
        count_rows(str(path))


def test_an_empty_file_has_no_rows(path: Path) -> None:
    parquet.write_table(pa.table({"id": pa.array([], pa.string()), "title": pa.array([], pa.string())}), path)
    assert list(Archive(str(path)).rows()) == []
    assert RowSlice(str(path), b"", "", 0, 1, 0, 0)[0:0].start == 0

"""Archives are read line by line; a bad line is a value that says what is wrong with it."""

from __future__ import annotations

import gzip
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.makers import NOW

from monitor.workshop.archives.archive import MAX_LINE, BadLine, lines, open_lines, read_entry
from rules.errors import WirewatchError
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


def read(value: object) -> Entry | BadLine:
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
    assert bad == BadLine(7, reason)
    assert str(bad) == f"line 7: {reason}"


def test_a_line_that_is_no_json_or_too_long_is_bad() -> None:
    broken = read_entry(1, b"{", now=NOW)
    assert isinstance(broken, BadLine)
    assert broken.reason.startswith("no JSON: ")
    assert isinstance(read_entry(1, b"[" * 200_000, now=NOW), BadLine)
    assert read_entry(1, b"x" * (MAX_LINE + 1), now=NOW) == BadLine(1, "longer than 20 MB")


@given(st.binary(max_size=200))
def test_any_bytes_are_an_entry_or_a_bad_line(line: bytes) -> None:
    assert isinstance(read_entry(1, line, now=NOW), Entry | BadLine)


def test_lines_that_say_nothing_are_passed_over_but_counted() -> None:
    assert list(lines(io.BytesIO(b"a\n\n  \nb"))) == [(1, b"a\n"), (4, b"b")]


@pytest.mark.parametrize("name", ["entries.jsonl", "entries.jsonl.gz"])
def test_a_file_is_read_packed_or_not(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(b"a\nb\n") if name.endswith("gz") else b"a\nb\n")
    with open_lines(path) as file:
        assert [line for _, line in lines(file)] == [b"a\n", b"b\n"]


def test_a_file_that_is_missing_or_broken_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(WirewatchError, match="cannot be read"), open_lines(tmp_path / "gone"):
        pass
    broken = tmp_path / "broken.gz"
    broken.write_bytes(gzip.compress(b"a\n" * 1000)[:-9])
    with pytest.raises(WirewatchError, match="cannot be read"), open_lines(broken) as file:
        list(lines(file))

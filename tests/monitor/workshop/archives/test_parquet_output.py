"""Lines of JSON become rows of Parquet that say the same."""

from __future__ import annotations

import io
import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from monitor.workshop.archives import parquet_output
from monitor.workshop.archives.parquet_output import DECISION, MATCH, MATCHES, TOKEN, parquet_rows
from rules.model import Match, TokenMatch

TEXT = st.text(max_size=10)
SPAN = st.lists(st.integers(0, 10**6), min_size=2, max_size=2)
TOKENS = st.fixed_dictionaries(
    {"pattern": TEXT, "text": TEXT, "span": SPAN, "how": TEXT, "similarity": st.floats(0, 1)}
)
FOUND = st.fixed_dictionaries(
    {
        **dict.fromkeys(("rule", "variant", "field", "text", "order"), TEXT),
        "span": SPAN,
        "score": st.floats(0, 1),
        "tokens": st.lists(TOKENS, max_size=2),
        "gap": st.integers(0, 9),
        "vetoes": st.lists(TEXT, max_size=2),
        "context": st.none() | TEXT,
    }
)
LINE = st.fixed_dictionaries(
    {"id": TEXT, "matches": st.lists(FOUND, max_size=2), "watches": st.lists(TEXT, max_size=2)}
)


def rows(lines: list[dict[str, Any]], columns: dict[str, Any]) -> list[dict[str, Any]]:
    file = io.BytesIO()
    with parquet_rows(file, columns) as write:
        for line in lines:
            write(json.dumps(line).encode())
    back: list[dict[str, Any]] = parquet.read_table(file).to_pylist()
    return back


@given(st.lists(LINE, max_size=4))
def test_matches_come_back_as_they_went_with_lone_surrogates_escaped(lines: list[dict[str, Any]]) -> None:
    escaped = json.loads(json.dumps(lines, ensure_ascii=False).encode("utf-8", "backslashreplace"))
    text = json.dumps(rows(lines, MATCHES), ensure_ascii=False)
    if "\\ud" not in text:
        assert json.loads(text) == escaped


def test_a_lone_surrogate_is_written_as_json_escapes_it() -> None:
    (row,) = rows([{"id": "\ud800a", "matches": [], "watches": []}], MATCHES)
    assert row["id"] == "\\ud800a"


def test_a_decision_that_waited_for_nothing_has_no_release() -> None:
    line = {"watch": "w", "action": "none", "class": None, "reason": "r", "told": None, "score": None}
    (row,) = rows([{"id": "1", "decisions": [line]}], {"id": "text", "decisions": [DECISION]})
    assert row["decisions"] == [line | {"released": None}]


def test_the_columns_are_those_of_the_types() -> None:
    assert MATCH.keys() == {field.name for field in fields(Match)}
    assert TOKEN.keys() == {field.name for field in fields(TokenMatch)}


def test_many_rows_go_in_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_output, "GROUP", 10)
    file = io.BytesIO()
    with parquet_rows(file, {"id": "text"}) as write:
        for number in range(25):
            write(b'{"id": "%d"}' % number)
    written = parquet.ParquetFile(file)
    assert [written.metadata.row_group(n).num_rows for n in range(3)] == [10, 10, 5]
    assert written.read()["id"].to_pylist() == [str(number) for number in range(25)]


def test_no_rows_are_a_file_too() -> None:
    assert rows([], MATCHES) == []

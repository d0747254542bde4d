"""What commands print: tables, JSON and CSV, files, and pipes whose reader goes away."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from contextlib import suppress
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet
from support.commands import Run, WarmHost, environment
from support.makers import NOW

from monitor.cli import output
from monitor.shapes.moments import iso
from monitor.text.readable import visible
from rules.errors import Problem, WirewatchError


@pytest.mark.parametrize("name", ["alerts", "feeds", "deliveries", "rules list"])
def test_in_a_pipe_a_listing_has_a_line_a_row_and_speaks_json(polled: Path, run: Run, name: str) -> None:
    shown = run(*name.split(), cwd=polled).stdout
    rows = json.loads(run(*name.split(), "--json", cwd=polled).stdout)
    assert len(shown.splitlines()) == 1 + len(rows)
    assert "\x1b" not in shown


def test_on_a_terminal_names_are_whole_or_shortened_and_no_line_is_too_long(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "out", output._Out(force_terminal=True, no_color=True, width=60))
    table = output.table("id", "name", "what")
    output.row(table, 1, "ministry-of-mining-press-releases-of-the-week", "word " * 30)
    output.row(table, 2, "a-name-of-thirty-characters-ok", "one\ntwo")
    output.show_table(table)
    lines = re.sub(r"\x1b\[\d*m", "", capsys.readouterr().out).splitlines()
    assert max(map(len, lines)) <= 60
    assert any("ministry-of-mining-press-relea…"[:29] in line for line in lines)
    assert any("a-name-of-thirty-characters-ok" in line for line in lines)


def test_in_a_pipe_a_cell_of_two_lines_is_one_and_an_empty_table_says_none(
    capsys: pytest.CaptureFixture[str],
) -> None:
    table = output.table("id", "what")
    output.show_table(table)
    output.row(table, 1, "one\ntwo")
    output.show_table(table)
    assert capsys.readouterr().out.splitlines() == ["none", "id  what", "1   one two"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (True, "true"),
        (None, "null"),
        (15, "15"),
        ({"any": ["a", "b"], "none": [{"all": ["c"]}]}, "{any: [a, b], none: [{all: [c]}]}"),
    ],
)
def test_a_value_is_shown_as_a_person_writes_it(value: object, written: str) -> None:
    assert output.written(value) == written


def test_a_reader_that_goes_away_ends_no_command_early(
    starter: Path, run: Run, warm: WarmHost, tmp_path: Path
) -> None:
    def head(*args: str, cold: bool = False) -> int:
        reader, writer = os.pipe()
        os.close(reader)
        start = warm.start_cold if cold else warm.start
        with os.fdopen(writer, "wb") as out, (tmp_path / "said").open("wb") as err:
            process = start(args, starter, environment(tmp_path), out, err)
        code = process.wait(60)
        assert "Traceback" not in (tmp_path / "said").read_text()
        return code

    assert head("run", "--once") == 0
    polled = json.loads(run("feeds", "--json", cwd=starter).stdout)
    assert all(feed["last_ok"] for feed in polled)
    assert [head("alerts", "--json"), head("alerts", "--csv"), head("alerts", cold=True)] == [0, 0, 0]


def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_csv(
        [{"a": "=1+1", "b": ["x", "-y"], "c": None}, {"a": "\t@x", "b": 7}, {"a": "\u200b=1"}],
        ("a", "b", "c"),
    )
    assert list(csv.reader(io.StringIO(capsys.readouterr().out))) == [
        ["a", "b", "c"], ["'=1+1", "x; -y", ""], ["' @x", "7", ""], ["'=1", "", ""],
    ]  # fmt: skip


def test_text_of_a_feed_is_never_read_as_markup(capsys: pytest.CaptureFixture[str]) -> None:
    output.say("[bold]fire[/bold]")
    table = output.table("what")
    output.row(table, "[red]alarm")
    output.show_table(table)
    shown = capsys.readouterr().out
    assert "[bold]fire[/bold]" in shown
    assert "[red]alarm" in shown


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20),
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5)), max_size=4),
)
def test_marks_change_nothing_but_themselves(text: str, pairs: list[tuple[int, int]]) -> None:
    text = visible(text.replace("«", "").replace("»", ""))
    spans = [(start, start + size) for start, size in pairs if start + size <= len(text)]
    assert output.marked(text, spans).plain.replace("«", "").replace("»", "") == text


def test_spans_are_marked_and_one_inside_another_is_left_out() -> None:
    assert output.marked("iron ore ferry", [(5, 8), (0, 8), (9, 14)]).plain == "«iron ore» «ferry»"


def test_times_are_shown_on_the_clock_of_the_user() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    assert output.local(NOW, tokyo) == "2026-11-24 21:00"
    assert iso(NOW, tokyo) == "2026-11-24T21:00:00+09:00"
    assert (output.local(None, tokyo), iso(None)) == ("-", None)


def test_a_file_is_replaced_once_the_new_one_is_whole(tmp_path: Path) -> None:
    target, source = tmp_path / "out.jsonl", tmp_path / "in.jsonl"
    target.write_text("before")
    with suppress(RuntimeError), output.output_file(target, source) as file:
        file.write(b"half")
        raise RuntimeError
    assert target.read_text() == "before"
    with output.output_file(target, source) as file:
        file.write(b"whole")
        assert target.read_text() == "before"
    assert target.read_text() == "whole"
    assert list(tmp_path.iterdir()) == [target]


def test_an_input_is_not_written_over_and_a_bad_target_is_told(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("x")
    with pytest.raises(WirewatchError, match="is the input as well"), output.output_file(source, source):
        pass
    with (
        pytest.raises(WirewatchError, match="cannot be written"),
        output.output_file(tmp_path / "no" / "x", source),
    ):
        pass
    assert source.read_text() == "x"


def test_an_error_without_a_number_is_told_by_its_text(tmp_path: Path) -> None:
    with (
        pytest.raises(WirewatchError, match="out cannot be written: the quota is used up"),
        output.output_file(tmp_path / "out"),
    ):
        raise OSError("the quota is used up")


def test_rows_go_out_as_lines_or_as_parquet_by_the_name_of_the_file(tmp_path: Path) -> None:
    for name in ("a.jsonl", "a.parquet"):
        with output.rows_file(tmp_path / name, {"id": "text"}) as write:
            write(b'{"id": "1"}\n')
    assert (tmp_path / "a.jsonl").read_bytes() == b'{"id": "1"}\n'
    assert parquet.read_table(tmp_path / "a.parquet").to_pylist() == [{"id": "1"}]


def test_half_a_file_of_parquet_is_none(tmp_path: Path) -> None:
    with suppress(RuntimeError), output.rows_file(tmp_path / "a.parquet", {"id": "text"}) as write:
        write(b'{"id": "1"}\n')
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_an_address_to_write_to_is_refused() -> None:
    with pytest.raises(WirewatchError, match="names a file of this machine"):
        output.rows_file(Path("s3://bucket/a.jsonl"), {}).__enter__()


HIDDEN = "f\u00ade\u200bnt\U000e0041an\u202eyl\x1b[31m"


def test_characters_that_nobody_sees_reach_neither_terminal_nor_csv(
    capsys: pytest.CaptureFixture[str],
) -> None:
    output.say(HIDDEN)
    output.warn(HIDDEN)
    table = output.table("what")
    output.row(table, HIDDEN)
    output.show_table(table)
    output.out.print(output.marked(HIDDEN, [(3, 6)]))
    output.print_csv([{"what": [HIDDEN]}], ["what"])
    said = capsys.readouterr()
    for text in (said.out, said.err):
        assert not set(HIDDEN) - set("fentanyl[31m") & set(text)
    assert said.out.count("fentanyl") == 3
    assert "fe«nt»anyl" in said.out
    output.print_json(HIDDEN)
    assert json.loads(capsys.readouterr().out) == HIDDEN, "a program gets it as published"


def test_warnings_of_a_watch_folder_are_counted_and_its_errors_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    error = Problem(Path("a.yaml"), 1, 1, "no feed has this tag", contained=True)
    warning = Problem(Path("a.yaml"), 2, 1, "no watch uses it", level="warning")
    output.note_problems([error, warning])
    assert capsys.readouterr().err.splitlines() == [
        "error: a.yaml:1:1: no feed has this tag",
        "1 warning of the rules: wirewatch check shows it",
    ]
    output.note_problems([warning, warning])
    assert capsys.readouterr().err == "2 warnings of the rules: wirewatch check shows them\n"
    output.note_problems([])
    assert capsys.readouterr().err == ""

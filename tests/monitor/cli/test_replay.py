"""`wirewatch replay`: an archive in, a line of decisions an entry out."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet
from support.commands import Run
from support.port_archive import PORT_ENTRIES


def test_each_entry_has_a_line_in_order_and_no_watch_folder_is_needed(
    run: Run, rules: Path, archive: Path, tmp_path: Path
) -> None:
    done = run("replay", "--rules", rules, "--input", archive, "--output", "d.jsonl")
    assert "3 entries, 3 stories: 2 alerts" in done.stdout
    lines = [json.loads(line) for line in (tmp_path / "d.jsonl").read_text().splitlines()]
    assert [line["id"] for line in lines] == ["1", "2", "3"]
    assert [line["decisions"][0]["action"] for line in lines] == ["alert", "alert", "none"]
    assert all(line["decisions"][0]["watch"] == "ports" for line in lines)


def test_bad_lines_are_named_and_skipped(run: Run, rules: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"id": "x"}\n' + json.dumps(PORT_ENTRIES[0]) + "\n[]\n")
    done = run("replay", "--rules", rules, "--input", "bad.jsonl", "--output", "-", code=3)
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["1"]
    assert "line 1: " in done.stderr
    assert "line 3: " in done.stderr


def test_packed_input_and_a_summary_for_programs(run: Run, rules: Path, tmp_path: Path) -> None:
    lines = "\n".join(json.dumps(entry) for entry in PORT_ENTRIES)
    (tmp_path / "in.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    done = run("replay", "--rules", rules, "-i", "in.jsonl.gz", "-o", "d.jsonl", "--json", "--jobs", 2)
    counts = json.loads(done.stdout)
    assert (counts["entries"], counts["alert"], counts["none"], counts["skipped"]) == (3, 2, 1, 0)
    run("replay", "--rules", rules, "-i", "in.jsonl.gz", "-o", "-", "--json", code=2)


def test_the_rules_and_defaults_of_a_watch_folder_count(starter: Path, run: Run) -> None:
    entry = {"id": "1", "title": "Agents find fentanyl", "fetched": "2026-11-27T03:00:00Z"}
    (starter / "in.jsonl").write_text(json.dumps(entry))
    run("replay", "-i", "in.jsonl", "-o", "d.jsonl", cwd=starter)
    (line,) = (starter / "d.jsonl").read_text().splitlines()
    assert json.loads(line)["decisions"][0]["watch"]
    assert "no config" in run("replay", "-i", "x", "-o", "-", cwd=starter.parent, code=2).stderr


def test_decisions_go_out_as_parquet_and_entries_come_in_as_such(
    run: Run, rules: Path, tmp_path: Path
) -> None:
    parquet.write_table(pa.Table.from_pylist(PORT_ENTRIES), tmp_path / "in.parquet")
    run("replay", "--rules", rules, "-i", "in.parquet", "-o", "d.jsonl")
    run("replay", "--rules", rules, "-i", "in.parquet", "-o", "d.parquet")
    lines = [json.loads(line) for line in (tmp_path / "d.jsonl").read_text().splitlines()]
    for line in lines:
        for decision in line["decisions"]:
            decision.setdefault("released", None)
    assert parquet.read_table(tmp_path / "d.parquet").to_pylist() == lines

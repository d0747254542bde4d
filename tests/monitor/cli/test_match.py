"""`wirewatch match`: an archive in, a line of matches an entry out."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pytest
import trustme
from pyarrow import parquet
from support.commands import Run
from support.file_server import serve_files
from support.places import ROOT
from support.port_archive import PORT_ENTRIES


def test_match_writes_one_line_an_entry_in_order(
    run: Run, rules: Path, archive: Path, tmp_path: Path
) -> None:
    done = run("match", "--rules", rules, "--input", archive, "--output", "m.jsonl")
    assert "3 entries matched" in done.stdout
    lines = [json.loads(line) for line in (tmp_path / "m.jsonl").read_text().splitlines()]
    assert [line["id"] for line in lines] == ["1", "2", "3"]
    assert [line["watches"] for line in lines] == [["ports"], ["ports"], []]
    (match,) = lines[0]["matches"]
    assert (match["rule"], match["text"], match["span"], match["field"]) == (
        "theft",
        "Container theft",
        [0, 15],
        "title",
    )
    assert [m["rule"] for m in lines[2]["matches"]] == ["harbour"]


def test_match_reports_bad_lines_by_number_and_skips_them(run: Run, rules: Path, tmp_path: Path) -> None:
    bad = ["{", '{"title": "no id"}', '{"id": "x", "title": 3}', "", json.dumps(PORT_ENTRIES[0]), "[]"]
    (tmp_path / "bad.jsonl").write_text("\n".join(bad))
    done = run("match", "--rules", rules, "--input", "bad.jsonl", "--output", "-", code=3)
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["1"]
    for number in (1, 2, 3, 6):
        assert f"line {number}: " in done.stderr
    assert "line 4" not in done.stderr


def test_match_gives_the_same_with_workers_and_from_packed_input(
    run: Run, rules: Path, tmp_path: Path
) -> None:
    lines = [json.dumps({**PORT_ENTRIES[i % 3], "id": f"e{i}"}) for i in range(900)]
    (tmp_path / "many.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    run("match", "--rules", rules, "--input", "many.jsonl.gz", "--output", "one.jsonl")
    run("match", "--rules", rules, "--input", "many.jsonl.gz", "--output", "two.jsonl", "--jobs", 2)
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def test_match_takes_a_list_without_rules(run: Run, archive: Path, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("name,aliases,kind,id\nHeribert Quandt-Lindner,,person,q1\n")
    entry = {"id": "q", "title": "Heribert Quandt Lindner was seen at the port"}
    (tmp_path / "q.jsonl").write_text(json.dumps(entry))
    done = run("match", "--list", "people.csv", "--input", "q.jsonl", "--output", "-")
    told = json.loads(done.stdout)
    assert [match["rule"] for match in told["matches"]] == ["people/q1"]
    assert told["watches"] == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_match_reads_and_writes_parquet_that_says_what_json_lines_say(
    run: Run, rules: Path, tmp_path: Path, jobs: int
) -> None:
    entries = [{**PORT_ENTRIES[i % 3], "id": f"e{i}"} for i in range(700)]
    (tmp_path / "many.jsonl").write_text("\n".join(map(json.dumps, entries)))
    parquet.write_table(pa.Table.from_pylist(entries), tmp_path / "many.parquet", row_group_size=300)
    run("match", "--rules", rules, "--input", "many.jsonl", "--output", "a.jsonl")
    run("match", "--rules", rules, "--input", "many.parquet", "--output", "b.jsonl", "--jobs", jobs)
    done = run("match", "--rules", rules, "--input", "many.parquet", "--output", "c.parquet", "--jobs", jobs)
    assert "700 entries matched, 0 rows skipped: c.parquet" in done.stdout
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
    assert parquet.read_table(tmp_path / "c.parquet").to_pylist() == lines


def test_match_names_bad_rows_and_refuses_wrong_columns(run: Run, rules: Path, tmp_path: Path) -> None:
    parquet.write_table(pa.table({"id": ["a", None], "title": ["Rain", "Sun"]}), tmp_path / "bad.parquet")
    done = run("match", "--rules", rules, "--input", "bad.parquet", "--output", "-", code=3)
    assert "bad.parquet: row 2: no id: skipped" in done.stderr
    parquet.write_table(pa.table({"guid": ["a"], "title": ["Rain"]}), tmp_path / "wrong.parquet")
    done = run("match", "--rules", rules, "--input", "wrong.parquet", "--output", "w.jsonl", code=1)
    assert "no column id; it has guid, title" in done.stderr
    assert not (tmp_path / "w.jsonl").exists()


def test_match_reads_an_address_in_every_process(
    run: Run, rules: Path, archive: Path, tmp_path: Path
) -> None:
    entries = [json.loads(line) for line in archive.read_text().splitlines()]
    parquet.write_table(pa.Table.from_pylist(entries), tmp_path / "far.parquet", row_group_size=1)
    (tmp_path / "far.jsonl.gz").write_bytes(gzip.compress(archive.read_bytes()))
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    environment = os.environ | {"SSL_CERT_FILE": str(tmp_path / "ca.pem"), "PYTHONPATH": str(ROOT)}

    def match(source: str, *options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "from monitor.cli import main; main()", "match", "--rules", str(rules),
             "--input", source, "--output", "-", *options],
            env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    with serve_files(tmp_path, authority) as address:
        near = run("match", "--rules", rules, "--input", archive, "--output", "-")
        for far in (match(f"{address}/far.jsonl.gz"), match(f"{address}/far.parquet", "--jobs", "2")):
            assert (far.returncode, far.stdout) == (0, near.stdout), far.stderr
        gone = match(f"{address}/gone.parquet")
    assert gone.returncode == 1
    assert f"{address}/gone.parquet cannot be read: there is no such file" in gone.stderr


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_match_that_is_stopped_leaves_the_former_output_and_nothing_unfinished(
    rules: Path, tmp_path: Path, sign: signal.Signals, code: int
) -> None:
    target = tmp_path / "matches.jsonl"
    target.write_text("as it was\n")
    with subprocess.Popen(
        [sys.executable, "-c", "from monitor.cli import main; main()", "match", "--rules", str(rules),
         "--input", "-", "--output", str(target)],
        env=os.environ | {"PYTHONPATH": str(ROOT)}, cwd=tmp_path, stdin=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        until = time.monotonic() + 30
        while not (unfinished := list(tmp_path.glob(".matches.jsonl.*"))) and time.monotonic() < until:
            time.sleep(0.02)
        process.send_signal(sign)
        _, said = process.communicate(timeout=30)
    assert unfinished
    assert (process.returncode, b"Traceback" in said) == (code, False)
    assert not list(tmp_path.glob(".matches.jsonl.*"))
    assert target.read_text() == "as it was\n"

"""`wirewatch match`: an archive in, a line of matches an entry out."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from support.commands import Run
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

"""`wirewatch stories --input`: order, shape and what is skipped."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from monitor.workshop.archives.archive import read_entry
from monitor.workshop.archives.story_archive import as_line, join_entries, read_entries

TITLE = "Ferry between the harbours stopped after a storm"
LEDE = (
    "The ferry between the two harbours was stopped on Monday after a storm broke the ramp at Puerto Alto, the "
    "harbour master said. Repairs will take ten days."
)


NOW = datetime(2026, 11, 25, tzinfo=UTC)


def run(*rows: object) -> tuple[list[dict[str, object]], list[str]]:
    lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
    entries, bad = read_entries(
        read_entry(number, line, now=NOW) for number, line in enumerate(lines, start=1)
    )
    return [json.loads(as_line(*pair)) for pair in join_entries(entries)], [str(one) for one in bad]


def row(
    id_: str, minute: int | None, title: str = TITLE, text: str = LEDE, **more: object
) -> dict[str, object]:
    date = {} if minute is None else {"published": f"2026-11-24T10:{minute:02}:00Z"}
    return {"id": id_, "title": title, "text": text, **date, **more}


def test_one_line_an_entry_in_order_of_date_undated_last() -> None:
    lines, skipped = run(
        row("c", None, "Council votes to plant trees", ""),
        row("b", 30, outlet="Two", story="ignored"),
        row("a", 10, outlet="One"),
    )
    assert [line["id"] for line in lines] == ["a", "b", "c"]
    assert lines[0] == {"id": "a", "story": "a", "level": "new", "same_as": None, "score": 0.0}
    assert (lines[1]["story"], lines[1]["level"], lines[1]["same_as"]) == ("a", "a", "a")
    assert lines[2]["level"] == "new"
    assert skipped == []


def test_levels_follow_addresses_copies_and_events() -> None:
    lines, _ = run(
        row("a", 1, outlet="One", url="https://one.example/x"),
        row("b", 2, "Other words", "", outlet="One", url="http://www.one.example/x/?utm_source=y"),
        row("c", 3, f"{TITLE} - Three", f"{LEDE} Buses run instead.", outlet="Three"),
        row("d", 4, "Storm breaks ferry ramp at Puerto Alto, ten days of repairs", "", outlet="Four"),
        row("e", 5, "Council votes to plant nine hundred trees", "", outlet="Five"),
    )
    assert [line["level"] for line in lines] == ["new", "a", "b", "c", "new"]
    assert {line["story"] for line in lines[:4]} == {"a"}
    assert all(0 <= float(str(line["score"])) <= 1 for line in lines)


def test_an_id_that_comes_twice_is_the_same_entry() -> None:
    lines, _ = run(row("a", 1), row("a", 2, f"{TITLE}, and again"))
    assert [(line["story"], line["level"]) for line in lines] == [("a", "new"), ("a", "a")]


def test_what_is_no_entry_is_skipped_and_named() -> None:
    lines, skipped = run(b"{", b"[]", {"id": "", "title": "x"}, row("t", 1, text=3), row("a", 1))  # type: ignore[arg-type]
    assert [line["id"] for line in lines] == ["a"]
    assert [said.partition(":")[0] for said in skipped] == [f"line {n}" for n in range(1, 5)]


def test_an_empty_file_gives_nothing() -> None:
    assert run() == ([], [])


def test_text_that_no_database_holds_is_cleaned() -> None:
    lines, _ = run(b'{"id": "a", "title": "Nul \\u0000 and \\ud800 half", "published": "2026-11-24"}')
    assert lines[0]["id"] == "a"

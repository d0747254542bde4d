"""`wirewatch explain`: what the rules find in a text."""

from __future__ import annotations

import json
from pathlib import Path

from support.commands import Run

RULES = {"fentanyl", "ebrard"}


def test_explain_finds_names_and_topics_however_they_are_spelled(starter: Path, run: Run) -> None:
    said = "Marcelo Ébrard habló de fentanilo"
    told = json.loads(run("explain", "--text", said, "--json", cwd=starter).stdout)
    assert {match["rule"] for match in told["matches"]} == RULES
    assert told["watches"] == ["us-mexico-security"]
    for match in told["matches"]:
        start, end = match["span"]
        assert said[start:end] == match["text"]
        assert match["field"] == "text"
        assert 0 < match["score"] <= 1
    shown = run("explain", "--text", said, cwd=starter).stdout
    assert "«fentanilo»" in shown


def test_explain_finds_nothing_inside_other_words(starter: Path, run: Run) -> None:
    said = "Ranches trafficking in undocumented labour had to pay"
    told = json.loads(run("explain", "--text", said, "--json", cwd=starter).stdout)
    assert told == {"matches": [], "watches": [], "near_misses": []}


def test_explain_says_what_a_near_miss_lacked(starter: Path, run: Run) -> None:
    said = "The chemist Pierre Ebrard spoke"
    told = json.loads(run("explain", "--text", said, "--json", cwd=starter).stdout)
    assert told["matches"] == []
    assert "it lacked" in run("explain", "--text", said, cwd=starter).stdout or not told["near_misses"]


def test_explain_reads_files_and_says_what_is_missing(starter: Path, run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<html><head><title>Talks</title></head><body><article><p>"
        + "The two sides spoke of fentanyl and of what each can do about it. " * 6
        + "</p></article></body></html>"
    )
    told = json.loads(run("explain", "--file", page, "--json", cwd=starter).stdout)
    assert {match["rule"] for match in told["matches"]} == {"fentanyl"}
    assert "cannot be read" in run("explain", "--file", "gone.txt", cwd=starter, code=1).stderr
    run("explain", cwd=starter, code=2)
    run("explain", "--text", "a", "--file", page, cwd=starter, code=2)


def test_a_text_may_be_given_without_its_option(starter: Path, run: Run) -> None:
    as_option = run("explain", "--text", "Fentanyl seized", "--json", cwd=starter).stdout
    assert run("explain", "Fentanyl seized", "--json", cwd=starter).stdout == as_option
    run("explain", "one", "--text", "two", cwd=starter, code=2)

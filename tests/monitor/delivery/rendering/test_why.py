"""The line that says why: in words for people, by what was found."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.makers import match_of

from monitor.delivery.rendering.why import rule_names, why_line
from rules.model import Match

TITLES = {"ebrard": "Marcelo Ebrard", "fentanyl": "fentanyl", "mining-law": "mining-law"}


def found(rule: str, text: str, **change: object) -> Match:
    return replace(match_of(rule, text, text), **change)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("matches", "line"),
    [
        ([], ""),
        ([found("ebrard", "Marcelo Ébrard")], "names Marcelo Ebrard"),
        ([found("ebrard", "MARCELO EBRARD"), found("fentanyl", "Fentanyl")], "names Marcelo Ebrard and fentanyl"),
        ([found("fentanyl", "fentanilo")], "names fentanyl (“fentanilo”)"),
        ([found("mining-law", "Mining Law")], "names mining-law"),
        ([found("ebrard", "Ebrard", context="minister")], "names Marcelo Ebrard (“Ebrard”, beside “minister”)"),
        ([found(f"r{n}", f"r{n}") for n in range(7)], "names r0, r1, r2, r3 and 3 more"),
    ],
)  # fmt: skip
def test_the_line_names_rules_and_the_words_that_read_otherwise(matches: list[Match], line: str) -> None:
    assert why_line(matches, TITLES) == line


def test_the_best_match_of_a_rule_speaks_for_it() -> None:
    matches = [found("ebrard", "Ebrrd", score=0.8), found("ebrard", "Marcelo Ebrard")]
    assert why_line(matches, TITLES) == "names Marcelo Ebrard"
    assert rule_names(matches, TITLES) == ["Marcelo Ebrard"]


@given(st.text(min_size=1, max_size=200), st.text(max_size=200))
def test_no_words_of_strangers_break_the_line(text: str, title: str) -> None:
    line = why_line([found("r", text)], {"r": title})
    assert "\n" not in line
    line.encode("utf-8")

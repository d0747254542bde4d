"""Text fit to be stored: what only harms is gone, fields end, and titles are lines."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.fuzzing import tries

from monitor.text.sanitize import TITLE_CAP, clean, clean_line, plain_title

fuzz = tries(100)


@fuzz
@given(st.text(max_size=80), st.integers(1, 40))
def test_cleaned_text_is_a_part_of_the_published_and_ends_at_the_cap(text: str, cap: int) -> None:
    cleaned = clean(text, cap)
    assert len(cleaned) <= cap
    assert not set(cleaned) & set("\x00\x07\x1b\x7f\x85\u202e\u2066\ufffe")
    assert clean(cleaned, cap) == cleaned.strip()
    characters = iter(text)
    assert all(any(kept == character for character in characters) for kept in cleaned)


def test_markup_emoji_and_harmless_marks_stay() -> None:
    text = "<p>a\u200db \u200f😀\tc\nd</p>"
    assert clean(text, 100) == text


def test_terminal_sequences_go_as_a_whole() -> None:
    assert clean("a\x1b[31mb\x1b]0;title\x07c\x1b(d", 100) == "abcd".replace("d", "(d")


@fuzz
@given(st.text(max_size=80))
def test_a_line_is_one_line_without_runs_of_blanks(text: str) -> None:
    line = clean_line(text, 40)
    assert line.rstrip() == " ".join(line.split())
    assert len(line) <= 40


@pytest.mark.parametrize(
    ("markup", "title"),
    [("<b>Talks</b> resume", "Talks resume"), ("AT&amp;T", "AT&T"), ("if a < b and c > d", "if a < b and c > d"),
     ("x <script>y()</script>z", "x z"), ("a <!-- b --> c", "a c"), ("a <!-- b", "a <!-- b"), ("<unknown>x", "<unknown>x"),
     ("&nosuch; &#8217;", "&nosuch; ’")],
)  # fmt: skip
def test_a_title_is_the_line_that_a_browser_shows(markup: str, title: str) -> None:
    assert plain_title(markup) == title


@pytest.mark.parametrize("part", ["<!--", "<script>", "<style ", "<a ", "&#", "<script></script"])
def test_markup_made_to_hold_the_reader_is_read_at_once(part: str) -> None:
    began = time.process_time()
    assert len(plain_title(part * 20_000)) <= TITLE_CAP
    assert len(clean(part * 200_000, 100_000)) <= 100_000
    assert time.process_time() - began < 1

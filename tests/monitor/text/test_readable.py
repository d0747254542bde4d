"""Readable text: what is shown, where it came from, and the pieces around matches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.fuzzing import tries

from monitor.text.readable import passages, plain, readable, visible, whole
from rules.model import Span

fuzz = tries(100)
MARKUP = [
    "<b>",
    "</b>",
    "<p>",
    "<br/>",
    "&amp;",
    "&lt;script&gt;",
    "&eacute;",
    "<!-- x -->",
    "]]>",
    "<![CDATA[",
    "\u202e",
    "\x07",
    " ",
    "\n",
]
stored_texts = st.lists(st.sampled_from([*MARKUP, "Ébrard", "a < b", "词", "x"]), max_size=12).map("".join)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("<p>One</p><p>Two</p>", "One Two"), ("<b>E</b>brard", "Ebrard"), ("a &lt; b &amp; c", "a < b & c"),
     ("a < b", "a < b"), ("<style>p {}</style>x", "x"), ("one\n\n two", "one two"), ("a\u202eb\x07c", "abc"),
     ("&lt;script&gt;x", "‹script>x"), ("<![CDATA[x]]>", "x"), ("", "")],
)  # fmt: skip
def test_markup_is_not_shown_and_text_stays(stored: str, shown: str) -> None:
    assert plain(stored) == shown


@fuzz
@given(stored_texts)
def test_each_shown_character_knows_its_place_in_the_stored_field(stored: str) -> None:
    text = readable(stored)
    assert len(text.origin) == len(text.text)
    assert list(text.origin) == sorted(text.origin)
    assert all(0 <= place < len(stored) for place in text.origin)
    for character, place in zip(text.text, text.origin, strict=True):
        assert character in (" ", "‹") or stored[place] in (character, "&")


@fuzz
@given(stored_texts, st.integers(0, 30), st.integers(0, 30))
def test_a_span_is_found_within_the_shown_text(stored: str, start: int, length: int) -> None:
    text = readable(stored)
    for low, high in text.locate([Span(start, start + length)]):
        assert 0 <= low < high <= len(text.text)


def test_spans_that_touch_are_marked_as_one() -> None:
    stored = "<p>Marcelo <b>Ebrard</b> spoke</p>"
    spans = [Span(3, 11), Span(stored.index("Ebrard"), stored.index("Ebrard") + 6)]
    assert whole(readable(stored), spans).marked() == "«Marcelo Ebrard» spoke"


def test_passages_are_the_words_around_matches_and_say_where_they_are_cut() -> None:
    stored = "word " * 40 + "Ebrard " + "word " * 80 + "Ebrard " + "word " * 40
    at = [stored.index("Ebrard"), stored.rindex("Ebrard")]
    pieces = passages(readable(stored), [Span(a, a + 6) for a in at], around=20)
    assert [piece.marked() for piece in pieces] == ["… word word word «Ebrard» word word word …"] * 2
    assert len(passages(readable(stored), [Span(a, a + 6) for a in at], around=20, most=1)) == 1


def test_visible_text_keeps_its_lines() -> None:
    assert visible("a\r\nb\tc\u202ed\x1b") == "a\nb cd"


@given(st.text(alphabet=st.sampled_from("ab <>&;# \u200f\n\t\x00é")))
def test_plain_text_is_what_the_readable_text_says(stored: str) -> None:
    assert plain(stored) == readable(stored).text


@pytest.mark.parametrize(
    "hidden", "\x07\x1b\xad\u061c\u200b\u202e\u2066\ufeff\ue000\U000e0041\U000e0100\U000e01ef"
)
def test_a_character_that_is_not_shown_is_left_out_of_a_plain_text(hidden: str) -> None:
    assert plain(f"Le{hidden}ak") == plain(f"Lé{hidden}ak").replace("é", "e") == "Leak"


@pytest.mark.parametrize(
    "blank", ["  ", "\t", "\n", " \n ", "\r\n", "\xa0", "\u2003", "\u3000", "\u2028", " \t\t"]
)
def test_blanks_of_any_kind_are_one_space(blank: str) -> None:
    assert plain(f"A{blank}leak") == "A leak"
    assert plain(f"{blank}A leak{blank}") == "A leak"

"""Markup resolved, with and without the positions of the published characters."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.text.markup import JOINT, Mapped, resolve, substitute, substitute_mapped

PIECES = [
    "ferry", " ", "<b>", "</b>", "<p>", "<br/>", "<!--", "-->", "<script>", "</script>", "&amp;", "&lt;", "p&gt;", "&#233;",
    "&eacute;", "&nosuch;", "<![CDATA[", "]]>", "<", ">", "é", "&", "\n",
]  # fmt: skip
published = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("fent<wbr>anyl <b>pi</b>lls", "fentanyl pills"),
        ("<p>one</p><p>two</p>", "\n\none\n\n\n\ntwo\n\n"),
        ("one<br/>two", "one\ntwo"),
        ("caf&eacute; &amp; t&#233;", "café & té"),
        ("&amp;lt;b&amp;gt;x", "x"),
        ("<![CDATA[a <i>b</i>]]>", "a b"),
        ("a<!-- no -->b<script>no()</script>c<style>no", "abc"),
        ("3 < 4 & 5 > 2", "3 < 4 & 5 > 2"),
        ("AT&T", "AT&T"),
    ],
)
def test_markup_is_resolved_as_a_reader_sees_it(text: str, read: str) -> None:
    assert resolve(text, substitute) == read


@given(published)
def test_the_mapped_text_is_the_plain_one_and_its_spans_lie_in_the_published_text_in_order(text: str) -> None:
    mapped = resolve(Mapped.of(text), substitute_mapped)
    assert mapped.text == resolve(text, substitute)
    assert len(mapped.starts) == len(mapped.ends) == len(mapped.text)
    assert all(0 <= start <= end <= len(text) for start, end in zip(mapped.starts, mapped.ends, strict=True))
    assert list(mapped.starts) == sorted(mapped.starts)


@given(published)
def test_a_character_that_was_not_replaced_is_mapped_to_itself(text: str) -> None:
    mapped = resolve(Mapped.of(text), substitute_mapped)
    for char, start, end in zip(mapped.text, mapped.starts, mapped.ends, strict=True):
        published = text[start:end]
        assert published == char or published[:1] in "<&" or "&" in published


def test_an_entity_is_mapped_as_a_whole_and_removed_markup_to_nothing() -> None:
    mapped = resolve(Mapped.of("a<b>&eacute;</b>c"), substitute_mapped)
    spans = [(start, end) for start, end in zip(mapped.starts, mapped.ends, strict=True)]
    assert (mapped.text, spans) == ("aéc", [(0, 1), (4, 12), (16, 17)])


def test_a_joint_has_no_width_of_its_own() -> None:
    parted = substitute_mapped(re.compile("LópezObrador"), f"López{JOINT}Obrador", Mapped.of("xLópezObrador"))
    assert parted.text == f"xLópez{JOINT}Obrador"
    assert (parted.starts[6], parted.ends[6]) == (6, 6)
    assert (parted.starts[7], parted.ends[7]) == (6, 7)


@given(published, st.sampled_from(["", "x", "xyz", "\n\n"]))
def test_a_substitution_in_mapped_text_is_that_of_the_pattern(text: str, replacement: str) -> None:
    pattern = re.compile(r"<[^<>]*>|e+")
    assert substitute_mapped(pattern, replacement, Mapped.of(text)).text == pattern.sub(replacement, text)

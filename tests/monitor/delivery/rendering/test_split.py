"""Splitting: whatever the text, each part fits and nothing is lost."""

from __future__ import annotations

import re
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.delivery.rendering.split import MessageLimits, shorten, split
from storage import Payload

WORDS = st.text(alphabet="ab &<*_\n", max_size=3000)


def test_a_message_that_fits_is_left_alone_with_its_html() -> None:
    payload = Payload(subject="s", text="t", html="<p>t</p>")
    assert split(payload, MessageLimits()) == [payload]


@given(WORDS, st.integers(min_value=500, max_value=2000))
def test_no_part_is_longer_than_the_service_takes_and_no_word_is_lost(text: str, body: int) -> None:
    parts = split(Payload(subject="s", text=text), MessageLimits(subject=100, body=body))
    assert all(len(escape(part.text)) <= body for part in parts)
    if len(parts) > 1:
        texts = [
            re.sub(rf"^\({number}/{len(parts)}\) ", "", part.text) for number, part in enumerate(parts, 1)
        ]
        assert "".join("".join(texts).split()) == "".join(text.split())
        assert all(part.html is None for part in parts)


@given(WORDS, st.integers(min_value=500, max_value=2000))
def test_a_service_without_a_subject_gets_room_for_it_in_the_text(text: str, body: int) -> None:
    subject = "A subject & more"
    parts = split(Payload(subject=subject, text=text), MessageLimits(subject=0, body=body))
    assert all(len(escape(f"{subject}\n\n{part.text}")) <= body for part in parts)


def test_a_text_is_cut_between_paragraphs_where_it_can_be() -> None:
    paragraphs = ["word " * 70 + str(number) for number in range(4)]
    parts = split(Payload(subject="s", text="\n\n".join(paragraphs)), MessageLimits(body=800))
    assert [part.text for part in parts] == [
        f"(1/2) {paragraphs[0]}\n\n{paragraphs[1]}",
        f"(2/2) {paragraphs[2]}\n\n{paragraphs[3]}",
    ]


def test_a_tiny_message_is_the_headline_and_the_link() -> None:
    payload = Payload(
        subject="[Ships] " + "word " * 50, text="long " * 500, html="<p>", url="https://news.example/a"
    )
    (short,) = split(payload, MessageLimits(subject=0, body=140))
    assert short.subject == ""
    assert short.text.startswith("[Ships] word")
    assert short.text.endswith("…\nhttps://news.example/a")
    assert len(short.text) <= 140
    assert short.html is None


def test_a_subject_is_shortened_to_the_services_own_limit() -> None:
    (part,) = split(Payload(subject="word " * 50, text="t"), MessageLimits(subject=50))
    assert len(part.subject) <= 50


@given(st.text(max_size=200), st.integers(min_value=2, max_value=100))
def test_a_shortened_text_is_the_text_or_a_beginning_of_it(text: str, most: int) -> None:
    short = shorten(text, most)
    assert len(short) <= most
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


@pytest.mark.parametrize(
    ("text", "short"),
    [("one two three four", "one two three…"), ("onetwothreefourfive", "onetwothreefo…"), ("one", "one")],
)
def test_a_text_is_shortened_at_a_word_where_one_ends_near(text: str, short: str) -> None:
    assert shorten(text, 14) == short

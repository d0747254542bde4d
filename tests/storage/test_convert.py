"""The conversion between rows and plain types loses nothing, also through JSON."""

from __future__ import annotations

import json
from dataclasses import asdict

from hypothesis import given
from hypothesis import strategies as st
from support.makers import entry

from rules.model import Match, Reason, RuleSource, Span, TokenMatch
from storage.convert import (
    entry_digest,
    entry_row,
    match_json,
    pack_sources,
    reason_json,
    to_entry,
    to_match,
    to_reason,
    unpack_sources,
)

# No NUL, which no stored text holds.
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
SPANS = st.builds(Span, st.integers(0, 99), st.integers(0, 99))
TOKENS = st.builds(
    TokenMatch, WORDS, WORDS, SPANS, st.sampled_from(["exact", "edit", "stem"]), st.floats(0, 1)
)
MATCHES = st.builds(
    Match,
    rule=WORDS,
    variant=WORDS,
    field=st.sampled_from(["title", "text"]),
    span=SPANS,
    text=WORDS,
    score=st.floats(0, 1),
    tokens=st.lists(TOKENS, max_size=3).map(tuple),
    vetoes=st.lists(WORDS, max_size=2).map(tuple),
)


@given(MATCHES)
def test_a_match_comes_back_from_json_as_it_was(match: Match) -> None:
    assert to_match(json.loads(json.dumps(match_json(match)))) == match


@given(WORDS, WORDS, st.dictionaries(WORDS, WORDS | st.integers(-9, 9)))
def test_a_reason_comes_back_from_json_as_it_was(code: str, words: str, data: dict[str, object]) -> None:
    reason = Reason(code, words, data)
    assert to_reason(json.loads(json.dumps(reason_json(reason)))) == reason


def test_no_reason_reads_as_an_empty_one() -> None:
    assert to_reason({}) == Reason("", "")


def test_an_entry_comes_back_from_its_row() -> None:
    written = entry(url="https://news.example/a", lang="es", outlet="Wire", guid="g")
    assert to_entry(entry_row(written)) == written


@given(WORDS, WORDS, WORDS, WORDS)
def test_the_digest_changes_exactly_with_title_or_text(title: str, text: str, other: str, words: str) -> None:
    first, second = entry(title=title, text=text), entry(title=other, text=words, url="https://news.example/")
    assert (entry_digest(first) == entry_digest(second)) == ((title, text) == (other, words))


def test_the_files_of_the_rules_are_stored_in_little_room_and_come_back() -> None:
    sources = [
        RuleSource("a.yaml", "d", True, "terms: [fentanyl]\n" * 10_000),
        RuleSource("b.yaml", "e", False, "ñ\ud800"),
    ]
    packed = pack_sources(sources)
    assert len(json.dumps(packed)) < 2_000
    assert unpack_sources(packed) == sources
    assert unpack_sources([asdict(source) for source in sources]) == sources, (
        "as earlier versions stored them"
    )

"""The plain types: what is equal, what is hashed, what people read of a match."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime
from typing import get_args

import pytest

from rules.model import (
    GROUPS,
    NEW_STORY,
    SAME_ENTRY,
    SAME_EVENT,
    SAME_TEXT,
    Entry,
    Level,
    Match,
    RuleSet,
    Span,
    TokenMatch,
    sought,
)

ENTRY = Entry(
    id="1", title="Ferry stops", text="The ferry stops.", published=datetime(2026, 11, 24, tzinfo=UTC)
)


def match(variant: str, *patterns: str) -> Match:
    tokens = tuple(TokenMatch(p, p, Span(0, 1), "exact", 1.0) for p in patterns)
    return Match(rule="r", variant=variant, field="text", span=Span(0, 1), text="x", score=1.0, tokens=tokens)


def test_entries_that_are_equal_have_one_hash_and_one_with_another_date_is_not_equal() -> None:
    assert hash(replace(ENTRY)) == hash(ENTRY)
    assert replace(ENTRY) == ENTRY
    assert replace(ENTRY, published=None) != ENTRY
    assert len({ENTRY, replace(ENTRY), replace(ENTRY, published=None)}) == 2


def test_a_value_never_changes() -> None:
    with pytest.raises(FrozenInstanceError):
        ENTRY.title = "Other"  # type: ignore[misc]


def test_of_words_near_each_other_only_those_that_matched_are_shown() -> None:
    variant = f"arms, weapons{GROUPS}trafficking, smuggling"
    assert match(variant, "weapons", "smuggling").sought == f"weapons{GROUPS}smuggling"
    assert match(variant, "arms", "arms").sought == "arms"
    assert sought(variant, []) == variant


def test_any_other_variant_is_shown_as_it_is_written() -> None:
    assert match("Ken Salazar", "ken", "salazar").sought == "Ken Salazar"


def test_the_levels_of_a_join_are_the_letters_that_the_store_keeps() -> None:
    assert (NEW_STORY, SAME_ENTRY, SAME_TEXT, SAME_EVENT) == get_args(Level) == ("new", "a", "b", "c")


def test_a_rule_set_without_rules_is_empty() -> None:
    empty = RuleSet()
    assert (empty.actors, empty.topics, empty.lists, empty.watches, empty.version) == ((), (), (), (), "")

"""The indexes of edits: exactly the words within their budgets, and themselves again from their state."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from rules.matching.search.edit_index import EditIndex
from rules.matching.search.large_edit_index import LargeEditIndex

WORDS = st.text("abcñ", min_size=5, max_size=11)
Kind = type[EditIndex] | type[LargeEditIndex]
KINDS = pytest.mark.parametrize("kind", [EditIndex, LargeEditIndex])


def within(words: list[str], form: str) -> set[tuple[int, int]]:
    distances = [(n, OSA.distance(form, word), budget(word)) for n, word in enumerate(words)]
    return {(n, distance) for n, distance, edits in distances if 0 < distance <= edits}


def budget(word: str) -> int:
    return 2 if len(word) >= 9 else 1


@KINDS
@given(words=st.lists(WORDS, min_size=1, max_size=8, unique=True), form=WORDS)
def test_near_finds_what_comparing_with_every_word_finds(kind: Kind, words: list[str], form: str) -> None:
    assert set(kind(words, list(map(budget, words))).near(form)) == within(words, form)


@KINDS
@given(words=st.lists(WORDS, max_size=5, unique=True), form=WORDS)
def test_an_index_restored_from_its_state_finds_the_same(kind: Kind, words: list[str], form: str) -> None:
    budgets = list(map(budget, words))
    again = kind.restore(words, budgets, kind(words, budgets).state())
    assert set(again.near(form)) == within(words, form)


@KINDS
def test_a_word_without_a_budget_is_never_near(kind: Kind) -> None:
    assert kind(["kent"], [0]).near("kant") == []

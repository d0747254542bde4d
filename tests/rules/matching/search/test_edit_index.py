"""The index of edits: exactly the words within their budgets, and itself again from its state."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from rules.matching.search.edit_index import EditIndex

WORDS = st.text("abc", min_size=5, max_size=11)


def within(words: list[tuple[str, int]], form: str) -> set[tuple[int, int]]:
    distances = [(n, OSA.distance(form, word), edits) for n, (word, edits) in enumerate(words)]
    return {(n, distance) for n, distance, edits in distances if 0 < distance <= edits}


def budgets(words: list[str]) -> list[tuple[str, int]]:
    return [(word, 2 if len(word) >= 9 else 1) for word in dict.fromkeys(words)]


@given(st.lists(WORDS, min_size=1, max_size=8), WORDS)
def test_near_finds_what_comparing_with_every_word_finds(words: list[str], form: str) -> None:
    filed = budgets(words)
    assert set(EditIndex(filed).near(form)) == within(filed, form)


@given(st.lists(WORDS, max_size=5), WORDS)
def test_an_index_restored_from_its_state_finds_the_same(words: list[str], form: str) -> None:
    index = EditIndex(budgets(words))
    assert set(EditIndex.restore(index.state()).near(form)) == set(index.near(form))


def test_a_word_without_a_budget_is_never_near() -> None:
    assert EditIndex([("kent", 0)]).near("kant") == []

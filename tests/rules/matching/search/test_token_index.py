"""From a token to the words of the rules that it may stand for."""

from __future__ import annotations

import pytest

from rules.matching.search import token_index
from rules.matching.search.token_index import TokenIndex
from rules.matching.words.keys import HOWS, Liberty, Spec

SPECS = [Spec("fentanilo", 2, Liberty.INFLECTED), Spec("sherwood", 1, Liberty.SPOKEN), Spec("ruiz", 0, Liberty.SPOKEN),
         Spec("orador", 0), Spec("obrador", 1)]  # fmt: skip


@pytest.mark.parametrize(
    ("token", "word", "how"),
    [("fentanilo", 0, "exact"), ("fentanilos", 0, "stem"), ("fentalino", 0, "edit"), ("sherwod", 1, "edit"),
     ("шервуд", 1, "phonetic"), ("riuz", 2, "edit")],
)  # fmt: skip
def test_a_token_stands_for_a_word_in_its_best_way(token: str, word: int, how: str) -> None:
    hits = {hit.spec: hit for hit in TokenIndex(SPECS).hits(token)}
    assert HOWS[hits[word].way] == how
    assert 0 < hits[word].similarity <= 1


def test_a_word_of_the_language_is_no_misspelling_of_another() -> None:
    assert {hit.spec for hit in TokenIndex(SPECS).hits("orador")} == {3}


def test_an_index_restored_from_its_state_finds_the_same() -> None:
    index = TokenIndex(SPECS)
    again = TokenIndex.restore(index.state())
    for token in ("fentanilos", "sherwod", "шервуда", "riuz", "nothing"):
        assert again.hits(token) == index.hits(token)


def test_a_large_index_finds_what_a_small_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    small = TokenIndex(SPECS)
    monkeypatch.setattr(token_index, "LARGE", 0)
    large = TokenIndex(SPECS)
    for index in (large, TokenIndex.restore(large.state())):
        for token in (
            "fentanilo",
            "fentanilos",
            "fentalino",
            "sherwod",
            "шервуда",
            "riuz",
            "obrador",
            "nothing",
        ):
            assert set(index.hits(token)) == set(small.hits(token))
    assert [large.number(spec) for spec in SPECS] == [small.number(spec) for spec in SPECS] == [0, 1, 2, 3, 4]

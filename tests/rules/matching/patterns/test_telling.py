"""How much the words of a name tell."""

from __future__ import annotations

import pytest

from rules.matching.patterns import telling


@pytest.mark.parametrize(
    ("words", "proof"),
    [(["rogelio", "quintanar"], "some"), (["global", "trading"], "none"), (["global", "trading", "market"], "plain"),
     (["talmasani"], "plain"), (["abc"], "none"), (["sunshine"], "none")],
)  # fmt: skip
def test_the_words_of_a_name_prove_more_the_rarer_they_are(words: list[str], proof: str) -> None:
    assert telling.evidence(words) == proof


def test_the_rarest_word_of_a_name_is_the_most_telling() -> None:
    assert telling.most_telling(["bank", "of", "zanavia"]) == 2
    assert (
        telling.rank("quintanar") > telling.rank("rogelio") > telling.rank("government") >= telling.rank("de")
    )


def test_of_four_words_one_may_be_missing() -> None:
    assert telling.required(["rogelio", "quintanar"]) == (2, -1)
    assert telling.required(["national", "bank", "of", "zanavia"]) == (3, 3)

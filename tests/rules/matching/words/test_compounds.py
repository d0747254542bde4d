"""Words of rules inside longer words."""

from __future__ import annotations

import pytest

from rules.matching.words import compounds

PARTS = frozenset({"korruption", "streik", "fentanilo", "corrupcion", "lithium"})


@pytest.mark.parametrize(
    ("token", "part"),
    [("korruptionsaffare", "korruption"), ("warnstreik", "streik"), ("streikwelle", "streik"), ("fentaniloen", "fentanilo"),
     ("anticorrupcion", "corrupcion"), ("lithiumabbau", "lithium")],
)  # fmt: skip
def test_a_word_is_held_at_a_joint_of_known_words(token: str, part: str) -> None:
    assert compounds.held(token, PARTS) == [part]


@pytest.mark.parametrize("token", ["korruptionqx", "streikonoff", "xfentanilo", "korruption", ""])
def test_no_word_is_held_elsewhere(token: str) -> None:
    assert compounds.held(token, PARTS) == []

"""Keys that the forms of one word share, and words of one family."""

from __future__ import annotations

import pytest

from rules.matching.words import stems


def shares(one: str, other: str, *, strict: bool = True) -> bool:
    return bool({*stems.inflected(one, strict=strict)} & {*stems.inflected(other, strict=strict)})


@pytest.mark.parametrize(
    ("one", "other"),
    [("tariff", "tariffs"), ("smuggle", "smuggling"), ("stop", "stopped"), ("arancel", "aranceles"),
     ("migrante", "migrantes"), ("city", "cities"), ("decomisar", "decomisan"), ("largo", "largas")],
)  # fmt: skip
def test_forms_of_a_word_share_a_key(one: str, other: str) -> None:
    assert shares(one, other, strict=False)


@pytest.mark.parametrize(
    ("one", "other"), [("elect", "election"), ("arms", "army"), ("university", "universe")]
)
def test_a_word_alone_shares_none_with_its_relatives(one: str, other: str) -> None:
    assert not shares(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("smuggle", "smuggler"), ("traficar", "traficante"), ("contrabando", "contrabandista")]
)
def test_words_of_one_family_share_a_key(one: str, other: str) -> None:
    assert {*stems.related(one)} & {*stems.related(other)}


@pytest.mark.parametrize("word", ["", "a", "de"])
def test_words_of_two_letters_have_no_forms(word: str) -> None:
    assert stems.inflected(word, strict=False) == []
    assert stems.related(word) == []

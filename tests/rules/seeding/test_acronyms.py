"""Acronyms that a text explains."""

from __future__ import annotations

import pytest
from support.drafting import cut

from rules.seeding.acronyms import acronyms


@pytest.mark.parametrize(
    ("text", "explained"),
    [
        ("La Comisión Nacional del Agua (Conagua) dijo.", {"Conagua": "la comision nacional del agua"}),
        ("The Northern Ports Authority (NPA) met.", {"NPA": "the northern ports authority"}),
        ("The Ministry of Works (the MOW) met.", {"MOW": "the ministry of works"}),
        ("She met a man (FBI) today.", {}),
        ("The Northern Ports Authority (see below) met.", {}),
        ("Authority (NPA) of the North.", {}),
        ("No brackets here.", {}),
    ],
)
def test_an_acronym_stands_for_the_words_before_it_whose_letters_it_has(
    text: str, explained: dict[str, str]
) -> None:
    assert acronyms(cut(text)) == explained


def test_the_first_explanation_of_an_acronym_counts() -> None:
    text = "The Northern Ports Authority (NPA) met. The National Police Academy (NPA) did not."
    assert acronyms(cut(text)) == {"NPA": "the northern ports authority"}

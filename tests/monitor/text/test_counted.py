"""Numbers with the word for what they count."""

from __future__ import annotations

import pytest

from monitor.text.counted import counted


@pytest.mark.parametrize(
    ("number", "words", "text"),
    [
        (1, ("alert",), "1 alert"),
        (0, ("alert",), "0 alerts"),
        (2, ("entry", "entries"), "2 entries"),
        (1, ("entry", "entries"), "1 entry"),
    ],
)
def test_only_one_of_something_is_in_the_singular(number: int, words: tuple[str, ...], text: str) -> None:
    assert counted(number, *words) == text

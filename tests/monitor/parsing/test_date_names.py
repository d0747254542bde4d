"""The tables of names are the Unicode CLDR's, as Babel has them."""

from __future__ import annotations

from typing import Any

import pytest
from babel import Locale

from monitor.parsing.date_names import DAYS, LANGUAGES, MONTHS
from monitor.parsing.date_words import fold


def cldr(what: str) -> dict[str, int]:
    names: dict[str, int] = {}
    for language in LANGUAGES:
        table: Any = getattr(Locale(language), what)
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in table[form][width].items():
                    if (word := fold(name).rstrip(".")).isalpha():
                        names.setdefault(word, number)
    return names


@pytest.mark.parametrize(("table", "what"), [(MONTHS, "months"), (DAYS, "days")])
def test_the_names_are_those_of_cldr(table: dict[str, int], what: str) -> None:
    assert table == cldr(what)

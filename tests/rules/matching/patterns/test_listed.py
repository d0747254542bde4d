"""Names of lists as patterns."""

from __future__ import annotations

from rules.matching.patterns import listed
from rules.matching.patterns.pattern import Book, Case, Style


def test_a_listed_name_is_turned_into_speaking_order_and_weak_ones_are_left_out() -> None:
    book = Book()
    person = listed.listed("l/1", "GALINDO HERRERA, Diego", book)
    assert person is not None
    assert person.words == ("diego", "galindo", "herrera")
    company = listed.listed("l/2", "Zanavia Shipping, Ltd", book)
    assert company is not None
    assert company.words == ("zanavia", "shipping")
    assert listed.listed("l/3", "Global Trading Ltd", book) is None


def test_a_listed_name_is_never_an_acronym_and_keeps_its_company_form() -> None:
    pattern = listed.listed("l/1", "TALMASANI LTD", Book())
    assert pattern is not None
    assert (pattern.style, pattern.case, pattern.words) == (Style.LISTED, Case.FREE, ("talmasani", "ltd"))

"""Patterns: their reach, and the book that numbers their words."""

from __future__ import annotations

from rules.matching.patterns.pattern import Book, Style, is_unspaced, literal, veto_or_context
from rules.matching.words.keys import Liberty
from rules.schema import Variant
from rules.text import tokens


def test_a_book_numbers_each_word_once() -> None:
    book = Book()
    first, again, other = book.spec("arms"), book.spec("arms"), book.spec("arms", 0, Liberty.INFLECTED)
    assert first == again != other
    assert len(book.numbers) == 2


def test_words_of_scripts_without_spaces_are_recognised() -> None:
    assert is_unspaced(["芬", "太", "尼"])
    assert not is_unspaced(["ken", "x"])


def test_a_literal_needs_all_its_words_in_order_with_nothing_between() -> None:
    pattern = literal("r", Variant(text="long arms"), tokens.tokenize("long arms"), Book())
    assert (pattern.style, pattern.need, pattern.ordered, pattern.gap) == (Style.LITERAL, 2, True, 0)
    assert pattern.reach >= 2


def test_a_veto_inflects_and_keeps_its_order() -> None:
    book = Book()
    pattern = veto_or_context("r", "coat of arms", ["coat", "of", "arms"], book)
    assert (pattern.style, pattern.ordered, pattern.need) == (Style.VETO_OR_CONTEXT, True, 3)
    assert all(spec.liberties == Liberty.INFLECTED for spec in book.numbers)

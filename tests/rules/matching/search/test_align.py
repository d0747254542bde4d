"""Where the words of a pattern stand together, and what that is worth."""

from __future__ import annotations

import pytest

from rules.matching.patterns import actors, topics
from rules.matching.patterns.pattern import Book, Pattern
from rules.matching.search import align
from rules.matching.search.align import Alignment
from rules.matching.search.prefilter import RuleLayer
from rules.matching.selection import found_in
from rules.schema import Actor, Topic
from rules.text import tokens


def name(written: str) -> tuple[Pattern, Book]:
    book = Book()
    return actors.actor(Actor(id="a", name=written), book)[0], book


def term(written: object) -> tuple[Pattern, Book]:
    book = Book()
    return topics.topic(Topic.model_validate({"id": "t", "terms": [written]}), book)[0], book


def best(made: tuple[Pattern, Book], content: str) -> Alignment | None:
    pattern, book = made
    words = tokens.tokens(content)
    found = found_in(RuleLayer([pattern], book).rows(words))
    return next(iter(align.alignments(pattern, found, words)), None)


@pytest.mark.parametrize(
    ("content", "score", "gap", "turned"),
    [
        ("Rogelio Quintanar spoke", 1.0, 0, False),
        ("Rogelio de la Quintanar spoke", 1.0, 0, False),
        ("Rogelio Antonio Quintanar spoke", 0.98, 1, False),
        ("Quintanar, Rogelio", 0.97, 0, True),
    ],
)
def test_gaps_and_a_turned_order_cost(content: str, score: float, gap: int, turned: bool) -> None:
    alignment = best(name("Rogelio Quintanar"), content)
    assert alignment is not None
    assert (alignment.score, alignment.gap, alignment.turned) == (score, gap, turned)


@pytest.mark.parametrize("content", ["Rogelio spoke", "Rogelio and three other men saw Quintanar", ""])
def test_a_missing_or_distant_word_aligns_nothing(content: str) -> None:
    assert best(name("Rogelio Quintanar"), content) is None


def test_an_initial_stands_for_a_given_name_at_a_cost() -> None:
    alignment = best(name("Rogelio Quintanar"), "R. Quintanar")
    assert alignment is not None
    assert alignment.places[0] is not None
    assert alignment.places[0].way == align.INITIAL
    assert align.THRESHOLD < alignment.score < 1


def test_groups_of_near_words_may_be_phrases_in_any_order() -> None:
    made = term({"near": [["long guns", "rifles"], ["smuggling"]], "within": 4})
    alignment = best(made, "smuggling of many long guns")
    assert alignment is not None
    assert (alignment.first, alignment.last, alignment.gap) == (0, 4, 2)
    assert best(made, "smuggling of very many new and long guns") is None

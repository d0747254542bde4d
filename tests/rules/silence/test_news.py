"""News: acts and figures that no report told of."""

import pytest
from support.facts import facts_of

from rules.model import Reason
from rules.silence import Memory
from rules.silence.cover import cover, things
from rules.silence.news import news


def of(title: str, *told: str) -> Reason | None:
    new, reports = facts_of(title), [facts_of(each) for each in told]
    stated = things(new, Memory(), frozenset())
    return news(new, stated, cover(new, stated, reports[0], reports), reports)


@pytest.mark.parametrize(
    ("new", "told", "text"),
    [
        ("Quillon chief resigns", "Data of Quillon stolen", "new: resigns"),
        ("Tolland charged", "Tolland arrested", "new: charged"),
        ("Quillon shares fall 9%", "Quillon shuts plant", "new: fall"),
    ],
)
def test_an_act_that_nobody_told_of_is_news(new: str, told: str, text: str) -> None:
    found = of(new, told)
    assert found is not None
    assert (found.code, found.text) == ("new_act", text)


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("Quillon chief quits", "Quillon chief resigns"),
        ("Quillon warns buyers", "Data of Quillon stolen"),
        ("Hopes fall in Sarn", "Sarn holds a fair"),
    ],
)
def test_an_act_that_was_told_or_is_like_any_other_word_is_no_news(new: str, told: str) -> None:
    assert of(new, told) is None


def test_an_act_that_was_only_called_for_is_news_when_it_happens() -> None:
    found = of("Quillon chief resigns", "Union calls for Quillon chief to resign")
    assert found is not None
    assert found.code == "new_act"


def test_an_act_told_as_a_cause_is_no_news() -> None:
    assert of("Quillon shuts plant after theft", "Quillon shuts plant") is None


def test_a_fresh_figure_of_a_known_unit_is_news() -> None:
    found = of("Turnout in Sarn reaches 61%", "Turnout in Sarn high")
    assert found is not None
    assert (found.code, found.data["unit"]) == ("new_figure", "%")


def test_any_of_the_told_reports_may_have_told_an_act() -> None:
    assert of("Quillon chief resigns", "Data of Quillon stolen", "Quillon chief steps down") is None

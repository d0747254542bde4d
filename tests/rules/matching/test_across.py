"""Words near each other, some in the title and some in the text's first sentence."""

from __future__ import annotations

import pytest

from rules import matching
from rules.model import Entry, Match, RuleSet
from rules.schema import Topic

RULE = Topic.model_validate(
    {
        "id": "strike",
        "terms": [{"near": [["strike", "walkout"], ["union", "workers"]], "within": 8}],
        "not": ["hunger strike"],
    }
)


def found(title: str, text: str) -> list[Match]:
    return matching.compile(RuleSet(topics=(RULE,))).match(Entry(id="e", title=title, text=text))


def test_a_word_of_the_title_and_one_of_the_first_sentence_are_near() -> None:
    [match] = found("Strike shuts the port", "The union said so on Monday.")
    assert (match.field, match.text, match.context) == ("title", "Strike", "union")
    assert [t.text for t in match.tokens] == ["Strike"]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Strike shuts the port", "It rained. The union said so."),
        ("Strike. Then it rained in Oslo", "The union said so."),
        ("Strike shuts the port of Villanor for three long days", "The old union said so."),
        ("Hunger strike goes on", "The union said so."),
        ("Rain in Oslo", "The union said so."),
    ],
)
def test_another_sentence_a_long_way_and_a_veto_part_them(title: str, text: str) -> None:
    assert found(title, text) == []


def test_a_text_that_begins_with_its_title_says_nothing_more() -> None:
    assert len(found("A strike in Oslo", "A strike in Oslo")) == 0

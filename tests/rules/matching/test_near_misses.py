"""Near misses: what a text nearly said, and what it lacked."""

from __future__ import annotations

import pytest

from rules import matching
from rules.model import Entry, RuleSet
from rules.schema import Actor, Topic

QUINTANAR = Actor.model_validate(
    {
        "id": "quintanar",
        "name": "Rogelio Antonio Quintanar",
        "aliases": ["Rogelio Quintanar"],
        "surname_alone": "Quintanar",
        "context": {"any": ["minister", "ministro"], "within": 4},
    }
)
ARMS = Topic.model_validate(
    {"id": "arms", "terms": ["arms trafficking", "lavado de dinero"], "not": ["arms control"]}
)


@pytest.fixture(scope="module")
def matcher() -> matching.Matcher:
    return matching.compile(RuleSet(actors=(QUINTANAR,), topics=(ARMS,)))


@pytest.mark.parametrize(
    ("text", "rule", "lack"),
    [
        ("Quintanar won the race", "quintanar", "none of minister, ministro within 4 words"),
        ("The minister met Octavio Quintanar", "quintanar", "another given name"),
        ("Rgoelzo Quintanar spoke", "quintanar", "letters off"),
        ("Rogelio, Quintanar", "quintanar", "a comma"),
        ("arms control and trafficking", "arms", "“arms control” vetoes it"),
        ("arms of the very old and rusty kind in trafficking", "arms", "words stand between, 3 may"),
        ("arms exports and drug trafficking", "arms", "parts the words"),
    ],
)
def test_a_near_miss_says_what_it_lacked(matcher: matching.Matcher, text: str, rule: str, lack: str) -> None:
    entry = Entry(id="e", title=text)
    assert matcher.match(entry) == []
    misses = [miss for miss in matcher.near_misses(entry) if miss.match.rule == rule]
    assert misses
    assert any(lack in one for miss in misses for one in miss.lacks), misses


def test_a_near_miss_is_at_most_eight_hundredths_below_the_threshold(matcher: matching.Matcher) -> None:
    for text in ("Quintanar won", "Rogelio, Qintanarr. Minister", "arms sales, drug trafficking"):
        for miss in matcher.near_misses(Entry(id="e", title="", text=text)):
            assert 0.72 <= miss.match.score < 0.80
            assert miss.match.field == "text"
            assert text[miss.match.span.start : miss.match.span.end] == miss.match.text


@pytest.mark.parametrize("text", ["Rogelio Quintanar spoke", "arms trafficking", "The weather is fine", ""])
def test_a_match_and_an_unrelated_text_are_no_near_misses(matcher: matching.Matcher, text: str) -> None:
    assert matcher.near_misses(Entry(id="e", title=text)) == []

"""A field of an entry: spans as published, and matches with their explanation."""

from __future__ import annotations

from rules import matching
from rules.matching.field import Field
from rules.matching.objections import Reading
from rules.model import Entry, RuleSet, Span
from rules.schema import Actor
from rules.text import tokens


def field(content: str) -> Field:
    read = tokens.Tokens(content)
    return Field("text", content, tokens.tokens(content), Reading(read, read.plain))


def test_a_span_covers_tokens_as_published() -> None:
    read = field("On <b>arms</b> traf&shy;ficking")
    assert read.text(read.span(1, 2)) == "arms</b> traf&shy;ficking"
    assert read.text(Span(0, 2)) == "On"


def test_a_match_says_each_word_the_gap_and_the_order() -> None:
    rules = RuleSet(
        actors=(Actor.model_validate({"id": "r", "name": "Rogelio Quintanar", "not": ["Dr Quintanar"]}),)
    )
    [match] = matching.compile(rules).match(Entry(id="e", title="Quintanarr, Rogelio came"))
    assert (match.variant, match.order, match.vetoes) == ("Rogelio Quintanar", "reversed", ("Dr Quintanar",))
    assert [(t.pattern, t.text, t.how) for t in match.tokens] == [
        ("rogelio", "Rogelio", "exact"),
        ("quintanar", "Quintanarr", "edit"),
    ]

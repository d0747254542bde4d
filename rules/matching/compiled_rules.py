"""The hand-written rules, compiled: their patterns over one index, their vetoes and context words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.matching.patterns import actors, topics
from rules.matching.patterns.pattern import Book, Pattern, aside
from rules.matching.search.prefilter import RuleLayer
from rules.matching.selection import VetoesAndContext
from rules.schema import Actor, Topic
from rules.text import tokens as text


@dataclass(frozen=True, slots=True)
class CompiledRules:
    """`layer` finds their patterns; `vetoes_and_context` are by the rule's id; `actors` and `topics` as written."""

    actors: Sequence[Actor]
    topics: Sequence[Topic]
    layer: RuleLayer
    vetoes_and_context: Mapping[str, VetoesAndContext]


def written(some_actors: Sequence[Actor], some_topics: Sequence[Topic]) -> CompiledRules:
    """Compile actors and topics."""
    book = Book()
    patterns = compile_rules(some_actors, some_topics, book)
    rules: tuple[Actor | Topic, ...] = (*some_actors, *some_topics)
    vetoes_and_context = {rule.id: _asides(rule, book) for rule in rules if rule.not_ or rule.context}
    return CompiledRules(some_actors, some_topics, RuleLayer(patterns, book), vetoes_and_context)


def compile_rules(some_actors: Sequence[Actor], some_topics: Sequence[Topic], book: Book) -> list[Pattern]:
    """The patterns of all rules, in their order; the words that they ask for go into the book."""
    patterns = [
        *[p for one in some_actors for p in actors.actor(one, book)],
        *[p for one in some_topics for p in topics.topic(one, book)],
    ]
    # Punctuation alone names nothing; the lint says so.
    return [p for p in patterns if p.slots and all(p.slots)]


def _asides(rule: Actor | Topic, book: Book) -> VetoesAndContext:
    context = rule.context.any if rule.context else ()
    return VetoesAndContext(
        tuple(aside(rule.id, v, words, book) for v in rule.not_ if (words := text.tokens(v))),
        tuple(aside(rule.id, c, words, book) for c in context if (words := text.tokens(c))),
    )

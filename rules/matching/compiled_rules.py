"""Compiles hand-written rules: their patterns over one index, their vetoes and their context words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.matching.patterns import actors, topics
from rules.matching.patterns.pattern import Book, Pattern, veto_or_context
from rules.matching.search.prefilter import RuleLayer
from rules.matching.selection import VetoesAndContext
from rules.schema import Actor, Topic
from rules.text import tokens as text


@dataclass(frozen=True, slots=True)
class CompiledRules:
    """The compiled rules: `layer` finds their patterns, `vetoes_and_context` is by the rule's id."""

    actors: Sequence[Actor]
    topics: Sequence[Topic]
    layer: RuleLayer
    vetoes_and_context: Mapping[str, VetoesAndContext]


def compile_rules(actor_rules: Sequence[Actor], topic_rules: Sequence[Topic]) -> CompiledRules:
    """Compiles actors and topics."""
    book = Book()
    patterns = patterns_of(actor_rules, topic_rules, book)
    rules: tuple[Actor | Topic, ...] = (*actor_rules, *topic_rules)
    vetoes_and_context = {
        rule.id: _vetoes_and_context(rule, book) for rule in rules if rule.not_ or rule.context
    }
    return CompiledRules(actor_rules, topic_rules, RuleLayer(patterns, book), vetoes_and_context)


def patterns_of(actor_rules: Sequence[Actor], topic_rules: Sequence[Topic], book: Book) -> list[Pattern]:
    """Returns the patterns of all rules in their order, and enters their words into the book."""
    patterns = [
        *[p for rule in actor_rules for p in actors.actor(rule, book)],
        *[p for rule in topic_rules for p in topics.topic(rule, book)],
    ]
    # Punctuation alone names nothing; the lint says so.
    return [p for p in patterns if p.slots and all(p.slots)]


def _vetoes_and_context(rule: Actor | Topic, book: Book) -> VetoesAndContext:
    context = rule.context.any if rule.context else ()
    return VetoesAndContext(
        tuple(veto_or_context(rule.id, v, words, book) for v in rule.not_ if (words := text.tokens(v))),
        tuple(veto_or_context(rule.id, c, words, book) for c in context if (words := text.tokens(c))),
    )

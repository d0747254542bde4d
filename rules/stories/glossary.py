"""The vocabulary of the rules, for comparing reports: their words, and their terms as a dictionary.

Every matched report holds watched words, so these words identify no event; but a term and its translation
stand under one rule, so a report in Spanish and a report in English can share the rule.
Lists are left out: thousands of names are no vocabulary.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from functools import lru_cache

from rules.model import RuleSet
from rules.schema import Near
from rules.text.tokens import tokens
from rules.text.word_frequency import stem

# A phrase of a rule: for each of its places, the words that may stand there.
Phrase = tuple[tuple[str, ...], ...]
# A rule with the stems that may stand in each place of a phrase of it.
_Stemmed = tuple[str, list[frozenset[str]]]


class Glossary:
    """The actors and topics of one version of the rules."""

    def __init__(self, rules: RuleSet | None = None) -> None:
        self.version = rules.version if rules else ""
        self._phrases = list(_phrases(rules)) if rules else []
        self._stemmed = lru_cache(maxsize=16)(self._stem)

    def watched(self, code: str) -> Set[str]:
        """The stems, in the language `code`, of all words that the rules look for."""
        return self._stemmed(code)[0]

    def words_of(self, rules: Set[str], code: str) -> frozenset[str]:
        """The words that these rules look for, as they are written and as stems of the language `code`."""
        words = {
            word for rule, phrase in self._phrases if rule in rules for place in phrase for word in place
        }
        return frozenset(words).union(stem(word, code) for word in words)

    def concepts(self, stems: Set[str], code: str) -> frozenset[str]:
        """The ids of the actors and topics with a phrase in a text; `stems` are the stems of the text."""
        beginnings = self._stemmed(code)[1]
        return frozenset(
            rule
            for word in beginnings.keys() & stems
            for rule, places in beginnings[word]
            if all(not place.isdisjoint(stems) for place in places)
        )

    def _stem(self, code: str) -> tuple[frozenset[str], dict[str, list[_Stemmed]]]:
        """The stems of all phrases, and the phrases by the words that may stand first in them."""
        phrases = [
            (rule, [frozenset(stem(word, code) for word in place) for place in phrase])
            for rule, phrase in self._phrases
        ]
        beginnings: dict[str, list[_Stemmed]] = defaultdict(list)
        for rule, places in phrases:
            for word in places[0]:
                beginnings[word].append((rule, places))
        return frozenset(word for _, phrase in phrases for place in phrase for word in place), beginnings


def _phrases(rules: RuleSet) -> Iterator[tuple[str, Phrase]]:
    for actor in rules.actors:
        names = [actor.name, *(alias.text for alias in actor.aliases)]
        names += [actor.surname_alone] if actor.surname_alone else []
        for name in names:
            yield from _phrase(actor.id, ([word] for word in tokens(name)))
    for topic in rules.topics:
        for term in topic.terms:
            if isinstance(term, Near):
                yield from _phrase(
                    topic.id, ([w for text in group for w in tokens(text)] for group in term.near)
                )
            else:
                yield from _phrase(topic.id, ([word] for word in tokens(term.text)))


def _phrase(rule: str, places: Iterable[list[str]]) -> Iterator[tuple[str, Phrase]]:
    phrase = tuple(tuple(w for w in place if len(w) > 1) for place in places)
    if phrase := tuple(place for place in phrase if place):
        yield rule, phrase

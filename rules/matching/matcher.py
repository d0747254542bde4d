"""Finds every rule in an entry, however the entry spells it, and explains each match.

A text is tokenised fast and every token looked up in a cache. A pattern is aligned only where its rarest word and
its other words are near each other, and only texts with an alignment are read again with offsets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rules.matching.compiled_lists import CompiledList, compile_list, digest
from rules.matching.compiled_rules import CompiledRules, compile_rules
from rules.matching.field import Field
from rules.matching.near_misses import NearMisses
from rules.matching.objections import Objections
from rules.matching.search import align
from rules.matching.search.align import Alignment
from rules.matching.search.prefilter import Layer, ListLayer
from rules.matching.selection import NO_VETOES_OR_CONTEXT, found_in, select, surroundings
from rules.model import Entry, FieldName, Match, NearMiss, RuleSet
from rules.text import tokens as text


class Matcher:
    """Holds the compiled rules; `match(entry)` finds them in the entry's title and text.

    Picklable without its cache of tokens. For one thread at a time: the cache has no lock.
    """

    def __init__(self, rules: CompiledRules, lists: Sequence[ListLayer]) -> None:
        self._rules = rules
        # Without hand-written rules there is nothing to look up for them.
        self._layers: tuple[Layer, ...] = (*([rules.layer] if rules.layer.patterns else []), *lists)
        self._near_misses: NearMisses | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_near_misses": None}

    def match(self, entry: Entry) -> list[Match]:
        """Returns the matches in reading order, title first; spans are code points of the field as published."""
        return [*self._in("title", entry.title), *self._in("text", entry.text)]

    def near_misses(self, entry: Entry) -> list[NearMiss]:
        """Returns what the hand-written rules nearly found, at most .08 below the threshold, with what it lacked.

        Slow, and compiles the rules anew at the first call: for `explain`, `why` and `tune`.
        """
        if self._near_misses is None:
            self._near_misses = NearMisses(self._rules)
        out: list[NearMiss] = []
        fields: tuple[tuple[FieldName, str], ...] = (("title", entry.title), ("text", entry.text))
        for field, content in fields:
            words, broken = self._words(content)
            read = _read(field, content, words, broken)
            out += self._near_misses.in_field(read, [m.span for m in self._in(field, content)])
        return out

    def _words(self, content: str) -> tuple[list[str], list[int]]:
        words = text.tokens(content)
        broken = self._rules.layer.broken(words)
        return text.join_words(words, broken), broken

    def _in(self, field: FieldName, content: str) -> list[Match]:
        if not content or not self._layers:
            return []
        words, broken = self._words(content)
        aligned = [a for layer in self._layers for a in aligned_in(layer, words)]
        if not aligned:
            return []
        read = _read(field, content, words, broken)
        by_rule: dict[str, list[Alignment]] = {}
        for a in aligned:
            if next(read.objections.objections(a), None) is None:
                by_rule.setdefault(a.pattern.rule, []).append(a)
        out = [m for rule, stands in by_rule.items() for m in self._selected(rule, stands, read)]
        out.sort(key=lambda m: (m.span.start, m.span.end, m.rule))
        return out

    def _selected(self, rule: str, stands: Sequence[Alignment], read: Field) -> Iterator[Match]:
        vetoes_and_context = self._rules.vetoes_and_context.get(rule, NO_VETOES_OR_CONTEXT)
        around = surroundings(vetoes_and_context, self._rules.layer.rows(read.words), read.words, stands)
        for a, beside in select(stands, around):
            yield read.match(a, vetoes_and_context.names(), beside, a.score)


def _read(field: FieldName, content: str, words: Sequence[str], broken: Sequence[int]) -> Field:
    tokens = text.Tokens(content)
    return Field(field, content, words, Objections(text.join_tokens(tokens, broken), tokens.plain))


def aligned_in(layer: Layer, words: Sequence[str]) -> Iterator[Alignment]:
    """Yields every alignment of the layer's patterns whose score reaches the threshold."""
    row = layer.rows(words)
    likely = layer.likely(row)
    if likely:
        wanted = frozenset([s for p in likely for slot in p.slots for chain in slot for s in chain])
        found = found_in(row, wanted)
        for pattern in likely:
            yield from align.alignments(pattern, found, words)


def compile(  # noqa: A001  the public name of the seam
    rules: RuleSet, lists: Mapping[str, CompiledList] | None = None
) -> Matcher:
    """Compiles a rule set. Pure: the same rules always give the same matcher.

    `lists`: lists that were compiled earlier, by `compiled_lists.digest`; others are compiled now.
    """
    compiled = lists or {}
    layers = [(compiled.get(digest(loaded)) or compile_list(loaded)).layer for loaded in rules.lists]
    return Matcher(compile_rules(rules.actors, rules.topics), layers)

"""Finds every rule in an entry, however the entry spells it, and explains each match.

A text is tokenised fast and every token looked up in a cache. A pattern is aligned only where its rarest word and
its other words are near each other, and only texts with an alignment are read again with offsets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rules.matching.across import across
from rules.matching.compiled_lists import CompiledList, compile_list, digest
from rules.matching.compiled_rules import CompiledRules, compile_rules
from rules.matching.field import Field
from rules.matching.joins import join_tokens, join_words, joined_places
from rules.matching.near_misses import NearMisses
from rules.matching.objections import Reading, objections
from rules.matching.search import align
from rules.matching.search.align import Alignment
from rules.matching.search.prefilter import Layer, ListLayer, Seen
from rules.matching.selection import NO_VETOES_OR_CONTEXT, Surroundings, found_in, moved, select, surroundings
from rules.model import Entry, FieldName, LoadedList, Match, NearMiss, RuleSet
from rules.text import tokens as text


@dataclass(frozen=True, slots=True)
class _Scan:
    """A field's words, as the hand-written rules see them (`row`), and what aligned in them.

    `joined`: which words are joined to the next.
    """

    name: FieldName
    content: str
    words: Sequence[str]
    row: Sequence[Seen | None]
    aligned: Sequence[Alignment]
    joined: Sequence[int] = ()


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
        title, body = self._scan("title", entry.title), self._scan("text", entry.text)
        in_body = self._matches(body, title, frozenset())
        in_title = self._matches(title, body, frozenset(m.rule for m in in_body))
        if title.words and body.words:
            found = {m.rule for m in (*in_title, *in_body)}
            parted = across(self._rules, title, body, lambda: (_read(title), _read(body)))
            in_title += [m for m in parted if m.rule not in found]
        return [*in_title, *in_body]

    def with_lists(self, lists: Sequence[LoadedList]) -> Matcher:
        """Returns a matcher of the same hand-written rules, which are not compiled again, and of these lists."""
        return Matcher(self._rules, [compile_list(loaded).layer for loaded in lists])

    def near_misses(self, entry: Entry) -> list[NearMiss]:
        """Returns what the hand-written rules nearly found, at most .08 below the threshold, with what it lacked.

        Slow, and compiles the rules anew at the first call: for `explain`, `why` and `tune`.
        """
        if self._near_misses is None:
            self._near_misses = NearMisses(self._rules)
        matches = self.match(entry)
        out: list[NearMiss] = []
        for scan in (self._scan("title", entry.title), self._scan("text", entry.text)):
            spans = [m.span for m in matches if m.field == scan.name]
            out += self._near_misses.in_field(_read(scan), spans)
        return out

    def _scan(self, name: FieldName, content: str) -> _Scan:
        words = text.tokens(content) if content and self._layers else []
        if not words:
            return _Scan(name, content, [], [], [])
        row = self._rules.layer.rows(words) if self._rules.layer.patterns else []
        aligned = [
            a
            for layer in self._layers
            for a in aligned_in(layer, words, row if layer is self._rules.layer else None)
        ]
        return _Scan(name, content, words, row, aligned)

    def _matches(self, scan: _Scan, other: _Scan, confirmed: frozenset[str]) -> list[Match]:
        """Returns the matches in one field. `other`: the entry's other field; `confirmed`: the rules found in it."""
        out = self._selected(scan, other, confirmed) if scan.aligned else []
        for joined in self._joined(scan):
            spans = [(m.rule, m.span) for m in out]
            out += [
                m
                for m in self._selected(joined, other, confirmed)
                if not any(
                    rule == m.rule and s.start < m.span.end and m.span.start < s.end for rule, s in spans
                )
            ]
        out.sort(key=lambda m: (m.span.start, m.span.end, m.rule))
        return out

    def _joined(self, scan: _Scan) -> Iterator[_Scan]:
        """Yields the field with words joined that it breaks in two, once for all patterns that hold the same of them.

        Each pattern is read with its own words joined, so that no pattern depends on the words of others.
        """
        layer = self._rules.layer
        for places, numbers in self._broken(scan).items():
            words = join_words(list(scan.words), places)
            joined, row = joined_places(places), layer.rows(words)
            patterns = {id(layer.patterns[n]) for n in numbers}
            aligned = [
                a
                for a in aligned_in(layer, words, row)
                if id(a.pattern) in patterns and any(a.first <= i <= a.last for i in joined)
            ]
            if aligned:
                yield _Scan(scan.name, scan.content, words, row, aligned, places)

    def _broken(self, scan: _Scan) -> dict[tuple[int, ...], list[int]]:
        """Returns the places of words that are broken, parted by a space, a hyphen, the end of a line or markup.

        By the places, the numbers of the patterns that hold just these words.
        """
        layer = self._rules.layer
        by_pattern: dict[int, list[int]] = {}
        tokens: Sequence[text.Token] = ()
        for i in layer.broken(scan.words):
            tokens = tokens or text.Tokens(scan.content)
            a, b = tokens[i], tokens[i + 1]
            between = scan.content[a.end : b.start]
            hyphen = b.hyphen or between.startswith("-") or not any(c.isspace() for c in between)
            for n in layer.breaks(a.text, b.text, hyphen=hyphen) if not b.barrier else ():
                by_pattern.setdefault(n, []).append(i)
        out: dict[tuple[int, ...], list[int]] = {}
        for n in sorted(by_pattern):
            out.setdefault(tuple(by_pattern[n]), []).append(n)
        return out

    def _selected(self, scan: _Scan, other: _Scan, confirmed: frozenset[str]) -> list[Match]:
        field = _read(scan, confirmed)
        by_rule: dict[str, list[Alignment]] = {}
        for a in scan.aligned:
            if next(objections(field.reading, a), None) is None:
                by_rule.setdefault(a.pattern.rule, []).append(a)
        return [m for rule, aligned in by_rule.items() for m in self._of_rule(rule, aligned, field, other)]

    def _of_rule(
        self, rule: str, aligned: Sequence[Alignment], field: Field, other: _Scan
    ) -> Iterator[Match]:
        asides = self._rules.vetoes_and_context.get(rule, NO_VETOES_OR_CONTEXT)
        around = surroundings(
            asides, self._rules.layer.rows(field.words), field.words, aligned, field.excerpt
        )
        if asides.context and other.words:
            # Title and text are read as one, the title first.
            by = len(field.words) if field.name == "title" else -len(other.words)
            beyond = moved(self._around(rule, other), by)
            around = Surroundings(around.vetoes, [*around.context, *beyond.context])
        for a, beside in select(aligned, around):
            yield field.match(a, asides.names(), beside, a.score)

    def _around(self, rule: str, scan: _Scan) -> Surroundings:
        """Returns what confirms the rule in a field."""
        field = _read(scan)
        named = [
            a
            for a in scan.aligned
            if a.pattern.rule == rule and next(objections(field.reading, a), None) is None
        ]
        asides = self._rules.vetoes_and_context[rule]
        return surroundings(asides, self._rules.layer.rows(scan.words), scan.words, named, field.excerpt)


def _read(scan: _Scan, confirmed: frozenset[str] = frozenset()) -> Field:
    tokens = text.Tokens(scan.content)
    joined = join_tokens(tokens, scan.joined)
    return Field(scan.name, scan.content, scan.words, Reading(joined, tokens.plain, scan.content, confirmed))


def aligned_in(
    layer: Layer, words: Sequence[str], row: Sequence[Seen | None] | None = None
) -> Iterator[Alignment]:
    """Yields every alignment of the layer's patterns whose score reaches the threshold. `row`: the words, if looked up."""
    row = layer.rows(words) if row is None else row
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

"""The compiled rules: finds every rule in an entry, however it is spelled, and says why.

A text is tokenised fast and every token looked up in a cache; only where the rarest word of a pattern and
its others are near each other are they aligned, and only what aligns is read again with offsets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rules import text
from rules.matching import align, topics
from rules.matching.actors import actor
from rules.matching.align import INITIAL, Alignment, Found, Place
from rules.matching.catalog import Layer, ListLayer, RuleLayer, Seen
from rules.matching.index import Hit
from rules.matching.judge import Reader
from rules.matching.keys import HOWS
from rules.matching.lists import CompiledList, compile_list, digest
from rules.matching.patterns import Book, Pattern, aside
from rules.model import Entry, FieldName, Match, RuleSet, Span, TokenMatch
from rules.schema import Actor, Context, Topic

PLACES = 20  # the most matches of one rule in one field


@dataclass(frozen=True, slots=True)
class Asides:
    """Phrases of one rule that find nothing by themselves: its vetoes, its context."""

    vetoes: tuple[Pattern, ...]
    context: tuple[Pattern, ...]


class Matcher:
    """`match(entry)` gives the matches of every rule in the entry's title and text."""

    def __init__(self, rules: RuleLayer, lists: Sequence[ListLayer], asides: Mapping[str, Asides]) -> None:
        self._rules = rules
        self._layers: tuple[Layer, ...] = (rules, *lists)
        self._asides = dict(asides)

    def match(self, entry: Entry) -> list[Match]:
        """Matches in reading order, title first; spans are code points of the field as published."""
        return [*self._in("title", entry.title), *self._in("text", entry.text)]

    def _in(self, field: FieldName, content: str) -> list[Match]:
        words = text.tokens(content)
        broken = self._rules.broken(words)
        words = text.join_words(words, broken)
        aligned = [a for layer in self._layers for a in _aligned(layer, words)]
        if not aligned:
            return []
        page = _Page(field, content, words, Reader(text.join_tokens(text.tokenize(content), broken)))
        by_rule: dict[str, list[Alignment]] = {}
        for a in aligned:
            if next(page.reader.objections(a), None) is None:
                by_rule.setdefault(a.pattern.rule, []).append(a)
        out = [m for rule, found in by_rule.items() for m in self._settled(rule, found, page)]
        out.sort(key=lambda m: (m.span.start, m.span.end, m.rule))
        return out

    def _settled(self, rule: str, found: list[Alignment], page: _Page) -> Iterator[Match]:
        """The best match at every place, save where a veto overlaps it or its context is missing."""
        asides = self._asides.get(rule)
        vetoes, context = [], []
        if asides is not None:
            seen = _found(self._rules.rows(page.words))
            vetoes = [v for p in asides.vetoes for v in align.alignments(p, seen, page.words)]
            context = [c for p in asides.context for c in align.alignments(p, seen, page.words)]
        context += [a for a in found if a.pattern.context is None and a.pattern.alone is False]
        names = tuple(p.text for p in asides.vetoes) if asides else ()
        taken: list[Alignment] = []
        for a in sorted(found, key=lambda a: (-a.score, -len(a.filled()), a.last - a.first, a.first)):
            if any(_overlap(a, other) for other in (*taken, *vetoes)):
                continue
            near = _beside(a, context)
            if a.pattern.context is not None and near is None:
                continue
            taken.append(a)
            yield page.match(a, names, near if a.pattern.context is not None else None)
            if len(taken) >= PLACES:
                return


def _overlap(a: Alignment, b: Alignment) -> bool:
    return a.first <= b.last and b.first <= a.last


def _beside(a: Alignment, context: Sequence[Alignment]) -> Alignment | None:
    """What confirms the match: a context word near it, or its own full name anywhere in the field."""
    wanted = a.pattern.context
    if wanted is None:
        return None
    for c in context:
        named = c.pattern.rule == a.pattern.rule and c.pattern.own
        if named or (c.first <= a.last + wanted.within and c.last >= a.first - wanted.within):
            return c
    return None


def _found(row: Sequence[Seen | None], wanted: frozenset[int] | None = None) -> Found:
    found: dict[int, list[tuple[int, Hit]]] = {}
    for i, seen in enumerate(row):
        if seen is not None and (wanted is None or not wanted.isdisjoint(seen.specs)):
            for hit in seen.hits:
                found.setdefault(hit.spec, []).append((i, hit))
    return found


def _aligned(layer: Layer, words: Sequence[str]) -> Iterator[Alignment]:
    row = layer.rows(words)
    likely = layer.likely(row)
    if likely:
        wanted = frozenset([s for p in likely for slot in p.slots for chain in slot for s in chain])
        found = _found(row, wanted)
        for pattern in likely:
            yield from align.alignments(pattern, found, words)


@dataclass(frozen=True, slots=True)
class _Page:
    """One field of an entry under the matcher's eyes."""

    field: FieldName
    content: str
    words: Sequence[str]
    reader: Reader

    def match(self, a: Alignment, vetoes: tuple[str, ...], beside: Alignment | None) -> Match:
        span = self.span(a.first, a.last)
        return Match(
            rule=a.pattern.rule,
            variant=a.pattern.text,
            field=self.field,
            span=span,
            text=self.content[span.start : span.end],
            score=a.score,
            tokens=tuple(
                self._token(word, p)
                for word, p in zip(a.pattern.words, a.places, strict=True)
                if p is not None
            ),
            gap=a.gap,
            order="reversed" if a.turned else "as written",
            vetoes=vetoes,
            context=self._text(self.span(beside.first, beside.last)) if beside else None,
        )

    def span(self, first: int, last: int) -> Span:
        return Span(self.reader.tokens[first].start, self.reader.tokens[last].end)

    def _text(self, span: Span) -> str:
        return self.content[span.start : span.end]

    def _token(self, word: str, p: Place) -> TokenMatch:
        span = self.span(p.first, p.last)
        how = "initial" if p.way == INITIAL else HOWS[p.way]
        return TokenMatch(word, self._text(span), span, how, round(p.similarity, 4))


def compile(  # noqa: A001  the public name of the seam
    rules: RuleSet, lists: Mapping[str, CompiledList] | None = None
) -> Matcher:
    """Compile a rule set. Pure: the same rules always give the same matcher.

    `lists`: lists compiled earlier, by their digest (`lists.digest`); others are compiled now.
    """
    book = Book()
    compiled: list[Pattern] = []
    asides: dict[str, Asides] = {}
    for one in rules.actors:
        compiled += actor(one, book)
    for other in rules.topics:
        compiled += topics.topic(other, book)
    written: tuple[Actor | Topic, ...] = (*rules.actors, *rules.topics)
    for rule in written:
        asides[rule.id] = _asides(rule.id, rule.not_, rule.context, book)
    known = lists or {}
    layers = [(known.get(digest(loaded)) or compile_list(loaded)).layer for loaded in rules.lists]
    return Matcher(RuleLayer(compiled, book), layers, asides)


def _asides(rule: str, vetoes: Sequence[str], context: Context | None, book: Book) -> Asides:
    return Asides(
        tuple(aside(rule, v, text.tokens(v), book) for v in vetoes),
        tuple(aside(rule, c, text.tokens(c), book) for c in (context.any if context else ())),
    )

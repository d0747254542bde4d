"""The compiled rules: finds every rule in an entry, however it is spelled, and says why.

A text is tokenised fast and every token looked up in a cache; only where the rarest word of a pattern and
its others are near each other is the text read again with offsets and aligned.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rules import text
from rules.matching import align, names, patterns
from rules.matching.align import INITIAL, Alignment
from rules.matching.index import EDITED, Hit, TokenIndex
from rules.matching.keys import WAYS
from rules.matching.patterns import Pattern, Style
from rules.model import Entry, FieldName, How, Match, RuleSet, Span, TokenMatch
from rules.schema import Actor, Context, Topic

PLACES = 20  # the most matches of one rule in one field


@dataclass(slots=True)
class _Aside:
    vetoes: list[Pattern] = field(default_factory=list)
    contexts: dict[Context, list[Pattern]] = field(default_factory=dict)


class Matcher:
    """`match(entry)` gives the matches of every rule in the entry's title and text."""

    def __init__(self, compiled: Sequence[Pattern], asides: dict[str, _Aside], index: TokenIndex) -> None:
        self._patterns = list(compiled)
        self._asides = asides
        self._index = index
        self._cache: dict[str, tuple[Hit, ...]] = {}
        self._by_spec: dict[int, list[int]] = {}
        for n, pattern in enumerate(self._patterns):
            for spec in self._anchors(pattern):
                self._by_spec.setdefault(spec, []).append(n)

    @staticmethod
    def _anchors(pattern: Pattern) -> set[int]:
        slots = [s for j, s in enumerate(pattern.slots) if j >= pattern.givens]
        if pattern.must >= 0:
            slots = [pattern.slots[pattern.must]]
        elif pattern.style == Style.NEAR:
            slots = [min(slots, key=len)]
        elif pattern.need == len(pattern.slots):
            slots = [slots[max(range(len(slots)), key=lambda j: len(pattern.words[pattern.givens + j]))]]
        return {spec for slot in slots for spec in slot}

    def match(self, entry: Entry) -> list[Match]:
        """Matches in reading order, title first; spans are code points of the field as published."""
        return self._field("title", entry.title) + self._field("text", entry.text)

    def _hits(self, token: str) -> tuple[Hit, ...]:
        hits = self._cache.get(token)
        if hits is None:
            hits = self._cache[token] = self._index.hits(token)
        return hits

    def _field(self, name: FieldName, content: str) -> list[Match]:
        words = text.tokens(content)
        found: dict[int, list[tuple[int, Hit]]] = {}
        for i, word in enumerate(words):
            for hit in self._hits(word):
                found.setdefault(hit.spec, []).append((i, hit))
        chosen = dict.fromkeys(n for spec in found for n in self._by_spec.get(spec, ()))
        if not chosen:
            return []
        tokens = text.tokenize(content)
        mixed = names.is_mixed(tokens)
        by_rule: dict[str, list[Alignment]] = {}
        for n in chosen:
            pattern = self._patterns[n]
            for a in align.alignments(pattern, found, tokens):
                if names.objection(a, tokens, mixed) is None:
                    by_rule.setdefault(pattern.rule, []).append(a)
        out = [
            m
            for rule, alignments in by_rule.items()
            for m in self._settle(rule, alignments, found, tokens=tokens, name=name, content=content)
        ]
        out.sort(key=lambda m: (m.span.start, m.span.end, m.rule))
        return out

    def _settle(
        self,
        rule: str,
        alignments: list[Alignment],
        found: align.Found,
        *,
        tokens: Sequence[text.Token],
        name: FieldName,
        content: str,
    ) -> Iterable[Match]:
        aside = self._asides.get(rule) or _Aside()
        vetoed = [
            range(v.first, v.last + 1) for p in aside.vetoes for v in align.alignments(p, found, tokens)
        ]
        taken: list[range] = []
        alignments.sort(key=lambda a: (-a.score, -len([p for p in a.places if p]), a.last - a.first, a.first))
        full = [a for a in alignments if a.pattern.context is None]
        for a in alignments:
            here = range(a.first, a.last + 1)
            if any(r.start < here.stop and here.start < r.stop for r in (*taken, *vetoed)):
                continue
            context = None
            if a.pattern.context is not None:
                context = self._context(a, aside, full=full, found=found, tokens=tokens, content=content)
                if context is None:
                    continue
            taken.append(here)
            vetoes = tuple(v.text for v in aside.vetoes)
            yield self._match(a, tokens, name=name, content=content, vetoes=vetoes, context=context)
            if len(taken) >= PLACES:
                return

    @staticmethod
    def _context(
        a: Alignment,
        aside: _Aside,
        *,
        full: list[Alignment],
        found: align.Found,
        tokens: Sequence[text.Token],
        content: str,
    ) -> str | None:
        context = a.pattern.context
        assert context is not None
        for p in aside.contexts[context]:
            for c in align.alignments(p, found, tokens):
                if c.first <= a.last + context.within and c.last >= a.first - context.within:
                    return content[tokens[c.first].start : tokens[c.last].end]
        if full:
            return content[tokens[full[0].first].start : tokens[full[0].last].end]
        return None

    @staticmethod
    def _match(
        a: Alignment,
        tokens: Sequence[text.Token],
        *,
        name: FieldName,
        content: str,
        vetoes: tuple[str, ...],
        context: str | None,
    ) -> Match:
        start, end = tokens[a.first].start, tokens[a.last].end
        found = []
        for word, place in zip(a.pattern.words, a.places, strict=True):
            if place is not None:
                t = tokens[place.token]
                found.append(
                    TokenMatch(
                        word,
                        content[t.start : t.end],
                        Span(t.start, t.end),
                        _how(place.way),
                        place.similarity,
                    )
                )
        return Match(
            rule=a.pattern.rule,
            variant=a.pattern.text,
            field=name,
            span=Span(start, end),
            text=content[start:end],
            score=a.score,
            tokens=tuple(found),
            gap=a.gap,
            order="reversed" if a.turned else "as written",
            vetoes=vetoes,
            context=context,
        )


def _how(way: int) -> How:
    return "initial" if way == INITIAL else "edit" if way == EDITED else WAYS[way].how


def compile(rules: RuleSet) -> Matcher:  # noqa: A001  the public name of the seam
    """Compile a rule set. Pure: the same rules always give the same matcher."""
    book = patterns.Book()
    compiled: list[Pattern] = []
    asides: dict[str, _Aside] = {}
    for actor in rules.actors:
        compiled += patterns.actor(actor, book)
    for topic in rules.topics:
        compiled += patterns.topic(topic, book)
    written: tuple[Actor | Topic, ...] = (*rules.actors, *rules.topics)
    for rule in written:
        aside = asides[rule.id] = _Aside()
        aside.vetoes = [patterns.aside(rule.id, v, book) for v in rule.not_]
        if rule.context is not None:
            aside.contexts[rule.context] = [patterns.aside(rule.id, w, book) for w in rule.context.any]
    for loaded in rules.lists:
        for entity in loaded.actors:
            for spelling in (entity.name, *entity.aliases):
                pattern = patterns.listed(f"{loaded.rule.id}/{entity.key}", spelling, book)
                if pattern is not None:
                    compiled.append(pattern)
    return Matcher(compiled, asides, TokenIndex(book.specs))

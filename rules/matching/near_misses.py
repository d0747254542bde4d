"""Finds near misses: places where a rule nearly matches, each with what it lacks. Works on demand only.

The rules are compiled once more with a letter, a gap and a word to spare. Whatever then aligns but is refused is
reported with every objection. Lists are left out: among a hundred thousand names something always comes near.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA

from rules.matching.compiled_rules import CompiledRules, patterns_of
from rules.matching.field import Field
from rules.matching.objections import objections
from rules.matching.patterns.pattern import Book, Pattern, Style
from rules.matching.search import align
from rules.matching.search.align import THRESHOLD, Alignment
from rules.matching.search.prefilter import RuleLayer
from rules.matching.selection import (
    NO_VETOES_OR_CONTEXT,
    PLACES,
    Surroundings,
    found_in,
    overlap,
    surroundings,
)
from rules.matching.words.keys import EDITED, Liberty
from rules.model import NearMiss, Span

MARGIN = 0.08  # how far below the threshold a near miss may be
_LACK = 0.02  # the cost of each thing that is lacking
_GAP = 3
_LOOSE = frozenset({Style.NAME, Style.BARE, Style.PHRASE, Style.NEAR})


class _SlackBook(Book):
    """Grants words of four letters and more one edit beyond their budget."""

    def spec(self, word: str, edits: int = 0, liberties: int = Liberty.NONE) -> int:
        spare = len(word) >= 4 and word.isalpha()
        return super().spec(word, min(2, edits + 1) if spare else edits, liberties)


class NearMisses:
    """Compiles the rules with something to spare; `in_field` reports what they nearly find in a field."""

    def __init__(self, rules: CompiledRules) -> None:
        self._rules = rules
        book = _SlackBook()
        loose = [_loosened(p) for p in patterns_of(rules.actors, rules.topics, book)]
        self._layer = RuleLayer(loose, book)
        self._strict = {id(p): strict for p, strict in zip(loose, rules.layer.patterns, strict=True)}

    def in_field(self, field: Field, matched: Sequence[Span]) -> list[NearMiss]:
        """Returns the best near miss at every place that no match touches; `matched`: the spans of the matches."""
        row = self._layer.rows(field.words)
        at = found_in(row)
        aligned = [
            a
            for p in self._layer.likely(row)
            for a in align.alignments(p, at, field.words, THRESHOLD - MARGIN)
        ]
        by_rule: dict[str, list[Alignment]] = {}
        for a in aligned:
            by_rule.setdefault(a.pattern.rule, []).append(a)
        out = [miss for rule, some in by_rule.items() for miss in self._of_rule(rule, some, field)]
        out = [m for m in out if not any(_touch(m.match.span, span) for span in matched)]
        return sorted(out, key=lambda m: (m.match.span.start, m.match.rule))

    def _of_rule(self, rule: str, aligned: Sequence[Alignment], field: Field) -> Iterator[NearMiss]:
        vetoes_and_context = self._rules.vetoes_and_context.get(rule, NO_VETOES_OR_CONTEXT)
        named = [a for a in aligned if not list(self._lacks(a, field, None))]
        around = surroundings(
            vetoes_and_context, self._rules.layer.rows(field.words), field.words, named, field.excerpt
        )
        weighed = [(a, tuple(self._lacks(a, field, around))) for a in aligned]
        scored = [(min(a.score, THRESHOLD - _LACK * len(lacks)), a, lacks) for a, lacks in weighed if lacks]
        scored.sort(key=lambda miss: (-miss[0], -len(miss[1].filled()), miss[1].first))
        taken: list[Alignment] = []
        for score, a, lacks in scored:
            if len(taken) >= PLACES:
                return
            if score >= THRESHOLD - MARGIN and not any(overlap(a, other) for other in taken):
                taken.append(a)
                yield NearMiss(
                    field.match(a, vetoes_and_context.names(), around.beside(a), round(score, 4)), lacks
                )

    def _lacks(self, a: Alignment, field: Field, around: Surroundings | None) -> Iterator[str]:
        strict = self._strict[id(a.pattern)]
        yield from self._misspelt(a, strict, field)
        if a.gap > strict.gap:
            yield f"{a.gap} words stand between, {strict.gap} may"
        places = list(zip(strict.words, a.places, strict=True))
        missing = [word for word, place in places if place is None]
        if len(missing) > len(places) - strict.need or (strict.must >= 0 and a.places[strict.must] is None):
            yield "“" + "”, “".join(missing) + "” is missing"
        yield from objections(field.reading, a)
        if around is not None:
            if veto := around.veto(a):
                yield f"“{veto.pattern.text}” vetoes it"
            wanted = a.pattern.context
            if wanted is not None and around.beside(a) is None:
                yield f"none of {', '.join(wanted.any)} within {wanted.within} words"
        if a.score < THRESHOLD:
            yield f"scores {a.score:.2f} of {THRESHOLD:.2f}"

    def _misspelt(self, a: Alignment, strict: Pattern, field: Field) -> Iterator[str]:
        specs = self._rules.layer.index.specs
        for slot, place in zip(strict.slots, a.places, strict=True):
            if place is None or place.way != EDITED:
                continue
            token = field.words[place.first]
            off = {specs[chain[0]]: OSA.distance(token, specs[chain[0]].text) for chain in slot}
            spec = min(off, key=lambda s: off[s])
            if off[spec] > spec.edits:
                yield f"“{token}” is {off[spec]} letters off “{spec.text}”, {spec.edits} may be"


def _loosened(p: Pattern) -> Pattern:
    if p.style not in _LOOSE:
        return p
    # The first part of a double surname is nearly the name: Liz Sherwood.
    parted = p.style == Style.NAME and not p.together and p.units[0] != p.units[-1]
    units = tuple(range(len(p.words))) if parted else p.units
    return replace(p, gap=p.gap + _GAP, need=p.need - 1 if p.need > 2 else p.need, must=-1, units=units)


def _touch(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end

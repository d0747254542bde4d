"""Finds words near each other of which some stand in the title and some in the text's first sentence.

Title and text are read as one, the title a sentence of its own beside the text's first. The match is reported in the title.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from rules.matching.compiled_rules import CompiledRules
from rules.matching.field import Field
from rules.matching.objections import objections
from rules.matching.patterns.pattern import Style
from rules.matching.search import align
from rules.matching.search.align import Alignment
from rules.matching.search.prefilter import Seen
from rules.matching.selection import NO_VETOES_OR_CONTEXT, found_in, surroundings
from rules.model import Match
from rules.text.barriers import SENTENCE

_WIDEST = 51  # words that `near` may span


class Scanned(Protocol):
    """A field's words, and what the rules see in them."""

    @property
    def words(self) -> Sequence[str]: ...
    @property
    def row(self) -> Sequence[Seen | None]: ...


def across(
    rules: CompiledRules, title: Scanned, body: Scanned, read: Callable[[], tuple[Field, Field]]
) -> Iterator[Match]:
    """Yields the matches of `near` terms whose groups are parted by the end of the title.

    `read`: gives the fields themselves, if they are worth a look.
    """
    n = len(title.words)
    if not rules.layer.near or list(body.words[:n]) == list(title.words):
        return  # a text that begins with its title says nothing more
    words = [*title.words, *body.words[:_WIDEST]]
    row = [*title.row, *body.row[:_WIDEST]]
    likely = [p for p in rules.layer.likely(row) if p.style == Style.NEAR]
    if not likely:
        return
    found = found_in(row)
    seen: set[str] = set()
    fields: tuple[Field, Field] | None = None
    for pattern in likely:
        for a in align.alignments(pattern, found, words):
            if pattern.rule in seen or not a.first < n <= a.last:
                continue
            fields = fields or read()
            match = _in_title(rules, a, *fields) if _stands(a, *fields) else None
            if match is not None:
                seen.add(pattern.rule)
                yield match


def _stands(a: Alignment, title: Field, body: Field) -> bool:
    n = len(title.words)
    tokens = body.reading.tokens
    if any(tokens[i].barrier == SENTENCE for i in range(1, a.last - n + 1)):
        return False
    if any(title.reading.tokens[i].barrier == SENTENCE for i in range(a.first + 1, n)):
        return False
    halves = (_half(a, 0, n), _half(a, n, n + len(body.words)))
    in_fields = zip(halves, (title, body), strict=True)
    return all(half and next(objections(field.reading, half), None) is None for half, field in in_fields)


def _half(a: Alignment, low: int, high: int) -> Alignment | None:
    """Returns the part of an alignment that stands in the words from `low` on, as an alignment there."""
    places = tuple(
        p._replace(first=p.first - low, last=p.last - low)
        if p is not None and low <= p.first and p.last < high
        else None
        for p in a.places
    )
    filled = [p for p in places if p is not None]
    if not filled:
        return None
    return a._replace(places=places, first=min(p.first for p in filled), last=max(p.last for p in filled))


def _in_title(rules: CompiledRules, a: Alignment, title: Field, body: Field) -> Match | None:
    half, rest = _half(a, 0, len(title.words)), _half(a, len(title.words), len(title.words) + len(body.words))
    assert half is not None
    assert rest is not None  # the alignment stands
    asides = rules.vetoes_and_context.get(a.pattern.rule, NO_VETOES_OR_CONTEXT)
    around = surroundings(asides, rules.layer.rows(title.words), title.words, (), title.excerpt)
    if around.veto(half) or (a.pattern.context is not None and around.beside(half) is None):
        return None
    return title.match(half, asides.names(), body.excerpt(rest), a.score)

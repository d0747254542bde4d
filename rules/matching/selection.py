"""Selects matches from alignments: one at each place, without a veto, with the rule's context near it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rules.matching.patterns.pattern import Pattern
from rules.matching.search import align
from rules.matching.search.align import Alignment, Found
from rules.matching.search.prefilter import Seen
from rules.matching.search.token_index import Hit

PLACES = 20  # the most matches of one rule in one field
FULLER = 0.05  # how much of the score another matched word outweighs


@dataclass(frozen=True, slots=True)
class VetoesAndContext:
    """The phrases of one rule that find nothing by themselves: its vetoes and its context."""

    vetoes: tuple[Pattern, ...] = ()
    context: tuple[Pattern, ...] = ()

    def names(self) -> tuple[str, ...]:
        return tuple(p.text for p in self.vetoes)


NO_VETOES_OR_CONTEXT = VetoesAndContext()


class Confirmation(NamedTuple):
    """Words that confirm a match near them, or anywhere if they are the actor's full name. Places are those of the field
    in question: the title stands before the text.
    """

    first: int
    last: int
    named: bool
    text: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The places where the vetoes and context words of one rule stand in a field."""

    vetoes: Sequence[Alignment]
    context: Sequence[Confirmation]

    def veto(self, a: Alignment) -> Alignment | None:
        """Returns the veto that overlaps the alignment, if any."""
        return next((v for v in self.vetoes if overlap(a, v)), None)

    def beside(self, a: Alignment) -> str | None:
        """Returns what confirms the alignment: a context word near it, or the actor's full name in the entry."""
        wanted = a.pattern.context
        if wanted is None:
            return None
        for c in self.context:
            if c.named or (c.first <= a.last + wanted.within and c.last >= a.first - wanted.within):
                return c.text
        return None


def found_in(row: Sequence[Seen | None], wanted: frozenset[int] | None = None) -> Found:
    """Maps each word of the rules to its places; reads only tokens that stand for a wanted word."""
    found: dict[int, list[tuple[int, Hit]]] = {}
    for i, seen in enumerate(row):
        if seen is not None and (wanted is None or not wanted.isdisjoint(seen.specs)):
            for hit in seen.hits:
                found.setdefault(hit.spec, []).append((i, hit))
    return found


def surroundings(
    vetoes_and_context: VetoesAndContext,
    row: Sequence[Seen | None],
    words: Sequence[str],
    named: Sequence[Alignment],
    excerpt: Callable[[Alignment], str],
) -> Surroundings:
    """Finds vetoes and context. `row`: the tokens as the index sees them; `named`: alignments of full names."""
    if vetoes_and_context is NO_VETOES_OR_CONTEXT:
        return Surroundings((), ())
    found = found_in(row)
    vetoes = [v for p in vetoes_and_context.vetoes for v in align.alignments(p, found, words)]
    context = [c for p in vetoes_and_context.context for c in align.alignments(p, found, words)]
    full = [a for a in named if a.pattern.context is None and not a.pattern.alone and a.pattern.own]
    near = [Confirmation(c.first, c.last, False, excerpt(c)) for c in context]
    return Surroundings(vetoes, [*near, *(Confirmation(a.first, a.last, True, excerpt(a)) for a in full)])


def moved(around: Surroundings, by: int) -> Surroundings:
    """Returns what confirms matches of the other field, `by` words away; its vetoes stay behind."""
    return Surroundings((), [c._replace(first=c.first + by, last=c.last + by) for c in around.context])


def select(aligned: Sequence[Alignment], around: Surroundings) -> Iterator[tuple[Alignment, str | None]]:
    """Yields the best alignments of one rule that do not overlap, each with what satisfied its context."""
    taken: list[Alignment] = []
    for a in sorted(aligned, key=_merit):
        if around.veto(a) or any(overlap(a, other) for other in taken):
            continue
        beside = around.beside(a)
        if a.pattern.context is not None and beside is None:
            continue
        taken.append(a)
        yield a, beside
        if len(taken) >= PLACES:
            return


def _merit(a: Alignment) -> tuple[float, int, int]:
    """Sorts better alignments first: by score, and a full name before a part of it that only looks more exact."""
    return -(a.score + FULLER * len(a.filled())), a.last - a.first, a.first


def overlap(a: Alignment, b: Alignment) -> bool:
    return a.first <= b.last and b.first <= a.last

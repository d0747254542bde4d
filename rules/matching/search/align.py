"""Finds where the words of a pattern stand together in a text, and what that is worth.

The score is the mean similarity of the words, weighted by their length, less what gaps and a turned order
cost. Works on folded words alone; commas, capitals and neighbours are for `objections`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from rules.matching import lexicon
from rules.matching.patterns.pattern import Chain, Pattern, Style
from rules.matching.search.token_index import Hit
from rules.matching.words.keys import latin

THRESHOLD = 0.80
GAP_COST, TURN_COST, INITIAL_COST = 0.02, 0.03, 0.12
INITIAL = -1  # the way of a slot filled by an initial
_LETTERS = 3  # A.P. Voronin: read as one word; whether it is one, the objections say
STEPS = 20_000  # bound on the search for one pattern in one text

Found = Mapping[int, Sequence[tuple[int, Hit]]]  # spec -> (token, hit), in the text's order


class Place(NamedTuple):
    """The tokens [first, last] that fill a slot, and the chain that they follow."""

    first: int
    last: int
    similarity: float
    way: int
    chain: int = 0


class Alignment(NamedTuple):
    """A pattern's slots and what fills them (None: missing), from token `first` to token `last`."""

    pattern: Pattern
    places: tuple[Place | None, ...]
    first: int
    last: int
    score: float
    gap: int
    turned: bool

    def filled(self) -> list[Place]:
        return [p for p in self.places if p is not None]

    def between(self) -> list[int]:
        """Returns the tokens between first and last that fill no slot."""
        used = {i for p in self.filled() for i in range(p.first, p.last + 1)}
        return [i for i in range(self.first + 1, self.last) if i not in used]


def alignments(
    pattern: Pattern, found: Found, words: Sequence[str], least: float = THRESHOLD
) -> list[Alignment]:
    """Returns every way to fill the pattern whose score reaches `least`, best first."""
    givens = pattern.givens
    sure = [_options(pattern, j, found) for j in range(givens, len(pattern.slots))]
    if sum(1 for o in sure if o) < pattern.need - givens:
        return []
    options = [*(_with_initials(pattern, j, found, words, sure) for j in range(givens)), *sure]
    if sum(1 for o in options if o) < pattern.need or (pattern.must >= 0 and not options[pattern.must]):
        return []
    weighed = [_weigh(pattern, places, words) for places in _fillings(pattern, options)]
    out = [a for a in weighed if a is not None and a.score >= least]
    out.sort(key=lambda a: (-a.score, a.last - a.first, a.first))
    return out


def _options(pattern: Pattern, j: int, found: Found) -> list[Place]:
    best: dict[int, Place] = {}
    for n, chain in enumerate(pattern.slots[j]):
        for place in _chained(chain, found):
            old = best.get(place.first)
            if old is None or old.similarity < place.similarity:
                best[place.first] = place._replace(chain=n) if n else place
    return [best[i] for i in sorted(best)]


def _with_initials(
    pattern: Pattern, j: int, found: Found, words: Sequence[str], others: Sequence[Sequence[Place]]
) -> list[Place]:
    """Returns the places of a given name, and those of its initial within reach of the words that follow it."""
    best = {place.first: place for place in _options(pattern, j, found)}
    letter, reach = pattern.words[j][0], pattern.reach
    near = {
        i
        for o in others
        for p in o
        for i in range(max(0, p.first - reach), min(len(words), p.last + reach + 1))
    }
    for i in near.difference(best):
        word = words[i]
        if len(word) <= _LETTERS and (word[:1] == letter or latin(word)[:1] == letter):
            best[i] = Place(i, i, 1.0 - INITIAL_COST, INITIAL)
    return [best[i] for i in sorted(best)]


def _chained(chain: Chain, found: Found) -> Iterator[Place]:
    head = found.get(chain[0], ())
    if len(chain) == 1:
        for i, hit in head:
            yield Place(i, i, hit.similarity, hit.way)
        return
    rest = [dict(found.get(spec, ())) for spec in chain[1:]]
    for i, hit in head:
        hits = [hit, *(at[i + n] for n, at in enumerate(rest, 1) if i + n in at)]
        if len(hits) == len(chain):
            worth = sum(h.similarity for h in hits) / len(hits)
            yield Place(i, i + len(rest), worth, max(h.way for h in hits))


def _fillings(pattern: Pattern, options: list[list[Place]]) -> Iterator[tuple[Place | None, ...]]:
    """Yields all fillings within the pattern's reach, depth first and bounded."""
    reach, n = pattern.reach, len(options)
    spare = n - pattern.need
    steps = 0
    stack: list[tuple[tuple[Place | None, ...], int, int, int]] = [((), -1, -1, 0)]
    while stack and steps < STEPS:
        steps += 1
        places, lo, hi, missing = stack.pop()
        j = len(places)
        if j == n:
            yield places
            continue
        if missing < spare and j != pattern.must:
            stack.append(((*places, None), lo, hi, missing + 1))
        for place in options[j] if lo < 0 else _within(options[j], hi - reach, lo + reach):
            low, high = (place.first, place.last) if lo < 0 else (min(lo, place.first), max(hi, place.last))
            if high - low < reach and not _overlaps(places, place):
                stack.append(((*places, place), low, high, missing))


def _within(options: list[Place], after: int, before: int) -> list[Place]:
    a = bisect_left(options, after, key=lambda p: p.first)
    b = bisect_left(options, before, key=lambda p: p.first)
    return options[a:b]


def _overlaps(places: tuple[Place | None, ...], new: Place) -> bool:
    return any(p is not None and p.first <= new.last and new.first <= p.last for p in places)


def _weigh(pattern: Pattern, places: tuple[Place | None, ...], words: Sequence[str]) -> Alignment | None:
    filled = [p for p in places if p is not None]
    first, last = min(p.first for p in filled), max(p.last for p in filled)
    turned = any(a.first > b.first for a, b in pairwise(filled))
    if (turned and pattern.ordered) or not _units_hold(pattern, places):
        return None
    near = pattern.style == Style.NEAR
    a = Alignment(pattern, places, first, last, 1.0, 0, turned)
    between = [words[i] for i in a.between()]
    gap = len(between) if near else _gap(between, pattern.fillers)
    if not near and (gap > pattern.gap or len(between) - gap > pattern.light):
        return None
    weights = [max(3, len(w)) for w, p in zip(pattern.words, places, strict=True) if p is not None]
    mean = sum(w * p.similarity for w, p in zip(weights, filled, strict=True)) / sum(weights)
    cost = pattern.cost if near else pattern.cost + GAP_COST * gap + (TURN_COST if turned else 0)
    score = round(mean - cost, 4)
    return a._replace(score=score, gap=gap)


def _gap(between: Sequence[str], fillers: Sequence[str]) -> int:
    """Counts the words between, without particles, initials and a possessive s."""
    free = lexicon.connectors()
    return sum(1 for w in between if w not in free and w not in fillers and not (len(w) == 1 and w.isascii()))


def _units_hold(pattern: Pattern, places: tuple[Place | None, ...]) -> bool:
    for j in range(1, len(places)):
        if pattern.units[j] != pattern.units[j - 1]:
            continue
        a, b = places[j - 1], places[j]
        if a is None or b is None:
            if a is not b:
                return False
        elif b.first != a.last + 1:
            return False
    return True

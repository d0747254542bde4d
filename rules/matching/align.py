"""Finds where the words of a pattern stand together in a text, and what that is worth.

The score is the mean similarity of the words, weighted by their length, less what gaps and a turned order
cost. Must not decide whether a name means another person: that is `names`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from rules.matching import lexicon
from rules.matching.index import Hit
from rules.matching.patterns import CONNECTORS_WITHIN, Pattern, Style
from rules.text import Token

THRESHOLD = 0.80
GAP_COST, TURN_COST, INITIAL_COST = 0.02, 0.03, 0.12
INITIAL = -1  # the way of a slot filled by an initial
STEPS = 4000  # bound on the search for one pattern in one text


class Place(NamedTuple):
    """A token that fills a slot."""

    token: int
    similarity: float
    way: int


class Alignment(NamedTuple):
    """Slots and the tokens that fill them (None: missing)."""

    pattern: Pattern
    places: tuple[Place | None, ...]
    first: int
    last: int
    score: float
    gap: int
    turned: bool


Found = Mapping[int, Sequence[tuple[int, Hit]]]


def alignments(pattern: Pattern, found: Found, tokens: Sequence[Token]) -> list[Alignment]:
    """Every way to fill the pattern that is worth the threshold, best first."""
    options = [_options(pattern, j, found, tokens) for j in range(len(pattern.slots))]
    if sum(1 for o in options if o) < pattern.need or (pattern.must >= 0 and not options[pattern.must]):
        return []
    out = [a for places in _fillings(pattern, options) if (a := _weigh(pattern, places, tokens)) is not None]
    out.sort(key=lambda a: (-a.score, a.last - a.first, a.first))
    return out


def _options(pattern: Pattern, j: int, found: Found, tokens: Sequence[Token]) -> list[Place]:
    best: dict[int, Place] = {}
    for spec in pattern.slots[j]:
        for i, hit in found.get(spec, ()):
            if i not in best or best[i].similarity < hit.similarity:
                best[i] = Place(i, hit.similarity, hit.way)
    if j < pattern.givens:
        letter = pattern.words[j][0]
        for i, token in enumerate(tokens):
            if token.text == letter and i not in best and token.raw.isupper():
                best[i] = Place(i, 1.0 - INITIAL_COST, INITIAL)
    return [best[i] for i in sorted(best)]


def _fillings(pattern: Pattern, options: list[list[Place]]) -> Iterator[tuple[Place | None, ...]]:
    """All fillings within the pattern's reach, depth first and bounded."""
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
        for place in options[j]:
            i = place.token
            low, high = (i, i) if lo < 0 else (min(lo, i), max(hi, i))
            if high - low < reach and not any(p is not None and p.token == i for p in places):
                stack.append(((*places, place), low, high, missing))


def _weigh(pattern: Pattern, places: tuple[Place | None, ...], tokens: Sequence[Token]) -> Alignment | None:
    filled = [p for p in places if p is not None]
    order = [p.token for p in filled]
    first, last = min(order), max(order)
    turned = any(a > b for a, b in pairwise(order))
    if turned and pattern.ordered:
        return None
    if not _units_hold(pattern, places):
        return None
    gap = _gap(pattern, order, first, last, tokens)
    if gap is None:
        return None
    weights = [max(3, len(w)) for w, p in zip(pattern.words, places, strict=True) if p is not None]
    mean = sum(w * p.similarity for w, p in zip(weights, filled, strict=True)) / sum(weights)
    near = pattern.style == Style.NEAR
    cost = 0.0 if near else GAP_COST * gap + (TURN_COST if turned else 0)
    score = round(mean - cost, 4)
    return Alignment(pattern, places, first, last, score, gap, turned) if score >= THRESHOLD else None


def _units_hold(pattern: Pattern, places: tuple[Place | None, ...]) -> bool:
    for j in range(1, len(places)):
        if pattern.units[j] != pattern.units[j - 1]:
            continue
        a, b = places[j - 1], places[j]
        if (a is None) != (b is None):
            return False
        if a is not None and b is not None and b.token != a.token + 1:
            return False
    return True


def _gap(pattern: Pattern, order: list[int], first: int, last: int, tokens: Sequence[Token]) -> int | None:
    """Foreign words between the matched ones; None if too many, or a barrier stands between."""
    if any(tokens[i].barrier == 2 for i in range(first + 1, last + 1)):
        return None
    if pattern.style == Style.NEAR:
        return last - first + 1 - len(order) if last - first <= pattern.gap else None
    free = lexicon.connectors()
    used = set(order)
    gap = light = 0
    between = {tokens[i].text for i in range(first + 1, last) if i not in used}
    # “long weekend of weapons” holds no long weapons; “long and short weapons” does.
    if pattern.modified and between and not between & {"and", "or", "y", "o", "u", "e"}:
        return None
    for i in range(first + 1, last):
        if i in used:
            continue
        if tokens[i].text in free or (len(tokens[i].text) == 1 and tokens[i].text.isascii()):
            light += 1
        else:
            gap += 1
    return gap if gap <= pattern.gap and light <= CONNECTORS_WITHIN else None

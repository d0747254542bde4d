"""Parties: who acts on whom in a headline, so that "Quillon sues Tessaract" and "Tessaract sues Quillon" are two reports.

The names right before a verb act, those right behind it bear the act; a participle with "by" turns the two round. Where
one of them acts in one headline and bears the same act in the other, the two tell different things. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import NamedTuple

from rules.silence.facts import Facts
from rules.silence.lexicon import vocabulary

# Acts that both sides do, so that their order says nothing.
MUTUAL = frozenset({"meet", "deal", "marry", "draw", "crash"})
# Acts of which one is the other seen from its other side.
INVERSE = {"lose": "win"}
# So near behind an act stands the word that turns it round ("sued by"), so far before it in German ("von ... verklagt").
BY_REACH = 3


class Parties(NamedTuple):
    """The folded names and roles that act, and those that bear the act."""

    acting: frozenset[str]
    bearing: frozenset[str]


def parties(entry: Facts) -> dict[str, Parties]:
    """The parties of each act of a headline of which both sides are named."""
    found: dict[str, Parties] = {}
    for act in entry.acts:
        name = INVERSE.get(act.name, act.name)
        if act.name in MUTUAL or name in found or act.at < entry.kicker:
            continue
        aside = vocabulary.OF_PLACES - (vocabulary.AGAINST if name == "win" else frozenset())
        sides = _sides(entry, act.at, max((act.at, *act.also)), aside)
        if sides is not None:
            found[name] = Parties(sides.bearing, sides.acting) if act.name in INVERSE else sides
    return found


def _sides(entry: Facts, first: int, last: int, aside: Set[str]) -> Parties | None:
    """The sides of an act whose words stand from `first` to `last`; None where the grammar is not plain."""
    words, by = entry.title, vocabulary.BY.get(entry.code, frozenset())
    before = _beside(entry, range(first - 1, entry.kicker - 1, -1), aside)
    place = next(
        (i for i in range(first + 1, min(len(words), first + 1 + BY_REACH)) if words[i].fold in by), 0
    )
    if place and words[first].fold.endswith(vocabulary.PARTICIPLES):
        return Parties(_beside(entry, range(place + 1, len(words)), aside), before)
    turned = entry.code == "de" and any(word.fold in by for word in words[:first])
    if turned or (entry.code == "ru" and words[first].fold.endswith(vocabulary.PARTICIPLES_RU)):
        return None
    behind = _beside(entry, range((last if last <= first + 1 else first) + 1, len(words)), aside)
    return Parties(before, behind) if before and behind else None


def _beside(entry: Facts, places: Sequence[int], aside: Set[str]) -> frozenset[str]:
    """The names and roles that stand next to an act, in the order of `places`; none behind words that lead aside."""
    found: set[str] = set()
    for at in places:
        word = entry.title[at]
        if word.kind == "small" and not found and word.fold not in aside:
            continue
        named = word.kind == "name" or entry.marks[at].startswith("@") or word.raw[:1].isupper()
        if word.kind not in ("name", "word") or entry.marks[at].startswith("!") or not named:
            if word.kind == "word" and places[0] <= at:  # "the Ostmark media law" is a law
                return frozenset()
            break
        found.add(word.fold)
    return frozenset(found)


def exchanged(new: Facts, told: Facts) -> str | None:
    """A party that acts in one headline and bears the same act in the other; None where the sides agree."""
    if new.code != told.code:
        return None
    if name := _moved(new, told):
        return name
    theirs = parties(told)
    for act, mine in parties(new).items():
        yours = theirs.get(act)
        if yours is None or mine.acting & yours.acting or mine.bearing & yours.bearing:
            continue
        moved = (mine.acting & yours.bearing) | (mine.bearing & yours.acting)
        if moved:
            return next(word.raw for word in new.title if word.fold in moved)
    return None


def _moved(new: Facts, told: Facts) -> str | None:
    """A name that stands where another one did, in headlines that are alike word for word but for the order of names."""
    mine, yours = ([w.fold for w in entry.names] for entry in (new, told))
    if mine == yours or sorted(mine) != sorted(yours) or _frame(new) != _frame(told):
        return None
    at = [i for i, word in enumerate(new.title) if word.kind == "name"]
    moved = [i for i, one, other in zip(at, mine, yours, strict=True) if one != other]
    between = range(moved[0] + 1, moved[-1])
    both_do = any(act.at in between and act.name in MUTUAL for act in new.acts)
    if both_do or all(new.title[i].kind in ("name", "small") for i in between):
        return None  # "Alber and Tosk", "Alber meets Tosk"
    return new.title[moved[0]].raw


def _frame(entry: Facts) -> tuple[str, ...]:
    return tuple("" if word.kind == "name" else word.fold for word in entry.title)

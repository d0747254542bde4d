"""Cover: how much of what a headline states was told, and which of it is new.

A headline states names, figures, acts and other words, each with a weight by how rare it is. Words that the watch looks for,
or that nearly all its entries hold, weigh nothing; so do dates. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, TypeAlias, overload

from rules.silence import acts
from rules.silence.facts import Facts
from rules.silence.figures import are_close, measures
from rules.silence.forms import Memory
from rules.silence.pairs import likeness
from rules.silence.words import Word

NAME = 1.3
FIGURE = 1.1
# Across languages words without a class cannot be compared: they count little.
ACROSS = 0.1
# Why it happened was mostly told before.
CAUSE = 0.35
# A word of another language is known by so long a common beginning ("corrupción", "corruption").
BEGINNING = 5

# Places of words in a headline, and what looks them up.
Places: TypeAlias = frozenset[int]
Look: TypeAlias = Callable[[], Places]


class Thing(NamedTuple):
    """A word of the headline with its weight; `at` is its place."""

    word: Word
    at: int
    weight: float


@dataclass(frozen=True, slots=True)
class Cover:
    """`part` of the weight was told, 0..1; `shared` of it was told by the nearest report, `fresh` by none."""

    part: float
    shared: tuple[Thing, ...]
    fresh: tuple[Thing, ...]


class Stated(Sequence[Thing]):
    """The things that a headline states. Which of them a report holds is looked up once."""

    def __init__(
        self, entry: Facts, stated: Sequence[Thing], kept: Callable[[Facts, Look], Places] | None = None
    ) -> None:
        self.entry = entry
        self._kept = kept
        self.weight = sum(thing.weight for thing in stated)
        self._stated = tuple(stated)
        # By the place in memory of the report, which is kept for as long.
        self._told: dict[int, tuple[Facts, Places]] = {}

    @overload
    def __getitem__(self, at: int) -> Thing: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Thing, ...]: ...
    def __getitem__(self, at: int | slice) -> Thing | tuple[Thing, ...]:
        return self._stated[at]

    def __len__(self) -> int:
        return len(self._stated)

    def __iter__(self) -> Iterator[Thing]:
        return iter(self._stated)

    def told_by(self, report: Facts) -> Places:
        """The places of the things that a report holds."""
        known = self._told.get(id(report))
        if known is None:
            look = partial(self._held_by, report)
            places = self._kept(report, look) if self._kept else look()
            known = self._told[id(report)] = (report, places)
        return known[1]

    def _held_by(self, report: Facts) -> Places:
        return frozenset([thing.at for thing in self._stated if _holds(report, self.entry, thing)])


def things(
    entry: Facts,
    memory: Memory,
    watched: Set[str],
    kept: Callable[[Facts, Look], Places] | None = None,
) -> Stated:
    """The things that a headline states, each word once. `kept` gives their places in reports where it knows them."""
    found, seen = [], set()
    sizes = measures(entry.title)
    for at, word in enumerate(entry.title):
        if word.kind in ("small", "weekday") or word.stem in seen or at in sizes:
            continue
        seen.add(word.stem)
        found.append(Thing(word, at, _weight(entry, word, at, memory, watched)))
    return Stated(entry, found, kept)


def _weight(entry: Facts, word: Word, at: int, memory: Memory, watched: Set[str]) -> float:
    if likeness.is_watched(word, watched) or word.kind in ("month", "quarter"):
        return 0.0
    if word.kind == "figure":
        figure = next((f for f in entry.title_figures if entry.title[f.at] is word), None)
        dated = any(day is not None and word.fold == str(day) for _, day in entry.dates)
        return 0.0 if dated or (figure is not None and figure.unit == "year") else FIGURE
    rarity = memory.rarity(word.stem, entry.code) * (CAUSE if at in entry.causes else 1.0)
    return rarity * (NAME if word.kind == "name" else 1.0)


def cover(stated: Stated, nearest: Facts, told: Sequence[Facts]) -> Cover:
    """How much of `stated` the told reports hold; `nearest` is the one of them that is asked alone."""
    entry = stated.entry
    across = nearest.code != entry.code
    weights = {thing.at: _weight_across(entry, thing) if across else thing.weight for thing in stated}
    total = sum(weights.values())
    held = stated.told_by(nearest)
    shared = tuple(t for t in stated if t.weight > 0 and t.at in held)
    known = frozenset(thing.at for thing in shared)
    fresh = tuple(
        t
        for t in stated
        if t.weight > 0
        and t.at not in known
        and not _completes(entry, t, known, nearest)
        and not is_told(stated, t, told)
    )
    new = sum(weights[thing.at] for thing in fresh)
    return Cover(1 - new / total if total else 0.0, shared, fresh)


def _completes(entry: Facts, thing: Thing, known: Set[int], report: Facts) -> bool:
    """Whether a name only spells out a told name or role beside it ("Pujol", "Jordi Pujol"; "the judge", "judge Pell").

    Where the report has another name beside it there, the two may be of two persons.
    """
    if thing.word.kind != "name":
        return False
    beside = (at for at in (thing.at - 1, thing.at + 1) if at in known)
    return any(_stands_alone(report, entry, at) for at in beside)


def _stands_alone(report: Facts, entry: Facts, at: int) -> bool:
    """Whether a name or role of the entry is in the report's headline, each time with no other name beside it."""
    word, mark = entry.title[at], entry.marks[at]
    if word.kind != "name" and not mark.startswith("@"):
        return False
    places = [
        i for i, w in enumerate(report.title) if w.stem == word.stem or (mark and report.marks[i] == mark)
    ]
    beside = {i for place in places for i in (place - 1, place + 1) if 0 <= i < len(report.title)}
    return bool(places) and all(report.title[i].kind != "name" for i in beside)


def part_told(stated: Stated, report: Facts) -> float:
    """The part of the weight that one report holds."""
    if not stated.weight:
        return 0.0
    held = stated.told_by(report)
    return sum(thing.weight for thing in stated if thing.at in held) / stated.weight


def _weight_across(entry: Facts, thing: Thing) -> float:
    plain = thing.word.kind == "word" and not entry.marks[thing.at]
    return thing.weight * (ACROSS if plain else 1.0)


def is_told(stated: Stated, thing: Thing, told: Sequence[Facts]) -> bool:
    """Whether one of the reports holds a thing of a headline."""
    return any(thing.at in stated.told_by(report) for report in told)


def _holds(report: Facts, entry: Facts, thing: Thing) -> bool:
    """Whether a report holds a thing: the word, its figure, its class of act or role."""
    word = thing.word
    if word.kind == "figure":
        value = next((f.value for f in entry.title_figures if f.at == thing.at), word.fold)
        return word.fold in report.all_folds or any(are_close(value, known) for known in report.all_values)
    if likeness.knows(report, word, entry.code):
        return True
    mark = entry.marks[thing.at]
    if mark.startswith("!") and acts.kindred(mark[1:]) & (
        report.lead_acts if acts.is_news(mark[1:]) and thing.at not in entry.unreal else report.all_acts
    ):
        return True
    if mark.startswith("@") and mark[1:] in report.all_roles:
        return True
    if report.code != entry.code and word.kind == "word" and len(word.fold) > BEGINNING:
        return report.has_beginning(word.fold[:BEGINNING])
    return False

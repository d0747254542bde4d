"""Profiles of entries as weighted words, which `rules.stories.event_window` compares.

Two profiles of one language compare word by word. Across languages only names, figures and the concepts
that the rules know in both languages count.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from sys import intern
from typing import Protocol

from rules.model import Entry
from rules.stories.glossary import Glossary
from rules.stories.signatures import lede, numbers, signature
from rules.text import word_frequency as words
from rules.text.tokens import tokens

TITLE_WEIGHT = 2
# The number of texts that the tables of common words stand for when learned counts are added.
BACKGROUND = 1_000
# Words that one text in four holds identify no event.
SMALL_WORD = 0.25
# Watched words count as if one text in five held them: every matched entry holds some.
WATCHED = 0.2


class Counts(Protocol):
    """Counts of the stories that held a word, as learned so far."""

    @property
    def stories(self) -> int:
        """The number of stories counted."""

    def of(self, stems: Iterable[str]) -> Mapping[str, int]:
        """The counts of these stems; a stem without a count may be absent."""

    def learn(self, stems: Iterable[str], *, new_story: bool) -> None:
        """Counts the stems that a report brings to its story."""


@dataclass(slots=True)
class Frequencies:
    """Counts that are kept in memory."""

    stories: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def of(self, stems: Iterable[str]) -> Mapping[str, int]:
        counts = self.counts
        return {stem: counts[stem] for stem in stems if stem in counts}

    def learn(self, stems: Iterable[str], *, new_story: bool) -> None:
        self.counts.update(stems)
        self.stories += new_story


@dataclass(frozen=True, slots=True)
class Profile:
    """An entry as weighted words. `code` is its language, `weights` a vector of length 1 by stem.

    `bridge` holds the weights of names, figures and concepts, which cross languages.
    """

    code: str
    weights: dict[str, float]
    bridge: dict[str, float]


class PackedProfile:
    """A profile in a third of its memory. Its words are interned: the reports of a window share most of them."""

    __slots__ = ("_mark_weights", "_weights", "code", "marks", "words")

    def __init__(self, profile: Profile) -> None:
        self.code = profile.code
        self.words = tuple(map(intern, profile.weights))
        self.marks = tuple(map(intern, profile.bridge))
        self._weights = array("f", profile.weights.values())
        self._mark_weights = array("f", profile.bridge.values())

    def unpack(self) -> Profile:
        """The profile as it was."""
        weights = dict(zip(self.words, self._weights, strict=True))
        return Profile(self.code, weights, dict(zip(self.marks, self._mark_weights, strict=True)))


@dataclass(frozen=True, slots=True)
class Report:
    """An entry whose story is known. `hour` is its date in hours since 1970; `came` is when it was fetched."""

    entry: str
    story: str
    hour: float
    came: datetime
    source: str | None
    packed: PackedProfile
    headline: str
    bare: bool  # no text beside the headline

    @property
    def profile(self) -> Profile:
        """The words and marks of the report, unpacked anew."""
        return self.packed.unpack()


@dataclass(frozen=True, slots=True)
class Text:
    """The part of a profile that does not depend on learned counts: 1 + log tf by stem, names, figures."""

    code: str
    stems: dict[str, float]
    names: tuple[tuple[str, str], ...]  # with their stems
    figures: tuple[str, ...]


def profile(entry: Entry, counts: Counts, glossary: Glossary) -> Profile:
    """Weighs the stems of title and lede by (1 + log tf) * (1 + log inverse story frequency)."""
    text = _read(entry)
    watched = glossary.watched(text.code)
    rarity = _rarity(text.stems, text.code, counts, watched)
    weights = {stem: text.stems[stem] * rare for stem, rare in rarity.items()}
    norm = math.sqrt(sum(w * w for w in weights.values())) or 1.0
    return Profile(
        code=text.code,
        weights={stem: w / norm for stem, w in weights.items()},
        bridge=_bridge(text, watched, glossary),
    )


# The entry that comes next, where another process has read it.
_told: list[tuple[Entry, Text]] = []


def tell(entry: Entry, text: Text) -> None:
    """Takes over what `read_text` gave another process of the entry that comes next."""
    _told[:] = [(entry, text)]


@lru_cache(maxsize=256)  # callers need an entry several times in a row
def _read(entry: Entry) -> Text:
    for told, text in _told:
        if told is entry:
            return text
    return read_text(entry)


def read_text(entry: Entry) -> Text:
    """The words of an entry's title and lede, as a profile weighs them."""
    known = signature(entry)
    count: Counter[str] = Counter()
    # The signature holds the words of the text, but for one that is too short to compare.
    body = known.text[len(known.title) :].split() if known.text else tokens(lede(entry.text))
    for told, weight in ((known.title.split(), TITLE_WEIGHT), (body, 1)):
        for word in told:
            if len(word) > 1:
                count[words.stem(word, known.code)] += weight
    figures = numbers(f"{entry.title}\n{lede(entry.text)}")
    return Text(
        code=known.code,
        stems={stem: 1 + math.log(n) for stem, n in count.items()},
        names=tuple((w, words.stem(w, known.code)) for w in sorted(known.title_telling | known.text_telling)),
        figures=tuple(sorted(figure for figure in figures if len(figure) > 1)),
    )


def _rarity(stems: Iterable[str], code: str, counts: Counts, watched: Set[str]) -> dict[str, float]:
    learned = counts.of(stems)
    total = counts.stories + BACKGROUND + 1
    shares = words.shares(code)
    rarity = {}
    for stem in stems:
        common = shares.get(stem, 0.0)
        if common < SMALL_WORD:
            if stem in watched and common < WATCHED:
                common = WATCHED
            rarity[stem] = 1 + math.log(total / (learned.get(stem, 0) + BACKGROUND * common + 1))
    return rarity


def _bridge(text: Text, watched: Set[str], glossary: Glossary) -> dict[str, float]:
    """The marks that cross languages: names and figures as written, concepts as "=id" instead of their words."""
    found = {name: 1.0 for name, stem in text.names if stem not in watched}
    found |= dict.fromkeys(text.figures, 0.5)
    return found | {f"={rule}": 1.0 for rule in sorted(glossary.concepts(text.stems.keys(), text.code))}


def is_across(mine: str, theirs: str) -> bool:
    """Whether two reports are surely of different languages, by their codes."""
    return bool(mine and theirs) and mine != theirs

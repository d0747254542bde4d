"""An entry as weighted words: what `rules.stories.event_window` compares to tell whether two reports are of one event.

Two profiles of one language compare word by word. Across languages only what both can hold counts: names,
figures, and the concepts that the rules know in both.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from rules.model import Entry
from rules.stories.glossary import Glossary
from rules.stories.signatures import headline, lede, numbers, signature
from rules.text import word_frequency as words
from rules.text.tokens import tokens

TITLE_WEIGHT = 2
# So many texts stand behind the tables of common words when learned counts are added to them.
BACKGROUND = 1_000
# Words that one text in four holds tell nothing of an event.
SMALL_WORD = 0.25
# What the rules look for counts as if one text in five held it: every matched entry holds some.
WATCHED = 0.2


class Counts(Protocol):
    """How many stories held a word, as learned so far."""

    @property
    def stories(self) -> int: ...

    def of(self, stems: Iterable[str]) -> Mapping[str, int]: ...

    def learn(self, stems: Iterable[str], *, new_story: bool) -> None: ...


@dataclass(slots=True)
class Frequencies:
    """Counts in memory."""

    stories: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def of(self, stems: Iterable[str]) -> Mapping[str, int]:
        return {stem: self.counts[stem] for stem in stems}

    def learn(self, stems: Iterable[str], *, new_story: bool) -> None:
        self.counts.update(stems)
        self.stories += new_story


@dataclass(frozen=True, slots=True)
class Profile:
    """`code` is the language. `weights` are of length 1; `bridge` holds what crosses languages."""

    code: str
    weights: dict[str, float]
    bridge: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Text:
    """What of an entry's text is the same whatever has been learned: 1 + log tf of its stems, names and figures."""

    code: str
    stems: dict[str, float]
    names: tuple[tuple[str, str], ...]  # with their stems
    figures: tuple[str, ...]


def profile(entry: Entry, counts: Counts, glossary: Glossary) -> Profile:
    """Stems of title and lede by (1 + log tf) * (1 + log inverse story frequency)."""
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


@lru_cache(maxsize=256)  # an entry is asked for several times in a row
def _read(entry: Entry) -> _Text:
    known = signature(entry)
    count: Counter[str] = Counter()
    for text, weight in ((headline(entry.title), TITLE_WEIGHT), (lede(entry.text), 1)):
        for word in tokens(text):
            if len(word) > 1:
                count[words.stem(word, known.code)] += weight
    figures = numbers(f"{entry.title}\n{lede(entry.text)}")
    return _Text(
        code=known.code,
        stems={stem: 1 + math.log(n) for stem, n in count.items()},
        names=tuple((w, words.stem(w, known.code)) for w in sorted(known.title_telling | known.text_telling)),
        figures=tuple(sorted(figure for figure in figures if len(figure) > 1)),
    )


def _rarity(stems: Iterable[str], code: str, counts: Counts, watched: Iterable[str]) -> dict[str, float]:
    learned = counts.of(stems)
    total = counts.stories + BACKGROUND + 1
    rarity = {}
    for stem in stems:
        common = words.share(stem, code)
        if common < SMALL_WORD:
            common = max(common, WATCHED) if stem in watched else common
            rarity[stem] = 1 + math.log(total / (learned.get(stem, 0) + BACKGROUND * common + 1))
    return rarity


def _bridge(text: _Text, watched: Set[str], glossary: Glossary) -> dict[str, float]:
    """Names and figures as they stand, concepts as "=id". A concept's own words are left to the concept."""
    found = {name: 1.0 for name, stem in text.names if stem not in watched}
    found |= dict.fromkeys(text.figures, 0.5)
    return found | {f"={rule}": 1.0 for rule in sorted(glossary.concepts(text.stems.keys(), text.code))}

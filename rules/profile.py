"""An entry as weighted words: what `rules.events` compares to tell whether two reports are of one event.

Two profiles of one language compare word by word. Across languages only what both can hold counts: names,
figures, and the concepts that the rules know in both.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from rules import words
from rules.glossary import Glossary
from rules.model import Entry
from rules.signatures import headline, lede, numbers, signature
from rules.text import tokens

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


def profile(entry: Entry, counts: Counts, glossary: Glossary) -> Profile:
    """Stems of title and lede by (1 + log tf) * (1 + log inverse story frequency)."""
    known = signature(entry)
    count: Counter[str] = Counter()
    for text, weight in ((headline(entry.title), TITLE_WEIGHT), (lede(entry.text), 1)):
        for word in tokens(text):
            if len(word) > 1:
                count[words.stem(word, known.code)] += weight
    watched = glossary.watched(known.code)
    rarity = _rarity(count, known.code, counts, watched)
    weights = {stem: (1 + math.log(count[stem])) * rare for stem, rare in rarity.items()}
    norm = math.sqrt(sum(w * w for w in weights.values())) or 1.0
    return Profile(
        code=known.code,
        weights={stem: w / norm for stem, w in weights.items()},
        bridge=_bridge(entry, set(count), known.code, glossary),
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


def _bridge(entry: Entry, stems: set[str], code: str, glossary: Glossary) -> dict[str, float]:
    """Names and figures as they stand, concepts as "=id". A concept's own words are left to the concept."""
    known = signature(entry)
    watched = glossary.watched(code)
    names = {w for w in known.title_telling | known.text_telling if words.stem(w, code) not in watched}
    found = dict.fromkeys(sorted(names), 1.0)
    told = numbers(f"{entry.title}\n{lede(entry.text)}")
    found |= dict.fromkeys(sorted(number for number in told if len(number) > 1), 0.5)
    return found | {f"={rule}": 1.0 for rule in sorted(glossary.concepts(stems, code))}

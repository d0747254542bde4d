"""Forms: headlines and sentences that a publisher fills in again and again, so that likeness in them proves nothing.

A headline's form is what stays when its slots (names, figures, dates) are left out. `Memory` learns which forms and which
standing sentences recur, feed by feed and across feeds, and how common words are; its owner keeps it and feeds it every
matched entry once. Bounded; no clock, no store.
"""

from __future__ import annotations

import math
import re
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING
from zlib import crc32

from rules.silence.words import SLOTS, Word
from rules.text.folding import fold
from rules.text.word_frequency import share

if TYPE_CHECKING:
    from rules.silence.facts import Facts

SLOT = "_"
# A form is known from so many different fillings on by one feed, or by all.
FILLINGS = 3
FILLINGS_ACROSS = 5
# Of a form without plain words nothing is learned.
PLAIN_WORDS = 2
# A sentence stands under a feed's entries from so many of them on.
STANDING = 3
FORMS_KEPT = 4_000
SENTENCES_KEPT = 20_000
STEMS_KEPT = 30_000
# Entries that stand behind a cold memory, and behind the tables of common words.
BACKGROUND = 300
_MIN_SENTENCE = 15
_END = re.compile(r"(?<=[.!?])\s+")


def mask_of(words: Sequence[Word]) -> str:
    """A headline's form: stems of its plain words, with one mark for each slot."""
    marks: list[str] = []
    for word in words:
        if word.kind == "small":
            continue
        mark = SLOT if word.kind in SLOTS else word.stem
        if mark != SLOT or not marks or marks[-1] != SLOT:
            marks.append(mark)
    return " ".join(marks)


def plain_words(form: str) -> int:
    return sum(mark != SLOT for mark in form.split())


def sentences(text: str) -> Iterator[tuple[str, int]]:
    """The sentences of a text, each with a number that stands for it."""
    for sentence in _END.split(text):
        if len(sentence) > _MIN_SENTENCE:
            yield sentence, crc32(fold(sentence[:160]).encode())


class Memory:
    """The forms learned from entries: forms and standing sentences of feeds, and in how many entries a stem was."""

    def __init__(self) -> None:
        self._forms: OrderedDict[tuple[str, str], set[int]] = OrderedDict()
        self._sentences: OrderedDict[tuple[str, int], int] = OrderedDict()
        self._stems: Counter[str] = Counter()
        self._entries = 0

    def learn(self, entry: Facts) -> None:
        """Takes in an entry, once."""
        self._entries += 1
        self._stems.update(entry.all_stems)
        if len(self._stems) > STEMS_KEPT:
            self._stems = Counter({stem: n for stem, n in self._stems.items() if n > 1})
        feed = entry.feed or entry.outlet or ""
        for owner in (feed, "") if feed else ("",):
            fillings = self._forms.setdefault((owner, entry.form), set())
            self._forms.move_to_end((owner, entry.form))
            if len(fillings) < FILLINGS_ACROSS:
                fillings.add(crc32(entry.key.encode()))
        for number in set(entry.sentences) if feed else ():
            self._sentences[feed, number] = self._sentences.pop((feed, number), 0) + 1
        _trim(self._forms, FORMS_KEPT)
        _trim(self._sentences, SENTENCES_KEPT)

    def recurs(self, entry: Facts) -> bool:
        """Whether its headline is a form that its feed, or several, fill in again and again."""
        if SLOT not in entry.form.split() or plain_words(entry.form) < PLAIN_WORDS:
            return False
        own = self._forms.get((entry.feed or entry.outlet or "", entry.form), ())
        return len(own) >= FILLINGS or len(self._forms.get(("", entry.form), ())) >= FILLINGS_ACROSS

    def without_standing(self, feed: str, text: str) -> str:
        """A text without the sentences that this feed puts under entry after entry."""
        if not feed or not self._sentences:
            return text
        numbered = list(sentences(text))
        standing = {s for s, number in numbered if self._sentences.get((feed, number), 0) >= STANDING}
        return " ".join(s for s in _END.split(text) if s not in standing) if standing else text

    def rarity(self, stem: str, code: str) -> float:
        """0..1: how much it tells that an entry holds this stem."""
        total = BACKGROUND + self._entries
        held = BACKGROUND * share(stem, code) + self._stems.get(stem, 0)
        return math.log((total + 1) / (held + 1)) / math.log(total + 1)

    def shared_by_all(self, stems: Iterable[str], part: float = 0.8, least: int = 20) -> frozenset[str]:
        """Stems that nearly all learned entries hold, once enough were learned."""
        if self._entries < least:
            return frozenset()
        needed, held = part * self._entries, self._stems.get
        return frozenset([stem for stem in stems if held(stem, 0) >= needed])


def _trim(
    kept: OrderedDict[tuple[str, str], set[int]] | OrderedDict[tuple[str, int], int], most: int
) -> None:
    while len(kept) > most:
        kept.popitem(last=False)

"""Twins: two headlines of one form that differ at one place, or of which one denies what the other says.

"Tariff on steel raised" and "Tariff on aluminium raised", "sanctions adopted" and "sanctions lifted": every likeness takes
them for one. Two words at one place tell different things where neither report holds the word of the other. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from difflib import SequenceMatcher
from typing import NamedTuple

from rules.silence import acts
from rules.silence.facts import Facts
from rules.silence.lexicon import vocabulary
from rules.silence.pairs import likeness
from rules.silence.words import Word, raw_words
from rules.text.folding import fold
from rules.text.word_frequency import stem

# So much of the longer headline stands in both, in one order, and so many words at least.
ONE_ORDER = 0.5
COMMON = 2
# So many words fill one place, and so many more may be added elsewhere.
PLACE = 2
ADDED = 2
# Words that begin with so many letters alike may be forms of one.
LEMMA = 3
# Headlines that differ in nothing but a denial.
BUT_DENIAL = 0.8
# Texts too short for runs of words are of one form if they have so many of their words in common.
WORDS_IN_COMMON = 0.6


class Twin(NamedTuple):
    """The words of the new and of the told headline at one place of one form; `alone` where nothing else differs."""

    mine: tuple[Word, ...]
    yours: tuple[Word, ...]
    alone: bool

    @property
    def text(self) -> str:
        """Both words, the told one first."""
        return f"one form, other word: {likeness.spell(self.yours)} / {likeness.spell(self.mine)}"


def twin(new: Facts, told: Facts, watched: Set[str]) -> Twin | None:
    """The first place of one form where each headline has a word that the other report nowhere holds."""
    if new.code != told.code:
        return None
    rows = [[w for w in entry.title if w.kind != "small"] for entry in (new, told)]
    blocks = SequenceMatcher(None, likeness.marks(new), likeness.marks(told), autojunk=False).get_opcodes()
    common = sum(b - a for what, a, b, _, _ in blocks if what == "equal")
    places = [slices for what, *slices in blocks if what == "replace"]
    added = sum(max(b - a, d - c) for what, a, b, c, d in blocks if what in ("insert", "delete"))
    if common < max(COMMON, ONE_ORDER * max(map(len, rows))) or added > ADDED:
        return None
    for a, b, c, d in places:
        mine, yours = _unknown(rows[0][a:b], new, told, watched), _unknown(rows[1][c:d], told, new, watched)
        if max(b - a, d - c) <= PLACE and mine and yours and _are_two_words(mine[0], yours[0]):
            return Twin(mine, yours, alone=not added and len(places) == 1)
    return None


def _are_two_words(one: Word, other: Word) -> bool:
    """Whether two words are of one kind, and no forms of one word, as "obtient" and "obtenu" are."""
    begin_alike = min(len(one.fold), len(other.fold)) > LEMMA and one.fold[:LEMMA] == other.fold[:LEMMA]
    return one.kind == other.kind and not begin_alike


def _unknown(words: Sequence[Word], entry: Facts, other: Facts, watched: Set[str]) -> tuple[Word, ...]:
    """The words of a headline that the other report holds neither as written nor by their class of act or role."""
    return tuple(
        word
        for word in words
        if word.kind in ("name", "word")
        and not likeness.is_watched(word, watched)
        and not likeness.knows(other, word, entry.code)
        and not _acts_of(word, entry.code) & other.all_acts
        and not other.all_roles.intersection(acts.roles(word.fold, entry.code))
    )


def _acts_of(word: Word, code: str) -> frozenset[str]:
    return acts.all_kindred(frozenset(acts.classes(word.fold, code)))


def is_told(found: Twin, new: Facts, told: Facts) -> bool:
    """Whether the texts are of one form, too, and each tells of the word of its own headline."""
    return _tells(new, found.mine) and _tells(told, found.yours) and _are_of_one_form(new, told)


def _tells(entry: Facts, words: Sequence[Word]) -> bool:
    text = {fold(word) for word in raw_words(entry.text)}
    stems = {stem(word, entry.code) for word in text}
    return any(
        word.fold in text or word.stem in stems or _acts_of(word, entry.code) & entry.paragraphs.acts
        for word in words
    )


def _are_of_one_form(new: Facts, told: Facts) -> bool:
    held, back = likeness.contained(new, told), likeness.contained(told, new)
    if held is not None and back is not None:
        return min(held, back) >= likeness.FORM_OF_TEXT
    return len(new.all_folds & told.all_folds) >= WORDS_IN_COMMON * len(new.all_folds | told.all_folds)


def denied(new: Facts, told: Facts) -> str | None:
    """The word by which one headline denies what the other says; None where both deny something, or neither does."""
    words = [_denial(entry) for entry in (new, told)]
    if new.code != told.code or bool(words[0]) == bool(words[1]):
        return None
    mine, yours = ([mark for mark in likeness.marks(entry) if mark not in words] for entry in (new, told))
    alike = SequenceMatcher(None, mine, yours, autojunk=False).ratio()
    return words[0] or words[1] if alike >= BUT_DENIAL else None


def _denial(entry: Facts) -> str:
    words = vocabulary.DENIALS.get(entry.code, frozenset())
    for at, word in enumerate(entry.title):
        counts = at + 1 < len(entry.title) and entry.title[at + 1].kind == "figure"  # "no 10"
        if word.fold in words and word.kind != "name" and not counts:
            return word.fold
    return ""

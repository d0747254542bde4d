"""Compares two signatures, and judges whether one text is a copy of the other. No candidates, no time.

Thresholds were chosen on edited wire copies beside a year of recurring press releases; docs/stories.md
says what each of them keeps apart.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from rules.stories.signatures import Signature, characters, contained, jaccard
from rules.text.tokens import tokens
from rules.text.word_frequency import has_table, is_common, stem

# Headlines alone: Jaccard similarity of character 4-grams.
TITLE_ALONE = 0.47
TITLE_ALONE_ONE_SOURCE = 0.8
# From so much likeness on, headlines whose slots alone differ are two events.
TWIN = 0.6
# Texts: the share of the shorter text's word 3-grams that the other one holds.
TEXT = 0.6
TEXT_ONE_SOURCE = 0.8
# Under headlines that share nothing one source's equal texts are its standing description.
TITLE_ONE_SOURCE = 0.1
# The share of telling words (names above all) that both texts hold; forms filled in anew
# ("... Approves Idaho Disaster Declaration") agree in everything else.
TELLING = 0.6
TELLING_SURE = 0.85
# Headlines so alike that conflict are one form filled in anew; those less alike may be of one text, each its outlet's own.
ONE_FORM = 0.3
FEW_TELLING = 3
SPELLINGS = 80.0
# So alike are two texts of so many runs and words that tell, that a figure in one headline was corrected.
ONE_TEXT = 0.66
LONG_TEXT = 30
MANY_TELLING = 5
# From so many numbers that differ on both sides on two texts are two.
NUMBERS_APART = 2


@dataclass(frozen=True, slots=True)
class Likeness:
    """The likeness of two entries, in shares of 0..1.

    `conflict`: each headline names or counts something that the other entry nowhere does (`names_conflict`: names), or
    most of the numbers of either text are missing in the other. `corrected`: one long text under a headline with another
    figure, which the text of neither contradicts: an editor's correction, no form filled in anew.
    """

    title: float
    text: float | None
    telling: float | None
    conflict: bool
    corrected: bool = False
    names_conflict: bool = False

    @property
    def texts_agree(self) -> bool:
        """Whether the texts agree; False also where there are no texts."""
        if self.text is None or self.text < TEXT:
            return False
        if self.conflict and self.title >= ONE_FORM and not self.corrected:
            return False
        needed = TELLING_SURE if self.conflict else TELLING
        return self.telling is None or self.telling >= needed

    @property
    def texts_alike(self) -> bool | None:
        """Whether the texts are one, whatever the headlines say; None where there are none to compare."""
        if self.text is None:
            return None
        return self.text >= TEXT and (self.telling is None or self.telling >= TELLING)

    @property
    def score(self) -> float:
        """The likeness as one number of 0..1."""
        return self.title if self.text is None else max(self.text, (self.text + self.title) / 2)

    def is_copy(self, *, one_source: bool) -> bool:
        """Whether one text is a copy of the other. One source mostly repeats forms, so more is asked of it."""
        if self.text is None:
            return not self.conflict and self.title >= (TITLE_ALONE_ONE_SOURCE if one_source else TITLE_ALONE)
        if not self.texts_agree:
            return False
        return not one_source or (
            self.text >= TEXT_ONE_SOURCE and self.title >= TITLE_ONE_SOURCE and not self.conflict
        )

    def figures(self) -> dict[str, object]:
        """The shares that are known, rounded, for a Reason."""
        shares = {"title": self.title, "text": self.text, "telling": self.telling}
        return {name: round(value, 4) for name, value in shares.items() if value is not None}


def liken(ours: Signature, theirs: Signature) -> Likeness:
    """Compares two signatures; the order does not matter."""
    text = telling = None
    if ours.runs and theirs.runs:
        text = max(contained(ours.runs, theirs.runs), contained(ours.whole, theirs.whole))
        if min(len(ours.text_telling), len(theirs.text_telling)) >= FEW_TELLING:
            telling = contained(ours.text_telling, theirs.text_telling)
    names_conflict = _names_conflict(ours, theirs)
    return Likeness(
        title=jaccard(ours.grams, theirs.grams),
        text=text,
        telling=telling,
        conflict=names_conflict or _figures_conflict(ours, theirs) or _numbers_conflict(ours, theirs),
        names_conflict=names_conflict,
        corrected=text is not None and text >= ONE_TEXT and _is_corrected(ours, theirs),
    )


def _is_corrected(ours: Signature, theirs: Signature) -> bool:
    if min(len(ours.whole or ours.runs), len(theirs.whole or theirs.runs)) < LONG_TEXT:
        return False
    if min(len(ours.text_telling), len(theirs.text_telling)) < MANY_TELLING or _names_conflict(ours, theirs):
        return False
    return not (ours.numbers - theirs.numbers and theirs.numbers - ours.numbers)


def _figures_conflict(ours: Signature, theirs: Signature) -> bool:
    return bool(ours.figures - _counted(theirs) and theirs.figures - _counted(ours))


def _names_conflict(ours: Signature, theirs: Signature) -> bool:
    mine, yours = ours.title_telling - theirs.title_telling, theirs.title_telling - ours.title_telling
    return any(_unanswered(w, theirs) for w in mine) and any(_unanswered(w, ours) for w in yours)


def _counted(entry: Signature) -> frozenset[str]:
    """The figures that an entry counts anywhere: an edited headline takes its figures from the text."""
    return entry.figures | entry.numbers | frozenset(entry.text.split())


def _numbers_conflict(ours: Signature, theirs: Signature) -> bool:
    """Most numbers of two texts differ, on both sides: a form filled in anew ("34 years old", "three years")."""
    shared = len(ours.numbers & theirs.numbers)
    return all(len(entry.numbers) - shared > max(shared, NUMBERS_APART - 1) for entry in (ours, theirs))


def _unanswered(word: str, other: Signature) -> bool:
    """Whether no word of the other entry is this word, spelled, inflected or split another way."""
    if word in other.title.replace(" ", "") or word in other.text:
        return False
    return not any(fuzz.ratio(word, there) >= SPELLINGS for there in other.title.split())


def is_twin(ours: Headline, theirs: Headline) -> bool:
    """Whether two headlines are one form with other names in its slots: two events, not one.

    Another figure alone is mostly a development: "death toll rises to 40".
    """
    if jaccard(_grams(ours.folded), _grams(theirs.folded)) < TWIN:
        return False
    mine = [w for w in ours.slots if not _is_known(w, theirs, ours.code)]
    return bool(mine) and any(not _is_known(w, ours, ours.code) for w in theirs.slots)


@lru_cache(maxsize=256)  # an entry is laid beside many
def _grams(folded: str) -> frozenset[int]:
    return frozenset(characters(folded))


def shares_words(ours: Headline, theirs: Headline) -> bool:
    """Whether a word of a headline, no matter how common, stands in the other one."""
    return any(len(word) > 3 and word in theirs.folded for word in ours.folded.split())


def _is_known(word: str, other: Headline, code: str) -> bool:
    if stem(word, code) in other.stems or word in other.folded.replace(" ", ""):
        return True
    return any(fuzz.ratio(word, there) >= SPELLINGS for there in other.folded.split())


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline beside the stems of its whole report; `slots` are its words that tell, names above all."""

    folded: str
    slots: frozenset[str]
    stems: Collection[str]
    code: str


def headline_of(title: str, stems: Collection[str], code: str) -> Headline:
    """`title` as `signatures.headline` gives it. Languages without a table of words tell names by their capital."""
    return Headline(*_folded_and_slots(title, code), stems, code)


@lru_cache(maxsize=1_024)
def _folded_and_slots(title: str, code: str) -> tuple[str, frozenset[str]]:
    folded = tokens(title)
    capitals = {word for raw in title.split()[1:] if raw[:1].isupper() for word in tokens(raw)}
    tabled = has_table(code)
    slots = {
        w
        for w in folded
        if len(w) > 1 and w.isalpha() and not is_common(w, code) and (tabled or w in capitals)
    }
    return " ".join(folded), frozenset(slots)

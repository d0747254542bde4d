"""Compares two signatures, and judges whether one text is a copy of the other. No candidates, no time.

Thresholds were chosen on edited wire copies beside a year of recurring press releases; docs/stories.md
says what each of them keeps apart.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz

from rules.stories.signatures import Signature, contained, jaccard

# Headlines alone: Jaccard similarity of character 4-grams.
TITLE_ALONE = 0.47
TITLE_ALONE_ONE_SOURCE = 0.8
# Texts: the share of the shorter text's word 3-grams that the other one holds.
TEXT = 0.6
TEXT_ONE_SOURCE = 0.8
# The share of telling words (names above all) that both texts hold; forms filled in anew
# ("... Approves Idaho Disaster Declaration") agree in everything else.
TELLING = 0.6
TELLING_SURE = 0.85
FEW_TELLING = 3
SPELLINGS = 80.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """The likeness of two entries, in shares of 0..1.

    `text` and `telling` are None where one of the two texts is too short to compare. `conflict`: each
    headline names or counts something that the other does not.
    """

    title: float
    text: float | None
    telling: float | None
    conflict: bool

    @property
    def texts_agree(self) -> bool:
        """Whether the texts agree; False also where there are no texts."""
        if self.text is None or self.text < TEXT:
            return False
        needed = TELLING_SURE if self.conflict else TELLING
        return self.telling is None or self.telling >= needed

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
        return not one_source or (self.text >= TEXT_ONE_SOURCE and not self.conflict)

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
    return Likeness(
        title=jaccard(ours.grams, theirs.grams),
        text=text,
        telling=telling,
        conflict=_conflict(ours, theirs),
    )


def _conflict(ours: Signature, theirs: Signature) -> bool:
    if ours.figures - theirs.figures and theirs.figures - ours.figures:
        return True
    mine, yours = ours.title_telling - theirs.title_telling, theirs.title_telling - ours.title_telling
    return any(_unanswered(w, theirs) for w in mine) and any(_unanswered(w, ours) for w in yours)


def _unanswered(word: str, other: Signature) -> bool:
    """Whether no word of the other headline is this word, spelled, inflected or split another way."""
    if word in other.title.replace(" ", ""):
        return False
    return not any(fuzz.ratio(word, there) >= SPELLINGS for there in other.title.split())

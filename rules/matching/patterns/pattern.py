"""Patterns: what must stand in a text for a variant of a rule, and how strictly.

A pattern has slots for tokens; `actors` and `topics` compile rules into patterns, `align` fills them. Must not
look at any text of an entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from rules.matching.words.keys import Liberty, Spec
from rules.schema import Context


class Style(IntEnum):
    NAME = 0  # a name of several words
    BARE = 1  # a surname by itself, or a whole name of one word
    LISTED = 2  # a name from a list of thousands: fewer liberties
    PHRASE = 3  # the words of a topic's term
    NEAR = 4  # groups of words near each other
    LITERAL = 5  # as written, word for word
    VETO_OR_CONTEXT = 6  # a veto or context phrase: finds nothing by itself


Chain = tuple[int, ...]  # specs that follow each other
Slot = tuple[Chain, ...]

LIGHT = 4  # particles between are free, but not without end


@dataclass(frozen=True, slots=True)
class Pattern:
    """A variant of a rule, compiled.

    slots: for each word the chains that may fill it (several, or of several words, only in NEAR); words: a
    word for each slot;
    units: slots of one unit (a double surname) stand together and in order; need: how many slots must be
    filled; must: the slot that may not be empty (-1: none in particular); gap: how many foreign words may
    stand between; givens: how many first slots are given names, which an initial may stand for; alone:
    refused where another given name precedes; ambiguous: others bear the name too; acronym: written in
    capitals; parted: the variant itself has commas or colons between its words; modified, trailing: the
    first, the last word is an adjective that must touch its noun or agree with it; headed: the variant's
    first word governs the last (tráfico de armas); proper: a term of
    capitals, as Palacio Nacional; cost: what the variant loses for not being as the rule
    has it; own: all words of the actor's names; fillers: words of the variant that need not be there;
    choices: in NEAR, what each chain of each slot is called.
    """

    rule: str
    text: str
    style: Style
    slots: tuple[Slot, ...]
    words: tuple[str, ...]
    units: tuple[int, ...]
    need: int
    must: int = -1
    gap: int = 0
    ordered: bool = False
    modified: bool = False
    trailing: bool = False
    headed: bool = False
    proper: bool = False
    givens: int = 0
    alone: bool = False
    ambiguous: bool = False
    acronym: bool = False
    parted: bool = False
    cost: float = 0.0
    own: frozenset[str] = frozenset()
    fillers: tuple[str, ...] = ()
    choices: tuple[tuple[str, ...], ...] = ()
    context: Context | None = None

    @property
    def reach(self) -> int:
        """Returns the most tokens that a match can span."""
        return self.gap + 1 if self.style == Style.NEAR else len(self.slots) + self.gap + self.light

    @property
    def light(self) -> int:
        """Returns how many words without weight may stand between."""
        return max(LIGHT, len(self.fillers))


class Book:
    """Numbers the words that patterns ask for, each once."""

    def __init__(self) -> None:
        self.numbers: dict[Spec, int] = {}

    def slot(self, word: str, edits: int = 0, liberties: int = Liberty.NONE) -> Slot:
        return ((self.spec(word, edits, liberties),),)

    def spec(self, word: str, edits: int = 0, liberties: int = Liberty.NONE) -> int:
        return self.numbers.setdefault(Spec(word, edits, liberties), len(self.numbers))


def is_unspaced(words: Sequence[str]) -> bool:
    """Whether the words come from a script without spaces, in which every character is a token."""
    return any(len(w) == 1 and not w.isascii() for w in words)


def literal(
    rule: str, variant: str, words: Sequence[str], book: Book, *, context: Context | None = None
) -> Pattern:
    """Returns a pattern of the words as written, in order, with nothing between."""
    return Pattern(
        rule=rule,
        text=variant,
        style=Style.LITERAL,
        slots=tuple(book.slot(w) for w in words),
        words=tuple(words),
        units=(0,) * len(words),
        need=len(words),
        ordered=True,
        context=context,
    )


def veto_or_context(rule: str, phrase: str, words: Sequence[str], book: Book) -> Pattern:
    """Returns the pattern of a veto or context phrase: inflected, in order, with nothing between."""
    return Pattern(
        rule=rule,
        text=phrase,
        style=Style.VETO_OR_CONTEXT,
        slots=tuple(book.slot(w, 0, Liberty.INFLECTED) for w in words),
        words=tuple(words),
        units=(0,) * len(words),
        need=len(words),
        ordered=True,
    )

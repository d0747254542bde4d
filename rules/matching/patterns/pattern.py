"""Patterns: what must stand in a text for a variant of a rule, and how strictly.

A pattern has slots for tokens; `actors` and `topics` compile rules into patterns, `align` fills them. Must not
look at any text of an entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from rules.matching import lexicon
from rules.matching.patterns import spellings
from rules.matching.words.keys import Liberty, Spec
from rules.schema import Context, Variant
from rules.text import tokens as text


class Case(IntEnum):
    """The capitals that a text must have for a pattern."""

    FREE = 0  # the text's own use of capitals decides
    ANY = 1  # nothing
    SAME = 2  # just what the rule's say
    CAPITALS = 3  # an acronym that is a word, too: WHO
    NAME = 4  # a word that is a name, too: Target


class Style(IntEnum):
    NAME = 0  # a name of several words
    BARE = 1  # a surname by itself, or a whole name of one word
    LISTED = 2  # a name from a list of thousands: fewer liberties
    PHRASE = 3  # the words of a topic's term
    NEAR = 4  # groups of words near each other
    LITERAL = 5  # as written, word for word
    VETO_OR_CONTEXT = 6  # a veto or context phrase: finds nothing by itself


NAMES = frozenset({Style.NAME, Style.BARE, Style.LISTED})

Chain = tuple[int, ...]  # specs that follow each other
Slot = tuple[Chain, ...]

NAME_GAP = 2
ACRONYM_LENGTH, SHORT_ACRONYM = 6, 3
LIGHT = 4  # particles between are free, but not without end


@dataclass(frozen=True, slots=True)
class Pattern:
    """A variant of a rule, compiled.

    slots: for each word the chains that may fill it (several, or of several words, where it has other spellings, and in
    NEAR); words: a word for each slot; raws: the words as the rule has them;
    units: slots of one unit (a double surname) stand together and in order; need: how many slots must be filled; must:
    the slot that may not be empty (-1: none in particular); gap: how many foreign words may stand between; ordered: in
    the rule's order alone; together: the words touch each other;
    givens: how many first slots are given names, which an initial may stand for; initials, generation: middle initials,
    jr or iii; person: of a person, not of an organisation; alone: refused where another given name precedes; ambiguous:
    others bear the name too; own: all words of the actor's names; case: what capitals must say;
    parted: the variant itself has commas or colons between its words; fillers: words of the variant that need not be
    there; modified, trailing: the first, the last word is an adjective that must touch its noun or agree with it; headed:
    the variant's first word governs the last (tráfico de armas); proper: a term of capitals, as Palacio Nacional;
    cost: what the variant loses for not being as the rule has it; choices: in NEAR, the name of each chain of each slot.
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
    case: Case = Case.FREE
    raws: tuple[str, ...] = ()
    together: bool = False
    initials: tuple[str, ...] = ()
    generation: str = ""
    person: bool = False
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

    def slot_of(
        self, word: str, others: Sequence[Sequence[str]], edits: int = 0, liberties: int = Liberty.NONE
    ) -> Slot:
        """Returns a slot for a word, or for one of its other spellings in one word or several, exactly so."""
        return (*self.slot(word, edits, liberties), *(tuple(self.spec(w) for w in words) for words in others))

    def spec(self, word: str, edits: int = 0, liberties: int = Liberty.NONE) -> int:
        return self.numbers.setdefault(Spec(word, edits, liberties), len(self.numbers))


def is_unspaced(words: Sequence[str]) -> bool:
    """Whether the words come from a script without spaces, in which every character is a token."""
    return any(not w.isascii() and text.is_unspaced(w) for w in words)


def case_of(variant: Variant, words: Sequence[text.Token]) -> Case:
    """Returns what capitals must say for a variant whose words are these.

    A short term in capitals that is a word of some language, or of three letters, is found in capitals only.
    """
    if variant.case != "auto":
        return Case.ANY if variant.case == "any" else Case.SAME
    if len(words) != 1:
        return Case.FREE
    [word] = words
    acronym = word.raw.isupper() and word.raw.isalpha() and 2 <= len(word.text) <= ACRONYM_LENGTH
    if acronym and (len(word.text) <= SHORT_ACRONYM or lexicon.is_ordinary(word.text)):
        return Case.CAPITALS
    return Case.FREE


def literal(
    rule: str, variant: Variant, words: Sequence[text.Token], book: Book, *, context: Context | None = None
) -> Pattern:
    """Returns a pattern of the words as written, in order, with nothing between."""
    return Pattern(
        rule=rule,
        text=variant.text,
        style=Style.LITERAL,
        slots=tuple(book.slot_of(t.text, spellings.others(t.text, t.raw)) for t in words),
        words=tuple(t.text for t in words),
        units=(0,) * len(words),
        need=len(words),
        ordered=True,
        case=case_of(variant, words),
        raws=tuple(t.raw for t in words),
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

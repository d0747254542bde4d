"""Tells how each variant of a rule was compiled: what its words may do, and what a match needs. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from rules.matching.patterns import actors, topics
from rules.matching.patterns.pattern import Book, Pattern, Style
from rules.matching.words.keys import Liberty, Spec
from rules.schema import Actor, Topic

_STYLES = {
    Style.NAME: "name",
    Style.BARE: "standing alone",
    Style.LISTED: "listed name",
    Style.PHRASE: "phrase",
    Style.NEAR: "words near each other",
    Style.LITERAL: "as written",
    Style.ASIDE: "veto or context",
}
_LIBERTIES = {
    Liberty.INFLECTED: "inflected",
    Liberty.FAMILY: "word family",
    Liberty.SPOKEN: "other scripts",
    Liberty.GLUED: "glued",
}


@dataclass(frozen=True, slots=True)
class WordBudget:
    """A word, the edits within which a text's word still stands for it, and what else it may do."""

    word: str
    edits: int
    liberties: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """One variant as compiled. `slots`: for each place the words that may fill it; `needed`: how many places
    must be filled; `gap`: foreign words allowed between; `context`: asks for a context word beside it.
    """

    variant: str
    style: str
    slots: tuple[tuple[WordBudget, ...], ...]
    needed: int
    gap: int
    ordered: bool
    context: bool


def describe(rule: Actor | Topic) -> list[Compiled]:
    """Every variant of the rule, in the order in which it is tried."""
    book = Book()
    patterns = actors.actor(rule, book) if isinstance(rule, Actor) else topics.topic(rule, book)
    specs = {number: spec for spec, number in book.numbers.items()}
    return [_compiled(pattern, specs) for pattern in patterns]


def _compiled(pattern: Pattern, specs: dict[int, Spec]) -> Compiled:
    return Compiled(
        variant=pattern.text,
        style=_STYLES[pattern.style],
        slots=tuple(
            tuple(_word(specs[number]) for chain in slot for number in chain) for slot in pattern.slots
        ),
        needed=pattern.need,
        gap=pattern.gap,
        ordered=pattern.ordered,
        context=pattern.context is not None,
    )


def _word(spec: Spec) -> WordBudget:
    liberties = tuple(name for flag, name in _LIBERTIES.items() if flag & spec.liberties)
    return WordBudget(spec.text, spec.edits, liberties)

"""Describes how each variant of a rule was compiled: what its words may do, and what a match needs. Pure."""

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
    Style.VETO_OR_CONTEXT: "veto or context",
}
_LIBERTIES = {
    Liberty.INFLECTED: "inflected",
    Liberty.FAMILY: "word family",
    Liberty.SPOKEN: "other scripts",
    Liberty.GLUED: "glued",
}


@dataclass(frozen=True, slots=True)
class WordBudget:
    """A word of a rule, the edits that a text's word may be away from it, and its other liberties."""

    word: str
    edits: int
    liberties: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A variant of a rule, as compiled. `slots`: the words that may fill each place; `needed`: how many places must be
    filled; `gap`: how many foreign words may stand between; `context`: whether it asks for a context word.
    """

    variant: str
    style: str
    slots: tuple[tuple[WordBudget, ...], ...]
    needed: int
    gap: int
    ordered: bool
    context: bool


def describe(rule: Actor | Topic) -> list[Compiled]:
    """Describes every variant of the rule, in the order in which the matcher tries them."""
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

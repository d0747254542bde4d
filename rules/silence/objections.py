"""Objections: why a report whose words were told may tell something else all the same.

None of them shows news; each leaves the report in doubt, so that it is told as a line. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from rules.silence import likeness
from rules.silence.cover import Cover, Thing, part_told
from rules.silence.facts import Facts
from rules.silence.words import Word

# A plain word says something of a subject if it is no rarer held than so.
TELLING = 0.45
# Where so little beside names is shared, the told headline must be covered in turn to so large a part.
THIN, IN_TURN = 0.8, 0.6
# From so much cover on a headline without an act may repeat one with an act.
ALL_COVERED = 0.95
# Texts that share less than this part of their runs are two texts.
ANOTHER_TEXT = 0.1
# From so much likeness on nothing but the slots of two headlines differs.
ALL_FORM = 0.8


def objection(new: Facts, told: Facts, covered: Cover, headline: Sequence[Thing], watched: Set[str]) -> str:
    """What speaks against silence, in words; "" where nothing does. `headline` are the things that `told` states."""
    if not new.cased:
        return "this script shows no names"
    if pair := _other_slot(new, told, watched):
        return f"one form, other name: {pair}"
    if amount := _new_amount(new, covered):
        return f"new amount: {amount}"
    if told.act_names and not new.act_names and not _figure_shared(covered) and covered.part < ALL_COVERED:
        return "what happened is not in it"
    telling = [thing for thing in covered.shared if _tells(new, thing)]
    if not telling:
        return "nothing but the subject was told"
    if not any(_is_act(new, thing) for thing in telling) and _is_thin(
        telling, part_told(told, headline, new)
    ):
        return "little but the subject was told"
    return "one headline, another text" if _another_text(new, told) else ""


def _is_thin(telling: Sequence[Thing], in_turn: float) -> bool:
    return sum(thing.weight for thing in telling) < THIN and in_turn < IN_TURN


def _figure_shared(covered: Cover) -> bool:
    return any(thing.word.kind == "figure" for thing in covered.shared)


def _new_amount(new: Facts, covered: Cover) -> str:
    """An amount of money that no report told."""
    money = {figure.at for figure in new.title_figures if figure.unit.startswith("money")}
    return next((thing.word.raw for thing in covered.fresh if thing.at in money), "")


def _is_act(new: Facts, thing: Thing) -> bool:
    return new.marks[thing.at].startswith("!")


def _tells(new: Facts, thing: Thing) -> bool:
    """Whether a thing says something of the subject: an act, a figure, or a word that not every headline holds."""
    if thing.word.kind in ("name", "month", "quarter"):
        return False
    if _is_act(new, thing) or thing.word.kind == "figure":
        return True
    return thing.weight > TELLING and not new.marks[thing.at].startswith("@")


def _other_slot(new: Facts, told: Facts, watched: Set[str]) -> str:
    """Other names at one place of one form, though the texts hold both."""
    if new.code != told.code or likeness.form_likeness(new, told) < ALL_FORM:
        return ""
    mine, yours = _only_here(new, told, watched), _only_here(told, new, watched)
    if mine and yours and likeness.exchanged(new, told, mine, yours):
        return f"{likeness.spell(yours)} / {likeness.spell(mine)}"
    return ""


def _only_here(entry: Facts, other: Facts, watched: Set[str]) -> list[Word]:
    return [
        word
        for word in entry.names
        if not likeness.is_watched(word, watched) and not likeness.is_in_headline(other, word)
    ]


def _another_text(new: Facts, told: Facts) -> bool:
    """Whether two texts of unknown source under one headline have next to nothing in common: parts of a series."""
    if new.outlet is not None or told.outlet is not None or new.key != told.key:
        return False
    held = likeness.contained(new, told)
    return held is not None and held < ANOTHER_TEXT

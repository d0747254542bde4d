"""News and doubts: what of a report counts whatever else of it was told.

News are acts and figures that no report told of: they go out. Objections say why a report whose words were told may tell
something else all the same: they leave it in doubt, so that it is told as a line. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from rules.model import Reason
from rules.silence import acts
from rules.silence.cover import Cover, Stated, Thing, part_told
from rules.silence.facts import Facts
from rules.silence.lexicon import vocabulary
from rules.silence.pairs import likeness, twins
from rules.silence.pairs.conflict import ALL_FORM, ONE_FORM
from rules.silence.words import Word

# What a rise or fall is of, so that it is news.
PRICES = ("%", "money", "number")
# Where no act and no figure is shared, two headlines that tell the same cover each other to so large a part.
IN_TURN = 0.75
# Texts that share less than this part of their runs are two texts.
ANOTHER_TEXT = 0.1


def news(new: Facts, stated: Sequence[Thing], covered: Cover, told: Sequence[Facts]) -> Reason | None:
    """An act that is news by itself, or a figure of a known unit, that no report told of."""
    for thing in stated:
        act = new.marks[thing.at].removeprefix("!") if new.marks[thing.at].startswith("!") else ""
        if (
            act
            and (thing.weight > 0 or _was_open(act, told))
            and thing.at not in new.causes
            and _is_news(new, act)
            and not _knows_act(new, act, thing.at, told)
            and not _is_asked_again(new, thing.at, told)
        ):
            return Reason("new_act", f"new: {thing.word.raw}", {"act": act})
    units = {figure.unit for report in told for figure in report.title_figures}
    for thing in covered.fresh:
        figure = next((f for f in new.title_figures if f.at == thing.at), None)
        if figure and (
            figure.unit in units or figure.unit == "%" or acts.is_news(figure.unit.removeprefix("!"))
        ):
            return Reason("new_figure", f"new figure: {thing.word.raw}", {"unit": figure.unit})
    return None


def _knows_act(new: Facts, act: str, at: int, told: Sequence[Facts]) -> bool:
    """Whether a report told of an act: as its news, or as the cause of acts that both tell of.

    What was only asked for, feared or denied was not told to have happened.
    """
    names = acts.kindred(act)
    others = frozenset(other for other in new.main_acts if not acts.kindred(other) & names)
    for report in told:
        if names & report.main_acts or (at in new.unreal and names & report.all_acts):
            return True
        if names & report.lead_acts and acts.all_kindred(others) & report.lead_acts:
            return True
    return False


def _is_asked_again(new: Facts, at: int, told: Sequence[Facts]) -> bool:
    """Whether an act is only asked for or feared, and a told headline asked for something: it is no news by itself."""
    return at in new.unreal and any(act.at in report.unreal for report in told for act in report.acts)


def _was_open(act: str, told: Sequence[Facts]) -> bool:
    """Whether a headline asked for, feared or denied an act: its outcome is news, even where the act is watched for."""
    names = acts.kindred(act)
    return any(a.name in names and a.at in report.unreal for report in told for a in report.acts)


def _is_news(new: Facts, act: str) -> bool:
    """Whether an act is news by itself; a rise or fall is that of something with a price or with a figure."""
    if act not in ("rise", "fall", "raise", "lower"):
        return acts.is_news(act)
    priced = any(word.stem.startswith(vocabulary.MARKETS) for word in new.title)
    return priced or any(figure.unit.startswith(PRICES) for figure in new.title_figures)


def objection(new: Facts, told: Facts, covered: Cover, headline: Stated, watched: Set[str]) -> str:
    """The doubt that speaks against silence, in words; "" where there is none. `headline`: the things that `told` states."""
    if not new.cased:
        return "this script shows no names"
    if pair := _other_slot(new, told, watched):
        return f"one form, other name: {pair}"
    if (found := twins.twin(new, told, watched)) and found.alone:
        return found.text
    if again := _once_more(new, told):
        return f"one more of its kind: {again}"
    if covered.fresh and new.code not in acts.LANGUAGES:
        return "acts are not read in this language"
    if amount := _new_amount(new, covered):
        return f"new amount: {amount}"
    if asked := _newly_asked(new, covered):
        return f"not told to be asked for: {asked}"
    evidence = any(_is_evidence(new, thing) for thing in covered.shared)
    if not evidence and covered.fresh and min(covered.part, part_told(headline, new)) < IN_TURN:
        return "neither an act nor a figure of it was told"
    return "one headline, another text" if _another_text(new, told) else ""


def _once_more(new: Facts, told: Facts) -> str:
    """A word by which only the new headline tells of one more event of a kind."""
    again = vocabulary.AGAIN.get(new.code, frozenset())
    if new.code != told.code or likeness.form_likeness(new, told) < ONE_FORM:
        return ""
    return next((w.raw for w in new.title if w.fold in again and w.fold not in told.all_folds), "")


def _newly_asked(new: Facts, covered: Cover) -> str:
    """An act that is asked for or feared, and that no report told of."""
    fresh = (t for t in covered.fresh if t.at in new.unreal and new.marks[t.at].startswith("!"))
    return next((thing.word.raw for thing in fresh), "")


def _new_amount(new: Facts, covered: Cover) -> str:
    """An amount of money that no report told."""
    money = {figure.at for figure in new.title_figures if figure.unit.startswith("money")}
    return next((thing.word.raw for thing in covered.fresh if thing.at in money), "")


def _is_evidence(new: Facts, thing: Thing) -> bool:
    """Whether a shared thing says what happened: an act, or a figure that is no part of a name ("COVID-19")."""
    if thing.word.kind == "figure":
        return not thing.at or new.title[thing.at - 1].kind != "name"
    return new.marks[thing.at].startswith("!")


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

"""News: acts and figures that no report told of, and that go out whatever else of the report was told. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rules.model import Reason
from rules.silence import acts
from rules.silence.cover import Cover, Thing
from rules.silence.facts import Facts
from rules.silence.lexicon import vocabulary

# What a rise or fall is of, so that it is news.
PRICES = ("%", "money", "number")


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


def _was_open(act: str, told: Sequence[Facts]) -> bool:
    """Whether a headline asked for, feared or denied an act: what came of it is news, also of an act that is watched for."""
    names = acts.kindred(act)
    return any(a.name in names and a.at in report.unreal for report in told for a in report.acts)


def _is_news(new: Facts, act: str) -> bool:
    """Whether an act is news by itself; a rise or fall is that of something with a price or with a figure."""
    if act not in ("rise", "fall", "raise", "lower"):
        return acts.is_news(act)
    priced = any(word.stem.startswith(vocabulary.MARKETS) for word in new.title)
    return priced or any(figure.unit.startswith(PRICES) for figure in new.title_figures)

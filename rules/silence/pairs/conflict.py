"""Conflicts: what two entries state that cannot both be of one event, or cannot both be known already.

A conflict is asked first and nothing overrides it, neither likeness of text nor a model of meaning. "other" parts two events
(one form with other names, dates or numbers of a series), "development" is one event with another figure or act. A place
that differs outside one form parts nothing: reports of one event name different places. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Literal

from rules.silence import acts
from rules.silence.facts import Facts
from rules.silence.figures import Figure, are_close
from rules.silence.lexicon import vocabulary
from rules.silence.pairs import likeness, parties, twins
from rules.silence.words import Word

# From so much likeness on two headlines are one form; from so much on nothing but the slots differs.
ONE_FORM = 0.5
ALL_FORM = 0.8
# From so much on two headlines may tell of one kind of event.
KIND_OF_EVENT = 0.2
# From so many hours on another weekday in the text is another day's report.
DAYS_APART = 12.0
# Of texts of one form that tell of two events, so few of the names and figures are shared.
FEW_HELD = 0.6
# Roles that act for a state: the cabinet's yes is not the parliament's.
INSTITUTIONS = frozenset({"court", "judge", "parliament", "government", "prosecutor", "regulator"})
# Figures that say which one of a series.
_IDENTIFYING = ("no. ", "magnitude", "date", "score")


@dataclass(frozen=True, slots=True)
class Conflict:
    kind: Literal["other", "development"]
    code: str
    text: str


def conflict(new: Facts, told: Facts, watched: Set[str] = frozenset(), hours: float = 0.0) -> Conflict | None:
    """The gravest disagreement of two entries; None where they may both be true of one event.

    `watched` are folded words and stems that every entry of the watch holds; `hours` lie between the two.
    """
    like = likeness.form_likeness(new, told)
    first: Conflict | None = None
    for found in _conflicts(new, told, watched, hours, like):
        if found.kind == "other":
            return found
        first = first or found
    return first


def _conflicts(new: Facts, told: Facts, watched: Set[str], hours: float, like: float) -> Iterator[Conflict]:
    one_language = new.code == told.code
    if one_language and like >= ONE_FORM:
        yield from _dates(new, told, like, hours)
        yield from _names(new, told, watched)
    yield from _figures(new, told, watched, like)
    yield from _strangers(new, told, watched, like)
    yield from _parties(new, told)
    if one_language:
        if like >= KIND_OF_EVENT:
            yield from _twins(new, told, watched)
        yield from _texts(new, told)
    if like >= ONE_FORM:
        yield from _acts(new, told, one_language=one_language)
        yield from _roles(new, told, like)


def _dates(new: Facts, told: Facts, like: float, hours: float) -> Iterator[Conflict]:
    if new.quarters and told.quarters and not new.quarters & told.quarters:
        yield _other("quarter", _first(new, "quarter"), _first(told, "quarter"))
    if new.dates and told.dates and not _dates_agree(new.dates, told.dates):
        yield _other("date", _date_text(new), _date_text(told))
    if new.weekdays and told.weekdays and not new.weekdays & told.weekdays:
        yield _other("day", _first(new, "weekday"), _first(told, "weekday"))
    if like >= ALL_FORM and hours >= DAYS_APART:  # the texts are read last, for that costs most
        mine, yours = new.text_weekdays, told.text_weekdays
        if mine and yours and not mine & yours:
            yield Conflict("other", "other_day", "one form, another day in the text")


def _dates_agree(mine: Set[tuple[int | None, int | None]], yours: Set[tuple[int | None, int | None]]) -> bool:
    return any(m == n and (a is None or b is None or a == b) for m, a in mine for n, b in yours)


def _date_text(entry: Facts) -> str:
    return " ".join(
        w.raw for w in entry.title if w.kind in ("month",) or (w.kind == "figure" and len(w.fold) < 3)
    )


def _first(entry: Facts, kind: str) -> str:
    return next(w.raw for w in entry.title if w.kind == kind)


def _other(what: str, mine: str, yours: str) -> Conflict:
    return Conflict("other", f"other_{what}", f"one form, other {what}: {yours} / {mine}")


def _names(new: Facts, told: Facts, watched: Set[str]) -> Iterator[Conflict]:
    """The same form with other names; a name that both share makes them one subject, unless the slot itself changed."""
    mine, yours = likeness.unknown_names(new, told, watched), likeness.unknown_names(told, new, watched)
    if not mine or not yours:
        return
    if not likeness.one_subject(new, told, watched) or likeness.exchanged(new, told, mine, yours):
        what = "place" if _is_place(new, mine[0]) and _is_place(told, yours[0]) else "name"
        yield _other(what, likeness.spell(mine), likeness.spell(yours))


def _strangers(new: Facts, told: Facts, watched: Set[str], like: float) -> Iterator[Conflict]:
    """The same kind of event, and nothing that is named or counted in either headline is known to the other report."""
    if like < KIND_OF_EVENT or like >= ONE_FORM or new.code != told.code:
        return
    if not new.names or not told.names or not new.title_figures or not told.title_figures:
        return
    if likeness.shared_names(new, told, watched) or likeness.shared_names(told, new, watched):
        return
    mine, yours = _values(new), _values(told)
    if not _agree(mine, yours, told, new) and not yours & new.all_values:
        yield _other("name and figure", likeness.spell(new.names), likeness.spell(told.names))


def _parties(new: Facts, told: Facts) -> Iterator[Conflict]:
    """The same act, done by whom it was done to."""
    moved = parties.exchanged(new, told)
    if moved is not None:
        yield Conflict("development", "other_party", f"other side of one act: {moved}")


def _twins(new: Facts, told: Facts, watched: Set[str]) -> Iterator[Conflict]:
    """Conflicts of twins: another word at one place of headlines and texts of one form, or a denial."""
    found = twins.twin(new, told, watched)
    if found is not None and twins.is_told(found, new, told):
        yield Conflict("other", "other_word", found.text)
    if word := twins.denied(new, told):
        yield Conflict("development", "denied", f"only one says: {word}")


def _is_place(entry: Facts, name: Word) -> bool:
    """Whether a name stands where places do: behind a preposition of place."""
    at = entry.title.index(name)
    return at > 0 and entry.title[at - 1].fold in vocabulary.BEFORE_PLACES


def _figures(new: Facts, told: Facts, watched: Set[str], like: float) -> Iterator[Conflict]:
    mine, yours = _by_unit(new.title_figures), _by_unit(told.title_figures)
    strangers = like >= KIND_OF_EVENT and _opponents(new, told, watched)
    strangers = strangers and not likeness.one_subject(new, told, watched)
    for unit in mine:
        if unit not in yours or _agree(mine[unit], yours[unit], told, new):
            continue
        identifying = unit.startswith(_IDENTIFYING)
        if unit == "score" and _opponents(new, told, watched):
            identifying, like = True, max(like, ONE_FORM)
        if (unit in ("year", "number", "age") or identifying) and like < (0.3 if identifying else ONE_FORM):
            continue
        pair = f"{_value(yours[unit])} / {_value(mine[unit])}"
        if identifying:
            named = unit.removeprefix("no. ")
            yield Conflict("other", "other_figure", f"other {named}: {pair}")
        else:
            same_subject = likeness.shared_names(new, told, watched) if like >= 0.99 else not strangers
            what = "" if unit.startswith(("number", "money")) else f" {unit.lstrip('!@')}"
            yield Conflict(
                "development" if same_subject else "other", "other_figure", f"other figure: {pair}{what}"
            )


def _opponents(new: Facts, told: Facts, watched: Set[str]) -> bool:
    """Whether each headline names something that the other report does not: the match against another club."""
    return bool(likeness.unknown_names(new, told, watched) and likeness.unknown_names(told, new, watched))


def _values(entry: Facts) -> set[str]:
    return {figure.value for figure in entry.title_figures}


def _by_unit(figures: tuple[Figure, ...]) -> dict[str, set[str]]:
    units: dict[str, set[str]] = {}
    for figure in figures:
        units.setdefault(figure.unit, set()).add(figure.value)
    return units


def _agree(mine: Set[str], yours: Set[str], told: Facts, new: Facts) -> bool:
    if mine & yours or mine & told.all_values or (yours & new.all_values and mine & told.all_values):
        return True
    return any(are_close(a, b) for a in mine for b in yours)


def _value(values: Set[str]) -> str:
    return min(values)


def _texts(new: Facts, told: Facts) -> Iterator[Conflict]:
    """Texts of one form: the sentences agree, the names and figures in them do not."""
    held, back = likeness.contained(new, told), likeness.contained(told, new)
    if held is None or back is None or min(held, back) < likeness.FORM_OF_TEXT:
        return
    mine, yours = tellings(new), tellings(told)
    if min(len(mine), len(yours)) < 3:
        return
    only_mine, only_yours = mine - told.all_folds - told.all_values, yours - new.all_folds - new.all_values
    if len(only_mine) > (1 - FEW_HELD) * len(mine) and len(only_yours) > (1 - FEW_HELD) * len(yours):
        pair = f"{', '.join(sorted(only_yours)[:2])} / {', '.join(sorted(only_mine)[:2])}"
        yield Conflict("other", "other_text", f"one form of text, other names or figures: {pair}")


def tellings(entry: Facts) -> frozenset[str]:
    """Names and figures of a text."""
    return entry.text_names | {figure.value for figure in entry.text_figures}


def _roles(new: Facts, told: Facts, like: float) -> Iterator[Conflict]:
    """The same form with other roles ("Mayor resigns", "Governor resigns"), or an act of another institution."""
    mine, yours = likeness.roles_of(new), likeness.roles_of(told)
    if like < ALL_FORM:
        institutions = INSTITUTIONS if new.act_names & told.act_names else frozenset()
        mine, yours = ({k: v for k, v in roles.items() if k in institutions} for roles in (mine, yours))
    if mine and yours and not mine.keys() & told.all_roles and not yours.keys() & new.all_roles:
        pair = f"{next(iter(yours.values()))} / {next(iter(mine.values()))}"
        yield Conflict("development", "other_role", f"one form, other role: {pair}")


def _acts(new: Facts, told: Facts, *, one_language: bool) -> Iterator[Conflict]:
    if not new.act_names or not told.act_names or new.act_names & told.act_names:
        return
    if any(acts.kindred(name) & told.all_acts for name in new.act_names):
        return
    if one_language or not acts.all_kindred(new.act_names) & told.all_acts:
        mine, yours = new.title[new.acts[0].at].raw, told.title[told.acts[0].at].raw
        yield Conflict("development", "other_act", f"other act: {yours} / {mine}")

"""Paragraphs: what the first paragraphs of an entry state, read at once when it is first asked for. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias
from zlib import crc32

from rules.silence import acts, clauses
from rules.silence import words as reading
from rules.silence.figures import Figure, figures, weekdays

# What stands in so many words of a text is its news; acts that come later may be background.
LEAD_WORDS = 45
RUN = 3

Runs: TypeAlias = "array[int]"


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """The facts of a text. `acts` are the classes of all acts in it; `lead_acts` of those that have happened by its
    first words, `main_acts` of those that are not told as a cause; `runs` its runs of three words, as numbers."""

    names: frozenset[str]
    figures: tuple[Figure, ...]
    weekdays: frozenset[int]
    acts: frozenset[str]
    main_acts: frozenset[str]
    lead_acts: frozenset[str]
    runs: Runs


NOTHING = Paragraphs(frozenset(), (), frozenset(), frozenset(), frozenset(), frozenset(), array("I"))


def paragraphs(text: str, code: str) -> Paragraphs:
    """The facts of a text in the language `code`."""
    if not text:
        return NOTHING
    body = reading.read(text, code)
    folds = [word.fold for word in body]
    lead = body[:LEAD_WORDS]
    causes = clauses.causes(lead, code)
    unreal = clauses.unreal(lead, code, causes)
    happened = [act for act in acts.acts(folds[:LEAD_WORDS], code) if act.at not in unreal]
    return Paragraphs(
        names=frozenset(word.fold for word in body if word.kind == "name"),
        figures=tuple(figures(body, code)),
        weekdays=frozenset(weekdays(body)),
        acts=frozenset(act.name for act in acts.acts(folds, code)),
        main_acts=frozenset(act.name for act in happened if act.at not in causes),
        lead_acts=frozenset(act.name for act in happened),
        runs=_runs(folds),
    )


def _runs(folds: Sequence[str]) -> Runs:
    return array("I", {crc32(" ".join(folds[i : i + RUN]).encode()) for i in range(len(folds) - RUN + 1)})

"""Compiles two rule sets as one, so that comparing them costs hardly more than using one. Pure.

Rules that are the same in both are compiled once; a changed rule of the old set gets an id of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from rules.matching import Matcher
from rules.matching import compile as compile_rules
from rules.model import Entry, LoadedList, Match, RuleSet

_MARK = "\0old:"  # no id that a person writes holds it


class _Named(Protocol):
    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=_Named)


class Union:
    """Finds what an old and a new rule set find; `match` returns (old matches, new matches)."""

    def __init__(self, old: RuleSet, new: RuleSet) -> None:
        actors, topics = _changed(old.actors, new.actors), _changed(old.topics, new.topics)
        lists = [loaded for loaded in old.lists if loaded not in new.lists]
        marked = {a.id for a in actors} | {t.id for t in topics} | {loaded.rule.id for loaded in lists}
        self._both = (_ids(old) & _ids(new)) - marked
        self._matcher: Matcher = compile_rules(
            RuleSet(
                actors=(*new.actors, *(a.model_copy(update={"id": _MARK + a.id}) for a in actors)),
                topics=(*new.topics, *(t.model_copy(update={"id": _MARK + t.id}) for t in topics)),
                lists=(*new.lists, *map(_marked, lists)),
            )
        )

    def match(self, entry: Entry) -> tuple[tuple[Match, ...], tuple[Match, ...]]:
        old: list[Match] = []
        new: list[Match] = []
        for match in self._matcher.match(entry):
            if match.rule.startswith(_MARK):
                old.append(replace(match, rule=match.rule.removeprefix(_MARK)))
                continue
            new.append(match)
            if match.rule.partition("/")[0] in self._both:
                old.append(match)
        old.sort(key=in_place)
        new.sort(key=in_place)
        return tuple(old), tuple(new)


def in_place(match: Match) -> tuple[bool, int, int, str]:
    """Sorts in reading order, title first, as the matcher does."""
    return match.field != "title", match.span.start, match.span.end, match.rule


def _changed(old: Sequence[R], new: Sequence[R]) -> list[R]:
    kept = {rule.id: rule for rule in new}
    return [rule for rule in old if kept.get(rule.id) != rule]


def _ids(rules: RuleSet) -> set[str]:
    named = {actor.id for actor in rules.actors} | {topic.id for topic in rules.topics}
    return named | {loaded.rule.id for loaded in rules.lists}


def _marked(loaded: LoadedList) -> LoadedList:
    return replace(loaded, rule=loaded.rule.model_copy(update={"id": _MARK + loaded.rule.id}))

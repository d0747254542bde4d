"""Checks references between rules, across files: ids, conditions, destinations. Pure.

Each finding carries the place where a person has to look.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Literal

from rules.errors import Problem
from rules.loading.explain import Loc, did_you_mean, listed, quoted
from rules.loading.rule_positions import GROUPS
from rules.loading.yaml_positions import Document
from rules.schema import RulesFile, Watch, When

MAX_CHAIN = 10


@dataclass(frozen=True, slots=True)
class ValidFile:
    """A rules file that is valid by itself."""

    path: Path
    rules: RulesFile
    document: Document

    def problem(
        self, loc: Loc, message: str, hint: str = "", level: Literal["error", "warning"] = "error"
    ) -> Problem:
        """A finding at the value that `loc` leads to."""
        place = self.document.place(loc)
        return Problem(self.path, place.line, place.column, message, hint, level)


@dataclass(frozen=True, slots=True)
class _Defined:
    """The definition of an id: its file, its place there, its group."""

    file: ValidFile
    loc: Loc
    group: str


@dataclass(frozen=True, slots=True)
class _Use:
    """An id that a watch's condition names."""

    id: str
    file: ValidFile
    loc: Loc


def check(files: list[ValidFile], destinations: Collection[str] | None, *, complete: bool) -> list[Problem]:
    """Returns every finding that concerns more than one rule, warnings among them.

    Not `complete`: some file could not be read, so an id that is not found may be defined there.
    """
    defined, problems = _definitions(files)
    watches = {watch.id: watch for file in files for watch in file.rules.watches}
    uses = {
        watch.id: [_Use(name, file, loc) for name, loc in _ids(watch.when, ("watches", i, "when"))]
        for file in files
        for i, watch in enumerate(file.rules.watches)
    }
    if complete:
        problems += _undefined(defined, uses)
        problems += _unused(defined, uses)
    problems += _unknown_destinations(files, destinations)
    loops = _loops(watches, uses)
    problems += loops
    if not loops:
        problems += _matchless(files, watches)
    return problems


def _definitions(files: list[ValidFile]) -> tuple[dict[str, _Defined], list[Problem]]:
    defined: dict[str, _Defined] = {}
    problems = []
    for file in files:
        for group in GROUPS:
            for i, rule in enumerate(getattr(file.rules, group)):
                loc = (group, i, "id")
                if rule.id in defined:
                    first = defined[rule.id]
                    place = first.file.document.place(first.loc)
                    hint = f"first at {first.file.path.name}:{place.line}:{place.column}"
                    problems.append(file.problem(loc, f"id `{rule.id}` is used twice", hint))
                else:
                    defined[rule.id] = _Defined(file, loc, group)
    return defined, problems


def _ids(when: When, loc: Loc) -> Iterator[tuple[str, Loc]]:
    for key in ("any", "all", "none"):
        for i, item in enumerate(getattr(when, key)):
            here = (*loc, key, i)
            if isinstance(item, When):
                yield from _ids(item, here)
            else:
                yield item, here


def _undefined(defined: dict[str, _Defined], uses: dict[str, list[_Use]]) -> Iterator[Problem]:
    for use in chain.from_iterable(uses.values()):
        if use.id not in defined:
            hint = _as_condition(use.id) or _with_commas(use.id, defined) or did_you_mean(use.id, defined)
            yield use.file.problem(use.loc, f"no rule has the id {quoted(use.id)}", hint)


def _as_condition(query: str) -> str:
    """The way to write ids that are joined as in other programs: a AND b; "" where nothing is joined."""
    for word, key in (("AND", "all"), ("OR", "any")):
        ids = re.split(rf"\s+{word}\s+", query)
        if len(ids) > 1 and all(re.fullmatch(r"[\w.-]+", name) for name in ids):
            return f"write {{{key}: [{', '.join(ids)}]}}"
    return ""


def _with_commas(ids: str, defined: Collection[str]) -> str:
    """The way to write ids between which the commas are missing; "" where the words are no ids."""
    words = ids.split()
    return f"write {', '.join(words)}" if len(words) > 1 and all(word in defined for word in words) else ""


def _unknown_destinations(files: list[ValidFile], destinations: Collection[str] | None) -> Iterator[Problem]:
    if destinations is None:
        return
    for file in files:
        for i, watch in enumerate(file.rules.watches):
            named: list[tuple[Loc, str]] = [
                (("watches", i, "notify", j), name) for j, name in enumerate(watch.notify)
            ]
            to = watch.escalate.to if watch.escalate else ()
            named += [(("watches", i, "escalate", "to", j), name) for j, name in enumerate(to)]
            yield from _unknown(file, named, destinations)


def _unknown(
    file: ValidFile, named: Sequence[tuple[Loc, str]], destinations: Collection[str]
) -> Iterator[Problem]:
    for loc, name in named:
        if name not in destinations and ":" in name:
            message = "a destination is named here, not its URL"
            yield file.problem(loc, message, "URLs hold secrets; they belong into config.toml")
        elif name not in destinations:
            known = listed(sorted(destinations), "and") if destinations else "no destination"
            hint = did_you_mean(name, destinations) or f"config.toml has {known}"
            yield file.problem(loc, f"no destination is called {quoted(name)}", hint)


def _loops(watches: dict[str, Watch], uses: dict[str, list[_Use]]) -> list[Problem]:
    """Findings about watches that lead back to themselves, or through more than MAX_CHAIN others."""
    problems: list[Problem] = []
    depth: dict[str, int] = {}
    for start in watches:
        trail = [] if start in depth else [start]
        waiting = {start: iter(uses[start])}
        while trail:
            use = next((u for u in waiting[trail[-1]] if u.id in watches and u.id not in depth), None)
            if use is None:
                name = trail.pop()
                deepest = max((use for use in uses[name]), key=lambda use: depth.get(use.id, 0), default=None)
                depth[name] = 1 + depth.get(deepest.id, 0) if deepest else 1
                if deepest and depth[name] == MAX_CHAIN + 1:
                    message = f"a watch that leads through more than {MAX_CHAIN} others"
                    problems.append(deepest.file.problem(deepest.loc, message))
            elif use.id in trail:
                circle = " -> ".join([*trail[trail.index(use.id) :], use.id])
                problems.append(use.file.problem(use.loc, "watches that lead in a circle", circle))
            else:
                trail.append(use.id)
                waiting[use.id] = iter(uses[use.id])
    return problems


def _matchless(files: list[ValidFile], watches: dict[str, Watch]) -> Iterator[Problem]:
    """Findings about watches that would fire on an entry in which no rule is found."""
    known: dict[str, bool] = {}
    for file in files:
        for i, watch in enumerate(file.rules.watches):
            if _holds_without_match(watch.when, watches, known):
                yield file.problem(
                    ("watches", i, "when"),
                    f"watch `{watch.id}` fires where nothing is found",
                    "say with any or all what it looks for",
                )


def _holds_without_match(when: When, watches: dict[str, Watch], known: dict[str, bool]) -> bool:
    def holds(item: str | When) -> bool:
        if isinstance(item, When):
            return _holds_without_match(item, watches, known)
        if item not in known:
            watch = watches.get(item)
            known[item] = watch is not None and _holds_without_match(watch.when, watches, known)
        return known[item]

    return (
        all(map(holds, when.all))
        and (not when.any or any(map(holds, when.any)))
        and not any(map(holds, when.none))
    )


def _unused(defined: dict[str, _Defined], uses: dict[str, list[_Use]]) -> Iterator[Problem]:
    used = {use.id for use in chain.from_iterable(uses.values())}
    for name, rule in defined.items():
        if rule.group != "watches" and name not in used:
            yield rule.file.problem(
                rule.loc, f"no watch uses {rule.group.removesuffix('s')} `{name}`", level="warning"
            )

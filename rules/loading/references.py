"""Checks what rules say of each other, across files: ids, conditions, destinations. Pure.

Each finding carries the place where the person has to look.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
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
class Read:
    """One rules file, read and valid by itself."""

    path: Path
    file: RulesFile
    document: Document

    def problem(
        self, loc: Loc, message: str, hint: str = "", level: Literal["error", "warning"] = "error"
    ) -> Problem:
        """A finding at the value that `loc` leads to."""
        place = self.document.place(loc)
        return Problem(self.path, place.line, place.column, message, hint, level)


@dataclass(frozen=True, slots=True)
class _Defined:
    """Where an id is defined."""

    read: Read
    loc: Loc
    group: str


@dataclass(frozen=True, slots=True)
class _Use:
    """An id named in a watch's condition."""

    id: str
    read: Read
    loc: Loc


def check(files: list[Read], destinations: Collection[str] | None, *, complete: bool) -> list[Problem]:
    """Every finding that needs more than one rule to see; warnings among them.

    Not `complete`: some file could not be read, so an id that is not found may well be defined there.
    """
    defined, problems = _definitions(files)
    watches = {w.id: w for read in files for w in read.file.watches}
    uses = {
        watch.id: [_Use(name, read, loc) for name, loc in _ids(watch.when, ("watches", i, "when"))]
        for read in files
        for i, watch in enumerate(read.file.watches)
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


def _definitions(files: list[Read]) -> tuple[dict[str, _Defined], list[Problem]]:
    defined: dict[str, _Defined] = {}
    problems = []
    for read in files:
        for group in GROUPS:
            for i, rule in enumerate(getattr(read.file, group)):
                loc = (group, i, "id")
                if rule.id in defined:
                    first = defined[rule.id]
                    place = first.read.document.place(first.loc)
                    hint = f"first at {first.read.path.name}:{place.line}:{place.column}"
                    problems.append(read.problem(loc, f"id `{rule.id}` is used twice", hint))
                else:
                    defined[rule.id] = _Defined(read, loc, group)
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
            hint = did_you_mean(use.id, defined)
            yield use.read.problem(use.loc, f"no rule has the id {quoted(use.id)}", hint)


def _unknown_destinations(files: list[Read], destinations: Collection[str] | None) -> Iterator[Problem]:
    if destinations is None:
        return
    for read in files:
        for i, watch in enumerate(read.file.watches):
            for j, name in enumerate(watch.notify):
                loc = ("watches", i, "notify", j)
                if name not in destinations and ":" in name:
                    message = "a destination is named here, not its URL"
                    yield read.problem(loc, message, "URLs hold secrets; they belong into config.toml")
                elif name not in destinations:
                    known = listed(sorted(destinations), "and") if destinations else "no destination"
                    hint = did_you_mean(name, destinations) or f"config.toml has {known}"
                    yield read.problem(loc, f"no destination is called {quoted(name)}", hint)


def _loops(watches: dict[str, Watch], uses: dict[str, list[_Use]]) -> list[Problem]:
    """Watches that lead back to themselves, or through more than MAX_CHAIN others."""
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
                    said = f"a watch that leads through more than {MAX_CHAIN} others"
                    problems.append(deepest.read.problem(deepest.loc, said))
            elif use.id in trail:
                circle = " -> ".join([*trail[trail.index(use.id) :], use.id])
                problems.append(use.read.problem(use.loc, "watches that lead in a circle", circle))
            else:
                trail.append(use.id)
                waiting[use.id] = iter(uses[use.id])
    return problems


def _matchless(files: list[Read], watches: dict[str, Watch]) -> Iterator[Problem]:
    """Watches that would fire on an entry in which no rule is found."""
    known: dict[str, bool] = {}
    for read in files:
        for i, watch in enumerate(read.file.watches):
            if _holds_without_match(watch.when, watches, known):
                yield read.problem(
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
    for name, where in defined.items():
        if where.group != "watches" and name not in used:
            yield where.read.problem(
                where.loc, f"no watch uses {where.group.removesuffix('s')} `{name}`", level="warning"
            )

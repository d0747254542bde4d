"""Resolves whom a watch tells: names of people become the destinations at which they are reached. Pure.

A watch reaches a destination by itself, where its `notify` names it, and by each person who has it: because `notify`
names the person, or because the person asks for the watch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from zoneinfo import ZoneInfo

from rules.model import RuleSet
from rules.schema import QuietHours, Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person who is told: the destinations and watches by name, and when messages wait. All but the name as in config."""

    name: str
    notify: tuple[str, ...]
    watches: tuple[str, ...] = ()
    quiet_hours: QuietHours | None = None
    digest: str | None = None
    timezone: str | None = None

    def zone(self, usual: tzinfo) -> tzinfo:
        """The person's timezone, else the usual one."""
        return ZoneInfo(self.timezone) if self.timezone else usual


def with_people(rules: RuleSet, people: Sequence[Person]) -> RuleSet:
    """Returns the rules with destinations in place of people in every `notify` and `escalate`, and with the ways there."""
    by_name = {person.name: person for person in people}
    ways = {
        watch.id: {name: tuple(dict.fromkeys(by)) for name, by in _reached(watch, by_name).items()}
        for watch in rules.watches
    }
    watches = tuple(_resolved(watch, tuple(ways[watch.id]), by_name) for watch in rules.watches)
    return replace(rules, watches=watches, ways=ways)


def ways_to(rules: RuleSet, watch: Watch, destination: str) -> tuple[str | None, ...]:
    """The ways by which a watch reaches a destination: names of people, and None for the watch itself."""
    if watch.id in rules.ways:
        return rules.ways[watch.id].get(destination, ())
    return (None,) if destination in watch.notify else ()


def watches_of(rules: RuleSet, person: str) -> tuple[str, ...]:
    """The ids of the watches that reach a person, in the order of the rules."""
    return tuple(
        watch.id
        for watch in rules.watches
        if any(person in by for by in rules.ways.get(watch.id, {}).values())
    )


def zones_of(people: Sequence[Person], usual: tzinfo) -> Mapping[str, tzinfo]:
    """The timezone of each destination's readers, where all of them have the same and it is not the usual one."""
    zones: dict[str, set[tzinfo]] = {}
    for person in people:
        for name in person.notify:
            zones.setdefault(name, set()).add(person.zone(usual))
    return {name: next(iter(found)) for name, found in zones.items() if len(found) == 1 and found != {usual}}


def _reached(watch: Watch, people: Mapping[str, Person]) -> dict[str, list[str | None]]:
    """The destinations of a watch, those of its `notify` first, each with the ways there."""
    reached: dict[str, list[str | None]] = {}
    for name in watch.notify:
        for destination, person in _addresses(name, people):
            reached.setdefault(destination, []).append(person)
    for asking in people.values():
        for destination in asking.notify if watch.id in asking.watches else ():
            reached.setdefault(destination, []).append(asking.name)
    return reached


def _addresses(name: str, people: Mapping[str, Person]) -> Iterator[tuple[str, str | None]]:
    if name not in people:
        yield name, None
        return
    for destination in people[name].notify:
        yield destination, name


def _resolved(watch: Watch, notify: tuple[str, ...], people: Mapping[str, Person]) -> Watch:
    change: dict[str, object] = {"notify": notify}
    if watch.escalate is not None:
        to = dict.fromkeys(d for name in watch.escalate.to for d, _ in _addresses(name, people))
        change["escalate"] = watch.escalate.model_copy(update={"to": tuple(to)})
    return watch.model_copy(update=change)

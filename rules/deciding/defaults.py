"""Fills what a watch leaves out from the defaults of the config, once, when rules are put in force."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rules.deciding.people import Person, with_people
from rules.model import RuleSet
from rules.schema import Updates, Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchDefaults:
    """Values for watches that set none of their own; the fields are those of `rules.schema.Watch`.

    `people` are those whom watches may name, or who ask for watches.
    """

    notify: tuple[str, ...] = ()
    updates: Updates = "developments"
    group_wait: str = "5m"
    wait: str = "6h"
    cooldown: str | None = None
    max_updates_a_day: int = 6
    people: tuple[Person, ...] = ()


def with_defaults(rules: RuleSet, defaults: WatchDefaults) -> RuleSet:
    """Returns the rules with every watch complete and people resolved; `thread`, an older name, becomes `developments`."""
    complete = replace(rules, watches=tuple(_complete(watch, defaults) for watch in rules.watches))
    return with_people(complete, defaults.people)


def _complete(watch: Watch, defaults: WatchDefaults) -> Watch:
    updates = watch.updates or defaults.updates
    return watch.model_copy(
        update={
            "notify": watch.notify or defaults.notify,
            "updates": "developments" if updates == "thread" else updates,
            "group_wait": watch.group_wait or defaults.group_wait,
            "wait": watch.wait or defaults.wait,
            "cooldown": watch.cooldown or defaults.cooldown,
            "max_updates_a_day": watch.max_updates_a_day or defaults.max_updates_a_day,
        }
    )

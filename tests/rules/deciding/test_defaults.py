"""Watches are completed by the defaults of the config."""

from __future__ import annotations

from rules.deciding.defaults import WatchDefaults, with_defaults
from rules.model import RuleSet
from rules.schema import Watch

DEFAULTS = WatchDefaults(notify=("console",), updates="silent", group_wait="2m", wait="1h", cooldown="3h")


def complete(**keys: object) -> Watch:
    watch = Watch.model_validate({"id": "w", "when": "a", **keys})
    return with_defaults(RuleSet(watches=(watch,)), DEFAULTS).watches[0]


def test_a_watch_that_names_nothing_has_the_values_of_the_defaults() -> None:
    watch = complete()
    assert (watch.notify, watch.updates, watch.group_wait) == (("console",), "silent", "2m")
    assert (watch.wait, watch.cooldown, watch.max_updates_a_day) == ("1h", "3h", 6)


def test_a_watch_keeps_its_own_values() -> None:
    watch = complete(notify=["desk"], updates="daily", wait="12h", max_updates_a_day=2)
    assert (watch.notify, watch.updates, watch.wait, watch.max_updates_a_day) == (
        ("desk",),
        "daily",
        "12h",
        2,
    )


def test_the_older_name_of_developments_still_loads_and_means_it() -> None:
    assert complete(updates="thread").updates == "developments"

"""Watches that can alert nobody."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rules.checking.reach import check, never_holds
from rules.deciding.watches import rule_ids
from rules.model import RuleSet
from rules.schema import Watch, When

FEEDS = {"wire": ("metals",), "sport-daily": ()}


def watch(**keys: Any) -> Watch:
    return Watch.model_validate({"id": "w", "when": "lithium", "notify": ["desk"], **keys})


def told(*watches: Watch, told_otherwise: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    found = check(RuleSet(watches=watches), FEEDS, told_otherwise=told_otherwise)
    assert all(one.contained for one in found if one.level == "error"), "such rules stay in force"
    return [(one.level, one.message, one.hint) for one in found]


def test_a_tag_or_name_that_no_feed_has_is_an_error_where_the_watch_hears_nothing() -> None:
    ((level, message, hint),) = told(watch(feeds={"tags": ["metalls"]}))
    assert (level, hint) == ("error", "did you mean `metals`?")
    assert message == "no feed has the tag `metalls`, so watch `w` hears no feed"
    ((level, _, hint),) = told(watch(feeds={"include": ["wyre"]}))
    assert (level, hint) == ("error", "did you mean `wire`?")
    ((level, message, _),) = told(watch(feeds={"tags": ["metals", "oil"]}))
    assert (level, message) == ("warning", "no feed has the tag `oil`")
    ((level, message, _),) = told(watch(feeds={"exclude": ["*-sports"]}))
    assert (level, message) == ("warning", "no feed has a name that fits `*-sports`")
    ((level, message, _),) = told(watch(feeds={"exclude": ["*"]}))
    assert (level, "takes every one away" in message) == ("error", True)
    assert told(watch(feeds={"tags": ["metals"], "exclude": ["*-daily"]})) == []


def test_a_watch_without_a_destination_is_an_error_unless_others_are_made_of_it() -> None:
    ((level, message, _),) = told(watch(notify=[]))
    assert (level, "`w` tells nobody" in message) == ("error", True)
    assert told(watch(notify=[]), told_otherwise=(watch().id,)) == []
    assert told(watch(notify=[], enabled=False), watch(id="other")) == []
    assert told(watch(id="part", notify=[]), watch(when="part")) == []


def test_rules_whose_watches_are_all_asleep_are_a_warning() -> None:
    ((level, message, _),) = told(watch(enabled=False), watch(id="other", enabled=False))
    assert (level, "every watch is asleep" in message) == ("warning", True)
    assert told(watch(enabled=False), watch(id="other")) == []


def test_rules_without_a_watch_are_an_error() -> None:
    ((level, message, _),) = told()
    assert (level, "there is no watch" in message) == ("error", True)


def test_a_condition_that_shuts_out_what_it_asks_for_is_an_error() -> None:
    for when in (
        {"all": ["a"], "none": ["a"]},
        {"any": ["a", "b"], "none": ["b", "a"]},
        {"all": [{"any": ["a"]}], "none": ["a"]},
    ):
        ((level, message, _),) = told(watch(when=when))
        assert (level, "can never fire" in message) == ("error", True)
    assert told(watch(when={"any": ["a", "b"], "none": ["a"]})) == []
    other = watch(id="other", when="a")
    assert len(told(other, watch(when={"all": ["other"], "none": ["a"]}))) == 1


NAMES = st.sampled_from(["a", "b", "c"])
WHENS = st.recursive(
    NAMES,
    lambda inner: st.fixed_dictionaries(
        {},
        optional={key: st.lists(inner, min_size=1, max_size=3) for key in ("any", "all", "none")},
    ).filter(bool),
    max_leaves=6,
).filter(lambda value: isinstance(value, dict))


@given(WHENS)
def test_a_condition_never_holds_if_no_set_of_ids_meets_it(keys: dict[str, Any]) -> None:
    when = When.model_validate(keys)

    def holds(part: str | When, found: set[str]) -> bool:
        if isinstance(part, str):
            return part in found
        return (
            all(holds(p, found) for p in part.all)
            and (not part.any or any(holds(p, found) for p in part.any))
            and not any(holds(p, found) for p in part.none)
        )

    names = sorted(rule_ids(when))
    cases = [{name for i, name in enumerate(names) if case >> i & 1} for case in range(2 ** len(names))]
    assert never_holds(when, {}) == (not any(holds(when, case) for case in cases))

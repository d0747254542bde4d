"""Which watches fire, with which matches, and which feeds they listen to."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.deciding.watches import fired, hears, rule_ids
from rules.model import Match, Span
from rules.schema import FeedFilter, Watch, When


def match(rule: str, score: float = 1.0) -> Match:
    return Match(rule=rule, variant=rule, field="title", span=Span(0, 1), text="x", score=score)


def watch(name: str, when: Any, **keys: object) -> Watch:
    return Watch.model_validate({"id": name, "when": when, **keys})


def firing(watches: list[Watch], *rules: str) -> dict[str, list[str]]:
    found = fired(watches, [match(rule) for rule in rules])
    return {firing.watch.id: [match.rule for match in firing.matches] for firing in found}


@pytest.mark.parametrize(
    ("when", "rules", "fires"),
    [
        ("a", ["a"], True),
        ("a", ["b"], False),
        ({"any": ["a", "b"]}, ["b"], True),
        ({"all": ["a", "b"]}, ["b"], False),
        ({"all": ["a", "b"]}, ["a", "b"], True),
        ({"any": ["a"], "none": ["b"]}, ["a"], True),
        ({"any": ["a"], "none": ["b"]}, ["a", "b"], False),
        ({"all": ["a"], "any": ["b", "c"]}, ["a"], False),
        ({"all": ["a", {"any": ["b", "c"]}]}, ["a", "c"], True),
        ("list", ["list/36"], True),
        ("list/36", ["list/36"], True),
        ("list/37", ["list/36"], False),
    ],
)
def test_a_watch_fires_where_its_condition_holds(when: Any, rules: list[str], fires: bool) -> None:
    assert bool(firing([watch("w", when)], *rules)) is fires


def test_a_watch_shows_the_matches_that_support_it_and_no_others() -> None:
    when = {"any": ["a", {"all": ["list"], "none": ["d"]}], "none": ["e"]}
    assert firing([watch("w", when)], "a", "c", "list/1", "d") == {"w": ["a", "list/1"]}


def test_a_watch_may_build_on_another_and_shows_its_matches() -> None:
    base = watch("base", {"any": ["a", "b"]}, enabled=False)
    assert firing([base, watch("w", {"all": ["base", "c"]})], "a", "c", "z") == {"w": ["a", "c"]}


def test_a_disabled_watch_does_not_fire() -> None:
    assert firing([watch("w", "a", enabled=False)], "a") == {}


def test_matches_below_the_least_score_of_a_watch_do_not_count() -> None:
    strict = watch("w", {"any": ["a", "b"]}, min_score=0.9)
    (found,) = fired([strict], [match("a", 0.89), match("b", 0.9)])
    assert [match.rule for match in found.matches] == ["b"]
    assert fired([strict], [match("a", 0.89)]) == []


@pytest.mark.parametrize(
    ("keys", "name", "tags", "listens"),
    [
        ({}, "any-feed", [], True),
        ({"tags": ["mexico"]}, "x", ["mexico", "news"], True),
        ({"tags": ["mexico"]}, "x", ["news"], False),
        ({"include": ["wire-*"]}, "wire-1", [], True),
        ({"tags": ["mexico"], "include": ["wire-*"]}, "wire-1", ["news"], True),
        ({"exclude": ["*-sport"]}, "wire-sport", [], False),
        ({"tags": ["mexico"], "exclude": ["*-sport"]}, "wire-sport", ["mexico"], False),
        ({"include": ["Wire"]}, "wire", [], False),
    ],
)
def test_a_watch_listens_by_tag_or_name_less_what_it_excludes(
    keys: dict[str, list[str]], name: str, tags: list[str], listens: bool
) -> None:
    assert hears(FeedFilter.model_validate(keys), name, tags) is listens


ids = st.sampled_from("abcd")
conditions = st.recursive(
    ids,
    lambda inner: st.fixed_dictionaries(
        {"any": st.lists(inner, min_size=1, max_size=2)},
        optional={"all": st.lists(inner, max_size=2), "none": st.lists(inner, max_size=2)},
    ),
    max_leaves=6,
)


def named(when: Any) -> set[str]:
    if isinstance(when, str):
        return {when}
    return {name for part in when.values() for item in part for name in named(item)}


@given(conditions, st.sets(ids))
def test_the_ids_of_a_condition_are_all_that_it_depends_on(when: Any, rules: set[str]) -> None:
    condition = watch("w", when).when
    assert isinstance(condition, When)
    assert rule_ids(condition) == named(when)
    alone = firing([watch("w", when)], *sorted(rules & named(when)))
    assert firing([watch("w", when)], *sorted(rules)) == alone

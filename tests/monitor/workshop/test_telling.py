"""Telling by hand what stayed silent, on a real store."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.makers import NOW, entry, judged
from support.silences import silent

from monitor.workshop.telling import as_told, last_decisions, tell_by_hand, tell_parted
from rules.errors import WirewatchError
from rules.model import RuleSet
from rules.schema import Topic, Watch
from storage import Store

RULES = RuleSet(
    topics=(Topic.model_validate({"id": "ferry", "terms": ["ferry"]}),),
    watches=(Watch.model_validate({"id": "w", "when": "ferry", "notify": ["desk"]}),),
    version="v1",
)


@pytest.fixture
def told(store: Store) -> Store:
    store.record([judged(entry("e1")), silent("e2")], NOW)
    return store


def test_an_entry_is_told_to_the_destinations_of_its_watch(told: Store) -> None:
    one = told.lookup.of_ids(["e2"])["e2"]
    alert, destinations = tell_by_hand(told, RULES, one, "e1", ["w"], why="told by hand", note="", now=NOW)
    assert (alert.entry.id, alert.kind, destinations) == ("e2", "update", ["desk"])
    assert last_decisions(told, "e2")["w"].action == "alerted"
    assert as_told(alert, destinations)["watches"] == ["w"]


def test_a_watch_that_the_rules_have_no_more_is_named(told: Store) -> None:
    one = told.lookup.of_ids(["e2"])["e2"]
    with pytest.raises(WirewatchError, match="no watch w any more"):
        tell_by_hand(told, replace(RULES, watches=()), one, "e1", ["w"], why="", note="", now=NOW)


def test_what_was_parted_in_silence_is_told_and_what_was_told_is_not(told: Store) -> None:
    parted = told.stories.split("e2", NOW)
    assert parted is not None
    alert = tell_parted(told, RULES, parted, NOW)
    assert alert is not None
    assert (alert["entry"], alert["kind"]) == ("e2", "new")
    assert tell_parted(told, RULES, parted, NOW) is None

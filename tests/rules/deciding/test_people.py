"""Whom a watch tells, once people stand for the destinations at which they are reached."""

from __future__ import annotations

from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from rules.deciding.people import Person, watches_of, ways_to, with_people, zones_of
from rules.model import RuleSet
from rules.schema import Watch

ANA = Person(name="ana", notify=("ana-mail", "ana-chat"), watches=("ports",), timezone="Asia/Tokyo")
BOSS = Person(name="boss", notify=("boss-mail",))


def resolved(*people: Person, **more: Any) -> tuple[RuleSet, Watch]:
    watch = Watch.model_validate({"id": "ports", "when": "harbour", **more})
    rules = with_people(RuleSet(watches=(watch,)), people)
    return rules, rules.watches[0]


def test_a_person_stands_for_all_the_destinations_that_the_person_has() -> None:
    rules, watch = resolved(BOSS, notify=["desk", "boss"])
    assert watch.notify == ("desk", "boss-mail")
    assert ways_to(rules, watch, "desk") == (None,)
    assert ways_to(rules, watch, "boss-mail") == ("boss",)
    assert ways_to(rules, watch, "ana-mail") == ()


def test_a_person_who_asks_for_a_watch_is_told_beside_those_whom_it_names() -> None:
    rules, watch = resolved(ANA, notify=["desk", "ana-mail"])
    assert watch.notify == ("desk", "ana-mail", "ana-chat")
    assert ways_to(rules, watch, "ana-mail") == (None, "ana")


def test_a_person_who_is_named_and_asks_is_one_way() -> None:
    rules, watch = resolved(ANA, notify=["ana"])
    assert ways_to(rules, watch, "ana-chat") == ("ana",)


def test_an_escalation_goes_to_the_destinations_of_its_people() -> None:
    _, watch = resolved(BOSS, severity="urgent", escalate={"after": "30m", "to": ["boss", "desk"]})
    assert watch.escalate is not None
    assert watch.escalate.to == ("boss-mail", "desk")


def test_a_watch_of_rules_without_people_reaches_what_it_names() -> None:
    watch = Watch.model_validate({"id": "ports", "when": "harbour", "notify": ["desk"]})
    assert ways_to(RuleSet(watches=(watch,)), watch, "desk") == (None,)


def test_a_destination_has_the_zone_of_its_reader_unless_readers_differ() -> None:
    shared = Person(name="eve", notify=("ana-chat",))
    assert zones_of([ANA, BOSS, shared], UTC) == {"ana-mail": ZoneInfo("Asia/Tokyo")}


def test_the_watches_of_a_person_are_those_that_name_the_person_and_those_that_are_asked_for() -> None:
    names = {"ports": ["desk"], "trains": ["ana"], "planes": ["ana-mail"]}
    watches = [Watch.model_validate({"id": name, "when": "x", "notify": to}) for name, to in names.items()]
    rules = with_people(RuleSet(watches=tuple(watches)), [ANA, BOSS])
    assert watches_of(rules, "ana") == ("ports", "trains")
    assert watches_of(rules, "boss") == ()

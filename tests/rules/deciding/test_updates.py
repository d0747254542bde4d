"""What a watch does with a later report, by the verdict on it and by its own `updates`."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from support.makers import NOW, match_of

from rules.deciding.updates import update, with_new_rules
from rules.model import Decision, Entry, Reason, ToldReport
from rules.schema import Watch
from rules.silence import Verdict

LIMA = ZoneInfo("America/Lima")


def watch(**keys: object) -> Watch:
    return Watch.model_validate({"id": "w", "when": "ferry", "notify": ["desk"], "wait": "6h", **keys})


def verdict(kind: str, text: str = "new: resigns") -> Verdict:
    return Verdict(kind, Reason("code", text, {"act": "resign"}), "told-1", 0.4)  # type: ignore[arg-type]


def report(name: str = "told-1", *rules: str, minutes: float = 0, version: int = 1) -> ToldReport:
    at = NOW - timedelta(minutes=minutes)
    return ToldReport(entry=Entry(id=name, title="Ferry"), at=at, rules=frozenset(rules), version=version)


def done(decision: Decision) -> tuple[str, float | None]:
    wait = (decision.due - NOW).total_seconds() / 3600 if decision.due else None
    return decision.action, wait


@pytest.mark.parametrize(
    ("updates", "kind", "expected"),
    [
        ("developments", "copy", ("threaded", None)),
        ("developments", "same", ("threaded", None)),
        ("developments", "development", ("alerted", None)),
        ("developments", "doubt", ("waiting", 6)),
        ("developments", "other", ("alerted", None)),
        ("silent", "development", ("threaded", None)),
        ("silent", "doubt", ("threaded", None)),
        ("always", "same", ("alerted", None)),
        ("always", "doubt", ("alerted", None)),
        ("always", "copy", ("threaded", None)),
        ("daily", "development", ("waiting", 20)),
        ("daily", "doubt", ("waiting", 20)),
        ("daily", "same", ("threaded", None)),
    ],
)
def test_a_verdict_and_the_watchs_wish_decide(
    updates: str, kind: str, expected: tuple[str, float | None]
) -> None:
    assert done(update(watch(updates=updates), verdict(kind), now=NOW)) == expected


def test_every_decision_keeps_the_class_the_nearest_report_and_the_score() -> None:
    evidence = {"act": "resign", "class": "same", "told": "told-1", "score": 0.4}
    silent = update(watch(), verdict("same"), now=NOW)
    assert (silent.reason.code, silent.reason.text, silent.reason.data) == ("code", "new: resigns", evidence)
    told = update(watch(), verdict("development"), now=NOW)
    assert (told.reason.code, told.reason.text) == ("story_update", "new: resigns")
    assert told.reason.data == evidence | {"class": "development", "code": "code"}


def test_a_watch_that_asks_for_no_updates_says_so() -> None:
    decision = update(watch(updates="silent"), verdict("development"), now=NOW)
    assert decision.reason.text == "the watch asks for no updates: new: resigns"


@pytest.mark.parametrize(
    ("digest", "due"),
    [
        (None, datetime(2026, 11, 24, 8, tzinfo=LIMA)),
        ("07:30", datetime(2026, 11, 24, 7, 30, tzinfo=LIMA)),
        ("06:30", datetime(2026, 11, 25, 6, 30, tzinfo=LIMA)),
        ("every 2h", datetime(2026, 11, 24, 8, tzinfo=LIMA)),
        ("friday 07:30", datetime(2026, 11, 27, 7, 30, tzinfo=LIMA)),
    ],
)
def test_daily_updates_come_at_the_watchs_digest_or_in_the_morning_of_the_person(
    digest: str | None, due: datetime
) -> None:
    decision = update(watch(updates="daily", digest=digest), verdict("development"), now=NOW, zone=LIMA)
    assert decision.due == due


def test_edits_of_a_story_are_told_once_an_hour() -> None:
    told = [report(), report(minutes=20, version=2)]
    edit = update(watch(), verdict("development"), told=told, edited=True, now=NOW)
    assert (edit.action, edit.due) == ("waiting", NOW + timedelta(minutes=40))
    other = update(watch(), verdict("development"), told=told, now=NOW)
    assert other.action == "alerted"
    later = [report(), report(minutes=60, version=2)]
    assert update(watch(), verdict("development"), told=later, edited=True, now=NOW).action == "alerted"
    first = [report(minutes=1)]
    assert update(watch(), verdict("development"), told=first, edited=True, now=NOW).action == "alerted"


def test_what_waits_already_does_not_wait_twice() -> None:
    same = Verdict("same", Reason("told_already", "told already, 90%"), "waiting-1", 0.9)
    decision = update(watch(), verdict("doubt"), waits=same, now=NOW)
    assert (decision.action, decision.due, decision.reason.code) == ("threaded", None, "waits_already")
    assert update(watch(), verdict("development"), waits=same, now=NOW).action == "alerted"
    assert update(watch(), verdict("doubt"), waits=verdict("doubt"), now=NOW).action == "waiting"


FERRY = match_of("ferry", "ferry", "The ferry and the pilot")
PILOT = match_of("pilot", "pilot", "The ferry and the pilot")
PILOT_AHEAD = match_of("pilot", "Pilot", "Pilot of the ferry", field="title")


@pytest.mark.parametrize("kind", ["same", "doubt"])
def test_a_rule_that_no_told_report_met_is_a_development(kind: str) -> None:
    found = with_new_rules(verdict(kind), [FERRY, PILOT], [report("a", "ferry")], edited=False)
    assert (found.kind, found.reason.text, found.told) == ("development", "new: names pilot", "told-1")
    assert found.reason.data == {"rules": ["pilot"]}


def test_a_copy_is_a_development_only_where_its_headline_or_an_edit_meets_a_new_rule() -> None:
    told = [report("a", "ferry")]
    assert with_new_rules(verdict("copy"), [FERRY, PILOT], told, edited=False).kind == "copy"
    assert with_new_rules(verdict("copy"), [FERRY, PILOT_AHEAD], told, edited=False).kind == "development"
    assert with_new_rules(verdict("copy"), [FERRY, PILOT], told, edited=True).kind == "development"


@pytest.mark.parametrize(
    "told", [[report("a", "ferry"), report("b", "pilot")], [report("a", "ferry"), report("purged")]]
)
def test_rules_that_were_met_or_are_forgotten_are_no_news(told: list[ToldReport]) -> None:
    assert with_new_rules(verdict("same"), [FERRY, PILOT], told, edited=False) == verdict("same")

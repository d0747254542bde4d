"""What becomes of an entry under each watch that fired, and the alert that comes of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rules.deciding.decide import Case, Verdicts, compose, decide, quiet_reason
from rules.model import FIRST_POLL, Decision, Entry, Fired, Match, Reason, Span, StoryHistory, ToldReport
from rules.schema import Watch
from rules.silence import Verdict

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ENTRY = Entry(id="e", title="Ferry stops", published=NOW - timedelta(hours=2))
QUIET = Reason(FIRST_POLL, "the feed is new here")


def firing(name: str, *matches: Match, **keys: object) -> Fired:
    keys = {"id": name, "when": "ferry", "notify": ["desk"], **keys}
    return Fired(Watch.model_validate(keys), matches)


def match(rule: str) -> Match:
    return Match(rule=rule, variant=rule, field="title", span=Span(0, 5), text="Ferry", score=1.0)


def decided(
    *fired: Fired, history: StoryHistory | None = None, quiet: Reason | None = None, **more: object
) -> list[Decision]:
    case = Case(entry=ENTRY, feed="wire", tags=("news",), quiet=quiet, now=NOW, **more)  # type: ignore[arg-type]
    return decide(fired, history or StoryHistory(), case)


def verdict(kind: str) -> Verdict:
    return Verdict(kind, Reason("code", "why"), "told", 0.5)  # type: ignore[arg-type]


def told_under(*watches: str) -> StoryHistory:
    report = ToldReport(entry=ENTRY, at=NOW - timedelta(days=1), rules=frozenset({"ferry"}))
    reports = dict.fromkeys(watches, (report,))
    return StoryHistory(alerted=frozenset(watches), told=frozenset({"desk"}), reports=reports)


@pytest.mark.parametrize(
    ("age_h", "window", "quiet"),
    [
        (2, timedelta(hours=24), False),
        (24, timedelta(hours=24), False),
        (25, timedelta(hours=24), True),
        (0, timedelta(0), True),
        (9999, None, False),
    ],
)
def test_a_first_poll_alerts_on_entries_within_its_window(
    age_h: float, window: timedelta | None, quiet: bool
) -> None:
    entry = Entry(id="e", title="x", published=NOW - timedelta(hours=age_h))
    reason = quiet_reason(entry, first_poll=True, window=window, now=NOW)
    assert (reason is not None) is quiet
    assert reason is None or reason.code == FIRST_POLL
    assert quiet_reason(entry, first_poll=False, window=window, now=NOW) is None


def test_an_entry_without_a_date_is_quiet_at_a_first_poll() -> None:
    reason = quiet_reason(Entry(id="e", title="x"), first_poll=True, window=timedelta(days=1), now=NOW)
    assert reason is not None
    assert "no date" in reason.text


def test_the_first_report_of_a_story_alerts_and_tells_the_watchs_destinations() -> None:
    (decision,) = decided(firing("w", notify=["desk", "phone", "desk"]))
    assert (decision.watch, decision.action, decision.tell) == ("w", "alerted", ("desk", "phone"))
    assert decision.reason.code == "first_report"


def test_a_destination_is_told_once_however_many_watches_name_it() -> None:
    first, second = decided(firing("w"), firing("v", notify=["desk", "phone"]))
    assert (first.tell, second.tell) == (("desk",), ("phone",))
    assert second.reason.data["kept"] == ["desk"]


@pytest.mark.parametrize(
    ("kind", "tell"), [("same", ("phone",)), ("doubt", ("desk", "phone")), ("development", ("desk", "phone"))]
)
def test_a_story_told_under_one_watch_alerts_under_another_whom_its_facts_did_not_reach(
    kind: str, tell: tuple[str, ...]
) -> None:
    verdicts = Verdicts(told={"w": verdict("same")}, elsewhere=verdict(kind))
    first, second = decided(
        firing("w"), firing("v", notify=["desk", "phone"]), history=told_under("w"), verdicts=verdicts
    )
    assert (first.action, first.reason.code, first.tell) == ("threaded", "code", ())
    assert (second.action, second.tell) == ("alerted", tell)


def test_a_watch_that_does_not_listen_to_the_feed_is_suppressed_first() -> None:
    (decision,) = decided(firing("w", feeds={"tags": ["sport"]}), quiet=QUIET)
    assert (decision.action, decision.reason.code) == ("suppressed", "feed_filter")


def test_a_quiet_entry_is_suppressed_with_its_reason() -> None:
    (decision,) = decided(firing("w"), quiet=QUIET)
    assert (decision.action, decision.reason) == ("suppressed", QUIET)


def test_an_edit_of_an_entry_that_the_first_poll_stored_quietly_is_no_news() -> None:
    first, second = decided(firing("w"), firing("v"), quieted={"w"})
    assert (first.action, first.reason.code) == ("suppressed", FIRST_POLL)
    assert second.action == "alerted"


def test_a_later_report_is_decided_by_the_verdict_of_each_watch_and_tells_a_destination_once() -> None:
    verdicts = Verdicts(
        told={"w": verdict("development"), "v": verdict("development"), "u": verdict("doubt")},
        elsewhere=verdict("development"),
    )
    fired = [firing(name, match("ferry"), wait="2h") for name in ("w", "v", "u")]
    first, second, third = decided(*fired, history=told_under("w", "v", "u"), verdicts=verdicts)
    assert (first.action, first.reason.code, first.tell) == ("alerted", "story_update", ("desk",))
    assert (second.action, second.tell) == ("alerted", ())
    assert (third.action, third.due, third.tell) == ("waiting", NOW + timedelta(hours=2), ())
    alert = compose(ENTRY, "s", fired, [first, second, third], NOW)
    assert alert is not None
    assert (alert.kind, alert.watches, alert.reason.text) == ("update", ("w", "v"), "why")


def test_a_watch_that_is_told_of_a_rule_for_the_first_time_hears_of_it() -> None:
    verdicts = Verdicts(told={"w": verdict("same")}, elsewhere=verdict("same"))
    fired = [firing("w", match("ferry"), match("pilot"))]
    (decision,) = decided(*fired, history=told_under("w"), verdicts=verdicts)
    assert (decision.action, decision.reason.text) == ("alerted", "new: names Ferry")


def test_an_alert_is_of_all_watches_that_alert_with_the_greatest_severity() -> None:
    ferry, port = match("ferry"), match("port")
    fired = [
        firing("w", ferry, severity="low"),
        firing("v", ferry, port, severity="urgent"),
        firing("u", severity="high", feeds={"tags": ["sport"]}),
    ]
    alert = compose(ENTRY, "s", fired, decided(*fired), NOW)
    assert alert is not None
    assert (alert.kind, alert.story, alert.entry, alert.created) == ("new", "s", ENTRY, NOW)
    assert (alert.watches, alert.severity, alert.matches) == (("w", "v"), "urgent", (ferry, port))
    assert alert.reason.data == {"watches": ["w", "v"]}


def test_without_a_watch_that_alerts_there_is_no_alert() -> None:
    fired = [firing("w")]
    assert compose(ENTRY, "s", fired, decided(*fired, quiet=QUIET), NOW) is None
    assert compose(ENTRY, "s", [], [], NOW) is None

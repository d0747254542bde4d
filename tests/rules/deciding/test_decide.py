"""What becomes of an entry under each watch that fired, and the alert that comes of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rules.deciding.decide import FIRST_POLL, compose, decide, quiet_reason
from rules.deciding.updates import LaterReport
from rules.model import Decision, Entry, Fired, Match, Reason, Span, StoryHistory
from rules.schema import Watch

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
    return decide(fired, history or StoryHistory(), feed="wire", tags=("news",), quiet=quiet, **more)  # type: ignore[arg-type]


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


def test_a_story_told_under_one_watch_still_alerts_under_another() -> None:
    history = StoryHistory(alerted=frozenset({"w"}), told=frozenset({"desk"}))
    first, second = decided(firing("w"), firing("v", notify=["desk", "phone"]), history=history)
    assert (first.action, first.reason.code, first.tell) == ("threaded", "story_told", ())
    assert (second.action, second.tell) == ("alerted", ("phone",))


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


def test_a_later_report_alerts_again_only_under_watches_that_alerted_before() -> None:
    history = StoryHistory(
        alerted=frozenset({"w"}), told=frozenset({"desk"}), last_alert=NOW - timedelta(days=1)
    )
    later = LaterReport(at=NOW, outlet="o", novelty=0.9)
    (again,) = decided(firing("w"), history=history, later=later)
    assert (again.action, again.reason.code, again.tell) == ("alerted", "story_update", ("desk",))
    (little,) = decided(firing("w"), history=history, later=LaterReport(at=NOW, outlet="o", novelty=0.1))
    assert (little.action, little.reason.code) == ("threaded", "story_told")


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

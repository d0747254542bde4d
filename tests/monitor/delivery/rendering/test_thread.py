"""Updates of one story as one message: the newest first, each in it once, copies folded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

from hypothesis import given
from hypothesis import strategies as st
from support.makers import TITLES, alert_about, entry, update_about

from monitor.delivery.rendering.split import MessageLimits, split
from monitor.delivery.rendering.thread import thread_messages
from rules.model import Alert, Reason
from storage import Payload


def update(number: int, title: str, **change: object) -> Alert:
    alert = update_about(title, **change)
    about = replace(alert.entry, id=f"e{number}", url=f"https://news.example/{number}")
    return replace(alert, id=number, entry=about, created=alert.created + timedelta(hours=number))


def message(*alerts: Alert) -> Payload:
    ((payload, told),) = thread_messages(alerts, TITLES, UTC, MessageLimits())
    assert sorted(alert.id or 0 for alert in told) == sorted(alert.id or 0 for alert in alerts)
    return payload


def test_the_newest_development_stands_first_and_names_the_message() -> None:
    payload = message(
        update(1, "Chief resigns"), update(2, "Price falls", reason=Reason("development", "new: falls 12 %"))
    )
    assert payload.subject == "[US-Mexico talks] update: Price falls (and 1 more)"
    assert payload.text.startswith(
        "2 reports of one story, the newest first.\n\n1. Price falls\n   Update: new: falls 12 %\n"
    )
    assert "\n\n2. Chief resigns\n   Update: new: resigns\n" in payload.text
    assert (payload.url, payload.thread) == ("https://news.example/2", "story:e1")
    assert (payload.html or "").count("<b>") == 2


def test_copies_are_one_item_that_names_the_other_outlets() -> None:
    other = update(2, "Chief  RESIGNS")
    other = replace(other, entry=replace(other.entry, outlet="Another Wire"))
    payload = message(update(1, "Chief resigns"), other)
    assert payload.subject == "[US-Mexico talks] update: Chief RESIGNS"
    assert payload.text.count("https://news.example/") == 2
    assert "   Told by others, too:\n    - Sample Herald, " in payload.text


def test_an_edit_that_was_told_twice_is_one_item_with_both_reasons() -> None:
    first, second = update(1, "Chief resigns"), update(2, "Chief resigns")
    second = replace(second, entry=first.entry, reason=Reason("development", "other figure: 41 / 12"))
    payload = message(first, second)
    assert "Update: other figure: 41 / 12; new: resigns" in payload.text
    assert "Told by others" not in payload.text


def test_lines_stand_with_their_update_and_silent_reports_at_the_end() -> None:
    first = update(1, "Chief resigns", lines=[entry("l1")], silent=[entry("s1"), entry("s2")])
    payload = message(first, update(2, "Price falls", silent=[entry("s2"), entry("s3")]))
    assert payload.text.index("Waited for this message: 1 report.") > payload.text.index("2. Chief resigns")
    assert payload.text.rindex("Silent since the last message: 3 reports.") > payload.text.index("Waited")
    assert "<p>Silent since the last message: 3 reports.</p>" in (payload.html or "")


def test_a_first_report_that_waited_is_listed_last_and_is_no_update() -> None:
    first = replace(alert_about("Leak"), id=0, entry=entry("e0", title="Leak"))
    payload = message(first, update(1, "Chief resigns"))
    assert "\n\n2. Leak\n   one, undated" in payload.text


@given(
    st.lists(st.text(max_size=300), min_size=1, max_size=30),
    st.integers(min_value=0, max_value=40),
    st.sampled_from([140, 2000, 4000, 100_000]),
)
def test_every_update_is_in_one_message_and_each_message_fits(
    titles: list[str], silent: int, body: int
) -> None:
    quiet = [entry(f"s{number}", title="word " * 60) for number in range(silent)]
    alerts = [update(number, title, silent=quiet) for number, title in enumerate(titles)]
    limits = MessageLimits(subject=250, body=body)
    messages = thread_messages(alerts, TITLES, UTC, limits)
    told = [alert.id for _, listed in messages for alert in listed]
    assert sorted(told) == list(range(len(titles)))
    assert all(len(split(payload, limits)) == 1 for payload, listed in messages if len(listed) > 1)

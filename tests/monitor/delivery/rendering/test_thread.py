"""Updates of one story as one message: the newest first, each in it once, copies folded."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from support.makers import TITLES, alert_about, entry, update_about

from monitor.delivery.rendering.facts import Setting, facts_of
from monitor.delivery.rendering.forms import Form, form_of
from monitor.delivery.rendering.split import MessageLimits, split
from monitor.delivery.rendering.thread import thread_documents
from rules.model import Alert, Reason
from storage import Payload

SETTING = Setting(titles=TITLES)


def update(number: int, title: str, **change: object) -> Alert:
    alert = update_about(title, **change)  # type: ignore[arg-type]
    about = replace(alert.entry, id=f"e{number}", url=f"https://news.example/{number}")
    return replace(alert, id=number, entry=about, created=alert.created + timedelta(hours=number))


def message(*alerts: Alert) -> Payload:
    (document,) = thread_documents([facts_of(alert, SETTING) for alert in alerts], Form())
    told = sorted(facts.alert.id or 0 for facts in document.told)
    assert told == sorted(alert.id or 0 for alert in alerts)
    return Form().write(document)


def test_the_newest_development_stands_first_and_names_the_message() -> None:
    payload = message(
        update(1, "Chief resigns"), update(2, "Price falls", reason=Reason("development", "new: falls 12 %"))
    )
    assert payload.subject == "HIGH: update: Price falls (and 1 more) [US-Mexico talks]"
    assert "\n2 reports of one story, the newest first\n\n- Price falls\n" in payload.text
    assert payload.text.index("New: falls 12 %") < payload.text.index("- Chief resigns")
    assert "New: resigns" in payload.text
    assert "Alerts 2, 1 · story e1" in payload.text
    assert (payload.url, payload.thread) == ("https://news.example/2", "story:e1")


def test_one_update_reads_as_a_message_of_its_own() -> None:
    text = "The chief resigned on Monday."
    alert = update(1, "Chief resigns")
    payload = message(replace(alert, entry=replace(alert.entry, text=text)))
    assert text in payload.text
    assert "reports of one story" not in payload.text


def test_copies_are_one_item_that_names_the_other_outlets() -> None:
    other = update(2, "Chief  RESIGNS")
    other = replace(other, entry=replace(other.entry, outlet="Another Wire"))
    payload = message(update(1, "Chief resigns"), other)
    assert payload.subject == "HIGH: update: Chief RESIGNS [US-Mexico talks]"
    assert "- Sample Herald: https://news.example/1\n" in payload.text
    assert "Alerts 2, 1 · story e1" in payload.text


def test_an_edit_that_was_told_twice_is_one_item_with_both_reasons() -> None:
    first, second = update(1, "Chief resigns"), update(2, "Chief resigns")
    second = replace(second, entry=first.entry, reason=Reason("development", "other figure: 41 / 12"))
    payload = message(first, second)
    assert "New: other figure: 41 / 12; resigns" in payload.text
    assert "Sample Herald: " not in payload.text


def test_lines_stand_with_their_update_and_silent_reports_at_the_end() -> None:
    first = update(1, "Chief resigns", lines=[entry("l1")], silent=[entry("s1"), entry("s2")])
    payload = message(first, update(2, "Price falls", silent=[entry("s2"), entry("s3")]))
    waited = payload.text.index("Waited for this message: 1 report")
    assert payload.text.index("- Chief resigns") < waited
    assert waited < payload.text.index("Silent since the last message: 3 reports")


def test_a_first_report_that_waited_is_listed_last_and_is_no_update() -> None:
    first = replace(alert_about("Leak"), id=0, entry=entry("e0", title="Leak"))
    payload = message(first, update(1, "Chief resigns"))
    assert "\n- Leak\n  one, undated" in payload.text
    assert payload.text.index("- Chief resigns") < payload.text.index("- Leak")


@given(
    st.lists(st.text(max_size=300), min_size=1, max_size=20),
    st.integers(min_value=0, max_value=40),
    st.sampled_from([("plain", 140), ("plain", 2000), ("discord", 2000), ("slack", 3000), ("mail", 100_000)]),
)
def test_every_update_is_in_one_message_and_each_message_fits(
    titles: list[str], silent: int, service: tuple[str, int]
) -> None:
    quiet = [entry(f"s{number}", title="word " * 60) for number in range(silent)]
    alerts = [update(number, title, silent=quiet) for number, title in enumerate(titles)]
    form = form_of(service[0], MessageLimits(subject=250, body=service[1]))
    documents = thread_documents([facts_of(alert, SETTING) for alert in alerts], form)
    told = [facts.alert.id for document in documents for facts in document.told]
    assert sorted(each or 0 for each in told) == list(range(len(titles)))
    for document in documents:
        if len({facts.title for facts in document.told}) > 1:
            assert len(split(form.write(document), form.limits)) == 1

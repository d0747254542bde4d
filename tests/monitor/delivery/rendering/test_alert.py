"""One alert as a message: what a person reads first, and what a hostile headline cannot do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.makers import TITLES, alert_about, entry, match_of, update_about

from monitor.delivery.rendering.alert import SUBJECT_LENGTH, alert_document, subject_line, title_line
from monitor.delivery.rendering.facts import Setting, facts_of
from monitor.delivery.rendering.forms import Form
from monitor.text.readable import passages, plain, readable
from rules.model import Alert, Span
from storage import Payload

MEXICO = ZoneInfo("America/Mexico_City")


def mailed(alert: Alert, zone: object = UTC) -> Payload:
    setting = Setting(titles=TITLES, timezone=zone)  # type: ignore[arg-type]
    return Form().write(alert_document(facts_of(alert, setting)))


def test_a_message_says_headline_source_time_passage_other_outlets_why_and_its_numbers() -> None:
    title, text = "Talks on Tuesday", "<p>The minister <b>Marcelo Ébrard</b> spoke &amp; answered.</p>"
    found = match_of("ebrard", "Marcelo Ébrard", text)
    payload = mailed(replace(alert_about(title, text, found), id=12), MEXICO)
    assert payload.subject == "HIGH: Talks on Tuesday [US-Mexico talks]"
    assert payload.text == (
        "High · US-Mexico talks\n\n"
        "Talks on Tuesday\n"
        "Sample Herald, Wed 31 May, 12:05 CST\n"
        "https://news.example/a\n\n"
        "The minister «Marcelo Ébrard» spoke & answered.\n\n"
        "Also reported by:\n- Sample Wire: https://wire.example/a\n\n"
        "Why: names Marcelo Ebrard\n"
        "Alert 12 · story e1\n"
    )
    assert ">Marcelo Ébrard</span> spoke &amp; answered." in (payload.html or "")
    assert (payload.url, payload.thread, payload.severity) == ("https://news.example/a", "story:e1", "high")
    assert payload.tags == ("talks",)


def test_words_matched_in_the_headline_are_marked_there() -> None:
    title = "Ebrard speaks"
    payload = mailed(alert_about(title, "", match_of("ebrard", "Ebrard", title, "title")))
    assert "\n«Ebrard» speaks\n" in payload.text


def test_an_update_says_its_news_the_lines_that_waited_and_what_stayed_silent() -> None:
    alert = update_about(
        "Ebrard resigns",
        lines=[entry("l1", title="Talks are put off", url="https://news.example/l")],
        silent=[entry("s1", url="https://news.example/s1"), entry("s2", url="https://news.example/s2")],
    )
    payload = mailed(alert)
    assert payload.subject == "HIGH: update: Ebrard resigns [US-Mexico talks]"
    assert "\nNew: resigns\n" in payload.text
    assert (
        "Waited for this message: 1 report\n"
        "- Talks are put off (one, undated, seen Tue 24 Nov 2026, 12:00 UTC)\n"
        "  https://news.example/l\n\n"
        "Silent since the last message: 2 reports\n- Title of s1 (one, "
    ) in payload.text
    assert 'href="https://news.example/s2"' in (payload.html or "")


def test_a_first_report_has_no_news_but_itself() -> None:
    payload = mailed(alert_about("Talks"))
    assert "New:" not in payload.text
    assert "Silent" not in payload.text


@pytest.mark.parametrize(
    ("severity", "subject"),
    [
        ("urgent", "URGENT: Talks [US-Mexico talks]"),
        ("high", "HIGH: Talks [US-Mexico talks]"),
        ("normal", "Talks [US-Mexico talks]"),
        ("low", "Talks [US-Mexico talks]"),
    ],
)
def test_a_subject_begins_with_how_grave_it_is_and_ends_with_the_watch(severity: str, subject: str) -> None:
    alert = replace(alert_about("Talks"), severity=severity)  # type: ignore[arg-type]
    assert subject_line(facts_of(alert, Setting(titles=TITLES))) == subject


def test_of_many_watches_a_subject_names_two_and_counts_the_others() -> None:
    alert = replace(alert_about("Talks"), watches=("talks", "ports", "ships", "trade"))
    assert subject_line(facts_of(alert, Setting(titles=TITLES))).endswith(
        "[US-Mexico talks, ports and 2 more]"
    )


@given(st.text(max_size=400), st.text(max_size=600))
def test_a_subject_keeps_its_length_and_its_watch(headline: str, watch: str) -> None:
    facts = facts_of(alert_about(headline), Setting(titles={"talks": watch}))
    subject = subject_line(facts)
    assert len(subject) <= SUBJECT_LENGTH
    assert subject.endswith("]")
    assert title_line(facts)


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert_about(1)</script>News",
        "&lt;script&gt;alert_about(1)&lt;/script&gt;News",
        "News\r\nBcc: everyone@example.org",
        "News\x00\x1b[31m",
        "News \u202egpj.exe",
        "News \ud800 \udfff",
        "<!channel> News <@U0123>",
        "<img src=x onerror=alert_about(1)>News",
    ],
)
def test_a_hostile_headline_is_inert(hostile: str) -> None:
    payload = mailed(alert_about(hostile))
    assert "News" in payload.subject
    for said in (payload.subject, payload.text, payload.html or ""):
        said.encode("utf-8")
        assert not any(
            bad in said.lower() for bad in ("<script", "<img", "<!channel", "<@u", "\x00", "\x1b", "\u202e")
        )
    assert "\n" not in payload.subject
    assert "\r" not in payload.subject
    assert not any(line.startswith("Bcc:") for line in payload.text.splitlines())


def test_a_link_in_the_html_part_cannot_break_out_of_its_attribute() -> None:
    payload = mailed(alert_about("News", url='https://a.example/"><script>'))
    assert "<script" not in (payload.html or "")


@given(st.text(max_size=300), st.data())
def test_a_marked_word_is_the_word_that_was_matched(text: str, data: st.DataObject) -> None:
    stored = text.replace("<", "(").replace("&", "+") + " needle " + data.draw(st.text(max_size=300))
    start = stored.index("needle")
    found = passages(readable(stored), [Span(start, start + 6)])
    assert [run for passage in found for run, hit in passage.runs if hit] == ["needle"]


@given(st.text(max_size=400))
def test_readable_text_keeps_its_origin_in_order(stored: str) -> None:
    shown = readable(stored)
    assert len(shown.text) == len(shown.origin)
    assert list(shown.origin) == sorted(shown.origin)
    assert all(0 <= at < len(stored) for at in shown.origin)
    assert plain(shown.text.replace("&", "")) == shown.text.replace("&", "").strip() or "  " in shown.text


def test_inline_tags_do_not_split_a_word_and_block_tags_do() -> None:
    assert plain("<b>E</b>brard<p>spoke</p><br>twice") == "Ebrard spoke twice"

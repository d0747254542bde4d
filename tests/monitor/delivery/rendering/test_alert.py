"""Alert -> Payload: what a person reads, and what a hostile headline cannot do."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.makers import TITLES, alert_about, entry, match_of, update_about

from monitor.delivery.rendering.alert import alert_facts, render_alert
from monitor.delivery.rendering.pieces import WIDTH
from monitor.text.readable import passages, plain, readable
from rules.model import Span

MEXICO = ZoneInfo("America/Mexico_City")


def test_a_message_says_rule_headline_source_time_passage_reason_link_and_outlets() -> None:
    title, text = "Talks on Tuesday", "<p>The minister <b>Marcelo Ébrard</b> spoke &amp; answered.</p>"
    found = match_of("ebrard", "Marcelo Ébrard", text)
    payload = render_alert(alert_about(title, text, found), titles=TITLES, timezone=MEXICO)
    assert payload.subject == "[US-Mexico talks] Talks on Tuesday"
    assert "The minister «Marcelo Ébrard» spoke & answered." in payload.text
    assert "Sample Herald, Wed 31 May 2023, 12:05 CST" in payload.text
    assert "2 report it: Sample Herald, Sample Wire" in payload.text
    assert 'Marcelo Ebrard: "Marcelo Ébrard" (exact, 1.00)' in payload.text
    assert "https://news.example/a" in payload.text
    assert "<mark>Marcelo Ébrard</mark> spoke &amp; answered." in (payload.html or "")
    assert max(map(len, payload.text.splitlines())) <= WIDTH


def test_words_matched_in_the_headline_are_marked_there() -> None:
    title = "Ebrard speaks"
    payload = render_alert(
        alert_about(title, "", match_of("ebrard", "Ebrard", title, "title")), titles=TITLES, timezone=UTC
    )
    assert payload.text.startswith("«Ebrard» speaks\n")


def test_an_update_says_its_news_the_lines_that_waited_and_what_stayed_silent() -> None:
    alert = update_about(
        "Ebrard resigns",
        lines=[entry("l1", title="Talks are put off", url="https://news.example/l")],
        silent=[entry("s1", url="https://news.example/s1"), entry("s2", url="https://news.example/s2")],
    )
    payload = render_alert(alert, titles=TITLES, timezone=UTC)
    assert payload.subject == "[US-Mexico talks] update: Ebrard resigns"
    assert "\nUpdate:  new: resigns\n" in payload.text
    waited, silent = payload.text.split("\n\n")[-2:]
    assert waited.splitlines() == [
        "Waited for this message: 1 report.",
        " - Talks are put off (one, undated, seen Tue 24 Nov 2026, 12:00 UTC)",
        "   https://news.example/l",
    ]
    assert silent.startswith("Silent since the last message: 2 reports.\n - Title of s1 (one, ")
    assert '<a href="https://news.example/s2">Title of s2 (one, ' in (payload.html or "")


def test_a_first_report_has_no_news_but_itself() -> None:
    payload = render_alert(alert_about("Talks"), titles=TITLES, timezone=UTC)
    assert "Update:" not in payload.text
    assert "Silent" not in payload.text


def test_templates_get_the_news_the_lines_and_the_silent_reports() -> None:
    alert = update_about("Talks", lines=[entry("l1", title="<b>Put</b> off")], silent=[entry("s1")])
    facts = alert_facts(alert, TITLES, UTC)
    assert facts["update"] == "new: resigns"
    assert facts["lines"] == [{"headline": "Put off", "outlet": "one", "link": ""}]
    assert facts["silent"] == [{"headline": "Title of s1", "outlet": "one", "link": ""}]


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
    payload = render_alert(alert_about(hostile), titles=TITLES, timezone=UTC)
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
    payload = render_alert(alert_about("News", url='https://a.example/"><script>'), titles={}, timezone=UTC)
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

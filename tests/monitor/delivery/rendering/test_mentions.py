"""Reports beside a message's own: what waited is listed whole, what stayed silent is counted and linked."""

from __future__ import annotations

from datetime import UTC, timedelta

from support.makers import NOW, entry, update_about

from monitor.delivery.rendering.mentions import as_html, as_text, lines_of, silent_of


def test_an_alert_without_other_reports_mentions_none() -> None:
    assert lines_of([update_about("News")], UTC) is None
    assert silent_of([update_about("News")], UTC) is None


def test_every_line_that_waited_is_listed_newest_first() -> None:
    lines = [entry(f"l{n}", fetched=NOW + timedelta(minutes=n)) for n in range(30)]
    shown = lines_of([update_about("News", lines=lines)], UTC)
    assert shown is not None
    assert shown.heading == "Waited for this message: 30 reports."
    assert [report.text.split(" (")[0] for report in shown.reports] == [
        f"Title of l{n}" for n in range(29, -1, -1)
    ]


def test_silent_reports_are_counted_and_the_newest_linked() -> None:
    silent = [
        entry(f"s{n}", url=f"https://news.example/{n}", fetched=NOW + timedelta(minutes=n)) for n in range(12)
    ]
    shown = silent_of([update_about("News", silent=silent)], UTC, most=2)
    assert shown is not None
    assert as_text(shown, indent=3).splitlines() == [
        "   Silent since the last message: 12 reports.",
        "    - Title of s11 (one, undated, seen Tue 24 Nov 2026, 12:11 UTC)",
        "      https://news.example/11",
        "    - Title of s10 (one, undated, seen Tue 24 Nov 2026, 12:10 UTC)",
        "      https://news.example/10",
        "      and 10 more: wirewatch stories",
    ]
    assert as_html(shown).startswith(
        "<p>Silent since the last message: 12 reports.</p>\n"
        '<ul><li><a href="https://news.example/11">Title of s11 (one, undated, seen Tue 24 Nov 2026, 12:11 UTC)</a></li>'
    )


def test_what_the_message_tells_is_mentioned_no_second_time() -> None:
    first = update_about("News", silent=[entry("x"), entry("y")])
    second = update_about("More", entry=entry("x"), lines=[entry("y"), entry("e1")])
    shown = lines_of([first, second], UTC)
    assert shown is not None
    assert len(shown.reports) == 1
    assert silent_of([first, second], UTC) is None


def test_a_hostile_report_is_escaped_and_linked_only_to_the_web() -> None:
    bad = entry("b", title='<script>x</script>A "quoted" & more', url="javascript:x")
    shown = silent_of([update_about("News", silent=[bad])], UTC)
    assert shown is not None
    assert "<script" not in as_html(shown) + as_text(shown)
    assert "javascript" not in as_html(shown) + as_text(shown)
    assert "A &quot;quoted&quot; &amp; more" in as_html(shown)

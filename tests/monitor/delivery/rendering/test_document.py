"""What documents are made of: other outlets, and the reports beside a message's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

from support.makers import NOW, TITLES, alert_about, entry

from monitor.delivery.rendering.document import Run, actions_of, join, listed, others, silent, watch_names
from monitor.delivery.rendering.facts import Setting, facts_of, reports_of
from rules.model import OutletReport

MANY = [
    entry(f"s{n}", url=f"https://news.example/{n}", fetched=NOW + timedelta(minutes=n)) for n in range(12)
]


def test_nothing_is_listed_where_there_is_nothing() -> None:
    assert list(listed("Waited", [])) == []


def test_every_report_is_listed_and_counted() -> None:
    heading, *items = listed("Waited for this message", reports_of(MANY, [], UTC))
    assert heading.text == "Waited for this message: 12 reports"
    assert [item.text.split(" (")[0] for item in items] == [f"Title of s{n}" for n in range(11, -1, -1)]


def test_silent_reports_are_counted_and_the_newest_linked() -> None:
    blocks = list(silent(reports_of(MANY, [], UTC), most=2))
    assert [block.text for block in blocks] == [
        "Silent since the last message: 12 reports",
        "Title of s11 (one, undated, seen Tue 24 Nov 2026, 12:11 UTC)",
        "Title of s10 (one, undated, seen Tue 24 Nov 2026, 12:10 UTC)",
        "and 10 more: wirewatch stories",
    ]
    assert blocks[1].runs[0].link == "https://news.example/11"


def test_of_many_other_outlets_a_dozen_is_named() -> None:
    reports = tuple(OutletReport(entry=f"e{n}", outlet=f"Outlet {n}", title="Talks") for n in range(20))
    alert = replace(alert_about("Talks"), reports=reports)
    (line,) = others(facts_of(alert, Setting()))
    assert line.text.startswith("Also reported by Outlet 0, Outlet 1, ")
    assert line.text.endswith(", Outlet 11 and 8 more")


def test_links_to_the_page_are_named_in_order() -> None:
    facts = facts_of(
        replace(alert_about("Talks"), id=4), Setting(titles=TITLES, public_url="https://d.example")
    )
    assert actions_of(facts) == (
        ("The story", "https://d.example/story/e1"),
        ("Right", "https://d.example/alert/4/right"),
        ("Wrong", "https://d.example/alert/4/wrong"),
        ("Mute", "https://d.example/alert/4/mute"),
    )


def test_runs_are_joined_and_watches_named() -> None:
    assert "".join(run.text for run in join([Run("a"), Run("b"), Run("c")])) == "a, b, c"
    assert watch_names([("a", "A"), ("b", "B")]) == "A, B"
    assert watch_names([("a", "A"), ("b", "B"), ("c", "C")]) == "A, B and 1 more"

"""The facts of an alert: marks on the words that matched, links of outlets, pages, and who was told what before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from support.makers import NOW, TITLES, alert_about, entry, match_of, update_about

from monitor.delivery.rendering.facts import Facts, Setting, facts_of, report_of, reports_of, rule_titles
from rules.deciding.by_hand import BY_HAND
from rules.model import Alert, FormerAlert, Match, Reason, RuleSet, Span, TokenMatch
from rules.schema import Actor, Topic, Watch

SETTING = Setting(titles=TITLES)


def passages_of(alert: Alert) -> list[str]:
    return [passage.marked() for passage in facts_of(alert, SETTING).passages]


def near(text: str, *words: str) -> Match:
    """Words that were found near each other in a text."""
    spans = [Span(text.index(word), text.index(word) + len(word)) for word in words]
    tokens = tuple(
        TokenMatch(word, word, span, "exact", 1.0) for word, span in zip(words, spans, strict=True)
    )
    whole = Span(spans[0].start, spans[-1].end)
    return Match(
        rule="ebrard",
        variant=" + ".join(words),
        field="text",
        span=whole,
        text=text[whole.start : whole.end],
        score=1.0,
        tokens=tokens,
    )


def test_words_near_each_other_are_marked_and_not_what_stands_between_them() -> None:
    text = "The channel to the harbour is closed."
    assert passages_of(alert_about("Notice", text, near(text, "channel", "closed"))) == [
        "The «channel» to the harbour is «closed»."
    ]


def test_a_span_of_a_former_version_marks_nothing() -> None:
    text = "The minister Marcelo Ebrard spoke."
    found = match_of("ebrard", "Marcelo Ebrard", text)
    edited = alert_about("Talks", "Nobody spoke of it, said the office.", found)
    assert passages_of(edited) == ["Nobody spoke of it, said the office."]


def test_where_only_the_headline_matched_the_beginning_of_the_text_is_shown() -> None:
    title = "Ebrard speaks"
    alert = alert_about(title, "word " * 200, match_of("ebrard", "Ebrard", title, "title"))
    (shown,) = passages_of(alert)
    assert shown.startswith("word word")
    assert shown.endswith("…")
    assert len(shown) <= 240


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Talks on Tuesday. The minister spoke.", ["The minister spoke."]),
        ("TALKS ON TUESDAY – The minister spoke.", ["The minister spoke."]),
        ("Talks on Tuesday", []),
        ("", []),
    ],
)
def test_a_passage_does_not_repeat_the_headline(text: str, shown: list[str]) -> None:
    assert passages_of(alert_about("Talks on Tuesday", text)) == shown


def test_other_outlets_come_with_the_link_of_their_first_report() -> None:
    (other,) = facts_of(alert_about("Talks"), SETTING).others
    assert (other.outlet, other.link) == ("Sample Wire", "https://wire.example/a")


def test_pages_are_linked_only_where_there_is_a_page() -> None:
    alert = replace(alert_about("Talks"), id=7, story="a/b")
    assert facts_of(alert, SETTING).pages == {}
    pages = facts_of(alert, replace(SETTING, public_url="https://desk.example/watch/")).pages
    assert pages == {
        "story": "https://desk.example/watch/story/a%2Fb",
        "right": "https://desk.example/watch/alert/7/right",
        "wrong": "https://desk.example/watch/alert/7/wrong",
        "mute": "https://desk.example/watch/alert/7/mute",
    }


def test_times_are_in_the_readers_zone_and_name_the_year_only_where_it_is_another() -> None:
    published = datetime(2023, 5, 31, 18, 5, tzinfo=UTC)
    zone = ZoneInfo("America/Mexico_City")
    one = entry(outlet="<b>Sample</b> Herald", published=published)
    assert report_of(one, zone, 2023).source == "Sample Herald, Wed 31 May, 12:05 CST"
    assert report_of(one, zone, 2026).source == "Sample Herald, Wed 31 May 2023, 12:05 CST"
    assert report_of(entry(), UTC).source == "one, undated, seen Tue 24 Nov 2026, 12:00 UTC"
    assert report_of(entry(fetched=None), UTC).source == "one"


def test_what_the_message_tells_is_mentioned_no_second_time() -> None:
    alert = update_about("Talks", lines=[entry("l1"), entry("e1")], silent=[entry("l1"), entry("s1")])
    facts: Facts = facts_of(alert, SETTING)
    assert [line.headline for line in facts.lines] == ["Title of l1"]
    assert [report.headline for report in facts.silent] == ["Title of s1"]


def test_reports_are_listed_once_and_the_newest_first() -> None:
    later = entry("l2", fetched=NOW.replace(hour=13))
    listed = reports_of([entry("l1"), later, entry("l1")], [], UTC)
    assert [report.headline for report in listed] == ["Title of l2", "Title of l1"]


def test_an_update_says_what_was_told_before() -> None:
    alert = replace(update_about("Talks"), previous=FormerAlert(3, "<b>First</b> talks", NOW))
    previous = facts_of(alert, SETTING).previous
    assert previous is not None
    assert (previous.headline, previous.time) == ("First talks", "Tue 24 Nov 2026, 12:00 UTC")


def test_what_a_person_told_says_so() -> None:
    alert = replace(alert_about("Talks"), reason=Reason(BY_HAND, "told by hand"))
    assert facts_of(alert, SETTING).why == "told by hand"


def test_a_watch_shows_its_title_an_actor_its_name_and_a_topic_its_id() -> None:
    rules = RuleSet(
        actors=(Actor.model_validate({"id": "ebrard", "name": "Marcelo Ebrard"}),),
        topics=(Topic.model_validate({"id": "ports", "terms": ["port"]}),),
        watches=(
            Watch.model_validate({"id": "talks", "title": "Talks", "when": "ports"}),
            Watch.model_validate({"id": "bare", "when": "ports"}),
        ),
    )
    assert rule_titles(rules) == {
        "ebrard": "Marcelo Ebrard", "ports": "ports", "talks": "Talks", "bare": "bare",
    }  # fmt: skip

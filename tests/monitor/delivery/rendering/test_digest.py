"""Digests: in an order that a reader expects, every alert in exactly one message, and no message too long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.makers import TITLES, alert_about, entry, match_of, update_about

from monitor.delivery.rendering.digest import digest_documents
from monitor.delivery.rendering.facts import Facts, Setting, facts_of
from monitor.delivery.rendering.forms import Form, form_of
from monitor.delivery.rendering.split import MessageLimits, split
from rules.model import Alert
from storage import Payload

WHY = "digest of talks"
SETTING = Setting(titles=TITLES | {"ports": "Ports"})


def facts(alerts: Sequence[Alert]) -> list[Facts]:
    return [facts_of(alert, SETTING) for alert in alerts]


def stories(*titles: str) -> list[Facts]:
    """An alert a story."""
    return facts([replace(alert_about(title), id=n, story=f"s{n}") for n, title in enumerate(titles)])


def digest(told: Sequence[Facts], form: Form | None = None) -> Payload:
    form = form or Form()
    (document,) = digest_documents(told, WHY, form)
    return form.write(document)


def alert(title: str, minute: int, severity: str = "normal", watch: str = "talks") -> Alert:
    made = replace(alert_about(title), id=minute, story=title, severity=severity, watches=(watch,))  # type: ignore[arg-type]
    return replace(made, created=made.created + timedelta(minutes=minute))


def test_an_item_has_headline_severity_source_other_outlets_and_link() -> None:
    title = "Ebrard speaks"
    alert = alert_about(title, "", match_of("ebrard", "Ebrard", title, "title"))
    told = facts([replace(alert, id=31)])
    text = digest(told).text
    assert (
        "US-Mexico talks (1)\n\n"
        "- «Ebrard» speaks\n"
        "  High · Sample Herald, Wed 31 May, 18:05 UTC and 1 more outlet · alert 31\n"
        "  https://news.example/a\n"
    ) in text


def test_a_digest_is_by_watch_then_severity_then_time() -> None:
    told = facts(
        [
            alert("Second talk", 5),
            alert("Port closed", 4, "urgent", "ports"),
            alert("Port quiet", 1, "low", "ports"),
            alert("First talk", 2),
            alert("Grave talk", 9, "high"),
        ]
    )
    text = digest(told).text
    order = ["Ports (2)", "Port closed", "Port quiet", "US-Mexico talks (3)", "Grave talk", "First talk", "Second talk"]  # fmt: skip
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_a_subject_names_all_watches_or_counts_them() -> None:
    told = facts([alert("a", 1), alert("b", 2, watch="ports")])
    assert digest(told).subject == "2 stories [US-Mexico talks, Ports]"
    many = [alert(f"a{n}", n, watch=f"a-rather-long-name-of-a-watch-{n}") for n in range(9)]
    assert digest(facts(many)).subject == "9 stories [9 watches]"


def test_developments_of_a_story_stand_under_it() -> None:
    first = replace(alert("Leak", 1), story="s")
    second = replace(update_about("Chief resigns"), id=2, story="s")
    text = digest(facts([second, first, alert("Other", 3)])).text
    assert "- Leak\n" in text
    assert "\n  - update · Chief resigns (Sample Herald, Wed 31 May, 18:05 UTC): resigns\n" in text
    assert digest(facts([second, first])).subject == "1 story with 2 reports [US-Mexico talks]"


def test_of_updates_alone_the_newest_leads() -> None:
    first = replace(update_about("Chief resigns"), id=1)
    later = replace(update_about("New chief"), id=2, created=first.created + timedelta(hours=1))
    text = digest(facts([first, later])).text
    assert "- New chief\n  High · Sample Herald" in text
    assert "update · Chief resigns" in text


def test_an_update_says_its_news_the_lines_that_waited_and_what_stayed_silent() -> None:
    told = update_about(
        "Ebrard resigns", lines=[entry("l1", title="Talks are put off")], silent=[entry("s1"), entry("s2")]
    )
    text = digest(facts([told])).text
    assert "update: resigns" in text
    assert "  Waited for this message: 1 report\n  - Talks are put off (one, " in text
    assert "  Silent since the last message: 2 reports\n  - Title of s1 (one, " in text


def test_a_digest_lists_a_hundred_at_most_and_the_rest_in_another() -> None:
    documents = digest_documents(stories(*(f"Story {n}" for n in range(130))), WHY, Form())
    assert [len(document.told) for document in documents] == [100, 30]


@given(
    st.lists(st.text(max_size=300), min_size=1, max_size=30),
    st.sampled_from(["plain", "slack", "discord", "telegram", "matrix", "ntfy", "teams"]),
)
def test_every_story_is_in_one_message_and_each_message_fits(titles: list[str], name: str) -> None:
    told = stories(*titles)
    form = form_of(name, MessageLimits(subject=0 if name == "plain" else 250, body=4_000))
    documents = digest_documents(told, WHY, form)
    assert sorted(each.alert.id or 0 for d in documents for each in d.told) == list(range(len(titles)))
    for document in documents:
        if len(document.told) > 1:
            (payload,) = split(form.write(document), form.limits)
            assert (payload.document is not None) == (name == "teams")


def test_a_hostile_headline_is_inert_in_a_digest() -> None:
    payload = digest(stories('<script>alert(1)</script>News "quoted" & more', "Second"))
    assert payload.html is not None
    assert "<script" not in payload.html + payload.text
    assert "News" in payload.text


@pytest.mark.parametrize("name", ["mail", "json"])
def test_a_summary_stands_at_the_end_of_the_last_message(name: str) -> None:
    from monitor.delivery.rendering.document import block

    form = form_of(name, MessageLimits())
    documents = digest_documents(stories("a", "b"), WHY, form, summary=[block("heading", "Volume")])
    assert form.write(documents[-1]).text.rstrip().endswith("Volume")

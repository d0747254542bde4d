"""The documents of webhooks: what they hold, and the schema that says so."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.makers import NOW, TITLES, alert_about, entry, match_of, update_about

from monitor.delivery.rendering.alert import alert_document
from monitor.delivery.rendering.digest import digest_documents
from monitor.delivery.rendering.facts import Setting, facts_of
from monitor.delivery.rendering.forms import form_of
from monitor.delivery.rendering.split import MessageLimits, split
from monitor.delivery.rendering.webhook import DOCUMENTS, notice, schema_of
from rules.model import Alert, FormerAlert

JSON = form_of("json", MessageLimits(250, 1000))
SETTING = Setting(titles=TITLES, public_url="https://desk.example")


def document(alert: Alert) -> dict[str, Any]:
    (payload,) = split(JSON.write(alert_document(facts_of(alert, SETTING))), JSON.limits)
    return json.loads(payload.document or "")


def valid(name: str, found: Any) -> None:
    """By the model of which the schema is made: it refuses what is missing, unknown or of another type."""
    DOCUMENTS[name].model_validate_json(json.dumps(found), strict=True)
    assert set(found) == set(schema_of(name)["properties"])


def test_an_alert_is_posted_with_everything_that_is_known_of_it() -> None:
    text = "<p>The minister Marcelo Ebrard spoke.</p>"
    alert = replace(
        update_about("Ebrard <b>resigns</b>", lines=[entry("l1")], silent=[entry("s1")]),
        id=7,
        previous=FormerAlert(3, "First", NOW),
    )
    found = match_of("ebrard", "Marcelo Ebrard", text)
    alert = replace(alert, entry=replace(alert.entry, text=text, lang="en"), matches=(found,))
    posted = document(alert)
    valid("alert", posted)
    assert (posted["schema"], posted["id"], posted["kind"], posted["severity"]) == (
        "wirewatch.alert/1", 7, "update", "high",
    )  # fmt: skip
    assert posted["headline"] == "Ebrard resigns"
    assert posted["watches"] == [{"id": "talks", "title": "US-Mexico talks"}]
    assert [each["url"] for each in posted["story"]["outlets"]] == [
        "https://news.example/a",
        "https://wire.example/a",
    ]
    (match,) = posted["matches"]
    assert posted["entry"]["text"][match["start"] : match["end"]] == match["text"] == "Marcelo Ebrard"
    assert (match["rule"], match["name"], match["how"]) == ("ebrard", "Marcelo Ebrard", ["exact"])
    assert (posted["news"], posted["why"]) == ("resigns", "names Marcelo Ebrard")
    assert posted["previous"]["id"] == 3
    assert posted["reason"]["code"] == "development"
    assert posted["links"]["story"] == "https://desk.example/story/e1"
    assert [len(posted["lines"]), len(posted["silent"])] == [1, 1]


def test_several_alerts_are_a_digest_of_documents() -> None:
    told = [facts_of(replace(alert_about(title), id=n, story=title), SETTING) for n, title in enumerate("ab")]
    (made,) = digest_documents(told, "digest of talks", JSON)
    posted = json.loads(JSON.write(made).document or "")
    valid("digest", posted)
    assert (posted["schema"], posted["why"]) == ("wirewatch.digest/1", "digest of talks")
    for each in posted["alerts"]:
        valid("alert", each)


def test_a_digest_of_one_alert_is_a_digest() -> None:
    (made,) = digest_documents([facts_of(alert_about("a"), SETTING)], "digest of talks", JSON)
    assert json.loads(JSON.write(made).document or "")["schema"] == "wirewatch.digest/1"


def test_a_notice_is_subject_and_text() -> None:
    valid("notice", json.loads(notice("wirewatch: a feed fails", "It fails.")))


@given(st.text(max_size=200), st.text(max_size=200))
def test_whatever_strangers_write_the_document_is_valid_and_its_spans_hold(title: str, text: str) -> None:
    stored = f"{text} needle {title}"
    alert = alert_about(title, stored, match_of("ebrard", "needle", stored), url=text or None)
    posted = document(replace(alert, id=1))
    valid("alert", posted)
    (match,) = posted["matches"]
    assert posted["entry"]["text"][match["start"] : match["end"]] == "needle"


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_each_schema_is_one(name: str) -> None:
    schema = schema_of(name)
    assert schema["properties"]["schema"]["const"] == f"wirewatch.{name}/1"
    assert set(schema["required"]) | {"schema"} == set(schema["properties"])

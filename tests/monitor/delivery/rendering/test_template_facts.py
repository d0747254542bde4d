"""What templates get: everything that a message says, as data."""

from __future__ import annotations

import json
from dataclasses import replace

from support.makers import NOW, TITLES, entry, match_of, update_about

from monitor.delivery.rendering.facts import Setting, facts_of
from monitor.delivery.rendering.template_facts import alert_facts, digest_facts
from rules.model import FormerAlert
from storage import Payload

USUAL = Payload(subject="usual", text="usual text")


def test_templates_get_ids_links_and_times() -> None:
    text = "The minister Ebrard spoke."
    alert = update_about(
        "Talks", match_of("ebrard", "Ebrard", text), lines=[entry("l1", title="<b>Put</b> off")]
    )
    alert = replace(alert, id=5, previous=FormerAlert(2, "First", NOW))
    alert = replace(alert, entry=replace(alert.entry, text=text, lang="en"))
    facts = alert_facts(facts_of(alert, Setting(titles=TITLES, public_url="https://d.example")), USUAL)
    assert (facts["id"], facts["story"], facts["kind"], facts["lang"]) == (5, "e1", "update", "en")
    assert facts["published"] == "2023-05-31T18:05:00+00:00"
    assert facts["reports"][1] == {
        "headline": "Talks", "outlet": "Sample Wire", "link": "https://wire.example/a", "time": "",
    }  # fmt: skip
    assert (facts["watches"], facts["watch_ids"]) == (["US-Mexico talks"], ["talks"])
    assert (facts["update"], facts["why"]) == ("resigns", "names Marcelo Ebrard (“Ebrard”)")
    assert (facts["rules"], facts["words"]) == (["Marcelo Ebrard"], ["Ebrard"])
    assert facts["lines"][0]["headline"] == "Put off"
    assert facts["previous"]["headline"] == "First"
    assert facts["pages"]["mute"] == "https://d.example/alert/5/mute"
    assert (facts["subject"], facts["text"]) == ("usual", "usual text")
    json.dumps(facts)


def test_a_digests_templates_get_its_alerts() -> None:
    told = [facts_of(replace(update_about(t), story=t), Setting(titles=TITLES)) for t in ("a", "b")]
    facts = digest_facts(told, USUAL)
    assert (facts["count"], facts["watches"]) == (2, ["US-Mexico talks"])
    assert [each["headline"] for each in facts["alerts"]] == ["a", "b"]
    json.dumps(facts)

"""Cards for Teams: plain runs, links as actions, within what an Adaptive Card holds."""

from __future__ import annotations

import json
from dataclasses import replace

from support.makers import TITLES, alert_about, match_of

from monitor.delivery.rendering.alert import alert_document
from monitor.delivery.rendering.card import as_card
from monitor.delivery.rendering.facts import Setting, facts_of


def test_a_card_has_headline_marks_and_actions() -> None:
    text = "The minister Marcelo Ebrard spoke."
    alert = replace(alert_about("**Talks** [x](y)", text, match_of("ebrard", "Marcelo Ebrard", text)), id=3)
    document = alert_document(facts_of(alert, Setting(titles=TITLES, public_url="https://d.example")))
    message = json.loads(as_card(document))
    (attachment,) = message["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    card = attachment["content"]
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.5")
    runs = [run for element in card["body"] for run in element["inlines"]]
    assert all(run["type"] == "TextRun" for run in runs)
    (headline,) = (run for run in runs if run.get("size") == "Medium")
    assert headline["text"] == "**Talks** [x](y)", "a run of text is no Markdown"
    assert headline["selectAction"] == {"type": "Action.OpenUrl", "url": "https://news.example/a"}
    assert [run["text"] for run in runs if run.get("highlight")] == ["Marcelo Ebrard"]
    assert [action["title"] for action in card["actions"]] == [
        "Open the report", "The story", "Right", "Wrong", "Mute",
    ]  # fmt: skip

"""The forms: each service in its own, and within its limits; what they look like is kept in tests/data/messages/.

`UPDATE_GOLDEN=1 pytest tests/monitor/delivery/rendering/test_forms.py` writes the files anew; read the difference before you keep it.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from support.makers import TITLES, entry, match_of, update_about
from support.places import DATA

from monitor.delivery.rendering.alert import alert_document
from monitor.delivery.rendering.document import block
from monitor.delivery.rendering.facts import Setting, facts_of
from monitor.delivery.rendering.forms import Form, chunks, form_of
from monitor.delivery.rendering.split import MessageLimits, split
from monitor.delivery.sample import sample_messages
from storage import Payload

LONG_LINES = [entry(f"l{n}", title=f"Title {n} " * 12, url=f"https://news.example/{n}") for n in range(60)]
# The most that a service takes of a message's text, and whether that is in bytes: its own documented limit.
LIMITS = {
    "slack": (3_000, False),
    "telegram": (4_096, False),
    "discord": (2_000, False),
    "mattermost": (4_000, False),
    "ntfy": (4_096, True),
    "pushover": (1_024, False),
    "gotify": (32_768, False),
    "matrix": (32_000, True),
    "teams": (28_000, True),
}


def message(name: str, lines: int = 2, body: int = 100_000) -> tuple[Payload, Form]:
    text = "The minister Marcelo Ebrard spoke."
    alert = update_about(
        "Ebrard resigns", match_of("ebrard", "Marcelo Ebrard", text), lines=LONG_LINES[:lines]
    )
    alert = replace(alert, id=3, entry=replace(alert.entry, text=text))
    form = form_of(name, MessageLimits(250, body))
    return form.write(
        alert_document(facts_of(alert, Setting(titles=TITLES, public_url="https://d.example")))
    ), form


@pytest.mark.parametrize(
    ("name", "markup"),
    [
        ("mail", "text"), ("plain", "text"), ("ntfy", "text"), ("gotify", "text"), ("pushover", "text"),
        ("slack", "slack"), ("telegram", "html"), ("matrix", "html"), ("discord", "markdown"),
        ("mattermost", "markdown"), ("teams", "text"), ("json", "text"),
    ],
)  # fmt: skip
def test_each_form_says_how_it_is_written_how_grave_it_is_and_where_a_click_leads(
    name: str, markup: str
) -> None:
    payload, _ = message(name)
    assert payload.markup == markup
    assert (payload.severity, payload.tags, payload.url) == ("high", ("talks",), "https://news.example/a")
    assert [label for label, _ in payload.actions] == ["The story", "Right", "Wrong", "Mute"]
    assert (payload.html is not None) == (name == "mail")
    assert (payload.document is not None) == (name in ("teams", "json"))


@pytest.mark.parametrize(
    "name", ["plain", "ntfy", "gotify", "pushover", "slack", "telegram", "discord", "matrix"]
)
def test_a_headline_stands_once(name: str) -> None:
    payload, _ = message(name, lines=0)
    shown = payload.text if payload.markup != "text" else payload.subject + payload.text
    assert shown.count("Ebrard resigns") == 1


@pytest.mark.parametrize("name", sorted(LIMITS))
@pytest.mark.parametrize("lines", [0, 60])
def test_every_part_of_a_message_is_within_the_limit_of_its_service(name: str, lines: int) -> None:
    most, in_bytes = LIMITS[name]
    body = most if not in_bytes else 100_000
    payload, form = message(name, lines, body)
    parts = split(payload, form.limits)
    for part in parts:
        text = part.document or part.text
        assert (len(text.encode()) if in_bytes else len(text)) <= most
    said = "\n".join(part.document or part.text for part in parts)
    assert all(f"Title {n} Title" in said for n in range(lines)), "nothing is lost where it is parted"


def test_items_are_parted_by_what_they_cost() -> None:
    class Item:
        blocks = (block("passage", "word " * 100),)

    form = form_of("discord", MessageLimits())
    pieces = list(chunks([Item() for _ in range(10)], form))
    assert [len(piece) for piece in pieces] == [2, 2, 2, 2, 2]
    assert len(list(chunks([Item()], form, reserved=5_000))) == 1, "an item by itself is never left out"


def test_a_service_that_takes_less_than_its_kind_keeps_its_own_limit() -> None:
    assert form_of("slack", MessageLimits(250, 500)).limits.body == 500
    assert form_of("plain", MessageLimits(0, 140)).limits == MessageLimits(0, 140)


NAMES = [
    "plain",
    "mail",
    "slack",
    "telegram",
    "discord",
    "mattermost",
    "matrix",
    "teams",
    "ntfy",
    "gotify",
    "pushover",
    "json",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_message_of_each_kind_looks_as_it_is_kept(name: str) -> None:
    setting = Setting(
        titles={"ferry": "ferry", "ships": "Ships in the strait"},
        timezone=ZoneInfo("America/Mexico_City"),
        public_url="https://desk.example/watch",
    )
    for sample in sample_messages(form_of(name, MessageLimits()), setting):
        payload = sample.payload
        shown = (
            json.dumps(json.loads(payload.document), indent=1, ensure_ascii=False)
            if payload.document
            else payload.text
        )
        kept({f"{name}-{sample.kind}.txt": f"{payload.subject}\n\n{shown.rstrip()}\n"})
        if payload.html:
            kept({f"{name}-{sample.kind}.html": payload.html})


def kept(texts: dict[str, str]) -> None:
    for name, text in texts.items():
        path = DATA / "messages" / name
        if os.environ.get("UPDATE_GOLDEN"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), f"{name} differs; see this module's docstring"

"""Templates of a destination: what they may use, and that a bad one costs no alert."""

from __future__ import annotations

import pytest
from support.sending import section

from monitor.delivery.senders.base import DestinationError
from monitor.delivery.senders.template import Templates
from storage import Payload

USUAL = Payload(subject="usual", text="usual text\n", html="<p>usual</p>")
FACTS = {"headline": "Ferry stopped", "watches": ["Ships", "Ports"], "severity": "high"}


def applied(**own: str) -> Payload:
    return Templates("desk", section("console:", **own)).apply(USUAL, FACTS)


def test_a_destination_without_templates_has_none() -> None:
    assert not Templates("desk", section("console:"))
    assert Templates("desk", section("console:", subject="x"))


def test_a_subject_of_its_own_leaves_text_and_html_as_they_are() -> None:
    payload = applied(subject="{{ severity|upper }}: {{ headline }}")
    assert (payload.subject, payload.text, payload.html) == (
        "HIGH: Ferry stopped",
        USUAL.text,
        USUAL.html,
    )


def test_a_body_of_its_own_replaces_text_and_html() -> None:
    payload = applied(body="{% for watch in watches %}- {{ watch }}\n{% endfor %}")
    assert (payload.text, payload.html) == ("- Ships\n- Ports\n", None)


@pytest.mark.parametrize(
    "subject",
    [
        "a\r\nBcc: x@example.org {{ headline }}",
        "{{ 'a\\nb' }} {{ headline }}",
        "a\x00\x1b[31m {{ headline }}",
    ],
)
def test_a_template_cannot_break_a_header(subject: str) -> None:
    shown = applied(subject=subject).subject
    assert shown.endswith("Ferry stopped")
    assert shown.isprintable()


@pytest.mark.parametrize(
    "body",
    [
        "{{ headline.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ nothing_of_this_name }}",
        "{{ 1 // 0 }}",
        "{{ watches[7].x }}",
        "{{ watches.append('x') }}",
    ],
)
def test_a_template_that_fails_or_reaches_too_far_gets_the_usual_text_and_a_note(body: str) -> None:
    payload = applied(body=body)
    assert payload.text.startswith("usual text\n")
    assert "The destination's template failed" in payload.text
    assert payload.html == USUAL.html


def test_a_bad_template_is_refused_with_the_destination_and_the_line() -> None:
    with pytest.raises(DestinationError, match="destination desk: template, line 2"):
        applied(body="fine\n{% for %}")


def test_an_endless_body_is_cut() -> None:
    assert len(applied(body="{{ 'x' * 300000 }}").text) == 100_000

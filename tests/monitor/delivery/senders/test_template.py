"""Templates of a destination: what they may use, and that a bad one costs no alert."""

from __future__ import annotations

import time

import pytest
from support.sending import HOST, LOOP, section

from monitor.delivery.senders.template import FailedTemplateError, Templates, Worded
from rules.errors import DestinationError
from storage import Payload

USUAL = Payload(subject="usual", text="usual text\n", html="<body>\n<p>usual</p>\n</body>")
FACTS = {"headline": "Ferry stopped", "watches": ["Ships", "Ports"], "severity": "high"}
LOOPING = "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"
RECURSIVE = "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}"


def worded(times: int = 1, deadline: float = 5.0, **own: str) -> list[Worded]:
    """What templates make of the usual message, so many times in a row."""

    async def work() -> list[Worded]:
        templates = Templates("desk", section("console:", **own), HOST, deadline)
        try:
            return [await templates.apply(USUAL, FACTS) for _ in range(times)]
        finally:
            await templates.close()

    return LOOP.run(work())


def applied(**own: str) -> Payload:
    return worded(**own)[0].payload


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


def test_a_body_of_its_own_replaces_the_text_and_has_an_html_part_of_its_text() -> None:
    payload = applied(body="{% for watch in watches %}- {{ watch }} & co\n{% endfor %}")
    assert payload.text == "- Ships & co\n- Ports & co\n"
    assert "- Ships &amp; co<br>\n- Ports &amp; co" in (payload.html or "")


def test_an_html_part_of_its_own_escapes_the_facts_and_leaves_the_text() -> None:
    payload = applied(html="<b>{{ headline }}</b> <i>{{ '<&' }}</i>")
    assert payload.html == "<b>Ferry stopped</b> <i>&lt;&amp;</i>"
    assert payload.text == USUAL.text


def test_a_message_without_an_html_part_gets_none() -> None:
    async def work() -> Payload:
        templates = Templates("desk", section("console:", body="Own", html="<b>x</b>"), HOST)
        try:
            return (await templates.apply(Payload(subject="s", text="t"), FACTS)).payload
        finally:
            await templates.close()

    payload = LOOP.run(work())
    assert (payload.text, payload.html) == ("Own", None)


OWN = {
    "subject": "any: {{ headline }}",
    "body": "any",
    "update": {"subject": "update: {{ headline }}"},
    "digest": {"body": "digest"},
    "watches": {"ships": {"body": "ships", "digest": {"subject": "ships' digest"}}},
}


@pytest.mark.parametrize(
    ("kind", "watches", "words"),
    [
        ("alert", [], {"subject": "subject", "body": "body"}),
        ("alert", ["ports"], {"subject": "subject", "body": "body"}),
        ("alert", ["ports", "ships"], {"subject": "subject", "body": "watches.ships.body"}),
        ("update", [], {"subject": "update.subject", "body": "body"}),
        ("update", ["ships"], {"subject": "update.subject", "body": "watches.ships.body"}),
        ("digest", [], {"body": "digest.body"}),
        ("digest", ["ships"], {"subject": "watches.ships.digest.subject", "body": "digest.body"}),
        ("digest", ["ships", "ports"], {"body": "digest.body"}),
    ],
)
def test_words_of_a_watch_go_before_those_of_the_kind_and_these_before_those_of_any(
    kind: str, watches: list[str], words: dict[str, str]
) -> None:
    assert Templates("desk", section("console:", **OWN)).words(kind, watches) == words


def test_without_words_for_a_kind_its_messages_keep_the_usual_ones() -> None:
    templates = Templates("desk", section("console:", body="x"))
    assert templates.words("digest", []) == {}
    assert templates.words("digest") == {}
    assert templates.words("update") == {"body": "body"}


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
        "{{ headline|truncate(2) }}",
        "{{ cycler().next() }}",
        "{{ 'x' * 10**15 }}",
        "{{ 'x' * 10**9 }}",
        "{{ 'x'|center(1000000000) }}",
        "{{ range(99999)|list * 9999 }}",
        RECURSIVE,
    ],
)
def test_a_template_that_fails_or_reaches_too_far_gets_the_usual_text_and_a_note(body: str) -> None:
    payload = applied(subject="Own", body=body)
    assert payload.subject == "usual"
    assert payload.text.startswith("usual text\n")
    assert "The destination's template failed: body" in payload.text
    assert "<p>usual</p>\n<p>(The destination&#x27;s template failed" in (payload.html or "")


def test_a_failure_names_the_part_and_the_line() -> None:
    (failed,) = worded(body="fine\n{{ 1 // 0 }}")
    assert (failed.failure or "").startswith("body, line 2: ZeroDivisionError")


def test_a_template_that_takes_too_long_is_stopped_and_left_alone_for_a_while() -> None:
    began = time.monotonic()
    results = worded(times=20, deadline=0.3, body=LOOPING)
    assert time.monotonic() - began < 3, "only the first of twenty waits"
    assert {result.failure for result in results} == {"it takes over 0.3 s"}
    assert all(result.payload.text.startswith("usual text\n") for result in results)


def test_the_message_after_one_that_fails_is_rendered_again() -> None:
    async def work() -> list[Worded]:
        templates = Templates("desk", section("console:", body="{{ watches[1] }}"), HOST)
        try:
            short = {**FACTS, "watches": ["Ships"]}
            return [await templates.apply(USUAL, facts) for facts in (short, FACTS)]
        finally:
            await templates.close()

    failed, fine = LOOP.run(work())
    assert failed.failure
    assert (fine.payload.text, fine.failure) == ("Ports", None)


def test_names_that_nobody_defines_are_found_also_where_they_are_not_reached() -> None:
    async def names(body: str) -> list[str]:
        templates = Templates("desk", section("console:", body=body), HOST)
        try:
            return await templates.unknown_names(list(FACTS))
        finally:
            await templates.close()

    body = "{% set mine = 1 %}{{ mine }}{{ range(2)|list }}{{ headline }}\n{% if false %}{{ headlin }}{% endif %}"
    assert LOOP.run(names(body)) == ["body, line 2: there is no `headlin` (did you mean `headline`?)"]
    with pytest.raises(FailedTemplateError):
        LOOP.run(names("{% block a %}{% endblock %}{% block a %}{% endblock %}"))


@pytest.mark.parametrize("body", ["{{ headline|uper }}", "{% if headline is filed %}{% endif %}"])
def test_a_filter_or_test_that_is_not_there_is_refused_at_the_start(body: str) -> None:
    with pytest.raises(DestinationError, match=r"line 1: no (filter|test) named"):
        Templates("desk", section("console:", body=body))


def test_a_template_that_is_nested_too_deep_is_refused_at_the_start() -> None:
    with pytest.raises(DestinationError, match="nested too deep"):
        Templates("desk", section("console:", body="{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}"))


def test_what_a_template_works_out_of_constants_costs_the_start_nothing() -> None:
    began = time.monotonic()
    Templates("desk", section("console:", body="{{ 'x'|center(1000000000) }}{{ 'x' * 10**9 }}"))
    assert time.monotonic() - began < 0.5


def test_a_bad_template_is_refused_with_the_destination_and_the_line() -> None:
    with pytest.raises(DestinationError, match="destination desk: template, line 2"):
        applied(body="fine\n{% for %}")


@pytest.mark.parametrize("body", ["{{ 'x' * 300000 }}", "{% for i in range(99999) %}xxxxxxxx{% endfor %}"])
def test_an_endless_body_is_cut(body: str) -> None:
    assert len(applied(body=body).text) == 100_000

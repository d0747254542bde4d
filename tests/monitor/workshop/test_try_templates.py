"""Templates that are tried before any news comes."""

from __future__ import annotations

import pytest
from support.sending import HOST, LOOP, section

from monitor.delivery.senders import open_senders
from monitor.workshop.try_templates import try_templates


def problems(**own: str) -> list[str]:
    sections = {"desk": section("console:", **own), "plain": section("console:")}
    return LOOP.run(try_templates(open_senders(sections, HOST)))


def test_a_template_that_works_on_both_samples_is_fine() -> None:
    assert problems(subject="{{ severity|upper }}: {{ headline }}", body="{{ marked }}\n{{ link }}\n") == []


def test_an_unknown_name_is_found_with_destination_part_and_line() -> None:
    body = "{{ marked }}\n{% if kind == 'never' %}{{ titel }}{% endif %}"
    (problem,) = problems(body=body)
    assert problem.startswith(
        "destination desk: template, body, line 2: there is no `titel` (there are alerts,"
    )


def test_what_fails_on_the_update_only_says_so() -> None:
    body = "{% if kind == 'update' %}{{ 1 // 0 }}{% endif %}"
    (problem,) = problems(body=body)
    assert problem.startswith(
        "destination desk: template, on a sample update: body, line 1: ZeroDivisionError"
    )


@pytest.mark.parametrize(
    "body", ["{{ headline|truncate(2) }}", "{{ cycler().next() }}", "{{ 'x' * 10**15 }}"]
)
def test_what_fails_on_any_alert_is_found(body: str) -> None:
    assert len(problems(body=body)) == 2

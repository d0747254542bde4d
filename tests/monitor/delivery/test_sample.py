"""The made-up messages on which words are tried."""

from __future__ import annotations

from monitor.delivery.rendering.facts import Setting
from monitor.delivery.rendering.forms import Form
from monitor.delivery.sample import sample_alerts, sample_messages


def test_there_is_a_sample_of_each_kind_of_message() -> None:
    samples = {sample.kind: sample for sample in sample_messages(Form(), Setting())}
    assert list(samples) == ["alert", "update", "digest"]
    assert samples["update"].payload.subject.startswith("HIGH: update: ")
    assert samples["digest"].payload.subject == "1 story with 2 reports [ships]"


def test_every_fact_of_a_sample_says_something_so_that_templates_try_all_of_it() -> None:
    for sample in sample_messages(Form(), Setting(public_url="https://desk.example")):
        empty = {name for name, value in sample.facts.items() if value in ("", [], {}, None)}
        assert empty - {"escalates_at"} <= (
            {"update", "previous", "lines", "silent"} if sample.kind == "alert" else set()
        )


def test_what_matched_stands_in_the_samples() -> None:
    for alert in sample_alerts():
        for match in alert.matches:
            stored = alert.entry.title if match.field == "title" else alert.entry.text
            assert stored[match.span.start : match.span.end] == match.text

"""The sample alerts on which templates are tried."""

from __future__ import annotations

from datetime import UTC

from monitor.delivery.rendering.alert import alert_facts, render_alert
from monitor.delivery.rendering.sample import sample_alerts


def test_the_samples_are_a_first_report_and_an_update_of_one_story() -> None:
    first, update = sample_alerts()
    assert (first.kind, update.kind) == ("new", "update")
    assert first.story == update.story
    assert render_alert(update, titles={}, timezone=UTC).subject.startswith("[ships] update: ")


def test_no_fact_of_a_sample_is_empty() -> None:
    first, update = (alert_facts(alert, {}, UTC) for alert in sample_alerts())
    assert all(update.values())
    assert [name for name, fact in first.items() if not fact] == ["update", "lines", "silent"]

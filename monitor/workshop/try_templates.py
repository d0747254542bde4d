"""Tries the templates of destinations on a sample alert and a sample update, in the process that renders real ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC

from monitor.delivery.rendering.alert import alert_facts, render_alert
from monitor.delivery.rendering.sample import sample_alerts
from monitor.delivery.senders import Destination
from monitor.delivery.senders.template import FailedTemplateError, Templates


async def try_templates(destinations: Mapping[str, Destination]) -> list[str]:
    """The faults of the templates, a sentence each that names the destination, the part and the line."""
    problems: list[str] = []
    for name, destination in destinations.items():
        try:
            if destination.templates:
                found = await _try(destination.templates)
                problems += [f"destination {name}: template, {problem}" for problem in found]
        finally:
            await destination.close()
    return problems


async def _try(templates: Templates) -> list[str]:
    facts = {alert.kind: alert_facts(alert, {}, UTC) for alert in sample_alerts()}
    try:
        unknown = await templates.unknown_names(sorted({name for given in facts.values() for name in given}))
    except FailedTemplateError as error:
        return [str(error)]
    if unknown:
        return unknown
    found: list[str] = []
    for alert in sample_alerts():
        usual = render_alert(alert, titles={}, timezone=UTC)
        worded = await templates.apply(usual, facts[alert.kind])
        if worded.failure is not None:
            kind = "update" if alert.kind == "update" else "alert"
            found.append(f"on a sample {kind}: {worded.failure}")
    return found

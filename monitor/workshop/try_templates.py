"""Tries the templates of destinations on a sample alert, update and digest, in the process that renders real ones."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.delivery.rendering.facts import Setting
from monitor.delivery.rendering.forms import Form
from monitor.delivery.sample import sample_messages
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
    """Looks for unknown names in the templates for each kind of message, and renders each on a sample of its kind."""
    found: list[str] = []
    for sample in sample_messages(Form(), Setting()):
        try:
            unknown = await templates.unknown_names(sorted(sample.facts), sample.kind)
        except FailedTemplateError as error:
            return [str(error)]
        found += unknown
        for watches in ([], *([watch] for watch in templates.watches)):
            if not unknown:
                worded = await templates.apply(sample.payload, sample.facts, sample.kind, watches)
                if worded.failure is not None:
                    found.append(f"on a sample {sample.kind}: {worded.failure}")
    return list(dict.fromkeys(found))

"""Templates for a destination's own subject and body: Jinja2, sandboxed, with plain strings only.

The facts that a template gets are free of markup and control characters already; its output is cleaned once more, so
that not even a template can put a line break into a header. An alert whose template fails is still sent: with the
usual text and a note.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from monitor.config.schema import DestinationSection
from monitor.delivery.senders.base import DestinationError
from monitor.text.readable import visible
from storage.model import Payload

_LONGEST = 100_000


class Templates:
    """The templates of one destination. Errors: DestinationError, with the line, for bad Jinja2."""

    def __init__(self, name: str, section: DestinationSection) -> None:
        environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, keep_trailing_newline=True)
        try:
            self._subject = environment.from_string(section.subject) if section.subject else None
            self._body = environment.from_string(section.body) if section.body else None
        except TemplateError as error:
            line = getattr(error, "lineno", 1)
            raise DestinationError(f"destination {name}: template, line {line}: {error}") from None

    def __bool__(self) -> bool:
        return self._subject is not None or self._body is not None

    def apply(self, payload: Payload, facts: Mapping[str, object]) -> Payload:
        """The payload with the destination's own subject and body; its own body replaces the HTML part, too."""
        try:
            if self._subject is not None:
                subject = self._subject.render(facts)[:_LONGEST]
                payload = replace(payload, subject=" ".join(visible(subject).split()))
            if self._body is not None:
                body = visible(self._body.render(facts)[:_LONGEST])
                payload = replace(payload, text=body, html=None)
        except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            note = f"\n(The destination's template failed: {type(error).__name__}: {error})\n"
            payload = replace(payload, text=payload.text + note)
        return payload

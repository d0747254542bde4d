"""The facts of alerts that a page showed are kept: to put them together takes a third of a page's time."""

from __future__ import annotations

from monitor.delivery.rendering.facts import Facts, Setting, facts_of
from rules.model import Alert

# Alerts that are kept, some 10 kB each.
MOST = 200


class KnownFacts:
    """The facts of alerts that a page showed before. An alert that differs in any part of it gets new ones."""

    def __init__(self) -> None:
        self._known: dict[int | None, tuple[Alert, Setting, Facts]] = {}

    def of(self, alert: Alert, setting: Setting) -> Facts:
        """The facts of an alert, put together where they are not known."""
        known = self._known.get(alert.id)
        if known is not None and known[:2] == (alert, setting):
            return known[2]
        if len(self._known) >= MOST:
            self._known.clear()
        facts = facts_of(alert, setting)
        self._known[alert.id] = (alert, setting, facts)
        return facts

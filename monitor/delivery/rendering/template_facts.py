"""The facts that a destination's own templates get: plain strings, numbers, and lists and groups of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from monitor.delivery.rendering.facts import Facts, Report
from monitor.delivery.rendering.why import found_words, rule_names
from storage.model import Payload


def alert_facts(facts: Facts, usual: Payload) -> dict[str, Any]:
    """The facts of one alert. `subject` and `text` are wirewatch's own words for it."""
    alert, entry = facts.alert, facts.alert.entry
    return {
        "subject": usual.subject,
        "text": usual.text,
        "id": alert.id,
        "story": alert.story,
        "kind": alert.kind,
        "severity": alert.severity,
        "headline": facts.title,
        "marked": facts.headline.marked(),
        "passages": [passage.marked() for passage in facts.passages],
        "source": facts.source.source,
        "outlet": facts.source.outlet,
        "outlets": [facts.source.outlet, *(report.outlet for report in facts.others)],
        "reports": [_report(report) for report in (facts.source, *facts.others)],
        "time": facts.source.time,
        "published": _iso(entry.published),
        "created": _iso(alert.created),
        "lang": entry.lang or "",
        "watches": [title for _, title in facts.watches],
        "watch_ids": [watch for watch, _ in facts.watches],
        "rules": rule_names(alert.matches, facts.titles),
        "words": list(dict.fromkeys(found_words(match) for match in alert.matches)),
        "why": facts.why,
        "update": facts.news,
        "previous": _report(facts.previous) if facts.previous else None,
        "lines": [_report(line) for line in facts.lines],
        "silent": [_report(report) for report in facts.silent],
        "link": facts.source.link or "",
        "pages": dict(facts.pages),
        "escalated": facts.escalated,
        "escalates_at": facts.escalates_at,
    }


def digest_facts(told: Sequence[Facts], usual: Payload) -> dict[str, Any]:
    """The facts of a digest: its alerts, each with the facts of an alert, and what they have in common."""
    watches = dict.fromkeys(title for facts in told for _, title in facts.watches)
    return {
        "subject": usual.subject,
        "text": usual.text,
        "count": len({facts.alert.story for facts in told}),
        "watches": list(watches),
        "alerts": [_without_words(alert_facts(facts, usual)) for facts in told],
    }


def _without_words(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name not in ("subject", "text")}


def _report(report: Report) -> dict[str, str]:
    return {
        "headline": report.headline,
        "outlet": report.outlet,
        "link": report.link or "",
        "time": report.time,
    }


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment is not None else ""

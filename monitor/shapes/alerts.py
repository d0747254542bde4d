"""Alerts as JSON, with the words that say when, and the reports that their reasons name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Any

from monitor.shapes.moments import iso
from rules.model import Acknowledgement, Alert, Entry, Reason
from storage import AlertDelivery, Store, match_json, reason_json

LEAST_ALIKE = 0.01  # a nearest report that is less alike is not worth a word


def alert_json(
    alert: Alert,
    deliveries: Sequence[AlertDelivery],
    zone: tzinfo,
    reasons: Mapping[str, Reason] | None = None,
) -> dict[str, Any]:
    """An alert in the shape that `alerts --json` prints. `reasons`, by entry, say why entries stayed silent."""
    return {
        "id": alert.id,
        "kind": alert.kind,
        "story": alert.story,
        "watches": list(alert.watches),
        "severity": alert.severity,
        "title": alert.entry.title,
        "url": alert.entry.url,
        "outlet": alert.entry.outlet or alert.entry.feed,
        "outlets": list(alert.outlets),
        "published": iso(alert.entry.published, zone),
        "created": iso(alert.created, zone),
        "entry": alert.entry.id,
        "reason": reason_json(alert.reason),
        "matches": [match_json(match) for match in alert.matches],
        "deliveries": [
            {"destination": d.destination, "state": d.state, "attempts": d.attempts} for d in deliveries
        ],
        "acknowledged": acknowledged_json(alert.acknowledged, zone),
        "escalates": iso(alert.escalates, zone),
        "lines": [_entry_json(line) for line in alert.lines],
        "silent": [
            {**_entry_json(entry), "reason": reason_json(reason) if reason else None}
            for entry in alert.silent
            for reason in ((reasons or {}).get(entry.id),)
        ],
    }


def acknowledged_json(known: Acknowledgement | None, zone: tzinfo) -> dict[str, Any] | None:
    """Who acknowledged an alert, and when; None where nobody did."""
    return {"by": known.by, "at": iso(known.at, zone)} if known else None


def _entry_json(entry: Entry) -> dict[str, Any]:
    return {
        "entry": entry.id,
        "title": entry.title,
        "url": entry.url,
        "outlet": entry.outlet or entry.feed,
    }


def silent_reasons(store: Store, alerts: Sequence[Alert]) -> dict[int, dict[str, Reason]]:
    """For each alert, by its id, the reasons for which entries beside it stayed silent, by entry."""
    ids = {entry.id for alert in alerts for entry in alert.silent}
    found = store.silence_verdicts.silences(entries=ids) if ids else []
    return {
        alert.id: {silence.entry.id: silence.reason for silence in found if silence.watch in alert.watches}
        for alert in alerts
        if alert.id is not None
    }


def told_ids(reason: Reason) -> list[str]:
    """The id of the entry that a reason names as the nearest, unless hardly anything is alike; else empty."""
    score = reason.data.get("score")
    if isinstance(told := reason.data.get("told"), str):
        return [told]
    near = isinstance(score, float) and score >= LEAST_ALIKE
    return [told] if near and isinstance(told := reason.data.get("nearest"), str) else []


def told_json(reason: Reason, entries: Mapping[str, Entry]) -> dict[str, Any] | None:
    """The nearest report that a reason names, with its score; None where it names none of `entries`."""
    told = next((entries[name] for name in told_ids(reason) if name in entries), None)
    if told is None:
        return None
    outlet = told.outlet or told.feed
    return {"entry": told.id, "title": told.title, "outlet": outlet, "score": reason.data.get("score")}

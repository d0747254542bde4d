"""Deliveries as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from typing import Any

from monitor.shapes.moments import iso
from storage import Delivery


def delivery_json(delivery: Delivery, titles: Mapping[int, str], zone: tzinfo) -> dict[str, Any]:
    return {
        "id": delivery.id,
        "alert": delivery.alert,
        "destination": delivery.destination,
        "recipient": delivery.recipient,
        "title": headline(delivery, titles),
        "part": f"{delivery.part}/{delivery.parts}",
        "digest": delivery.digest,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "created": iso(delivery.created, zone),
        "not_before": iso(delivery.not_before, zone),
        "held_for": delivery.held_for,
        "last_error": delivery.last_error,
    }


def headline(delivery: Delivery, titles: Mapping[int, str]) -> str | None:
    """The headline of its alert; of a message about many, its subject."""
    if delivery.alert is not None:
        return titles.get(delivery.alert)
    return delivery.payload.subject if delivery.payload else None

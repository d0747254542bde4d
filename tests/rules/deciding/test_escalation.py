"""When an urgent alert that nobody acknowledged goes on, and to whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from rules.deciding.escalation import escalates_at, escalates_to
from rules.schema import Watch

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def watch(after: str, *to: str, severity: str = "urgent") -> Watch:
    escalate = {"after": after, "to": to}
    return Watch.model_validate(
        {"id": "ports", "when": "harbour", "severity": severity, "escalate": escalate}
    )


def test_the_soonest_of_several_watches_is_first_and_the_others_follow() -> None:
    watches = [watch("2h", "chief"), watch("30m", "boss")]
    first = NOW + timedelta(minutes=30)
    assert escalates_at(watches, NOW) == first
    assert escalates_at(watches, NOW, first) == NOW + timedelta(hours=2)
    assert escalates_at(watches, NOW, NOW + timedelta(hours=2)) is None
    assert escalates_to(watches, NOW, first) == ("boss",)
    assert escalates_to(watches, NOW, NOW + timedelta(hours=3)) == ("chief", "boss")
    assert escalates_to(watches, NOW, NOW) == ()


def test_only_what_is_urgent_is_escalated() -> None:
    with pytest.raises(ValidationError, match="needs `severity: urgent`"):
        watch("30m", "boss", severity="high")

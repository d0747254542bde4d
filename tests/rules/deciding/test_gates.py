"""Gates of a watch: they hold first reports back until enough outlets, or enough entries, have come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rules.deciding.gates import counted_since, gate
from rules.model import Entry, ToldReport
from rules.schema import Watch

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def watch(**more: Any) -> Watch:
    return Watch.model_validate({"id": "ports", "when": "harbour", **more})


def entry(outlet: str, name: str = "e") -> Entry:
    return Entry(id=f"{name}-{outlet}", title="The harbour opens", feed="f", outlet=outlet)


def held(*outlets: str) -> list[ToldReport]:
    return [ToldReport(entry=entry(outlet), at=NOW) for outlet in outlets]


@pytest.mark.parametrize(
    ("before", "is_held"),
    [([], True), (["Wire"], True), (["Herald", "Herald"], True), (["Herald", "Post"], False)],
)
def test_outlets_are_counted_once_and_that_of_the_entry_is_one(before: list[str], is_held: bool) -> None:
    reason = gate(watch(min_outlets=3), entry("Wire"), held(*before), ())
    assert (reason is not None) == is_held


def test_the_reason_says_how_many_there_are() -> None:
    reason = gate(watch(min_outlets=3), entry("Wire"), held("Post"), ())
    assert reason is not None
    assert reason.text == "min_outlets: 2 of 3 outlets report the story"
    reason = gate(watch(count={"at_least": 5, "within": "1h"}), entry("Wire"), (), {"a", "b"})
    assert reason is not None
    assert reason.text == "count: 3 of 5 entries met ports within 1h"


def test_a_count_opens_with_the_entry_that_fills_it() -> None:
    wanting = watch(count={"at_least": 3, "within": "1h"})
    assert gate(wanting, entry("Wire"), (), {"a"}) is not None
    assert gate(wanting, entry("Wire"), (), {"a", "e-Wire"}) is not None
    assert gate(wanting, entry("Wire"), (), {"a", "b"}) is None


def test_both_gates_must_be_open() -> None:
    both = watch(min_outlets=2, count={"at_least": 2, "within": "1h"})
    assert gate(both, entry("Wire"), (), {"a", "b"}) is not None
    assert gate(both, entry("Wire"), held("Post"), {"e-Post"}) is None


def test_a_watch_without_gates_holds_nothing() -> None:
    assert gate(watch(), entry("Wire"), (), ()) is None
    assert counted_since(watch(), NOW) is None
    assert counted_since(watch(count={"at_least": 2, "within": "1h"}), NOW) == NOW - timedelta(hours=1)

"""Meters count what they hear of, and see a loop that comes late."""

from __future__ import annotations

import asyncio
import time

import pytest

pytest.importorskip("prometheus_client", reason="the page's tests need the extra `web`")

from monitor.events.listener import AttemptEnded, PollEnded
from monitor.web.exports.meters import Meters, build_info


def test_polls_and_attempts_are_counted_and_timed() -> None:
    meters = Meters()
    meters.poll_ended(PollEnded(outcome="ok", seconds=0.2, new=3, changed=1, matched=2))
    meters.poll_ended(PollEnded(outcome="put off", seconds=0.0))
    meters.attempt_ended(AttemptEnded(destination="desk", state="sent", seconds=0.3))
    meters.attempt_ended(AttemptEnded(destination="desk", state="dead"))
    value = meters.registry.get_sample_value
    assert value("wirewatch_polls_total", {"outcome": "ok"}) == 1
    assert value("wirewatch_polls_total", {"outcome": "put_off"}) == 1
    assert value("wirewatch_polls_total", {"outcome": "failed"}) == 0
    assert value("wirewatch_entries_total", {"state": "new"}) == 3
    assert value("wirewatch_matched_entries_total") == 2
    assert value("wirewatch_poll_seconds_count") == 1, "a feed that was put off was not polled"
    assert value("wirewatch_delivery_attempts_total", {"destination": "desk", "state": "dead"}) == 1
    assert value("wirewatch_send_seconds_count", {"destination": "desk"}) == 1


def test_a_loop_that_is_held_up_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.web.exports.meters.BEAT", 0.01)
    meters = Meters()

    async def hold_up() -> None:
        watching = asyncio.create_task(meters.watch_loop())
        await asyncio.sleep(0.005)
        time.sleep(0.12)
        await asyncio.sleep(0.03)
        watching.cancel()

    asyncio.run(hold_up())
    value = meters.registry.get_sample_value
    beats = value("wirewatch_loop_late_seconds_count")
    soon = value("wirewatch_loop_late_seconds_bucket", {"le": "0.1"})
    assert beats is not None
    assert soon is not None
    assert beats > soon


def test_the_build_is_named() -> None:
    (family,) = build_info().collect()
    assert {"version", "python"} <= family.samples[0].labels.keys()

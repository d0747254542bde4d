"""Meters of the daemon's own process: a listener that counts and times what it hears of, for Prometheus."""

from __future__ import annotations

import asyncio
import platform
from importlib.metadata import PackageNotFoundError, version

from prometheus_client import CollectorRegistry, Counter, Histogram, Info, ProcessCollector

from monitor.events.listener import AttemptEnded, PollEnded

POLL_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)
SEND_SECONDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
LATE_SECONDS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)
# Seconds between two looks at how late the loop is.
BEAT = 0.5
# Outcomes that every daemon reports from its start, so that the first failure is an increase.
OUTCOMES = ("ok", "unchanged", "failed", "gone", "put_off", "unrecorded")


class Meters:
    """The counters and histograms since the start of the process, in a registry of their own."""

    def __init__(self) -> None:
        registry = self.registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._polls = Counter("wirewatch_polls", "Polls that ended", ["outcome"], registry=registry)
        self._entries = Counter(
            "wirewatch_entries", "Entries that polls brought, new or changed", ["state"], registry=registry
        )
        self._matched = Counter(
            "wirewatch_matched_entries", "Entries of polls that met a watch", registry=registry
        )
        self._attempts = Counter(
            "wirewatch_delivery_attempts",
            "Attempts to send by the state in which they ended",
            ["destination", "state"],
            registry=registry,
        )
        self._poll_seconds = Histogram(
            "wirewatch_poll_seconds",
            "Seconds of a poll, from its begin to its record",
            buckets=POLL_SECONDS,
            registry=registry,
        )
        self._send_seconds = Histogram(
            "wirewatch_send_seconds",
            "Seconds of an attempt to send",
            ["destination"],
            buckets=SEND_SECONDS,
            registry=registry,
        )
        self._late = Histogram(
            "wirewatch_loop_late_seconds",
            "Seconds by which the daemon's event loop came late",
            buckets=LATE_SECONDS,
            registry=registry,
        )
        for outcome in OUTCOMES:
            self._polls.labels(outcome)
        for state in ("new", "changed"):
            self._entries.labels(state)

    def poll_ended(self, poll: PollEnded) -> None:
        self._polls.labels(poll.outcome.replace(" ", "_")).inc()
        self._entries.labels("new").inc(poll.new)
        self._entries.labels("changed").inc(poll.changed)
        self._matched.inc(poll.matched)
        if poll.outcome != "put off":
            self._poll_seconds.observe(poll.seconds)

    def attempt_ended(self, attempt: AttemptEnded) -> None:
        self._attempts.labels(attempt.destination, attempt.state).inc()
        if attempt.seconds is not None:
            self._send_seconds.labels(attempt.destination).observe(attempt.seconds)

    async def watch_loop(self) -> None:
        """Notes how late the running loop comes, until it is cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + BEAT
            await asyncio.sleep(BEAT)
            self._late.observe(max(0.0, loop.time() - due))


def build_info() -> Info:
    """The version of wirewatch and of Python, as a metric that is in no registry."""
    info = Info("wirewatch_build", "Version of wirewatch and of Python", registry=None)
    try:
        installed = version("wirewatch")
    except PackageNotFoundError:
        installed = "not installed"
    info.info({"version": installed, "python": platform.python_version()})
    return info

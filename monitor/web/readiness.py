"""Readiness: the reasons why page and watch are of no use at the moment, for a load balancer or an orchestrator."""

from __future__ import annotations

from datetime import datetime

from monitor.daemon.troubles.health import disk_gate
from monitor.polling.progress import counts_of, judge_counts
from storage import Store


def reasons_to_wait(now: datetime, store: Store) -> list[str]:
    """The reasons, none where all is well. They name no feed and no folder: anybody may ask. Errors: StoreError."""
    reasons = []
    if not judge_counts(counts_of(store, now), None, now, one_daemon=False).healthy:
        reasons.append("polls are overdue: the daemon hangs, or none runs")
    if disk_gate(store) is not None:
        reasons.append("the disk is full: nothing is sent")
    return reasons

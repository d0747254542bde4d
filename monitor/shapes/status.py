"""The state of a whole watch as JSON: the daemon, what fails and waits, and whether the accounts add up."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta, tzinfo
from typing import Any

from monitor.config.schema import Config
from monitor.polling.presence import counting, differences, label, state_of
from monitor.polling.progress import judge
from monitor.shapes.moments import iso
from storage import Store, Trouble

# The accounts, each with its total and what it counts, in the order of `status`.
ACCOUNTS = {
    "pairs": ("matched", "matches of an entry and a watch"),
    "deliveries": ("created", "deliveries"),
}


def status_json(store: Store, config: Config, moment: datetime) -> dict[str, Any]:
    zone = config.zone()
    accounts = store.alerts.accounts()
    feeds = store.feeds.all()
    progress = judge(feeds, store.holder(), moment, one_daemon=store.folder is not None)
    deliveries = accounts["deliveries"]
    return {
        **accounts,
        "reconciled": all(
            accounts[name][whole] == parts(accounts[name], whole) for name, (whole, _) in ACCOUNTS.items()
        ),
        "daemon": {
            "healthy": progress.healthy,
            "text": progress.text,
            "process": progress.process,
            "since": iso(store.held_since(), zone),
            "last_poll": iso(progress.last_poll, zone),
        },
        "feeds": {
            "polled": progress.feeds,
            "failing": progress.failing,
            "gone": sum(feed.gone for feed in feeds),
            "overdue": progress.overdue,
        },
        "open": {
            "to_acknowledge": store.alerts.unacknowledged(),
            "waiting": deliveries["pending"]
            + deliveries["held"]
            + deliveries["sending"]
            + deliveries["retry"],
            "unknown": deliveries["unknown"],
            "dead": deliveries["dead"],
            "mutes": len(store.holds.mutes(moment)),
        },
        "index": index_progress(store, config),
        "last_day": store.activity.counts(moment - timedelta(days=1)),
        "troubles": [_trouble(trouble, zone) for trouble in store.troubles.open()],
        "timezone": str(zone),
    }


def daemons_json(store: Store, config: Config, moment: datetime) -> dict[str, Any]:
    """The daemons of the last week, those that began last first, and in what those that run differ."""
    daemons, zone = store.daemons.all(), config.zone()
    counted = {daemon.id for daemon in counting(daemons, moment)}
    return {
        "daemons": [
            {
                "id": daemon.id,
                "name": label(daemon),
                "state": state_of(daemon, moment),
                "expected": daemon.id in counted,
                "version": daemon.facts.version,
                "rules": daemon.facts.rules,
                "config": dict(part.split("=") for part in daemon.facts.config.split()),
                "started": iso(daemon.started, zone),
                "last_beat": iso(daemon.beat, zone),
                "polled": daemon.polled,
                "polling": daemon.polling,
            }
            for daemon in daemons
        ],
        "differences": differences(daemons, moment),
    }


def index_progress(store: Store, config: Config) -> dict[str, int] | None:
    """How many entries the index of `search` and `backtest` holds, and of how many; None where none is wanted."""
    if not config.storage.search:
        return None
    indexed, entries = store.search.progress()
    return {"indexed": indexed, "of": entries}


def parts(account: dict[str, int], whole: str) -> int:
    return sum(count for part, count in account.items() if part != whole)


def _trouble(trouble: Trouble, zone: tzinfo) -> dict[str, Any]:
    return {**asdict(trouble), "since": iso(trouble.since, zone), "over": None}

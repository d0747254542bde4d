"""The document of `/metrics`: the meters of this process, and gauges read from the store at that moment."""

from __future__ import annotations

import threading
from collections import Counter as Tally
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from monitor.polling.progress import counts_of, judge_counts
from monitor.web.exports.meters import Meters, build_info
from rules.model import RuleSet
from storage import ALERT_OVERLAP, Store


class AlertTally:
    """The alerts since the start of the process, by watch and severity: whoever made them, each is in the store."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: set[int] | None = None
        self._above = 0
        self._counts: Tally[tuple[str, str]] = Tally()

    def read(self, store: Store) -> Tally[tuple[str, str]]:
        """Counts what came since the last reading; the first one begins the count. Errors: StoreError."""
        with self._lock:
            if self._known is None:
                self._above = max(0, store.gauges.newest_alert() - ALERT_OVERLAP)
                self._known = {alert.id for alert in store.gauges.alerts_above(self._above, ())}
            made = store.gauges.alerts_above(self._above, self._known)
            self._counts.update((alert.watch, alert.severity) for alert in made)
            self._known |= {alert.id for alert in made}
            self._above = max(self._above, max(self._known, default=0) - ALERT_OVERLAP)
            self._known = {number for number in self._known if number > self._above}
            return self._counts.copy()


class _Families(Collector):
    """Families that were made already, for an encoder."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families


def exposition(
    meters: Meters | None, found: Iterable[Metric], accepted: str, *, readable: bool
) -> tuple[bytes, str]:
    """The document and its media type. Without `meters` no daemon runs in this process, and the store says all."""
    encode, kind = choose_encoder(accepted)
    up = _gauge("wirewatch_store_readable", "Whether the store could be read", 1.0 if readable else 0.0)
    own = meters.registry.collect() if meters else ()
    return encode(_Families(chain(build_info().collect(), own, (up,), found))), kind


def store_families(store: Store, now: datetime, rules: RuleSet, alerts: AlertTally) -> list[Metric]:
    """The families that come from the store. Errors: StoreError."""
    return [*_feeds(store, now), *_deliveries(store, now), *_alerts(store, rules, alerts)]


def _feeds(store: Store, now: datetime) -> Iterator[Metric]:
    counts = counts_of(store, now)
    progress = judge_counts(counts, store.holder(), now, one_daemon=store.folder is not None)
    states = GaugeMetricFamily("wirewatch_feeds", "Feeds by their state", labels=["state"])
    gone = counts.gone
    failing = progress.failing - gone
    for state, count in (("well", progress.feeds - failing - gone), ("failing", failing), ("gone", gone)):
        states.add_metric([state], count)
    yield states
    yield _gauge("wirewatch_feeds_overdue", "Feeds overdue for a poll by ten minutes", progress.overdue)
    yield _gauge("wirewatch_healthy", "Whether a daemon is at work on the store", progress.healthy)
    if progress.last_poll is not None:
        at = progress.last_poll.timestamp()
        yield _gauge("wirewatch_last_poll_timestamp_seconds", "When a feed was polled last", at)


def _deliveries(store: Store, now: datetime) -> Iterator[Metric]:
    labels = ["destination", "state"]
    count = GaugeMetricFamily("wirewatch_deliveries", "Deliveries that were not sent", labels=labels)
    age = GaugeMetricFamily(
        "wirewatch_oldest_delivery_seconds", "Age of the oldest delivery that was not sent", labels=labels
    )
    for queue in store.gauges.queues():
        count.add_metric([queue.destination, queue.state], queue.deliveries)
        age.add_metric([queue.destination, queue.state], max(0.0, (now - queue.oldest).total_seconds()))
    yield count
    yield age


def _alerts(store: Store, rules: RuleSet, alerts: AlertTally) -> Iterator[Metric]:
    # Each watch from the start, so that its first alert is an increase.
    counts = {(watch.id, watch.severity): 0 for watch in rules.watches} | alerts.read(store)
    told = CounterMetricFamily("wirewatch_alerts", "Alerts since the start", labels=["watch", "severity"])
    for (watch, severity), count in sorted(counts.items()):
        told.add_metric([watch, severity], count)
    yield told
    open_ = store.alerts.unacknowledged()
    yield _gauge("wirewatch_unacknowledged_alerts", "Alerts that escalate unless acknowledged", open_)
    troubles = store.gauges.open_troubles()
    yield _gauge("wirewatch_open_troubles", "Troubles told to the operator that are not over", troubles)


def _gauge(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(name, about, value=float(value))

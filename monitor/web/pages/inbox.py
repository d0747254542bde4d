"""The page `/`: stories told, those that are new to this browser first and gravest first, with what came of each since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.web.charts import DAYS, Bar, bars, midnights
from monitor.web.pages.cards import cards_of
from monitor.web.site import Shown, Site, Viewer
from rules.schema import SEVERITIES
from storage import AlertQuery, Store

# Alerts read for a page, which are some stories fewer.
ALERTS = 60
_FEW = 3


@dataclass(frozen=True, slots=True)
class WatchVolume:
    """The alerts of a watch on each of the last days."""

    watch: str
    count: int
    bars: tuple[Bar, ...]


def inbox(site: Site, viewer: Viewer, store: Store, *, asked: Mapping[str, str], before: int | None) -> Shown:
    """The stories of all watches, or those that were `asked` for; `before` pages back by an alert's id."""
    alerts = store.alerts.find(_query(asked, before), limit=ALERTS)
    cards = cards_of(site, store, alerts, viewer.seen(store))
    ids = [alert.id for alert in alerts if alert.id is not None]
    return Shown(
        "inbox.html",
        {
            "fresh": sorted((c for c in cards if c.is_new), key=lambda c: -SEVERITIES.index(c.severity)),
            "old": [card for card in cards if not card.is_new],
            "asked": asked,
            "filters": {name: value for name, value in asked.items() if value},
            "severities": tuple(reversed(SEVERITIES)),
            "feeds": store.feeds.names(),
            "before": min(ids) if len(ids) == ALERTS else None,
            "last": max(ids, default=0),
            "is_first": before is None,
            "volumes": volumes(site, store),
            "days": DAYS,
            "steps": first_steps(site),
        },
    )


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """The three things that a watch needs, each with what there is of it in few words; empty where it is missing."""

    feed: str
    watch: str
    destination: str

    @property
    def are_done(self) -> bool:
        return bool(self.feed and self.watch and self.destination)


def first_steps(site: Site) -> FirstSteps:
    """The first steps as far as they are done. A destination that only prints on the daemon's terminal counts for none."""
    config = site.config
    told = [
        name
        for name, section in config.destinations.items()
        if section.url is None or not section.url.get_secret_value().startswith("console:")
    ]
    return FirstSteps(
        feed=_few([feed.name for feed in config.feeds if feed.enabled]),
        watch=_few([site.titles().get(watch.id, watch.id) for watch in site.rules.watches if watch.enabled]),
        destination=_few(told),
    )


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:_FEW]) + (f" and {len(names) - _FEW} more" if names[_FEW:] else "")


def _query(asked: Mapping[str, str], before: int | None) -> AlertQuery:
    severity = asked.get("severity", "")
    return AlertQuery(
        watch=asked.get("watch") or None,
        feed=asked.get("feed") or None,
        severities=(severity,) if severity else (),
        before=before,
    )


def volumes(site: Site, store: Store) -> list[WatchVolume]:
    """The alerts of each watch a day, the watch that spoke last first; watches in force that were silent come last."""
    counts = store.volume.alerts_between(midnights(site.clock(), site.zone))
    silent = [watch.id for watch in site.rules.watches if watch.enabled and watch.id not in counts]
    counts |= {watch: [0] * DAYS for watch in silent}
    return [WatchVolume(watch, sum(daily), tuple(bars(daily))) for watch, daily in counts.items()]


def ask(store: Store, *, alert: int, what: str) -> Shown:
    """The page where links of messages lead: a question with one button, for mail scanners follow links."""
    known = store.alerts.find(ids=[alert])
    if not known:
        return Shown("missing.html", {"what": "alert"}, 404)
    return Shown("ask.html", {"alert": known[0], "what": what})

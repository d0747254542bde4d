"""The page `/`: stories told, those that are new to this browser first and gravest first, with what came of each since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.delivery.rendering.facts import Facts, facts_of
from monitor.text.readable import plain
from monitor.web.charts import DAYS, Bar, bars, daily
from monitor.web.site import Shown, Site, Viewer
from rules.model import Alert, Reason
from rules.schema import SEVERITIES, Severity
from storage import AlertQuery, Store

# Alerts read for a page, which are some stories fewer.
ALERTS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A story as a card: its first alert, and later ones as updates, newest last. `alert` is the id to judge."""

    story: str
    first: Facts
    updates: tuple[Facts, ...]
    alert: int
    severity: Severity
    told: datetime
    is_new: bool
    verdict: bool | None
    muted: datetime | None

    @property
    def latest(self) -> Facts:
        return (self.updates or (self.first,))[-1]

    @property
    def reason(self) -> str:
        return reason_words(self.first.alert.reason, self.first.alert.watches)


def reason_words(reason: Reason, watches: Sequence[str]) -> str:
    """The reason as a sentence begins, without the ids of watches, whose titles stand beside it."""
    words = plain(reason.text)
    for watch in watches:
        words = words.replace(f" under {watch}", "")
    return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class WatchVolume:
    """The alerts of a watch on each of the last days."""

    watch: str
    count: int
    bars: tuple[Bar, ...]


def inbox(site: Site, viewer: Viewer, store: Store, *, watch: str | None, before: int | None) -> Shown:
    """The stories of one watch or all; `before` pages back by an alert's id."""
    alerts = store.alerts.find(AlertQuery(watch=watch, before=before), limit=ALERTS)
    cards = cards_of(site, store, alerts, viewer.seen)
    ids = [alert.id for alert in alerts if alert.id is not None]
    return Shown(
        "inbox.html",
        {
            "fresh": sorted((c for c in cards if c.is_new), key=lambda c: -SEVERITIES.index(c.severity)),
            "old": [card for card in cards if not card.is_new],
            "watch": watch,
            "before": min(ids) if len(ids) == ALERTS else None,
            "last": max(ids, default=0),
            "is_first": before is None,
            "volumes": volumes(site, store),
            "days": DAYS,
        },
    )


def cards_of(site: Site, store: Store, alerts: Sequence[Alert], seen: int) -> list[Card]:
    """The alerts as cards, one a story, the story with the newest alert first."""
    told: dict[str, list[Alert]] = defaultdict(list)
    for alert in alerts:
        told[alert.story].append(alert)
    ids = [alert.id for alert in alerts if alert.id is not None]
    verdicts = store.verdicts.last_of(ids)
    muted = {mute.name: mute.until for mute in store.holds.mutes(site.clock()) if mute.kind == "story"}
    return [_card(site, story, list(reversed(known)), seen, verdicts, muted) for story, known in told.items()]


def _card(
    site: Site,
    story: str,
    alerts: Sequence[Alert],
    seen: int,
    verdicts: Mapping[int, bool],
    muted: Mapping[str, datetime],
) -> Card:
    setting = site.setting()
    latest = alerts[-1].id or 0
    return Card(
        story=story,
        first=facts_of(alerts[0], setting),
        updates=tuple(facts_of(alert, setting) for alert in alerts[1:]),
        alert=latest,
        severity=max((alert.severity for alert in alerts), key=SEVERITIES.index),
        told=alerts[-1].created,
        is_new=latest > seen,
        verdict=verdicts.get(latest),
        muted=muted.get(story),
    )


def volumes(site: Site, store: Store) -> list[WatchVolume]:
    """The alerts of each watch a day, the watch that spoke last first; watches in force that were silent come last."""
    now = site.clock()
    times: dict[str, list[datetime]] = defaultdict(list)
    for watch, at in store.volume.alerts_since(now - timedelta(days=DAYS)):
        times[watch].append(at)
    names = sorted(times, key=lambda watch: times[watch][-1], reverse=True)
    names += [watch.id for watch in site.rules.watches if watch.enabled and watch.id not in times]
    counts = {name: daily(times[name], now, site.zone) for name in names}
    return [WatchVolume(name, sum(counts[name]), tuple(bars(counts[name]))) for name in names]


def ask(store: Store, *, alert: int, what: str) -> Shown:
    """The page where links of messages lead: a question with one button, for mail scanners follow links."""
    known = store.alerts.find(ids=[alert])
    if not known:
        return Shown("missing.html", {"what": "alert"}, 404)
    return Shown("ask.html", {"alert": known[0], "what": what})

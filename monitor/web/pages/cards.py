"""Stories as cards: what was told first, what came after it, who reported it, and what a person said of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.delivery.rendering.facts import Facts
from monitor.delivery.rendering.pieces import safe_link
from monitor.polling.progress import ago
from monitor.text.readable import plain
from monitor.web.site import Site
from rules.model import Acknowledgement, Alert, OutletReport, Reason
from rules.schema import SEVERITIES, Severity
from storage import Store

_WORTH_SAYING = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An outlet of a story: its first report, in which language, and how long after the first of all."""

    name: str
    link: str | None
    lang: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A story as a card: its first alert, and later ones as updates, newest last. `alert` is the id to judge.

    `escalates` is the alert that goes to others unless somebody acknowledges it; `acknowledged` the last word on one.
    """

    story: str
    first: Facts
    updates: tuple[Facts, ...]
    alert: int
    severity: Severity
    told: datetime
    is_new: bool
    verdict: bool | None
    muted: datetime | None
    is_updated: bool
    outlets: tuple[Outlet, ...]
    escalates: Alert | None
    acknowledged: Acknowledgement | None

    @property
    def latest(self) -> Facts:
        return (self.updates or (self.first,))[-1]

    @property
    def at(self) -> datetime:
        """When the first report of the card was published, or read."""
        entry = self.first.alert.entry
        return entry.published or entry.fetched or self.first.alert.created

    @property
    def reason(self) -> str:
        words = reason_words(self.first.alert.reason, self.first.alert.watches)
        return words[:1].upper() + words[1:]


def reason_words(reason: Reason, watches: Sequence[str]) -> str:
    """The reason without the ids of watches, whose titles stand beside it."""
    words = plain(reason.text)
    for watch in watches:
        words = words.replace(f" under {watch}", "")
    return words


def cards_of(site: Site, store: Store, alerts: Sequence[Alert], seen: int) -> list[Card]:
    """The alerts as cards, one a story, the story with the newest alert first."""
    told: dict[str, list[Alert]] = defaultdict(list)
    for alert in alerts:
        told[alert.story].append(alert)
    ids = [alert.id for alert in alerts if alert.id is not None]
    verdicts = store.verdicts.last_of(ids)
    muted = {mute.name: mute.until for mute in store.holds.mutes(site.clock()) if mute.kind == "story"}
    setting = site.setting()
    facts = {alert.id: site.facts.of(alert, setting) for alert in alerts}
    return [
        _card(facts, story, list(reversed(known)), seen, verdicts, muted) for story, known in told.items()
    ]


def _card(
    facts: Mapping[int | None, Facts],
    story: str,
    alerts: Sequence[Alert],
    seen: int,
    verdicts: Mapping[int, bool],
    muted: Mapping[str, datetime],
) -> Card:
    latest = alerts[-1].id or 0
    return Card(
        story=story,
        first=facts[alerts[0].id],
        updates=tuple(facts[alert.id] for alert in alerts[1:]),
        alert=latest,
        severity=max((alert.severity for alert in alerts), key=SEVERITIES.index),
        told=alerts[-1].created,
        is_new=latest > seen,
        verdict=verdicts.get(latest),
        muted=muted.get(story),
        outlets=outlets_of(alerts[-1].reports),
        escalates=next((each for each in alerts if each.escalates and not each.acknowledged), None),
        acknowledged=next((each.acknowledged for each in reversed(alerts) if each.acknowledged), None),
        is_updated=len(alerts) > 1 and (alerts[0].id or 0) <= seen,
    )


def outlets_of(reports: Sequence[OutletReport]) -> tuple[Outlet, ...]:
    """The outlets of a story, the first to report it first; a language is named where there are several."""
    timed = sorted(reports, key=lambda report: (report.at is None, report.at))
    first = timed[0].at if timed else None
    several = len({report.lang for report in timed}) > 1
    return tuple(
        Outlet(
            name=plain(report.outlet) or "unknown",
            link=safe_link(report.url),
            lang=plain(report.lang)[:12] if several and report.lang else "",
            after=_after(first, report.at),
        )
        for report in timed
    )


def _after(first: datetime | None, at: datetime | None) -> str:
    late = at - first if first is not None and at is not None else timedelta()
    return f"+{ago(late)}" if late >= _WORTH_SAYING else ""

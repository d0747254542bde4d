"""The page `/story/ID`: every report of a story in order, which of them were told, and why the others stayed silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from monitor.delivery.rendering.facts import headline_of, passages_of
from monitor.delivery.rendering.pieces import safe_link
from monitor.delivery.rendering.why import why_line
from monitor.text.readable import Passage, plain
from monitor.web.charts import DotKind, lanes
from monitor.web.pages.cards import Card, cards_of, reason_words
from monitor.web.pages.edits import Edit, edits_of
from monitor.web.site import Shown, Site, Viewer
from rules.model import ACTION_WORDS, Match
from storage import AlertDelivery, AlertQuery, FormerVersion, Link, Store, StoredDecision

LEVELS = {"a": "the same entry again", "b": "the same text", "c": "the same event"}
_EARLIEST = datetime.min.replace(tzinfo=UTC)
# Reports of a story that are shown; a story of more is a mistake of joining, or a war.
MOST = 200
# Stories of the same watch that stand near another one in time.
NEAR, MOST_NEAR, _ALERTS_NEAR = timedelta(days=3), 5, 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """The fate of a report under one watch: told or not, and why."""

    told: bool
    action: str
    watch: str
    reason: str
    at: datetime
    deliveries: tuple[AlertDelivery, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryReport:
    """A report of the story. `joined` says why it belongs to it, `level` in few words; `why` which rules it names."""

    id: str
    outlet: str
    lang: str | None
    at: datetime | None
    link: str | None
    headline: Passage
    passages: tuple[Passage, ...]
    level: str
    joined: str
    why: str
    fates: tuple[Fate, ...]
    edits: tuple[Edit, ...]

    @property
    def told(self) -> bool:
        return any(fate.told for fate in self.fates)

    @property
    def may_be_told(self) -> bool:
        """Whether a watch met it last in silence."""
        last = {fate.watch: fate.told for fate in self.fates}
        return not all(last.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A story of the same watch, at about the same time: perhaps the same one in other words."""

    story: str
    headline: str
    source: str
    lang: str


def story(site: Site, viewer: Viewer, store: Store, *, story_id: str) -> Shown:
    """The story with this id, or the page that says there is none."""
    links = store.stories.links(story_id)
    if not links:
        return Shown("missing.html", {"what": "story"}, 404)
    ids = [link.entry.id for link in links]
    decided = store.alerts.decisions_of(ids)
    numbers = {d.alert for found in decided.values() for d in found if d.alert is not None}
    deliveries, former = store.alerts.deliveries(numbers), store.history.former(ids[:MOST])
    reports = sorted(
        (
            _report(
                site,
                link,
                _newest(store.matches(link.entry.id)),
                decided.get(link.entry.id, ()),
                deliveries,
                former.get(link.entry.id, ()),
            )
            for link in links[:MOST]
        ),
        key=lambda report: report.at or _EARLIEST,
    )
    cards = cards_of(site, store, store.alerts.find(ids=numbers), viewer.seen(store))
    card = next((card for card in cards if card.story == story_id), None)
    dots = _dots(reports)
    times = [at for _, at, _, _ in dots]
    return Shown(
        "story.html",
        {
            "story": story_id,
            "title": card.first.headline if card else reports[0].headline,
            "reports": reports,
            "more": len(links) - len(reports),
            "outlets": list(dict.fromkeys(report.outlet for report in reports)),
            "languages": list(dict.fromkeys(report.lang for report in reports if report.lang)),
            "edits": sum(len(report.edits) for report in reports),
            "told": len(numbers),
            "card": card,
            "near": _near(site, store, story_id, card, times) if card else [],
            "lanes": lanes(dots),
            "span": (min(times), max(times)) if times else None,
        },
    )


def _dots(reports: Sequence[StoryReport]) -> list[tuple[str, datetime, DotKind, str]]:
    """Each report and each edit as a moment of its outlet."""
    dots: list[tuple[str, datetime, DotKind, str]] = []
    for report in reports:
        kind: DotKind = "told" if report.told else "silent"
        if report.at:
            dots.append((report.outlet, report.at, kind, f"{report.outlet}, {kind}"))
        dots += [(report.outlet, edit.at, "edited", f"{report.outlet}, edited") for edit in report.edits]
    return dots


def _newest(matches: Sequence[tuple[int, Match]]) -> list[Match]:
    """The matches of the version that was matched last."""
    last = max((version for version, _ in matches), default=0)
    return [match for version, match in matches if version == last]


def _report(
    site: Site,
    link: Link,
    matches: Sequence[Match],
    decisions: Sequence[StoredDecision],
    deliveries: dict[int, list[AlertDelivery]],
    former: Sequence[FormerVersion],
) -> StoryReport:
    entry = link.entry
    # Outlets move the date of what they edit; it stands where it was read first.
    at = former[0].at if former else entry.published or entry.fetched
    return StoryReport(
        id=entry.id,
        outlet=plain(entry.outlet or entry.feed) or "unknown",
        lang=plain(entry.lang)[:12] if entry.lang else None,
        at=at,
        link=safe_link(entry.url),
        headline=headline_of(entry, matches),
        passages=tuple(passages_of(entry, matches)),
        level=LEVELS.get(link.level, ""),
        joined=LEVELS.get(link.level, "begins the story") + f": {plain(link.reason.text)}",
        why=why_line(matches, site.titles()),
        fates=tuple(fate_of(decision, deliveries) for decision in decisions),
        edits=tuple(edits_of(entry, former)),
    )


def fate_of(decision: StoredDecision, deliveries: Mapping[int, Sequence[AlertDelivery]]) -> Fate:
    """A decision in the words of a reader; `deliveries` are those of its alert, by the alert's id."""
    return Fate(
        told=decision.action == "alerted",
        action=ACTION_WORDS[decision.action],
        watch=decision.watch,
        reason=reason_words(decision.reason, (decision.watch,)),
        at=decision.at,
        deliveries=tuple(deliveries.get(decision.alert, ()) if decision.alert is not None else ()),
    )


def _near(site: Site, store: Store, story_id: str, card: Card, times: Sequence[datetime]) -> list[Near]:
    """Other stories of the card's first watch, told within a few days of this one, the newest first."""
    query = AlertQuery(
        watch=card.first.alert.watches[0],
        since=min(times, default=card.told) - NEAR,
        until=max(times, default=card.told) + NEAR,
    )
    found: dict[str, Near] = {}
    for alert in store.alerts.find(query, limit=_ALERTS_NEAR):
        if alert.story == story_id:
            continue
        entry = alert.entry
        # The first report names the story, so an earlier alert takes the place of a later one.
        found[alert.story] = Near(
            story=alert.story,
            headline=plain(entry.title)[:200] or "(no headline)",
            source=plain(entry.outlet or entry.feed) + f", {site.moment(entry.published or entry.fetched)}",
            lang=plain(entry.lang)[:12] if entry.lang else "",
        )
    return list(found.values())[:MOST_NEAR]

"""The page `/story/ID`: every report of a story in order, which of them were told, and why the others stayed silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor.delivery.rendering.facts import headline_of, passages_of
from monitor.delivery.rendering.pieces import safe_link
from monitor.delivery.rendering.why import why_line
from monitor.text.readable import Passage, plain
from monitor.web.charts import LABEL, LANE_HEIGHT, LANE_WIDTH, lanes
from monitor.web.pages.inbox import cards_of, reason_words
from monitor.web.site import Shown, Site, Viewer
from rules.model import ACTION_WORDS, Match
from storage import AlertDelivery, Link, Store, StoredDecision

LEVELS = {"a": "the same entry again", "b": "the same text", "c": "the same event"}
_EARLIEST = datetime.min.replace(tzinfo=UTC)
# Reports of a story that are shown; a story of more is a mistake of joining, or a war.
MOST = 200


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
    """A report of the story. `joined` says why it belongs to it, `why` which rules it names."""

    id: str
    outlet: str
    lang: str | None
    at: datetime | None
    link: str | None
    headline: Passage
    passages: tuple[Passage, ...]
    joined: str
    why: str
    fates: tuple[Fate, ...]

    @property
    def told(self) -> bool:
        return any(fate.told for fate in self.fates)


def story(site: Site, viewer: Viewer, store: Store, *, story_id: str) -> Shown:
    """The story with this id, or the page that says there is none."""
    links = store.stories.links(story_id)
    if not links:
        return Shown("missing.html", {"what": "story"}, 404)
    decided = store.alerts.decisions_of([link.entry.id for link in links])
    numbers = {d.alert for found in decided.values() for d in found if d.alert is not None}
    reports = _reports(site, store, links[:MOST], decided, store.alerts.deliveries(numbers))
    cards = cards_of(site, store, store.alerts.find(ids=numbers), viewer.seen)
    dots = [(r.outlet, r.at, r.told, _words(r)) for r in reports if r.at]
    return Shown(
        "story.html",
        {
            "story": story_id,
            "title": reports[0].headline,
            "reports": reports,
            "more": len(links) - len(reports),
            "outlets": list(dict.fromkeys(r.outlet for r in reports)),
            "card": next((card for card in cards if card.story == story_id), None),
            "lanes": lanes(dots),
            "lane": {"height": LANE_HEIGHT, "width": LABEL + LANE_WIDTH, "label": LABEL},
        },
    )


def _words(report: StoryReport) -> str:
    return f"{report.outlet}, {'told' if report.told else 'silent'}"


def _reports(
    site: Site,
    store: Store,
    links: Sequence[Link],
    decided: Mapping[str, Sequence[StoredDecision]],
    deliveries: dict[int, list[AlertDelivery]],
) -> list[StoryReport]:
    reports = [
        _report(site, link, _newest(store.matches(link.entry.id)), decided.get(link.entry.id, ()), deliveries)
        for link in links
    ]
    return sorted(reports, key=lambda report: report.at or _EARLIEST)


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
) -> StoryReport:
    entry = link.entry
    return StoryReport(
        id=entry.id,
        outlet=plain(entry.outlet or entry.feed) or "unknown",
        lang=plain(entry.lang)[:12] if entry.lang else None,
        at=entry.published or entry.fetched,
        link=safe_link(entry.url),
        headline=headline_of(entry, matches),
        passages=tuple(passages_of(entry, matches)),
        joined=LEVELS.get(link.level, "begins the story") + f": {plain(link.reason.text)}",
        why=why_line(matches, site.titles()),
        fates=tuple(fate_of(decision, deliveries) for decision in decisions),
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

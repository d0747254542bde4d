"""Feeds of alerts for feed readers, Atom (RFC 4287) and JSON Feed 1.1. They carry text only, and no token."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from monitor.delivery.rendering.facts import Facts, Setting, facts_of
from rules.model import Alert
from storage import AlertQuery, Store

MOST_ALERTS = 50
ATOM = "http://www.w3.org/2005/Atom"
# Of a feed without an alert yet: Atom wants a time.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFeed:
    """The newest alerts, of one watch or of all; `key` names the store, so that two watch folders have other ids."""

    title: str
    key: str
    alerts: Sequence[Facts]

    @property
    def updated(self) -> datetime:
        return max((facts.alert.created for facts in self.alerts), default=_NEVER)


def read_alerts(store: Store, setting: Setting, watch: str, key: str) -> AlertFeed:
    """The feed of a watch, or of all with an empty name. Errors: StoreError."""
    found = store.alerts.find(AlertQuery(watch=watch or None), limit=MOST_ALERTS)
    title = f"wirewatch: {setting.titles.get(watch, watch)}" if watch else "wirewatch"
    return AlertFeed(title=title, key=key, alerts=[facts_of(alert, setting) for alert in found])


def atom(feed: AlertFeed) -> bytes:
    """The feed as Atom."""
    root = etree.Element(_tag("feed"), nsmap={None: ATOM})  # type: ignore[dict-item]
    _add(root, "id", f"urn:wirewatch:{feed.key}")
    _add(root, "title", feed.title)
    _add(root, "updated", feed.updated.isoformat())
    _add(root, "generator", "wirewatch")
    for facts in feed.alerts:
        entry = _add(root, "entry", "")
        _add(entry, "id", _id(feed, facts.alert))
        _add(entry, "title", _title(facts))
        _add(entry, "updated", facts.alert.created.isoformat())
        _add(_add(entry, "author", ""), "name", facts.source.outlet or "wirewatch")
        for relation, address in (("alternate", facts.source.link), ("related", facts.pages.get("story"))):
            if address:
                _add(entry, "link", "", rel=relation, href=address)
        for name, label in facts.watches:
            _add(entry, "category", "", term=name, label=label)
        _add(entry, "content", _text(facts), type="text")
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def json_feed(feed: AlertFeed) -> bytes:
    """The feed as JSON Feed 1.1."""
    items = [
        {
            "id": _id(feed, facts.alert),
            "title": _title(facts),
            "content_text": _text(facts),
            "date_published": facts.alert.created.isoformat(),
            "authors": [{"name": facts.source.outlet or "wirewatch"}],
            "tags": [facts.alert.severity, *(name for name, _ in facts.watches)],
        }
        | ({"url": facts.source.link} if facts.source.link else {})
        | ({"external_url": facts.pages["story"]} if facts.pages else {})
        for facts in feed.alerts
    ]
    document = {"version": "https://jsonfeed.org/version/1.1", "title": feed.title, "items": items}
    return json.dumps(document, ensure_ascii=False).encode()


def _add(parent: etree._Element, name: str, text: str, **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, _tag(name), attributes)
    if text:
        child.text = text
    return child


def _tag(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _id(feed: AlertFeed, alert: Alert) -> str:
    return f"urn:wirewatch:{feed.key}:{alert.entry.id}:{alert.id}"


def _title(facts: Facts) -> str:
    grave = {"urgent": "URGENT: ", "high": "HIGH: "}.get(facts.alert.severity, "")
    return f"{grave}{'Update: ' if facts.is_update else ''}{facts.title}"


def _text(facts: Facts) -> str:
    """The text of an item: what is new, the passages with marks around what matched, the source, and why."""
    lines = [facts.news, *(passage.marked() for passage in facts.passages), facts.source.source, facts.why]
    return "\n\n".join(filter(None, lines))

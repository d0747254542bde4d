"""The account of an entry: what each stage decided about it, as JSON."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from monitor.shapes.alerts import acknowledged_json, told_ids, told_json
from monitor.shapes.moments import iso
from rules.model import Entry
from storage import Store, match_json, reason_json


def account(store: Store, entry: Entry, zone: tzinfo) -> dict[str, Any]:
    """The decisions of every stage on an entry, in the shape that `why --json` prints."""
    facts = store.facts(entry.id)
    decisions = store.alerts.decisions(entry.id)
    alerts = sorted({d.alert for d in decisions if d.alert is not None})
    deliveries = store.alerts.deliveries(alerts)
    acknowledged = {a.id: a.acknowledged for a in store.alerts.find(ids=alerts) if a.acknowledged}
    story = store.alerts.story(facts["story"])
    join_reason = facts["join_reason"]
    reasons = [join_reason, *(d.reason for d in decisions)]
    told = store.lookup.of_ids({name for reason in reasons for name in told_ids(reason)})
    return {
        "entry": entry.id,
        "title": entry.title,
        "url": entry.url,
        "feed": entry.feed,
        "outlet": entry.outlet,
        "published": iso(entry.published, zone),
        "fetched": iso(entry.fetched, zone),
        "version": facts["version"],
        "quiet": facts["quiet"],
        "article": facts["article"] or None,
        "rules_version": facts["rules_version"],
        "matches": [{"version": v, **match_json(match)} for v, match in store.matches(entry.id)],
        "story": {
            "id": facts["story"],
            "level": facts["level"],
            "same_as": facts["same_as"],
            "score": facts["join_score"],
            "reason": reason_json(join_reason),
            "nearest": told_json(join_reason, told),
            "entries": story.size if story else 1,
            "outlets": list(story.outlets) if story else [],
        },
        "decisions": [
            {
                "watch": d.watch,
                "version": d.version,
                "action": d.action,
                "class": d.reason.data.get("class"),
                "reason": reason_json(d.reason),
                "told": told_json(d.reason, told),
                "due": iso(d.due, zone),
                "alert": d.alert,
                "rules_version": d.rules_version,
                "at": iso(d.at, zone),
            }
            for d in decisions
        ],
        "acknowledged": [
            {"alert": alert, **(acknowledged_json(known, zone) or {})}
            for alert, known in acknowledged.items()
        ],
        "deliveries": [
            {"alert": a, "destination": d.destination, "state": d.state, "attempts": d.attempts}
            | ({"last_error": d.last_error} if d.last_error else {})
            for a, sent in deliveries.items()
            for d in sent
        ],
    }

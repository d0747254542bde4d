"""Stories as JSON, with what became of each of their entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Any

from monitor.shapes.moments import iso
from rules.model import Story
from storage import Link, StoredDecision, reason_json

# What became of an entry under its watches, by action: the first that holds counts.
_COUNTED = {"alerted": "told", "waiting": "waiting", "held": "held"}
Decided = Mapping[str, Sequence[StoredDecision]]  # by entry


def story_json(story: Story, links: list[Link], decided: Decided, zone: tzinfo) -> dict[str, Any]:
    return {
        "id": story.id,
        "title": story.title,
        "first": iso(story.first_at, zone),
        "last": iso(story.last_at, zone),
        "outlets": list(story.outlets),
        **standings(decided, links),
        "entries": [
            {
                "id": link.entry.id,
                "title": link.entry.title,
                "outlet": link.entry.outlet or link.entry.feed,
                "level": link.level,
                "same_as": link.same_as,
                "score": link.score,
                "reason": reason_json(link.reason),
                "decisions": [_decision_json(each, zone) for each in decided.get(link.entry.id, ())],
            }
            for link in links
        ],
    }


def standings(decided: Decided, links: Sequence[Link]) -> dict[str, int]:
    """How many entries of a story were told, wait, are held, or stayed silent; what no watch met is silent, too."""
    counts = dict.fromkeys(("told", "waiting", "held", "silent"), 0)
    for link in links:
        actions = {decision.action for decision in decided.get(link.entry.id, ())}
        counts[next((word for action, word in _COUNTED.items() if action in actions), "silent")] += 1
    return counts


def _decision_json(decision: StoredDecision, zone: tzinfo) -> dict[str, Any]:
    return {
        "watch": decision.watch,
        "action": decision.action,
        "class": decision.reason.data.get("class"),
        "reason": decision.reason.text,
        "alert": decision.alert,
        "due": iso(decision.due, zone),
    }

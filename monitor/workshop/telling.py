"""Tells by hand what stayed silent: an entry, or what was parted from a story; the silence is kept as a wrong one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rules.errors import WirewatchError
from rules.loading.explain import listed
from rules.model import SAME_ENTRY, SAME_TEXT, Alert, Entry, RuleSet
from storage import SILENT, Split, Store, StoredDecision


def last_decisions(store: Store, entry: str) -> dict[str, StoredDecision]:
    """The last decision on an entry under each watch that it met."""
    return {decision.watch: decision for decision in store.alerts.decisions(entry)}


def tell_by_hand(
    store: Store,
    rules: RuleSet,
    entry: Entry,
    story: str,
    watches: Sequence[str],
    *,
    why: str,
    note: str,
    now: datetime,
    lines: Sequence[Entry] = (),
) -> tuple[Alert, list[str]]:
    """Records an alert of entries under watches; returns it with its destinations.

    Errors: WirewatchError where the rules have none of the watches any more.
    """
    # `wirewatch stories` reads this module too, and judges nothing.
    from rules.deciding.by_hand import alert_by_hand, fired_once

    last = max((version for version, _ in store.matches(entry.id)), default=1)
    matches = [match for version, match in store.matches(entry.id) if version == last]
    firing = fired_once(rules.watches, watches, matches)
    if not firing:
        raise WirewatchError(f"the rules have no watch {listed(watches, 'or')} any more")
    history = store.alerts.history([story])[story]
    alert = alert_by_hand(entry, story, firing, history, why=why, now=now, lines=lines)
    destinations = list(dict.fromkeys(name for each in firing for name in each.watch.notify))
    number = store.manual_alerts.tell(alert, destinations, note=note, now=now)
    return store.alerts.find(ids=[number])[0], destinations


def tell_parted(store: Store, rules: RuleSet, parted: Split, now: datetime) -> dict[str, Any] | None:
    """Tells what was parted from a story and had stayed silent, in one alert; copies in it stay silent.

    None where there is nothing to tell.
    """
    known = store.alerts.history([parted.now])[parted.now].alerted
    heard = {watch.id for watch in rules.watches if watch.enabled} - known
    silent: dict[str, tuple[Entry, list[str]]] = {}
    for link in store.stories.links(parted.now):
        decided = last_decisions(store, link.entry.id)
        watches = [name for name, each in decided.items() if name in heard and each.action in SILENT]
        if watches and not (silent and link.level in {SAME_ENTRY, SAME_TEXT}):
            silent[link.entry.id] = (link.entry, watches)
    if not silent:
        return None
    first, *lines = [entry for entry, _ in silent.values()]
    watches = list(dict.fromkeys(name for _, names in silent.values() for name in names))
    why = f"parted from story {parted.was} by hand"
    alert, destinations = tell_by_hand(
        store, rules, first, parted.now, watches, why=why, note=why, now=now, lines=lines
    )
    return as_told(alert, destinations)


def as_told(alert: Alert, destinations: Sequence[str]) -> dict[str, Any]:
    """An alert told by hand, in the shape that `--json` prints."""
    return {
        "alert": alert.id,
        "kind": alert.kind,
        "entry": alert.entry.id,
        "story": alert.story,
        "title": alert.entry.title,
        "watches": list(alert.watches),
        "destinations": list(destinations),
        "lines": [line.id for line in alert.lines],
    }

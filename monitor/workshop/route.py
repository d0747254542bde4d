"""Foresees what the watches decide on a text, an entry or an alert, and whom that reaches. Stores and sends nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.delivery.dispatch.dispatcher import Dispatcher
from monitor.delivery.dispatch.fates import Hold
from monitor.delivery.dispatch.foresight import Foreseen, foresee
from monitor.evaluation.matcher_cache import compile_rules
from rules.deciding.decide import Case, compose, decide
from rules.deciding.gates import counted_since
from rules.deciding.watches import fired
from rules.model import Alert, Entry, Match, RuleSet, StoryHistory
from rules.schema import FeedFilter, Watch
from storage import Store


@dataclass(frozen=True, slots=True)
class Told:
    """The outcome of an entry under a watch: told, or the reason why not."""

    watch: str
    action: str
    reason: str


@dataclass(frozen=True, slots=True)
class Route:
    """The watches with what they decide, the alert where they make one, and whom it reaches."""

    watches: tuple[Told, ...]
    alert: Alert | None
    foreseen: tuple[Foreseen, ...]
    done: tuple[tuple[str, str], ...] = ()


def route_of_entry(
    store: Store,
    dispatcher: Dispatcher,
    rules: RuleSet,
    entry: Entry,
    tags: Mapping[str, Sequence[str]],
    moment: datetime,
) -> Route:
    """Decides on an entry as on the first report of a story that came now. `tags` are those of each feed."""
    matches = tuple(compile_rules(rules).match(entry))
    firing = fired(rules.watches, matches)
    met = {
        watch.id: store.alerts.met(watch.id, since, moment)
        for watch in (each.watch for each in firing)
        if (since := counted_since(watch, moment)) is not None
    }
    if not entry.feed:  # a text without a feed: as if every watch listened to it
        firing = [replace(each, watch=_listening(each.watch)) for each in firing]
    case = Case(entry=entry, feed=entry.feed, tags=tuple(tags.get(entry.feed, ())), now=moment, met=met)
    decisions = decide(firing, StoryHistory(), case)
    told = {d.watch: Told(d.watch, d.action, d.reason.text) for d in decisions}
    rest = [Told(w.id, "none", _why_not(w.enabled, matches)) for w in rules.watches if w.id not in told]
    alert = compose(entry, "", firing, decisions, moment)
    if alert is None:
        return Route((*told.values(), *rest), None, ())
    tell = list(dict.fromkeys(name for decision in decisions for name in decision.tell))
    watches = [each.watch for each in firing if each.watch.id in alert.watches]
    return Route((*told.values(), *rest), alert, tuple(foresee(dispatcher, alert, tell, watches, moment)))


def _listening(watch: Watch) -> Watch:
    return watch.model_copy(update={"feeds": FeedFilter()})


def _why_not(enabled: bool, matches: Sequence[Match]) -> str:
    if not enabled:
        return "the watch is not enabled"
    found = ", ".join(dict.fromkeys(match.rule for match in matches))
    return f"only {found} found, not enough for the watch" if found else "nothing found"


def route_of_alert(
    store: Store, dispatcher: Dispatcher, rules: RuleSet, alert: Alert, moment: datetime
) -> Route:
    """Follows the deliveries of an alert that still wait, and its escalation."""
    sent = store.alerts.deliveries([alert.id or 0]).get(alert.id or 0, [])
    waits = {d.destination: d for d in sent if d.state in ("pending", "held")}
    held = {
        name: Hold(each.not_before or moment, each.held_for) for name, each in waits.items() if each.held_for
    }
    done = [(d.destination, d.state) for d in sent if d.destination not in waits]
    watches = [watch for watch in rules.watches if watch.id in alert.watches]
    followed = foresee(dispatcher, alert, list(waits), watches, moment, held)
    names = {name for name, _ in done}
    told = tuple(Told(name, "alerted", alert.reason.text) for name in alert.watches)
    return Route(told, alert, tuple(each for each in followed if each.destination not in names), tuple(done))

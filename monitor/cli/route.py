"""`wirewatch route`: says who would be told, where, when and why not. Stores and sends nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from monitor.cli import output
from monitor.cli.options import ConfigOption, JsonOption, now
from monitor.cli.tell import only_entry
from monitor.cli.workplace import Workplace, workplace
from monitor.delivery.dispatch.dispatcher import Dispatcher
from monitor.delivery.dispatch.foresight import Foreseen, foresee
from monitor.evaluation.matcher_cache import compile_rules
from rules.deciding.decide import Case, compose, decide
from rules.deciding.defaults import with_defaults
from rules.deciding.gates import counted_since
from rules.deciding.watches import fired
from rules.errors import WirewatchError
from rules.loading.explain import did_you_mean
from rules.model import ACTION_WORDS, Alert, Entry, Match, RuleSet, StoryHistory
from rules.schema import FeedFilter, Watch
from storage import NoStoreError, Store


def register(app: typer.Typer) -> None:
    app.command()(route)


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


def route(
    what: Annotated[
        str | None,
        typer.Argument(
            help="The number of an alert; or an entry: id, address or words of its title.", show_default=False
        ),
    ] = None,
    text: Annotated[
        str | None, typer.Option(help="A text, in place of an entry.", show_default=False)
    ] = None,
    title: Annotated[str, typer.Option(help="Its headline.")] = "",
    feed: Annotated[str | None, typer.Option(help="The feed that brings it.", show_default=False)] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say who would be told of a text or an entry, where, when and why not; or who is told of an alert.

    Examples: [bold]wirewatch route --title "Ferry sinks" --text "The ferry ..." --feed gazette[/bold];
    [bold]wirewatch route 17[/bold]
    """
    is_text = text is not None or bool(title)
    if is_text == (what is not None):
        raise typer.BadParameter("give an entry or an alert, or --text or --title", param_hint="--text")
    place = workplace(config)
    rules = with_defaults(place.rules().rules, place.config.of_watches())
    with _store(place) as store:
        dispatcher = Dispatcher(
            store, rules, place.zone, place.config.monitor.flood_cap, place.config.persons()
        )
        if what is not None and what.isdecimal() and (found := store.alerts.find(ids=[int(what)])):
            routed = route_of_alert(store, dispatcher, rules, found[0], now())
        else:
            entry = only_entry(store, what) if what is not None else _entry(place, title, text or "", feed)
            routed = route_of_entry(place, store, dispatcher, rules, entry, now())
    if as_json:
        output.print_json(_as_json(routed, place))
    else:
        _show(routed, place)


@contextmanager
def _store(place: Workplace) -> Iterator[Store]:
    """The store of the folder; where there is none yet, an empty one that is gone afterwards."""
    try:
        with place.store() as store:
            yield store
            return
    except NoStoreError:
        pass
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(str(Path(folder) / "empty.db"), create=True)
        try:
            yield store
        finally:
            store.close()


def _entry(place: Workplace, title: str, text: str, feed: str | None) -> Entry:
    """The entry of a text. Errors: WirewatchError where the config has no such feed."""
    names = [section.name for section in place.config.feeds]
    if feed is not None and feed not in names:
        hint = did_you_mean(feed, names)
        raise WirewatchError(f"there is no feed {feed}" + (f"; {hint}" if hint else ": see wirewatch feeds"))
    return Entry(id="text", title=title, text=text, feed=feed or "")


def route_of_entry(
    place: Workplace, store: Store, dispatcher: Dispatcher, rules: RuleSet, entry: Entry, moment: datetime
) -> Route:
    """Decides on an entry as on the first report of a story that came now."""
    matches = tuple(compile_rules(rules).match(entry))
    firing = fired(rules.watches, matches)
    tags = {section.name: section.tags for section in place.config.feeds}
    met = {
        watch.id: store.alerts.met(watch.id, since, moment)
        for watch in (each.watch for each in firing)
        if (since := counted_since(watch, moment)) is not None
    }
    if not entry.feed:  # a text without a feed: as if every watch listened to it
        firing = [replace(each, watch=_listening(each.watch)) for each in firing]
    case = Case(entry=entry, feed=entry.feed, tags=tags.get(entry.feed, ()), now=moment, met=met)
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
    waits = {d.destination: d.held_for for d in sent if d.state in ("pending", "held")}
    done = [(d.destination, d.state) for d in sent if d.destination not in waits]
    watches = [watch for watch in rules.watches if watch.id in alert.watches]
    followed = foresee(dispatcher, alert, list(waits), watches, moment, waits)
    names = {name for name, _ in done}
    told = tuple(Told(name, "alerted", alert.reason.text) for name in alert.watches)
    return Route(told, alert, tuple(each for each in followed if each.destination not in names), tuple(done))


def _as_json(routed: Route, place: Workplace) -> dict[str, Any]:
    return {
        "watches": [
            {"watch": told.watch, "action": told.action, "reason": told.reason} for told in routed.watches
        ],
        "severity": routed.alert.severity if routed.alert else None,
        "done": [{"destination": name, "state": state} for name, state in routed.done],
        "told": [
            {
                "destination": each.destination,
                "at": output.iso(each.at, place.zone),
                "together": each.together,
                "escalated": each.escalated,
                "ways": [{"watch": watch, "person": person} for watch, person in each.ways],
                "holds": [
                    {"until": output.iso(hold.until, place.zone), "why": hold.why} for hold in each.holds
                ],
                "why_not": each.why or None,
            }
            for each in routed.foreseen
        ],
    }


def _show(routed: Route, place: Workplace) -> None:
    for told in routed.watches:
        output.say(f"{told.watch}: {ACTION_WORDS.get(told.action, told.action)}, {told.reason}")
    for name, state in routed.done:
        output.say(f"  {name}: {state} already")
    for each in routed.foreseen:
        people = ", ".join(dict.fromkeys(person for _, person in each.ways if person))
        who = f" ({people})" if people else ""
        unless = " unless somebody acknowledges it" if each.escalated else ""
        when = f"{output.local(each.at, place.zone)}{unless}" if each.at else f"never: {each.why}"
        if each.at and not each.holds and not each.escalated:
            when = "now"
        output.say(f"  {each.destination}{who}: {when}{f', {each.together}' if each.together else ''}")
        for hold in each.holds:
            output.say(f"    waits until {output.local(hold.until, place.zone)}: {hold.why}")
    if routed.alert is None:
        output.say("nobody is told")
    elif not routed.foreseen and not routed.done:
        output.say("nobody is told: no destination is named for it")

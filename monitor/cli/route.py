"""`wirewatch route`: says who would be told, where, when and why not. Stores and sends nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from monitor.cli import output
from monitor.cli.options import ConfigOption, JsonOption, now
from monitor.cli.tell import only_entry
from monitor.cli.workplace import Workplace, workplace
from monitor.delivery.dispatch.dispatcher import Dispatcher
from monitor.shapes.moments import iso
from monitor.workshop.route import Route, route_of_alert, route_of_entry
from rules.deciding.defaults import with_defaults
from rules.errors import WirewatchError
from rules.loading.explain import did_you_mean
from rules.model import ACTION_WORDS, Entry
from storage import NoStoreError, Store


def register(app: typer.Typer) -> None:
    app.command()(route)


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
            tags = {section.name: section.tags for section in place.config.feeds}
            routed = route_of_entry(store, dispatcher, rules, entry, tags, now())
    if as_json:
        output.print_json(_as_json(routed, place))
    else:
        _show(routed, place)


@contextmanager
def _store(place: Workplace) -> Iterator[Store]:
    """The store of the folder; where there is none yet, an empty one that is gone afterwards."""
    with ExitStack() as stack:
        try:
            store = stack.enter_context(place.store())
        except NoStoreError:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            store = stack.enter_context(closing(Store.open(str(folder / "empty.db"), create=True)))
        yield store


def _entry(place: Workplace, title: str, text: str, feed: str | None) -> Entry:
    """The entry of a text. Errors: WirewatchError where the config has no such feed."""
    names = [section.name for section in place.config.feeds]
    if feed is not None and feed not in names:
        hint = did_you_mean(feed, names)
        raise WirewatchError(f"there is no feed {feed}" + (f"; {hint}" if hint else ": see wirewatch feeds"))
    return Entry(id="text", title=title, text=text, feed=feed or "")


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
                "at": iso(each.at, place.zone),
                "together": each.together,
                "escalated": each.escalated,
                "ways": [{"watch": watch, "person": person} for watch, person in each.ways],
                "holds": [{"until": iso(hold.until, place.zone), "why": hold.why} for hold in each.holds],
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

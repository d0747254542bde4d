"""`wirewatch tell`: tells an entry that stayed silent, by hand; the silence is kept as a wrong one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from monitor.cli import audit, output
from monitor.cli.options import ConfigOption, JsonOption, now
from monitor.cli.workplace import Workplace, workplace
from monitor.workshop.telling import as_told, last_decisions, tell_by_hand
from rules.deciding.defaults import with_defaults
from rules.errors import WirewatchError
from rules.loading.explain import did_you_mean, listed
from rules.model import Entry, RuleSet
from storage import Store

GOES_OUT = "it goes out with the daemon, or with `wirewatch run --once`"


def register(app: typer.Typer) -> None:
    app.command()(tell)


def tell(
    entry: Annotated[str, typer.Argument(help="An entry's id, its address, or words of its title.")],
    watch: Annotated[
        list[str] | None,
        typer.Option(
            help="Under this watch only; repeat for more. Default: each that it met.", show_default=False
        ),
    ] = None,
    note: Annotated[str, typer.Option(help="Why; kept with the verdict on the silence.")] = "",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell an entry that stayed silent, or waits, now. The silence is kept as wrong: see `stories review`.

    Example: [bold]wirewatch tell 3f2a9c --note "another ferry"[/bold]
    """
    place = workplace(config)
    rules = rules_in_force(place)
    with place.store() as store:
        found = only_entry(store, entry)
        watches = _silent_watches(store, found, watch or ())
        with store.transaction():
            alert, destinations = tell_by_hand(
                store,
                rules,
                found,
                store.facts(found.id)["story"],
                watches,
                why="told by hand",
                note=note,
                now=now(),
            )
            audit.note(store, "tell", f"entry {found.id}", f"alert {alert.id} {note}".rstrip())
    told = as_told(alert, destinations)
    if as_json:
        output.print_json(told)
    else:
        output.say(describe(told))


def only_entry(store: Store, words: str) -> Entry:
    """The only entry that the words find. Errors: WirewatchError if they find none, or several."""
    found = store.lookup.find(words, limit=3)
    if not found:
        raise WirewatchError(f"no stored entry has this id, address or title: {words}")
    if len(found) > 1:
        ids = ", ".join(each.id for each in found)
        raise WirewatchError(f"more than one entry has these words: {words}; name one by its id: {ids}")
    return found[0]


def rules_in_force(place: Workplace) -> RuleSet:
    """The rules of the folder, complete by the defaults of its config. Errors: RulesError."""
    return with_defaults(place.rules().rules, place.config.of_watches())


def _silent_watches(store: Store, entry: Entry, wanted: Sequence[str]) -> list[str]:
    """The watches under which an entry was not told. Errors: WirewatchError if there is none, or not the wanted."""
    decided = last_decisions(store, entry.id)
    if not decided:
        raise WirewatchError(f"no watch met entry {entry.id}: `wirewatch why {entry.id}`")
    for name in wanted:
        if name not in decided:
            known = sorted(decided)
            hint = did_you_mean(name, known) or f"it met {listed(known, 'and')}"
            raise typer.BadParameter(f"the entry did not meet {name!r}; {hint}", param_hint="--watch")
    silent = [name for name in wanted or decided if decided[name].action != "alerted"]
    if not silent:
        alerts = sorted({d.alert for d in decided.values() if d.alert is not None})
        raise WirewatchError(f"entry {entry.id} was told already, in alert {listed(map(str, alerts), 'and')}")
    return silent


def describe(told: dict[str, Any]) -> str:
    """An alert told by hand, in words."""
    lines = f", with {len(told['lines'])} more" if told["lines"] else ""
    to = ", ".join(told["destinations"]) or "nobody: its watches name no destination"
    watches = ", ".join(told["watches"])
    return f"alert {told['alert']} ({told['kind']}) under {watches}: {told['title']}{lines}\n  to {to}; {GOES_OUT}"

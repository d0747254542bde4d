"""`wirewatch tell`: tells an entry that stayed silent, by hand; the silence is kept as a wrong one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from monitor.cli import output
from monitor.cli.options import ConfigOption, JsonOption, now
from monitor.cli.workplace import Workplace, workplace
from rules.deciding.defaults import with_defaults
from rules.errors import WirewatchError
from rules.loading.explain import did_you_mean, listed
from rules.model import SAME_ENTRY, SAME_TEXT, Alert, Entry, RuleSet
from storage import SILENT, Split, Store, StoredDecision

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
        alert, destinations = tell_by_hand(
            store, rules, found, store.facts(found.id)["story"], watches, why="told by hand", note=note
        )
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


def last_decisions(store: Store, entry: str) -> dict[str, StoredDecision]:
    """The last decision on an entry under each watch that it met."""
    return {decision.watch: decision for decision in store.alerts.decisions(entry)}


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


def tell_by_hand(
    store: Store,
    rules: RuleSet,
    entry: Entry,
    story: str,
    watches: Sequence[str],
    *,
    why: str,
    note: str,
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
    alert = alert_by_hand(entry, story, firing, history, why=why, now=now(), lines=lines)
    destinations = list(dict.fromkeys(name for each in firing for name in each.watch.notify))
    number = store.manual_alerts.tell(alert, destinations, note=note, now=now())
    return store.alerts.find(ids=[number])[0], destinations


def tell_parted(store: Store, rules: RuleSet, parted: Split) -> dict[str, Any] | None:
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
        store, rules, first, parted.now, watches, why=why, note=why, lines=lines
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


def describe(told: dict[str, Any]) -> str:
    """An alert told by hand, in words."""
    lines = f", with {len(told['lines'])} more" if told["lines"] else ""
    to = ", ".join(told["destinations"]) or "nobody: its watches name no destination"
    watches = ", ".join(told["watches"])
    return f"alert {told['alert']} ({told['kind']}) under {watches}: {told['title']}{lines}\n  to {to}; {GOES_OUT}"

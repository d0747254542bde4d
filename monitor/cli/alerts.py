"""`wirewatch alerts` lists alerts, of which words and conditions may choose some."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from monitor.cli import output
from monitor.cli.options import ConfigOption, JsonOption, SinceOption, UntilOption, asked_words, since_when
from monitor.cli.workplace import Workplace, workplace
from monitor.shapes.alerts import alert_json, silent_reasons
from rules.errors import RulesError
from rules.loading.explain import did_you_mean, listed
from rules.model import Alert
from rules.schema import SEVERITIES, Severity
from storage import AlertDelivery, AlertQuery, Store

COLUMNS = (
    "id", "kind", "created", "severity", "watches", "title", "outlet", "outlets", "published", "url",
    "story", "deliveries", "lines", "silent",
)  # fmt: skip


def register(app: typer.Typer) -> None:
    app.command()(alerts)


def alerts(
    words: Annotated[
        list[str] | None,
        typer.Argument(help='Of entries with these words: words, "phrases", a OR b.', show_default=False),
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    watch: Annotated[str | None, typer.Option(help="Of this watch only.", show_default=False)] = None,
    feed: Annotated[str | None, typer.Option(help="Of this feed only.", show_default=False)] = None,
    outlet: Annotated[str | None, typer.Option(help="Of this outlet only.", show_default=False)] = None,
    severity: Annotated[
        Severity | None, typer.Option(help="Of this severity or a graver one.", show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option(help="At most so many; 0 for all.", min=0)] = 100,
    config: ConfigOption = None,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV for spreadsheets.")] = False,
) -> None:
    """List alerts, newest first; with words and conditions, some of them.

    Example: [bold]wirewatch alerts tariffs --since 7d --severity high --json[/bold]
    """
    place = workplace(config)
    query = AlertQuery(
        since=since_when(since, place.zone) if since else None,
        until=since_when(until, place.zone, "--until") if until else None,
        watch=watch,
        feed=feed,
        outlet=outlet,
        severities=SEVERITIES[SEVERITIES.index(severity) :] if severity else (),
        words=asked_words(words) if words else None,
    )
    with place.store() as store:
        if watch is not None:
            _require_watch(store, place, watch)
        found = store.alerts.find(query, limit=limit or None)
        deliveries = store.alerts.deliveries([alert.id for alert in found if alert.id is not None])
        reasons = silent_reasons(store, found)
    rows = [
        alert_json(alert, deliveries.get(alert.id or 0, []), place.zone, reasons.get(alert.id or 0))
        for alert in found
    ]
    if as_json:
        output.print_json(rows)
    elif as_csv:
        output.print_csv([_flat(row, deliveries.get(row["id"], [])) for row in rows], COLUMNS)
    elif not rows:
        hint = "; without the word `list` all are listed" if words == ["list"] else ""
        none = "no alert meets these conditions" if query != AlertQuery() else "no alerts yet"
        output.say(f"{none}{hint}")
    else:
        _show(found, deliveries, place)


def _show(found: Sequence[Alert], deliveries: Mapping[int, list[AlertDelivery]], place: Workplace) -> None:
    """Prints alerts as a table: on a terminal the link stands under the headline, elsewhere in a column of its own."""
    columns = ("id", "told", "severity", "watch", "outlet", "what")
    terminal = output.out.is_terminal
    shown = output.table(*columns) if terminal else output.table(*columns, "sent", "link")
    for alert in found:
        sent = _states(deliveries.get(alert.id or 0, []))
        facts = (
            alert.id,
            output.local(alert.created, place.zone),
            alert.severity,
            ", ".join(alert.watches),
            alert.entry.outlet or alert.entry.feed,
        )
        if terminal:
            what = f"{alert.entry.title}{_beside(alert)}\n{alert.entry.url or ''}\n[{sent}]"
            output.row(shown, *facts, what)
        else:
            output.row(shown, *facts, f"{alert.entry.title}{_beside(alert)}", sent, alert.entry.url)
    output.show_table(shown)


def _beside(alert: Alert) -> str:
    """The words for the lines of an alert, and for what stayed silent since the message before."""
    many = "line" if len(alert.lines) == 1 else "lines"
    parts = [f"{len(alert.lines)} {many}"] if alert.lines else []
    parts += [f"{len(alert.silent)} stayed silent"] if alert.silent else []
    parts += [f"acknowledged by {alert.acknowledged.by}"] if alert.acknowledged else []
    return f"  (and {', '.join(parts)})" if parts else ""


def _require_watch(store: Store, place: Workplace, watch: str) -> None:
    """Refuses a watch that the rules do not have, unless it decided something while they had it."""
    if store.alerts.has_decided(watch):
        return
    try:
        known = [rule.id for rule in place.rules().rules.watches]
    except RulesError:
        return
    if watch not in known:
        hint = did_you_mean(watch, known) or f"there is {listed(known, 'and')}" if known else "there is none"
        raise typer.BadParameter(f"no watch has the id {watch!r}; {hint}", param_hint="--watch")


def _states(deliveries: list[AlertDelivery]) -> str:
    """The destinations by state, each once: a mail to three people is one."""
    states = dict.fromkeys(f"{d.destination}: {d.state}" for d in deliveries)
    return ", ".join(states) or "sent to nobody: no destination was new to it"


def _flat(row: dict[str, Any], deliveries: list[AlertDelivery]) -> dict[str, Any]:
    flat = {name: [each["title"] for each in row[name]] for name in ("lines", "silent")}
    return row | flat | {"deliveries": [f"{d.destination}: {d.state}" for d in deliveries]}

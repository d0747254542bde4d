"""`wirewatch alerts` lists alerts; `wirewatch status` shows whether the accounts add up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from monitor.cli import output
from monitor.cli.exit_codes import FINDINGS
from monitor.cli.options import ConfigOption, JsonOption, since_when
from monitor.cli.workplace import Workplace, leave, workplace
from rules.errors import RulesError
from rules.loading.explain import did_you_mean, listed
from rules.model import Alert, Reason
from storage import AlertDelivery, Store

COLUMNS = (
    "id", "kind", "created", "severity", "watches", "title", "outlet", "outlets", "published", "url",
    "story", "deliveries", "lines", "silent",
)  # fmt: skip


def register(app: typer.Typer) -> None:
    app.command()(alerts)
    app.command()(status)


def alerts(
    since: Annotated[
        str | None, typer.Option(help="Newer than a span (7d) or a date (2026-11-24).", show_default=False)
    ] = None,
    watch: Annotated[str | None, typer.Option(help="Of this watch only.", show_default=False)] = None,
    limit: Annotated[int, typer.Option(help="At most so many; 0 for all.", min=0)] = 100,
    config: ConfigOption = None,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV for spreadsheets.")] = False,
) -> None:
    """List alerts, newest first.

    Example: [bold]wirewatch alerts --since 7d --watch us-mexico-security --json[/bold]
    """
    place = workplace(config)
    start = since_when(since, place.zone) if since else None
    with place.store() as store:
        if watch is not None:
            _require_watch(store, place, watch)
        found = store.alerts.find(since=start, watch=watch, limit=limit or None)
        deliveries = store.alerts.deliveries([alert.id for alert in found if alert.id is not None])
        reasons = _silent_reasons(store, found)
    rows = [
        output.alert_json(alert, deliveries.get(alert.id or 0, []), place.zone, reasons.get(alert.id or 0))
        for alert in found
    ]
    if as_json:
        output.print_json(rows)
    elif as_csv:
        output.print_csv([_flat(row, deliveries.get(row["id"], [])) for row in rows], COLUMNS)
    elif not rows:
        output.say("no alerts" + (" in that time" if since else " yet"))
    else:
        shown = output.table("id", "when", "watch", "outlets", "what")
        for alert in found:
            output.row(
                shown,
                alert.id,
                output.local(alert.created, place.zone),
                ", ".join(alert.watches),
                len(alert.outlets),
                f"{alert.entry.title}  [{_states(deliveries.get(alert.id or 0, []))}]{_beside(alert)}",
            )
        output.show_table(shown)


def _silent_reasons(store: Store, alerts: Sequence[Alert]) -> dict[int, dict[str, Reason]]:
    """For each alert, by its id, the reasons for which entries beside it stayed silent, by entry."""
    ids = {entry.id for alert in alerts for entry in alert.silent}
    found = store.silence_verdicts.silences(entries=ids) if ids else []
    return {
        alert.id: {silence.entry.id: silence.reason for silence in found if silence.watch in alert.watches}
        for alert in alerts
        if alert.id is not None
    }


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
    return ", ".join(f"{d.destination}: {d.state}" for d in deliveries) or "told nobody anew"


def _flat(row: dict[str, Any], deliveries: list[AlertDelivery]) -> dict[str, Any]:
    flat = {name: [each["title"] for each in row[name]] for name in ("lines", "silent")}
    return row | flat | {"deliveries": [f"{d.destination}: {d.state}" for d in deliveries]}


def status(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Say what was matched, decided and sent, and whether the counts agree; exit 1 if they do not.

    Example: [bold]wirewatch status --json[/bold]
    """
    place = workplace(config)
    with place.store() as store:
        accounts = store.alerts.accounts()
    sums = {
        "pairs": accounts["pairs"]["matched"] == _rest(accounts["pairs"], "matched"),
        "deliveries": accounts["deliveries"]["created"] == _rest(accounts["deliveries"], "created"),
    }
    if as_json:
        output.print_json({**accounts, "reconciled": all(sums.values())})
    else:
        for name, whole in (("pairs", "matched"), ("deliveries", "created")):
            verdict = "adds up" if sums[name] else "DOES NOT ADD UP"
            output.say(f"{name}: {accounts[name][whole]} {whole} ({verdict})")
            for part, count in accounts[name].items():
                if part != whole:
                    output.say(f"  {part:<11}{count:>8}")
    leave(0 if all(sums.values()) else FINDINGS)


def _rest(account: dict[str, int], whole: str) -> int:
    return sum(count for part, count in account.items() if part != whole)

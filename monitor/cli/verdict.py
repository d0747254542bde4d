"""`wirewatch verdict` records a person's verdict on an alert; `wirewatch verdicts` lists all verdicts."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from monitor.cli import audit, output
from monitor.cli.options import ConfigOption, JsonOption, now
from monitor.cli.workplace import Workplace, workplace
from monitor.shapes.moments import iso
from monitor.workshop.false_alert import Proposal, proposed_for
from rules.errors import WirewatchError
from rules.model import Alert
from storage import GivenVerdict, Store

COLUMNS = ("id", "at", "alert", "verdict", "note", "watches", "title", "url", "entry", "created", "reason")


class Word(StrEnum):
    """The two verdicts on an alert."""

    TRUE, FALSE = "true", "false"


def register(app: typer.Typer) -> None:
    app.command()(verdict)
    app.command()(verdicts)


def verdict(
    what: Annotated[
        str,
        typer.Argument(metavar="ALERT", help="The number of an alert, or an entry or a story that it tells."),
    ],
    word: Annotated[Word, typer.Argument(help="true: worth telling; false: not.", metavar="true|false")],
    note: Annotated[str, typer.Option(help="Why; kept for the audit log.")] = "",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say whether an alert was worth telling. For a false one, exclusions are proposed and tried on the past.

    Example: [bold]wirewatch verdict 12 false --note "the dance, not the weapon"[/bold]
    """
    place = workplace(config)
    with place.store() as store:
        alert = store.alerts.numbered(what)
        if alert is None or not _give(store, alert, word, note):
            raise WirewatchError(f"there is no alert {what}: `wirewatch alerts` lists them")
        proposed = None
        if word is Word.FALSE:
            proposed = proposed_for(store, place.rules().rules, place.config.rules_folder, alert)
    rows = [_proposal_json(each) for each in proposed.proposals] if proposed else []
    if as_json:
        output.print_json({"alert": alert, "verdict": word.value, "note": note, "exclusions": rows})
        return
    output.say(f"alert {alert}: {word.value}, noted")
    if word is Word.FALSE and not rows:
        output.say("no single phrase takes it away without the rule itself: see `wirewatch tune`")
    for row in rows:
        lost = f"loses {len(row['lost'])} of {proposed.tried_on if proposed else 0} other alerts"
        output.say(f"\nin the rule {row['rule']} ({lost}, {row['lost_true']} of them marked true):")
        output.say(f"    not: [{row['phrase']}]")
    if rows:
        which = "one of these" if len(rows) > 1 else "it"
        output.say(f"\nwrite {which} into the rule, then: wirewatch check && wirewatch backtest")
        output.say("(beside a running daemon: wirewatch backtest --against previous)")


def _give(store: Store, alert: int, word: Word, note: str) -> bool:
    with store.transaction():
        given = store.verdicts.give(alert, correct=word is Word.TRUE, note=note, now=now())
        if given:
            audit.note(store, "verdict", f"alert {alert}", f"{word.value} {note}".rstrip())
    return given


def _proposal_json(each: Proposal) -> dict[str, Any]:
    return {"rule": each.rule, "phrase": each.phrase, "lost": list(each.lost), "lost_true": each.lost_true}


def verdicts(
    config: ConfigOption = None,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV for spreadsheets.")] = False,
) -> None:
    """List every verdict ever given, oldest first, with the alert it is about: an audit log.

    Example: [bold]wirewatch verdicts --csv > audit.csv[/bold]
    """
    place = workplace(config)
    with place.store() as store:
        given = store.verdicts.all()
        alerts = {alert.id: alert for alert in store.alerts.find(ids=[each.alert for each in given])}
    rows = [_row(each, alerts[each.alert], place) for each in given]
    if as_json:
        output.print_json(rows)
    elif as_csv:
        output.print_csv(rows, COLUMNS)
    else:
        shown = output.table("alert", "verdict", "at", "what")
        for row, each in zip(rows, given, strict=True):
            what = row["title"] + (f" ({each.note})" if each.note else "")
            output.row(shown, each.alert, row["verdict"], output.local(each.at, place.zone), what)
        output.show_table(shown)


def _row(each: GivenVerdict, alert: Alert, place: Workplace) -> dict[str, Any]:
    return {
        "id": each.id,
        "at": iso(each.at, place.zone),
        "alert": each.alert,
        "verdict": "true" if each.correct else "false",
        "note": each.note,
        "watches": list(alert.watches),
        "title": alert.entry.title,
        "url": alert.entry.url,
        "entry": alert.entry.id,
        "created": iso(alert.created, place.zone),
        "reason": alert.reason.text,
    }

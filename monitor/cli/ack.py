"""`wirewatch ack` acknowledges alerts, which then do not escalate."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.cli import audit, output
from monitor.cli.exit_codes import FINDINGS
from monitor.cli.options import ConfigOption, JsonOption, now
from monitor.cli.workplace import leave, workplace
from monitor.shapes.alerts import acknowledged_json
from rules.model import Acknowledgement
from storage import Store


def register(app: typer.Typer) -> None:
    app.command()(ack)


def ack(
    alerts: Annotated[
        list[str],
        typer.Argument(help="Numbers of alerts, as in their messages, or entries or stories that they tell."),
    ],
    by: Annotated[
        str, typer.Option(help="Who acknowledges it. Default: the name of the user.", show_default=False)
    ] = "",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Acknowledge alerts, so that an urgent one whose watch says `escalate` goes to nobody else. Exit 1 for unknown ones.

    Example: [bold]wirewatch ack 17 --by ana[/bold]
    """
    place = workplace(config)
    who = by.strip() or audit.this_user()
    with place.store() as store:
        given = {what: _acknowledge(store, what, who) for what in alerts}
    if as_json:
        output.print_json(
            [
                {"alert": alert, "acknowledged": acknowledged_json(known, place.zone)}
                for alert, known in given.values()
            ]
        )
    for what, (alert, known) in given.items():
        if known is None:
            output.warn(f"there is no alert {what}: `wirewatch alerts` lists them")
        elif not as_json:
            before = "" if known.by == who else ", and was before this"
            output.say(
                f"alert {alert}: acknowledged by {known.by}, {output.local(known.at, place.zone)}{before}"
            )
    leave(FINDINGS if any(known is None for _, known in given.values()) else 0)


def _acknowledge(store: Store, what: str, who: str) -> tuple[int | None, Acknowledgement | None]:
    """The alert that is meant, and its acknowledgement; None for each that there is not."""
    alert = store.alerts.numbered(what)
    if alert is None:
        return (int(what) if what.isdecimal() else None), None
    with store.transaction():
        given = store.acknowledgements.give(alert, who, now())
        if given and given.by == who:
            audit.note(store, "acknowledge", f"alert {alert}", who=who)
    return alert, given

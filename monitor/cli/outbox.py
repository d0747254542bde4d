"""Commands on deliveries: notify-test, deliveries."""

from __future__ import annotations

import asyncio
import uuid
from typing import Annotated, Any

import typer

from monitor.cli import output
from monitor.cli.base import FINDINGS, ConfigOption, JsonOption, Workplace, leave, workplace
from monitor.senders import open_sender
from rules.errors import WirewatchError
from storage import DELIVERY_STATES, Outcome, Payload


def register(app: typer.Typer) -> None:
    app.command("notify-test")(notify_test)
    app.command()(deliveries)


def notify_test(
    destination: Annotated[str, typer.Argument(help="A name under destinations in config.toml.")],
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Send a test message to one destination, now, and say how it went. Exit 1 if it was not sent.

    Example: [bold]wirewatch notify-test console[/bold]
    """
    place = workplace(config)
    outcome = asyncio.run(_send_test(place, destination))
    if as_json:
        output.print_json({"destination": destination, "state": outcome.state, "reason": outcome.reason})
    else:
        output.say(f"{destination}: {outcome.state}: {outcome.reason}")
    leave(0 if outcome.state == "sent" else FINDINGS)


async def _send_test(place: Workplace, name: str) -> Outcome:
    section = place.config.destinations.get(name)
    if section is None:
        names = ", ".join(place.config.destinations) or "none"
        raise WirewatchError(f"no destination {name!r} in {place.config.path}; there are: {names}")
    payload = Payload(
        subject="wirewatch: a test message",
        text="If you can read this, alerts sent to this destination will arrive.",
    )
    sender = open_sender(name, section)
    try:
        return await sender.send(payload, key=uuid.uuid4().hex, timeout=section.timeout)
    finally:
        await sender.close()


def deliveries(
    state: Annotated[
        list[str] | None, typer.Option(help="Only these states; repeat for more.", show_default=False)
    ] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """List deliveries, newest first: to whom, in which state, and why.

    Example: [bold]wirewatch deliveries --state retry --state dead[/bold]
    """
    for name in state or ():
        if name not in DELIVERY_STATES:
            raise typer.BadParameter(f"one of {', '.join(DELIVERY_STATES)}", param_hint="--state")
    place = workplace(config)
    with place.store() as store:
        found = store.outbox.all(state or ())
    if as_json:
        rows: list[dict[str, Any]] = [
            {
                "id": d.id,
                "alert": d.alert,
                "destination": d.destination,
                "state": d.state,
                "attempts": d.attempts,
                "created": output.iso(d.created, place.zone),
                "not_before": output.iso(d.not_before, place.zone),
                "last_error": d.last_error,
            }
            for d in found
        ]
        output.print_json(rows)
        return
    shown = output.table("id", "alert", "destination", "state", "tries", "why")
    for d in found:
        output.row(shown, d.id, d.alert or "-", d.destination, d.state, d.attempts, d.last_error or "")
    output.show_table(shown)

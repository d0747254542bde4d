"""`wirewatch notify-test`: sends a test message to one destination."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Annotated

import typer

from monitor.cli import output
from monitor.cli.exit_codes import FINDINGS
from monitor.cli.options import ConfigOption, JsonOption
from monitor.cli.workplace import leave, workplace
from monitor.daemon import logs
from monitor.delivery.sample import SampleKind
from monitor.delivery.send_test import send_test


def register(app: typer.Typer) -> None:
    app.command("notify-test")(notify_test)


def notify_test(
    destination: Annotated[str, typer.Argument(help="A name under destinations in config.toml.")],
    sample: Annotated[
        SampleKind | None,
        typer.Option(
            help="Send a made-up message of this kind, as a real one would look.", show_default=False
        ),
    ] = None,
    watch: Annotated[
        str, typer.Option(help="With --sample: the id of the watch that it is told under.")
    ] = "ships",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Send a test message to one destination, now, and say how it went. Exit 1 if any part of it was not sent.

    It goes the way of real alerts: each recipient by itself, in the destination's own words.

    Examples: [bold]wirewatch notify-test console[/bold]; [bold]wirewatch notify-test console --sample digest[/bold]
    """
    place = workplace(config)
    place.destination(destination)
    logs.setup("CRITICAL")  # how it went is said below
    sent = asyncio.run(send_test(place.config, destination, sample, watch))
    state = next((each.state for each in sent if each.state != "sent"), "sent")
    if as_json:
        reason = next((each.reason for each in sent if each.state == state), "")
        told = {"destination": destination, "state": state, "reason": reason}
        output.print_json(told | {"deliveries": [asdict(each) for each in sent]})
    else:
        for each in sent:
            to = f" to {each.recipient}" if each.recipient else ""
            part = f", part {each.part} of {each.parts}" if each.parts > 1 else ""
            output.say(f"{destination}{to}{part}: {each.state}: {each.reason}")
    leave(0 if state == "sent" else FINDINGS)

"""`wirewatch deliveries retry` and `settle`: a person's word on what could not be sent, or may have been."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from monitor.cli import output
from monitor.cli.base import FINDINGS, ConfigOption, leave, now, workplace
from storage import Outcome


def register(deliveries: typer.Typer) -> None:
    deliveries.command()(retry)
    deliveries.command()(settle)


def retry(
    ids: Annotated[list[int] | None, typer.Argument(help="Ids as `wirewatch deliveries` lists them.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All that are dead.")] = False,
    unknown: Annotated[bool, typer.Option("--unknown", help="With --all: the unknown ones, too.")] = False,
    config: ConfigOption = None,
) -> None:
    """Send dead or unknown deliveries again. Exit 1 if there is none of them.

    Examples: [bold]wirewatch deliveries retry 17 18[/bold]; [bold]wirewatch deliveries retry --all[/bold]
    """
    if every == bool(ids):
        raise typer.BadParameter("ids, or --all")
    place = workplace(config)
    with place.store() as store:
        if every:
            ids = [
                d.id for d in store.outbox.all(["dead", "unknown"] if unknown else ["dead"], limit=1_000_000)
            ]
        again = store.outbox.retry(ids or [], now())
    output.say(f"{len(again)} will be sent again" + ("" if again else ": none of these is dead or unknown"))
    leave(0 if again else FINDINGS)


def settle(
    delivery: Annotated[int, typer.Argument(help="The id of an unknown delivery.")],
    how: Annotated[Literal["sent", "dead"], typer.Argument(help="It arrived, or it is given up.")],
    config: ConfigOption = None,
) -> None:
    """Say what became of a delivery of which nobody knows. Exit 1 if it is not unknown.

    Example: [bold]wirewatch deliveries settle 17 sent[/bold]
    """
    place = workplace(config)
    with place.store() as store:
        done = store.outbox.settle(delivery, Outcome(state=how, reason="a person said so"), now())
    output.say(f"{delivery}: {how}" if done else f"{delivery} is not unknown")
    leave(0 if done else FINDINGS)

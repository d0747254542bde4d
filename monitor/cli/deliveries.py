"""`wirewatch deliveries`: lists, retries, settles and moves deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path
from typing import Annotated, Literal

import typer

from monitor.cli import audit, output
from monitor.cli.exit_codes import FINDINGS
from monitor.cli.options import ConfigOption, JsonOption, now
from monitor.cli.workplace import leave, workplace
from monitor.shapes.deliveries import delivery_json, headline
from storage import DELIVERY_STATES, Delivery, Outcome

StateOption = Annotated[
    list[str] | None, typer.Option(help="Only these states; repeat for more.", show_default=False)
]


def register(app: typer.Typer) -> None:
    group = typer.Typer(invoke_without_command=True)
    group.callback()(deliveries)
    group.command("list")(list_deliveries)
    group.command()(retry)
    group.command("settle")(settle_delivery)
    group.command()(move)
    app.add_typer(group, name="deliveries")


def deliveries(
    context: typer.Context,
    state: StateOption = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """List deliveries, newest first: to whom, in which state, and why.

    Example: [bold]wirewatch deliveries --state retry --state dead[/bold]
    """
    if context.invoked_subcommand is None:
        _list(state or (), config, as_json=as_json)


def list_deliveries(
    state: StateOption = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """List deliveries, newest first, as `wirewatch deliveries` does.

    Example: [bold]wirewatch deliveries list --state dead[/bold]
    """
    _list(state or (), config, as_json=as_json)


def _list(state: Sequence[str], config: Path | None, *, as_json: bool) -> None:
    for name in state:
        if name not in DELIVERY_STATES:
            raise typer.BadParameter(f"one of {', '.join(DELIVERY_STATES)}", param_hint="--state")
    place = workplace(config)
    with place.store() as store:
        listed = store.outbox.all(state)
        titles = store.alerts.titles({d.alert for d in listed if d.alert is not None})
    if as_json:
        output.print_json([delivery_json(delivery, titles, place.zone) for delivery in listed])
        return
    shown = output.table("id", "alert", "to", "state", "tries", "what")
    for d in listed:
        to = f"{d.destination} ({d.recipient})" if d.recipient else d.destination
        why = _why(d, place.zone)
        what = (headline(d, titles) or "") + (f"  [{why}]" if why else "")
        output.row(shown, d.id, d.alert or "-", to, d.state, d.attempts, what)
    output.show_table(shown)


def _why(delivery: Delivery, zone: tzinfo) -> str:
    """The reason for a delivery's state: what it waits for, or the last error."""
    if delivery.digest is not None:
        return f"told by delivery {delivery.digest}"
    if delivery.state == "held":
        return f"until {output.local(delivery.not_before, zone)}: {delivery.held_for}"
    if delivery.state == "retry":
        return f"again {output.local(delivery.not_before, zone)}: {delivery.last_error}"
    return delivery.last_error or ""


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
        with store.transaction():
            again = store.outbox.retry(ids or [], now())
            for delivery in again:
                audit.note(store, "send again", f"delivery {delivery}")
    output.say(f"{len(again)} will be sent again" + ("" if again else ": none of these is dead or unknown"))
    leave(0 if again else FINDINGS)


def settle_delivery(
    delivery: Annotated[int, typer.Argument(help="The id of an unknown delivery.")],
    how: Annotated[Literal["sent", "dead"], typer.Argument(help="It arrived, or it is given up.")],
    config: ConfigOption = None,
) -> None:
    """Say what became of a delivery of which nobody knows. Exit 1 if it is not unknown.

    Example: [bold]wirewatch deliveries settle 17 sent[/bold]
    """
    place = workplace(config)
    with place.store() as store:
        outcome = Outcome(state=how, reason="a person said so")
        with store.transaction():
            done = store.outbox.end_unknown(delivery, outcome, now())
            if done:
                audit.note(store, "settle", f"delivery {delivery}", how)
    output.say(f"{delivery}: {how}" if done else f"{delivery} is not unknown")
    leave(0 if done else FINDINGS)


def move(
    old: Annotated[
        str, typer.Argument(help="The destination for which they wait; it need not exist any more.")
    ],
    new: Annotated[str, typer.Argument(help="A name under destinations in config.toml.")],
    config: ConfigOption = None,
) -> None:
    """Send to another destination what waits for one. Exit 1 if nothing waits for it.

    Example: [bold]wirewatch deliveries move old-desk new-desk[/bold]
    """
    from monitor.delivery.senders import open_sender

    place = workplace(config)
    recipients = open_sender(new, place.destination(new)).recipients
    with place.store() as store, store.transaction():
        done = store.addressees.move(old, new, recipients, now())
        if done.moved or done.told:
            audit.note(store, "move deliveries", f"destination {old}", f"{done.moved} to {new}")
    if not done.moved and not done.told:
        output.say(f"nothing waits for {old}")
        leave(FINDINGS)
        return
    others = "other is" if done.told == 1 else "others are"
    told = f"; {done.told} {others} told by them, or were told already" if done.told else ""
    output.say(f"{done.moved} will be sent to {new}{told}")

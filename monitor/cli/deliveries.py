"""`wirewatch deliveries`: lists, retries, settles and moves deliveries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from typing import Annotated, Any, Literal

import typer

from monitor.cli import output
from monitor.cli.exit_codes import FINDINGS
from monitor.cli.options import ConfigOption, JsonOption, now
from monitor.cli.workplace import leave, workplace
from storage import DELIVERY_STATES, Delivery, Outcome


def register(app: typer.Typer) -> None:
    group = typer.Typer(invoke_without_command=True)
    group.callback()(deliveries)
    group.command()(retry)
    group.command("settle")(settle_delivery)
    group.command()(move)
    app.add_typer(group, name="deliveries")


def deliveries(
    context: typer.Context,
    state: Annotated[
        list[str] | None, typer.Option(help="Only these states; repeat for more.", show_default=False)
    ] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """List deliveries, newest first: to whom, in which state, and why.

    Example: [bold]wirewatch deliveries --state retry --state dead[/bold]
    """
    if context.invoked_subcommand is not None:
        return
    for name in state or ():
        if name not in DELIVERY_STATES:
            raise typer.BadParameter(f"one of {', '.join(DELIVERY_STATES)}", param_hint="--state")
    place = workplace(config)
    with place.store() as store:
        listed = store.outbox.all(state or ())
        titles = store.alerts.titles({d.alert for d in listed if d.alert is not None})
    if as_json:
        output.print_json([_json(delivery, titles, place.zone) for delivery in listed])
        return
    shown = output.table("id", "alert", "to", "state", "tries", "what")
    for d in listed:
        to = f"{d.destination} ({d.recipient})" if d.recipient else d.destination
        why = _why(d, place.zone)
        what = (_headline(d, titles) or "") + (f"  [{why}]" if why else "")
        output.row(shown, d.id, d.alert or "-", to, d.state, d.attempts, what)
    output.show_table(shown)


def _headline(delivery: Delivery, titles: Mapping[int, str]) -> str | None:
    """The headline of its alert; of a message about many, its subject."""
    if delivery.alert is not None:
        return titles.get(delivery.alert)
    return delivery.payload.subject if delivery.payload else None


def _json(delivery: Delivery, titles: Mapping[int, str], zone: tzinfo) -> dict[str, Any]:
    return {
        "id": delivery.id,
        "alert": delivery.alert,
        "destination": delivery.destination,
        "recipient": delivery.recipient,
        "title": _headline(delivery, titles),
        "part": f"{delivery.part}/{delivery.parts}",
        "digest": delivery.digest,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "created": output.iso(delivery.created, zone),
        "not_before": output.iso(delivery.not_before, zone),
        "held_for": delivery.held_for,
        "last_error": delivery.last_error,
    }


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
        again = store.outbox.retry(ids or [], now())
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
        done = store.outbox.end_unknown(delivery, Outcome(state=how, reason="a person said so"), now())
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
    with place.store() as store:
        done = store.addressees.move(old, new, recipients, now())
    if not done.moved and not done.told:
        output.say(f"nothing waits for {old}")
        leave(FINDINGS)
        return
    told = f"; {done.told} others are told by them, or were told already" if done.told else ""
    output.say(f"{done.moved} will be sent to {new}{told}")

"""`wirewatch backup`, `restore`, `purge` and `db upgrade`: the upkeep of the store."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

import storage
from monitor.cli import audit, output
from monitor.cli.options import ConfigOption, JsonOption, now
from monitor.cli.workplace import workplace
from rules.errors import WirewatchError
from rules.times import parse_span

db = typer.Typer(help="The store: schema and upkeep.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(db, name="db")
    app.command()(backup)
    app.command()(restore)
    app.command()(purge)


def backup(
    file: Annotated[Path, typer.Argument(help="Where to put the copy; a former one is replaced.")],
    config: ConfigOption = None,
) -> None:
    """Copy the store, whole and checked, while the daemon runs.

    Example: [bold]wirewatch backup /backups/wirewatch.db[/bold]
    """
    place = workplace(config, shared=False)
    with place.store() as store:
        size = store.backup(file.absolute())
    output.say(f"{file}: {size / 2**20:.1f} MB")


def restore(
    file: Annotated[Path, typer.Argument(help="A copy made by `wirewatch backup`.")],
    resend: Annotated[
        bool,
        typer.Option(
            "--resend", help="Send what was still to be sent when the copy was made, even if twice."
        ),
    ] = False,
    quiet: Annotated[
        bool,
        typer.Option("--quiet", help="Tell nothing of what the feeds hold now, for it may have been told."),
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Put a copy in the place of the store; the daemon must not run. The old store is kept beside it.

    What was still to be sent then may have been sent since: it is listed as unknown, for you to decide.

    Example: [bold]wirewatch restore /backups/wirewatch.db[/bold]
    """
    place = workplace(config, shared=False)
    location = place.config.store_location()
    former = Path(f"{location}{storage.SET_ASIDE}")
    there = Path(location).exists()
    unknown = storage.restore(location, file.absolute(), now(), resend=resend, quiet=quiet)
    audit.note_edit(place, "restore", "store", f"from {file}")
    output.say(f"{Path(location)}: restored from {file}")
    if there:
        output.say(f"the store before is kept as {former}; delete it when nothing is missing")
    if quiet:
        output.say("the next poll of each feed records what it holds, and tells nothing of it")
    if unknown:
        are = "delivery is" if unknown == 1 else "deliveries are"
        output.say(f"{unknown} {are} unknown: wirewatch deliveries --state unknown")


def purge(
    older_than: Annotated[str, typer.Option(help="A length of time, as 90d; two weeks at the least.")],
    anyway: Annotated[bool, typer.Option("--anyway", help="Although the clock may be wrong.")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Forget old texts, matches and sent messages; nothing that tells new from known.

    The daemon does so every day by [bold]keep[/bold] under \\[storage] in config.toml, a year by default.

    Example: [bold]wirewatch purge --older-than 365d[/bold]
    """
    try:
        age = parse_span(older_than)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--older-than") from None
    if age < storage.LEAST_KEPT:
        raise typer.BadParameter("two weeks are needed to recognise copies", param_hint="--older-than")
    place = workplace(config, shared=False)
    with place.store() as store:
        doubt = store.clock.reason(now()) or store.clock.gap(now())
        if doubt and not anyway:
            raise WirewatchError(f"nothing was forgotten: {doubt}. If it is right, say --anyway")
        purged = asdict(store.purge(now() - age))
        audit.note(store, "purge", "store", ", ".join(f"{count} {what}" for what, count in purged.items()))
    if as_json:
        output.print_json(purged)
    else:
        output.say(", ".join(f"{count} {what}" for what, count in purged.items()) + " forgotten")


@db.command()
def upgrade(config: ConfigOption = None) -> None:
    """Create the store, or bring it to this version's schema; all or nothing.

    Example: [bold]wirewatch db upgrade[/bold]
    """
    place = workplace(config, shared=False)
    with place.store(create=True) as store:
        output.say(f"{store.location}: at the newest schema")

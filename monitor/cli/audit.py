"""`wirewatch audit` lists what people changed; the other commands note their changes here."""

from __future__ import annotations

import getpass
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli import output
from monitor.cli.options import ConfigOption, JsonOption, SinceOption, now, since_when
from monitor.cli.workplace import Workplace, workplace
from monitor.shapes.moments import iso
from rules.errors import ConfigError
from storage import NoStoreError, StoreError

if TYPE_CHECKING:
    from storage import Store


def register(app: typer.Typer) -> None:
    app.command()(audit)


def audit(
    since: SinceOption = None,
    who: Annotated[
        str | None, typer.Option(help="Only what this person changed.", show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1_000_000, help="At most so many.")] = 100,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what people changed, newest first: verdicts, mutes, feeds, rules, deliveries; who, when, from where.

    Example: [bold]wirewatch audit --since 7d --who ana[/bold]
    """
    place = workplace(config)
    start = since_when(since, place.zone) if since else None
    with place.store() as store:
        acts = store.audit.find(since=start, who=who, limit=limit)
    if as_json:
        output.print_json([asdict(act) | {"at": iso(act.at, place.zone)} for act in acts])
        return
    shown = output.table("at", "who", "from", "what", "on", "detail")
    for act in acts:
        at = output.local(act.at, place.zone)
        output.row(shown, at, act.who or "-", act.via, act.action, act.about, act.detail)
    output.show_table(shown)


def this_user() -> str:
    """The name of the user of this process; the number where the system has no name for it, as in a container."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


def note(store: Store, action: str, about: str, detail: str = "", *, who: str = "") -> None:
    """Notes a change of this user in the audit log, inside the transaction of the change."""
    # Commands that need no store import this module, too.
    from storage import Act

    store.audit.note(Act(who or this_user(), "cli", action, about, detail), now())


def note_edit(place: Workplace, action: str, about: str, detail: str = "") -> None:
    """Notes an edit of a file. Where there is no store yet, there is no log; one that cannot be written is said."""
    try:
        with place.store() as store:
            note(store, action, about, detail)
    except NoStoreError:
        return
    except StoreError as error:
        output.warn(f"the edit is made, but the audit log does not have it: {error}")


def note_rules_file(config: Path | None, action: str, file: Path, detail: str = "") -> None:
    """Notes an edit of a rules file. A file outside the rules folder is no part of a watch, and is left out."""
    try:
        place = workplace(config)
    except ConfigError:
        return  # a file of its own, far from any watch folder
    folder = place.config.rules_folder.resolve()
    path = file.resolve()
    if path.is_relative_to(folder):
        note_edit(place, action, f"rules file {path.relative_to(folder)}", detail)

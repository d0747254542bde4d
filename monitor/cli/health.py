"""`wirewatch health`: says in one line whether a daemon is at work, for Docker, systemd and cron."""

from __future__ import annotations

import socket
from typing import Annotated, Any

import typer

from monitor.cli import output
from monitor.cli.exit_codes import FINDINGS
from monitor.cli.options import ConfigOption, JsonOption, now
from monitor.cli.status import daemon_name, daemon_text, index_text
from monitor.cli.workplace import leave, workplace
from monitor.config.schema import Config
from monitor.polling.progress import judge
from monitor.shapes.moments import iso
from monitor.shapes.status import daemons_json, index_progress
from storage import Store


def register(app: typer.Typer) -> None:
    app.command()(health)


def health(
    config: ConfigOption = None,
    as_json: JsonOption = False,
    every: Annotated[bool, typer.Option("--all", help="Ask for the daemons of every machine.")] = False,
) -> None:
    """Say whether the daemon is at work: exit 0 if it is, 1 if not, 4 where the store cannot be read.

    Of daemons that share a PostgreSQL those of this machine count; with --all each of them. Example:
    [bold]wirewatch health || systemctl restart wirewatch[/bold]
    """
    place = workplace(config)
    with place.store() as store:
        daemons = [] if store.folder else _daemons(store, place.config, here_only=not every)
        index = index_progress(store, place.config)
        verdict = judge(store.feeds.all(), store.holder(), now(), one_daemon=store.folder is not None)
    silent = [daemon for daemon in daemons if daemon["state"] == "silent"]
    healthy = verdict.healthy and not silent
    if as_json:
        output.print_json(
            {
                "healthy": healthy,
                "text": verdict.text,
                "process": verdict.process,
                "feeds": verdict.feeds,
                "failing": verdict.failing,
                "overdue": verdict.overdue,
                "last_poll": iso(verdict.last_poll, place.zone),
                "index": index,
                "daemons": daemons,
            }
        )
    else:
        lacking = index is not None and index["indexed"] < index["of"]
        text = f"{verdict.text}; {index_text(index)}" if index and lacking else verdict.text
        if silent:
            text = f"{', '.join(daemon['name'] for daemon in silent)} not heard any more; {text}"
        output.say(("well: " if healthy else "NOT WELL: ") + text)
        if every:
            for daemon in daemons:
                output.say(f"{daemon_name(daemon):<24}  {daemon_text(daemon, place.zone)}")
    leave(0 if healthy else FINDINGS)


def _daemons(store: Store, config: Config, *, here_only: bool) -> list[dict[str, Any]]:
    """The daemons that run or should run: all of them, or those of this machine."""
    here = socket.gethostname()
    found = [daemon for daemon in daemons_json(store, config, now())["daemons"] if daemon["expected"]]
    return [daemon for daemon in found if not here_only or daemon["name"].rpartition(":")[0] == here]

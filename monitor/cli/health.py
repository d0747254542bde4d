"""`wirewatch health`: says in one line whether a daemon is at work, for Docker, systemd and cron."""

from __future__ import annotations

import typer

from monitor.cli import output
from monitor.cli.exit_codes import FINDINGS
from monitor.cli.options import ConfigOption, JsonOption, now
from monitor.cli.workplace import leave, workplace
from monitor.polling.progress import judge


def register(app: typer.Typer) -> None:
    app.command()(health)


def health(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Say whether the daemon is at work: exit 0 if it is, 1 if not, 4 where the store cannot be read.

    Example: [bold]wirewatch health || systemctl restart wirewatch[/bold]
    """
    place = workplace(config)
    with place.store() as store:
        verdict = judge(store.feeds.all(), store.holder(), now(), one_daemon=store.folder is not None)
    if as_json:
        output.print_json(
            {
                "healthy": verdict.healthy,
                "text": verdict.text,
                "process": verdict.process,
                "feeds": verdict.feeds,
                "failing": verdict.failing,
                "overdue": verdict.overdue,
                "last_poll": output.iso(verdict.last_poll, place.zone),
            }
        )
    else:
        output.say(("well: " if verdict.healthy else "NOT WELL: ") + verdict.text)
    leave(0 if verdict.healthy else FINDINGS)

"""`wirewatch doctor`: tries config, rules, store, daemon, network, clock and destinations, and says what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from monitor.cli import output
from monitor.cli.exit_codes import FINDINGS
from monitor.cli.options import ConfigOption, JsonOption, now
from monitor.cli.workplace import Workplace, leave, workplace
from monitor.text.counted import counted
from monitor.workshop import doctor as examination
from monitor.workshop.doctor import Finding
from rules.errors import RulesError
from storage import NoStoreError, StoreError

_WORDS = {"well": "well", "doubt": "DOUBT", "trouble": "TROUBLE"}


def register(app: typer.Typer) -> None:
    app.command()(doctor)


def doctor(
    offline: Annotated[bool, typer.Option("--offline", help="Contact no server.")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Try what the watch needs, and say what to do: rules, store, daemon, network, clock, mail. Exit 1 on a trouble.

    It sends no message and writes nothing; config.toml itself must load.

    Example: [bold]wirewatch doctor --offline[/bold]
    """
    place = workplace(config)
    findings = [Finding("config", "well", f"{place.config.path} loads"), *_rules(place), *_store(place)]
    if not offline:
        with _progress(len(examination.one_a_server(place.config.feeds))) as step:
            findings += examination.examine_network(place.config, now, step)
    findings += examination.examine_destinations(place.config, online=not offline)
    troubles = sum(finding.verdict == "trouble" for finding in findings)
    if as_json:
        output.print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            todo = f"\n{'':9}{finding.todo}" if finding.todo else ""
            output.say(f"{_WORDS[finding.verdict]:<8} {finding.part}: {finding.text}{todo}")
        output.say(counted(troubles, "trouble") if troubles else "no trouble")
    leave(FINDINGS if troubles else 0)


def _rules(place: Workplace) -> Iterator[Finding]:
    try:
        loaded = place.rules()
    except RulesError as error:
        yield Finding(
            "rules", "trouble", f"the rules do not load: {error}", "`wirewatch check` names each place"
        )
        return
    many = counted(len(loaded.rules.watches), "watch", "watches")
    if loaded.warnings:
        yield Finding(
            "rules",
            "doubt",
            f"{many}, {counted(len(loaded.warnings), 'warning')}",
            "`wirewatch check` names each place",
        )
    else:
        yield Finding("rules", "well", many)


def _store(place: Workplace) -> Iterator[Finding]:
    try:
        with place.store() as store:
            yield from examination.examine_store(store)
            yield examination.examine_daemon(
                store.feeds.all(), store.holder(), now(), one_daemon=store.folder is not None
            )
            for trouble in store.troubles.open():
                yield Finding(
                    "trouble",
                    "trouble",
                    f"since {output.local(trouble.since, place.zone)}: {trouble.text}",
                    "",
                )
    except NoStoreError:
        yield Finding(
            "store", "doubt", "nothing was polled yet, so there is no store", "`wirewatch run` makes it"
        )
    except StoreError as error:
        yield Finding("store", "trouble", str(error), "docs/troubleshooting.md")


@contextmanager
def _progress(servers: int) -> Iterator[Callable[[], None]]:
    """A bar that moves as servers answer; nothing where standard error is no terminal."""
    if not output.err.is_terminal or not servers:
        yield lambda: None
        return
    with Progress(
        TextColumn("asking servers"), BarColumn(), MofNCompleteColumn(), console=output.err, transient=True
    ) as bar:
        task = bar.add_task("", total=servers)
        yield lambda: bar.advance(task)

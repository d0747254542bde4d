"""`wirewatch status`: whether the daemon runs, what fails and waits, what the last day brought, and whether it adds up."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Annotated, Any

import typer

from monitor.cli import output
from monitor.cli.exit_codes import FINDINGS
from monitor.cli.options import ConfigOption, JsonOption, now
from monitor.cli.workplace import leave, workplace
from monitor.polling.progress import ago
from monitor.shapes.status import ACCOUNTS, daemons_json, parts, status_json
from monitor.text.counted import counted
from rules.model import ACTION_WORDS

# What each part of an account means.
MEANINGS = {
    "pairs": {
        "alerted": "in an alert",
        "threaded": "its story was told, or waits",
        "waiting": "waits to be told",
        "held": "lacks what the watch's `min_outlets` or `count` asks for",
        "suppressed": "from a feed that the watch leaves out, or muted",
    },
    "deliveries": {
        "pending": "not begun",
        "held": "by quiet hours, a digest, a mute or a limit",
        "sending": "on its way",
        "retry": "failed, will be tried again",
        "unknown": "perhaps arrived: `wirewatch deliveries settle`",
        "dead": "given up: `wirewatch deliveries retry`",
    },
}


def register(app: typer.Typer) -> None:
    app.command()(status)


def status(
    config: ConfigOption = None,
    as_json: JsonOption = False,
    every: Annotated[
        bool, typer.Option("--all", help="Also each daemon of this store, and how they differ.")
    ] = False,
) -> None:
    """Say whether the daemon runs, what fails and waits, and what was told; exit 1 if counts do not add up.

    Examples: [bold]wirewatch status --json[/bold]; [bold]wirewatch status --all[/bold]
    """
    place = workplace(config)
    with place.store() as store:
        facts = status_json(store, place.config, now())
        if every:
            facts |= daemons_json(store, place.config, now())
    if as_json:
        output.print_json(facts)
    else:
        _show(facts, place.zone)
        if every:
            show_daemons(facts, place.zone)
    leave(0 if facts["reconciled"] else FINDINGS)


def index_text(index: dict[str, int]) -> str:
    return f"{index['indexed']} of {index['of']} entries can be searched; a daemon that runs goes on with the rest"


def _show(facts: dict[str, Any], zone: tzinfo) -> None:
    daemon, feeds, waits, day = facts["daemon"], facts["feeds"], facts["open"], facts["last_day"]
    output.say(f"daemon      {_daemon(daemon, zone)}")
    well = feeds["polled"] - feeds["failing"]
    hint = ": `wirewatch feeds` says what to do" if feeds["failing"] else ""
    output.say(
        f"feeds       {feeds['polled']} polled, {well} well, {feeds['failing']} failing, {feeds['gone']} gone{hint}"
    )
    output.say(
        f"last day    {counted(day['entries'], 'new entry', 'new entries')}, {day['matched']} met a watch, "
        f"{counted(day['alerts'], 'alert')}"
    )
    output.say(f"open        {_open(waits)}")
    if facts["index"] and facts["index"]["indexed"] < facts["index"]["of"]:
        output.say(f"index       {index_text(facts['index'])}")
    for trouble in facts["troubles"]:
        output.say(f"trouble     since {output.local(_moment(trouble['since']), zone)}: {trouble['text']}")
    for name, (whole, what) in ACCOUNTS.items():
        verdict = "adds up" if facts[name][whole] == parts(facts[name], whole) else "DOES NOT ADD UP"
        output.say(f"{facts[name][whole]} {what} ({verdict})")
        for part, count in facts[name].items():
            if part != whole:
                output.say(
                    f"{count:>8}  {ACTION_WORDS.get(part, part):<9} {MEANINGS[name].get(part, '')}".rstrip()
                )
    output.say(f"times are those of {facts['timezone']}")


def show_daemons(facts: dict[str, Any], zone: tzinfo) -> None:
    """Prints a line for each daemon, and one for each thing in which they differ."""
    output.say(counted(len(facts["daemons"]), "daemon") + " in the last week")
    for daemon in facts["daemons"]:
        output.say(f"{daemon_name(daemon):<24}  {daemon_text(daemon, zone)}")
    for line in facts["differences"]:
        output.say(f"DIFFERENT   {line}")


def daemon_name(daemon: dict[str, Any]) -> str:
    return f"{daemon['name']} ({daemon['id'][:6]})"


def daemon_text(daemon: dict[str, Any], zone: tzinfo) -> str:
    beat = _moment(daemon["last_beat"])
    assert beat
    heard = f"last beat {output.local(beat, zone)}, {ago(now() - beat)} ago"
    state = "NOT HEARD" if daemon["state"] == "silent" and daemon["expected"] else daemon["state"]
    return (
        f"{state}; {heard}; polled {counted(daemon['polled'], 'feed')} last, polls {daemon['polling']} now;"
        f" version {daemon['version']}, rules {daemon['rules'][:12]}"
    )


def _daemon(daemon: dict[str, Any], zone: tzinfo) -> str:
    last = _moment(daemon["last_poll"])
    polled = (
        f"last poll {output.local(last, zone)}, {ago(now() - last)} ago" if last else "nothing was polled yet"
    )
    if daemon["process"]:
        since = f" since {output.local(_moment(daemon['since']), zone)}" if daemon["since"] else ""
        return f"runs{since} as process {daemon['process']}; {polled}" + (
            "" if daemon["healthy"] else f"; {daemon['text']}"
        )
    return daemon["text"] if not daemon["healthy"] else f"at work; {polled}"


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _open(waits: dict[str, int]) -> str:
    parts = [
        f"{counted(waits['to_acknowledge'], 'alert')} to acknowledge (`wirewatch ack`)"
        if waits["to_acknowledge"]
        else "",
        f"{counted(waits['waiting'], 'delivery', 'deliveries')} to be sent" if waits["waiting"] else "",
        f"{waits['unknown']} of which nobody knows whether they arrived (`wirewatch deliveries settle`)"
        if waits["unknown"]
        else "",
        f"{waits['dead']} refused for good (`wirewatch deliveries --state dead`)" if waits["dead"] else "",
        f"{counted(waits['mutes'], 'mute')} in force" if waits["mutes"] else "",
    ]
    return "; ".join(filter(None, parts)) or "nothing"

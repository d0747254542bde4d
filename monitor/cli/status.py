"""`wirewatch status`: whether the daemon runs, what fails and waits, what the last day brought, and whether it adds up."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta, tzinfo
from typing import Any

import typer

from monitor.cli import output
from monitor.cli.exit_codes import FINDINGS
from monitor.cli.options import ConfigOption, JsonOption, now
from monitor.cli.workplace import Workplace, leave, workplace
from monitor.polling.progress import ago, judge
from monitor.text.counted import counted
from rules.model import ACTION_WORDS
from storage import Store, Trouble

# The accounts, each with its total and what it counts, in the order of `status`.
ACCOUNTS = {
    "pairs": ("matched", "matches of an entry and a watch"),
    "deliveries": ("created", "deliveries"),
}
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


def status(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Say whether the daemon runs, what fails and waits, and what was told; exit 1 if counts do not add up.

    Example: [bold]wirewatch status --json[/bold]
    """
    place = workplace(config)
    with place.store() as store:
        facts = _facts(store, place)
    if as_json:
        output.print_json(facts)
    else:
        _show(facts, place.zone)
    leave(0 if facts["reconciled"] else FINDINGS)


def _facts(store: Store, place: Workplace) -> dict[str, Any]:
    moment = now()
    accounts = store.alerts.accounts()
    feeds = store.feeds.all()
    progress = judge(feeds, store.holder(), moment, one_daemon=store.folder is not None)
    deliveries = accounts["deliveries"]
    return {
        **accounts,
        "reconciled": all(
            accounts[name][whole] == _parts(accounts[name], whole) for name, (whole, _) in ACCOUNTS.items()
        ),
        "daemon": {
            "healthy": progress.healthy,
            "text": progress.text,
            "process": progress.process,
            "since": output.iso(store.held_since(), place.zone),
            "last_poll": output.iso(progress.last_poll, place.zone),
        },
        "feeds": {
            "polled": progress.feeds,
            "failing": progress.failing,
            "gone": sum(feed.gone for feed in feeds),
            "overdue": progress.overdue,
        },
        "open": {
            "to_acknowledge": store.alerts.unacknowledged(),
            "waiting": deliveries["pending"]
            + deliveries["held"]
            + deliveries["sending"]
            + deliveries["retry"],
            "unknown": deliveries["unknown"],
            "dead": deliveries["dead"],
            "mutes": len(store.holds.mutes(moment)),
        },
        "last_day": store.activity.counts(moment - timedelta(days=1)),
        "troubles": [_trouble(trouble, place.zone) for trouble in store.troubles.open()],
        "timezone": str(place.zone),
    }


def _parts(account: dict[str, int], whole: str) -> int:
    return sum(count for part, count in account.items() if part != whole)


def _trouble(trouble: Trouble, zone: tzinfo) -> dict[str, Any]:
    return {**asdict(trouble), "since": output.iso(trouble.since, zone), "over": None}


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
    for trouble in facts["troubles"]:
        output.say(f"trouble     since {output.local(_moment(trouble['since']), zone)}: {trouble['text']}")
    for name, (whole, what) in ACCOUNTS.items():
        verdict = "adds up" if facts[name][whole] == _parts(facts[name], whole) else "DOES NOT ADD UP"
        output.say(f"{facts[name][whole]} {what} ({verdict})")
        for part, count in facts[name].items():
            if part != whole:
                output.say(
                    f"{count:>8}  {ACTION_WORDS.get(part, part):<9} {MEANINGS[name].get(part, '')}".rstrip()
                )
    output.say(f"times are those of {facts['timezone']}")


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

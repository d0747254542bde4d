"""`wirewatch feeds`: lists the feeds with their state, and revives a feed that is gone."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from monitor.cli import feed_edits, output, subscriptions
from monitor.cli.exit_codes import FINDINGS
from monitor.cli.options import ConfigOption, JsonOption, now
from monitor.cli.workplace import leave, workplace
from monitor.config.schema import FeedSection
from monitor.daemon.feed_dates import UNDATED
from monitor.polling.schedule import duration_text
from storage import FeedState, NoStoreError

app = typer.Typer(invoke_without_command=True)
app.command()(subscriptions.discover)
app.command("test")(subscriptions.try_one)
app.command()(subscriptions.add)
app.command("import")(subscriptions.import_opml)
app.command()(subscriptions.export)
app.command()(feed_edits.show)
app.command("set")(feed_edits.set_key)
app.command()(feed_edits.remove)


def register(root: typer.Typer) -> None:
    root.add_typer(app, name="feeds")


@app.command()
def revive(
    feed: Annotated[str, typer.Argument(help="The name of a feed, or its address in config.toml.")],
    config: ConfigOption = None,
) -> None:
    """Poll a feed again at once that is gone (410), or waits long after many failures. Exit 1 if there is none.

    Example: [bold]wirewatch feeds revive some-feed[/bold]
    """
    place = workplace(config)
    names = [section.name for section in place.config.feeds if feed in (section.name, section.url)]
    with place.store() as store:
        revived = store.feeds.revive(names, now())
    for name in revived:
        output.say(
            f"{name} is due now: a daemon polls it at its next tick, `wirewatch run --once` when you run it"
        )
    if not revived:
        output.warn(
            f"no feed of {place.config.path} that was ever polled is called {feed!r}: see `wirewatch feeds`"
        )
    leave(0 if revived else FINDINGS)


@app.callback()
def feeds(context: typer.Context, config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """List the feeds: last poll, last new entry, interval, errors; or find, try, add, import, export them.

    Example: [bold]wirewatch feeds --json[/bold]
    """
    if context.invoked_subcommand is None:
        _list(config, as_json)


@app.command("list")
def list_feeds(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """List the feeds with their state, as `wirewatch feeds` does.

    Example: [bold]wirewatch feeds list --json[/bold]
    """
    _list(config, as_json)


def _list(config: Path | None, as_json: bool) -> None:
    place = workplace(config)
    try:
        with place.store() as store:
            states = store.feeds.all()
            undated = store.troubles.keys(UNDATED)
    except NoStoreError:
        states = [_not_polled(section) for section in place.config.feeds]
        undated = set()
    if as_json:
        output.print_json([_json(state, undated, place.zone) for state in states])
        return
    shown = output.table("feed", "last poll", "last new", "every", "why", "errors")
    for state in states:
        trouble = "gone" if state.gone else str(state.errors)
        if state.last_error and (state.errors or state.gone):
            trouble += f": {state.last_error}"
        if UNDATED + state.name in undated:
            trouble += "; its dates cannot be read"
        output.row(
            shown,
            state.name,
            output.local(state.last_poll, place.zone),
            output.local(state.last_new, place.zone),
            duration_text(state.interval) if state.interval else "-",
            state.why,
            trouble,
        )
    output.show_table(shown)


def _not_polled(section: FeedSection) -> FeedState:
    why = "not polled yet: `wirewatch run`" if section.enabled else "`enabled = false`"
    return FeedState(name=section.name, url=section.url, next_at=now(), interval=0.0, why=why)


def _json(state: FeedState, undated: Set[str], zone: Any) -> dict[str, Any]:
    facts = asdict(state) | {"dates_unread": UNDATED + state.name in undated}
    for internal in ("etag", "last_modified", "body_digest", "pace", "items"):
        del facts[internal]
    return {k: output.iso(v, zone) if isinstance(v, datetime) else v for k, v in facts.items()}

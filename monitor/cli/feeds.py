"""`wirewatch feeds`: lists the feeds with their state, and revives a feed that is gone."""

from __future__ import annotations

from collections.abc import Set
from datetime import timedelta, tzinfo
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli import audit, feed_edits, output, subscriptions
from monitor.cli.options import ConfigOption, JsonOption, now
from monitor.cli.workplace import workplace
from monitor.config.schema import FeedSection
from monitor.daemon.troubles.feed_dates import UNDATED
from monitor.polling.schedule import duration_text
from monitor.polling.standing import standing, way_out
from monitor.shapes.feeds import feed_json
from rules.errors import WirewatchError
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
app.command()(feed_edits.rename)


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
    with place.store() as store, store.transaction():
        revived = store.feeds.revive(names, now())
        for name in revived:
            audit.note(store, "revive", f"feed {name}")
    for name in revived:
        output.say(
            f"{name} is due now: a daemon polls it at its next tick, `wirewatch run --once` when you run it"
        )
    if not revived:
        raise WirewatchError(
            f"no feed of {place.config.path} that was ever polled is called {feed}: see `wirewatch feeds`"
        )


@app.callback()
def feeds(context: typer.Context, config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """List the feeds: state, last entry, entries a day, what to do; or find, try, add, change, import them.

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
    rates: dict[str, float] = {}
    undated: Set[str] = set()
    try:
        with place.store() as store:
            states = store.feeds.all()
            known = {state.name for state in states}
            shared = set(store.shared_feeds.all())
            states += [_not_polled(s) for s in place.config.feeds if s.name in shared - known]
            undated = {key.removeprefix(UNDATED) for key in store.troubles.keys(UNDATED)}
            rates = store.activity.rates(now() - timedelta(days=7), now())
    except NoStoreError:
        states = [_not_polled(section) for section in place.config.feeds]
    if as_json:
        output.print_json([feed_json(state, undated, rates, place.zone) for state in states])
        return
    shown = output.table("feed", "state", "last entry", "a day", "every", "what to do")
    for state in sorted(states, key=lambda state: (-_gravity(state), state.name)):
        output.row(
            shown,
            state.name,
            standing(state),
            output.local(state.last_new, place.zone),
            f"{rates[state.name]:.1f}" if state.name in rates else "-",
            duration_text(state.interval) if state.interval and not state.gone else "-",
            _what_to_do(state, undated, place.zone),
        )
    output.show_table(shown)


def _gravity(state: FeedState) -> int:
    """Failures in a row; a feed that is gone comes first."""
    return 1_000_000 if state.gone else state.errors


def _what_to_do(state: FeedState, undated: Set[str], zone: tzinfo) -> str:
    """The trouble of a feed with the way out; else why it is polled when it is."""
    undated_too = "; its dates cannot be read" if state.name in undated else ""
    if way := way_out(state, f"at {output.local(state.next_at, zone)}"):
        error = f"{(state.last_error or '').rstrip('.')}: " if state.last_error else ""
        return f"{error}{way}{undated_too}"
    return f"nothing: {state.why}{undated_too}" if state.last_poll else state.why


def _not_polled(section: FeedSection) -> FeedState:
    why = "not polled yet: `wirewatch run`" if section.enabled else "`enabled = false`"
    return FeedState(name=section.name, url=section.url, next_at=now(), interval=0.0, why=why)

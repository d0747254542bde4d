"""`wirewatch mute`, `unmute`, `mutes`: silences a watch, a feed or a story for a while."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from monitor.cli import audit, output
from monitor.cli.exit_codes import FINDINGS
from monitor.cli.options import ConfigOption, JsonOption, now, until_when
from monitor.cli.workplace import Workplace, leave, workplace
from monitor.shapes.moments import iso
from rules.errors import WirewatchError
from storage import Store
from storage.model import Mute

Kind = Literal["watch", "feed", "story"]
What = Annotated[
    str, typer.Argument(help="A watch, a feed or a story; an alert's number or an entry means its story.")
]


def register(app: typer.Typer) -> None:
    app.command()(mute)
    app.command()(unmute)
    app.command()(mutes)


def mute(
    what: What,
    until: Annotated[str, typer.Option(help="A length of time, as 12h or 7d, or a date and time.")],
    suppress: Annotated[
        bool, typer.Option("--suppress", help="What comes meanwhile is given up, not held until then.")
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Hold what a watch, a feed or a story has to tell until a time; with --suppress, give it up.

    Examples: [bold]wirewatch mute us-mexico-security --until 12h[/bold];
    [bold]wirewatch mute some-feed --until 2027-01-01 --suppress[/bold]
    """
    place = workplace(config)
    moment = until_when(until, place.zone)
    with place.store() as store:
        kind, name = _named(place, store, what)
        muted = Mute(kind=kind, name=name, until=moment, mode="suppress" if suppress else "hold")
        with store.transaction():
            store.holds.mute(muted, now())
            audit.note(store, "mute", f"{kind} {name}", f"{muted.mode} until {moment.isoformat()}")
    verb = "given up" if suppress else "held"
    output.say(f"{kind} {name}: what comes is {verb} until {output.local(moment, place.zone)}")


def unmute(what: What, config: ConfigOption = None) -> None:
    """Lift a mute; what it held goes out at once. Exit 1 if there is none.

    Example: [bold]wirewatch unmute us-mexico-security[/bold]
    """
    place = workplace(config)
    with place.store() as store:
        names = {what, _story(store, what) or what}
        kinds: tuple[Kind, ...] = ("watch", "feed", "story")
        with store.transaction():
            lifted = [
                f"{kind} {name}" for name in names for kind in kinds if store.holds.unmute(kind, name, now())
            ]
            for each in lifted:
                audit.note(store, "unmute", each)
    output.say(f"{what}: {'no longer muted' if lifted else 'was not muted'}")
    leave(0 if lifted else FINDINGS)


def mutes(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """List the mutes in force.

    Example: [bold]wirewatch mutes --json[/bold]
    """
    place = workplace(config)
    with place.store() as store:
        muted = store.holds.mutes(now())
    if as_json:
        output.print_json(
            [
                {"kind": m.kind, "name": m.name, "until": iso(m.until, place.zone), "mode": m.mode}
                for m in muted
            ]
        )
        return
    shown = output.table("kind", "name", "until", "what comes is")
    for muting in muted:
        until = output.local(muting.until, place.zone)
        output.row(shown, muting.kind, muting.name, until, "held" if muting.mode == "hold" else "given up")
    output.show_table(shown)


def _story(store: Store, what: str) -> str | None:
    """The story of an alert, by its number, or of an entry, by its id."""
    alert = store.alerts.numbered(what)
    if alert is not None:
        return store.alerts.find(ids=[alert])[0].story
    known = store.lookup.of_ids([what])
    return str(store.facts(what)["story"]) if known else None


def _named(place: Workplace, store: Store, what: str) -> tuple[Kind, str]:
    """The kind and name of what is meant. Errors: WirewatchError if nothing has the name, or more than one thing."""
    kinds: list[Kind] = []
    if any(watch.id == what for watch in place.rules().rules.watches):
        kinds.append("watch")
    if any(feed.name == what for feed in place.config.feeds):
        kinds.append("feed")
    if store.alerts.story(what) is not None:
        kinds.append("story")
    if len(kinds) == 1:
        return kinds[0], what
    if kinds:
        raise WirewatchError(f"{what} is the name of a {' and of a '.join(kinds)}: rename one of them")
    if (story := _story(store, what)) is not None:
        return "story", story
    raise WirewatchError(
        f"{what} is neither a watch, a feed nor a story: see wirewatch feeds, wirewatch alerts"
    )

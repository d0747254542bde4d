"""`wirewatch feeds show`, `set` and `remove`: one feed as it is written, and edits that keep every comment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli import output, subscriptions
from monitor.cli.options import ConfigOption, JsonOption
from monitor.cli.workplace import Workplace, workplace
from monitor.config import edit
from monitor.config.load import positions_of
from monitor.config.schema import FeedSection
from rules.errors import WirewatchError
from rules.loading.explain import did_you_mean

FeedArgument = Annotated[str, typer.Argument(help="The name of a feed, or its address.")]
# Keys that `set` writes, by how their values are written.
TEXTS = ("url", "lang", "outlet", "interval", "first_poll", "user_agent", "selector")
FLAGS = ("enabled", "allow_private", "full_text")


def show(feed: FeedArgument, config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Show one feed as the config has it, with the file and line of its table.

    Example: [bold]wirewatch feeds show gazette[/bold]
    """
    place = workplace(config)
    section = _find(place, feed)
    path, line, _ = _place_of(place, section)
    # Secrets print as stars.
    facts = section.model_dump(mode="json", exclude_defaults=True)
    if as_json:
        output.print_json({**facts, "file": str(path), "line": line})
        return
    output.say(f"{path}:{line}")
    for key, value in facts.items():
        output.say(f"{key}: {', '.join(map(str, value)) if isinstance(value, list) else value}")


def set_key(
    feed: FeedArgument,
    values: Annotated[
        list[str], typer.Argument(help="KEY=VALUE, as tags=a,b or interval=1h; KEY= takes it out.")
    ],
    config: ConfigOption = None,
) -> None:
    """Set keys of a feed where it is written; comments and everything else there stay.

    Example: [bold]wirewatch feeds set gazette interval=1h tags=metals,chile[/bold]
    """
    place = workplace(config)
    section = _find(place, feed)
    path, _, number = _place_of(place, section)
    written = [_as_toml(value) for value in values]

    def edited(text: str) -> str:
        for key, value in written:
            text = edit.with_key(text, number, key, value)
        return text

    _edit(place, path, edited)
    output.say(f"{path}: feed {section.name} changed; a running daemon takes it over by itself")


def rename(
    feed: FeedArgument,
    name: Annotated[str, typer.Argument(help="The new name.")],
    config: ConfigOption = None,
) -> None:
    """Give a feed another name where it is written. What was read from it, and its mute, go along.

    Example: [bold]wirewatch feeds rename gazette border-gazette[/bold]
    """
    place = workplace(config)
    section = _find(place, feed)
    if any(other.name == name for other in place.config.feeds):
        raise WirewatchError(f"there is a feed of the name {name} already")
    path, _, number = _place_of(place, section)
    _edit(place, path, lambda text: edit.with_key(text, number, "name", edit.quoted(name)))
    output.say(f"{path}: feed {section.name} is {name} now; a running daemon takes it over by itself")
    for watch in place.rules().rules.watches:
        if watch.feeds is not None and section.name in (*watch.feeds.include, *watch.feeds.exclude):
            output.warn(f"watch {watch.id} names {section.name} under `feeds`: write {name} there")


def remove(feed: FeedArgument, config: ConfigOption = None) -> None:
    """Take a feed out of the config. What was read from it stays in the store.

    Example: [bold]wirewatch feeds remove gazette[/bold]
    """
    place = workplace(config)
    section = _find(place, feed)
    path, _, number = _place_of(place, section)
    _edit(place, path, lambda text: edit.without_feed(text, number))
    output.say(f"{path}: feed {section.name} removed; a running daemon takes it over by itself")


def _find(place: Workplace, feed: str) -> FeedSection:
    found = subscriptions.known_feed(place, feed)
    if found is None:
        hint = did_you_mean(feed, [section.name for section in place.config.feeds])
        raise WirewatchError(
            f"no feed is called {feed}" + (f" ({hint})" if hint else ": see `wirewatch feeds`")
        )
    return found


def _place_of(place: Workplace, section: FeedSection) -> tuple[Path, int, int]:
    """The file of a feed, the line of its table there, and the table's number. Errors: WirewatchError for OPML."""
    positions = positions_of(place.config.path)
    number = [feed.name for feed in place.config.feeds].index(section.name)
    where, there = positions.origins[number]
    if there in where.listed:
        raise WirewatchError(
            f"feed {section.name} comes from an OPML file that {where.path} names: edit it there"
        )
    return where.path, where.place(("feeds", there))[0], where.tables[there]


def _edit(place: Workplace, path: Path, change: subscriptions.Edit) -> None:
    try:
        subscriptions.replace_config(place.config.path, path, change)
    except ValueError as error:
        raise WirewatchError(f"{path} was not changed: {error}") from error


def _as_toml(pair: str) -> tuple[str, str | None]:
    key, equals, value = pair.partition("=")
    known = (*TEXTS, *FLAGS, "tags")
    if not equals or key not in known:
        raise typer.BadParameter(f"{pair!r}: write KEY=VALUE, with a key of {', '.join(known)}")
    if not value:
        return key, None
    if key == "tags":
        return key, edit.quoted_list(filter(None, (tag.strip() for tag in value.split(","))))
    if key in FLAGS:
        if value not in ("true", "false"):
            raise typer.BadParameter(f"{key} is true or false")
        return key, value
    return key, edit.quoted(value)

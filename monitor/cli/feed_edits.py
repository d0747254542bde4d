"""`wirewatch feeds show`, `set` and `remove`: one feed as it is written, and edits that keep every comment."""

from __future__ import annotations

import tomllib
from functools import partial
from typing import Annotated

import typer

from monitor.cli import audit, feed_sharing, output, subscriptions
from monitor.cli.options import ConfigOption, JsonOption
from monitor.cli.workplace import Workplace, workplace
from monitor.config import edit
from monitor.config.feed_edits import edit_feed, place_of
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
    # Secrets print as stars.
    facts = section.model_dump(mode="json", exclude_defaults=True)
    if feed_sharing.find(place, section.name) is not None:
        path, line, where = None, None, f"{feed_sharing.PLACE}, shared by all daemons"
    else:
        path, line, _ = place_of(place.config, section)
        where = f"{path}:{line}"
    if as_json:
        output.print_json({**facts, "file": str(path) if path else None, "line": line})
        return
    output.say(where)
    for key, value in facts.items():
        output.say(f"{key}: {output.written(value)}")


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
    written = [_as_toml(value) for value in values]
    keys = ", ".join(key for key, _ in written)
    if feed_sharing.find(place, section.name) is not None:
        plain = [(key, None if text is None else tomllib.loads(f"v = {text}")["v"]) for key, text in written]
        edit_table = partial(feed_sharing.set_keys, values=plain)
        feed_sharing.change(place, section.name, edit_table, "set", keys)
        output.say(f"{feed_sharing.PLACE}: feed {section.name} changed; {feed_sharing.TAKEN_OVER}")
        return
    path = edit_feed(place.config.path, section.name, partial(edit.with_keys, values=dict(written)))
    # A value may be a secret.
    audit.note_edit(place, "set", f"feed {section.name}", keys)
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
    if feed_sharing.find(place, section.name) is not None:
        edit_table = partial(feed_sharing.set_keys, values=[("name", name)])
        feed_sharing.change(place, section.name, edit_table, "rename", f"to {name}")
        output.say(f"{feed_sharing.PLACE}: feed {section.name} is {name} now; {feed_sharing.TAKEN_OVER}")
    else:
        new = {"name": edit.quoted(name)}
        path = edit_feed(place.config.path, section.name, partial(edit.with_keys, values=new))
        audit.note_edit(place, "rename", f"feed {section.name}", f"to {name}")
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
    if feed_sharing.find(place, section.name) is not None:
        feed_sharing.remove(place, section.name)
        output.say(f"{feed_sharing.PLACE}: feed {section.name} removed; {feed_sharing.TAKEN_OVER}")
        return
    path = edit_feed(place.config.path, section.name, edit.without_feed)
    audit.note_edit(place, "remove", f"feed {section.name}")
    output.say(f"{path}: feed {section.name} removed; a running daemon takes it over by itself")


def _find(place: Workplace, feed: str) -> FeedSection:
    found = subscriptions.known_feed(place, feed)
    if found is None:
        hint = did_you_mean(feed, [section.name for section in place.config.feeds])
        raise WirewatchError(
            f"no feed is called {feed}" + (f" ({hint})" if hint else ": see `wirewatch feeds`")
        )
    return found


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

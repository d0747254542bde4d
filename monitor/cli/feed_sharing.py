"""Edits of the feeds in the store, which all daemons share: `feeds import --to-store`, `set`, `rename` and `remove`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from monitor.cli import audit
from monitor.cli.options import now
from monitor.cli.workplace import Workplace
from monitor.config.edit import NewFeed, feed_name
from monitor.config.load import positions_of
from monitor.polling.shared_feeds import shared_section
from monitor.text.counted import counted
from rules.errors import WirewatchError

PLACE = "the store"
TAKEN_OVER = "daemons take it over within a minute"


def add(place: Workplace, feeds: list[NewFeed], notes: list[str], source: str) -> str:
    """Adds feeds to the store; those that cannot be shared leave `feeds` for `notes`. Returns where they went."""
    if not place.config.storage.shared_feeds:
        raise WirewatchError(
            "no daemon would poll the feeds in the store: write `shared_feeds = true` under [storage] of config.toml first,"
            " for each daemon"
        )
    for feed in list(feeds):
        try:
            shared_section(_raw(feed))
        except WirewatchError as error:
            feeds.remove(feed)
            notes.append(f"{error}: passed over")
    with place.store(create=True) as store, store.transaction():
        feeds[:] = _named_anew(feeds, place, store.shared_feeds.all(), notes)
        store.shared_feeds.put({feed.name: _raw(feed) for feed in feeds}, now())
        audit.note(store, "import", counted(len(feeds), "feed"), f"{source}, to the store")
    return PLACE


def _named_anew(
    feeds: list[NewFeed], place: Workplace, there: dict[str, dict[str, Any]], notes: list[str]
) -> list[NewFeed]:
    """The feeds under names that no feed of the store has by now; those whose address came meanwhile are passed over.

    The config may lack what is there: another command wrote it since, or a later version did.
    """
    urls = {raw.get("url") for raw in there.values()}
    taken = {feed.name for feed in place.config.feeds} | {feed.name for feed in feeds} | there.keys()
    named = []
    for feed in feeds:
        if feed.url in urls:
            notes.append(f"{feed.outlet or feed.url} is passed over: its address is there already")
            continue
        name = feed_name(feed.outlet, feed.url, taken) if feed.name in there else feed.name
        taken.add(name)
        named.append(replace(feed, name=name))
    return named


def _raw(feed: NewFeed) -> dict[str, Any]:
    facts = {
        "name": feed.name,
        "url": feed.url,
        "lang": feed.lang,
        "outlet": feed.outlet,
        "tags": list(feed.tags),
    }
    return {key: value for key, value in facts.items() if value}


def find(place: Workplace, name: str) -> dict[str, Any] | None:
    """A feed of the store as it is written there; None where there is none, or a file of the config has it."""
    if not place.config.storage.shared_feeds:
        return None
    if name in {feed.get("name") for feed in positions_of(place.config.path).raw["feeds"]}:
        return None
    with place.store() as store:
        return store.shared_feeds.all().get(name)


def change(
    place: Workplace, name: str, edit: Callable[[dict[str, Any]], object], act: str, detail: str = ""
) -> None:
    """Writes a feed of the store anew after an edit of its table. Errors: WirewatchError, and nothing is written."""
    with place.store() as store, store.transaction():
        raw = store.shared_feeds.all()[name]
        edit(raw)
        section = shared_section(raw)
        if section.name != name and section.name in store.shared_feeds.all():
            raise WirewatchError(f"there is a feed of the name {section.name} already")
        store.shared_feeds.take_out([name])
        store.shared_feeds.put({section.name: raw}, now())
        audit.note(store, act, f"feed {name}", detail)


def set_keys(raw: dict[str, Any], values: Sequence[tuple[str, Any]]) -> None:
    """Sets keys of a feed's table; those of the value None are taken out."""
    for key, value in values:
        raw.pop(key, None)
        if value is not None:
            raw[key] = value


def remove(place: Workplace, name: str) -> None:
    """Takes a feed out of the store. What was read from it stays."""
    with place.store() as store, store.transaction():
        store.shared_feeds.take_out([name])
        audit.note(store, "remove", f"feed {name}", "from the store")

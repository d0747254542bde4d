"""Feeds that all daemons of a store share: read from the store, checked as those of a config are, and joined to it.

A shared feed holds no secret and no path, for it is the same on every machine and stands in the store as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from monitor.config.resolve import feed_url
from monitor.config.schema import Config, FeedSection
from rules.errors import WirewatchError
from storage import NoStoreError, Store

_SECRET = ("headers", "auth", "proxy")


def shared_section(raw: Mapping[str, Any]) -> FeedSection:
    """A shared feed, checked. Errors: WirewatchError, which shows no value."""
    name = raw.get("name")
    if secret := [key for key in _SECRET if key in raw]:
        raise WirewatchError(
            f"feed {name}: `{secret[0]}` may hold a secret: write this feed into config.toml"
        )
    try:
        section = FeedSection.model_validate(raw)
        url = feed_url(section.url, Path("/"))
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        key = ".".join(map(str, first["loc"])) or "it"
        raise WirewatchError(f"feed {name}: `{key}`: {first['msg']}") from None
    except ValueError as error:
        raise WirewatchError(f"feed {name}: `url`: {error}") from None
    if not url.startswith(("http://", "https://")):
        raise WirewatchError(f"feed {name}: `url`: a shared feed has an address on the web, not a path")
    return section.model_copy(update={"url": url})


def with_shared_feeds(config: Config, note: Callable[[str], object], *, create: bool = False) -> Config:
    """The config with the feeds of its store, where `[storage] shared_feeds` asks for them; its own feeds come first.

    A shared feed that does not load is left out, and `note` gets the reason. `create` makes or upgrades the store.
    Errors: StoreError.
    """
    if not config.storage.shared_feeds:
        return config
    try:
        store = Store.open(config.store_location(), create=create)
    except NoStoreError:
        return config
    try:
        # Before the list: what is changed in between is seen as a change later on.
        edition = store.shared_feeds.edition()
        shared = store.shared_feeds.all()
    finally:
        store.close()
    own = {feed.name for feed in config.feeds}
    found = []
    for name, raw in shared.items():
        if name in own:
            note(f"feed {name} of {config.path.name} is polled in place of the shared one of its name")
            continue
        try:
            found.append(shared_section(raw))
        except WirewatchError as error:
            note(f"a shared feed is left out: {error}")
    taken: dict[str, Any] = {
        "feeds": (*config.feeds, *found),
        "shared": frozenset(feed.name for feed in found),
        "shared_edition": edition,
    }
    return config.model_copy(update=taken)

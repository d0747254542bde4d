"""Feeds that the page tries, adds and changes: in config.toml by the config's own editor, so that all else there stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from monitor.config import edit
from monitor.config.check import same_address
from monitor.config.edit import NewFeed, feed_name
from monitor.config.feed_edits import UnknownFeedError, add_feeds, alone, edit_feed
from monitor.config.load import load as load_config
from monitor.config.schema import Config, FeedSection
from monitor.text.readable import plain
from monitor.web.changes import Door, noted
from monitor.web.security.roles import Caller
from monitor.web.site import Site
from monitor.workshop.deadline import within
from rules.errors import WirewatchError
from storage import Store

# Seconds in which an address is fetched and its entries are matched.
TRY_SECONDS = 60.0
SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedEntry:
    """An entry of a feed that was tried, and the watches that would fire on it."""

    title: str
    at: datetime | None
    watches: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedFeed:
    """A feed as it was found at an address; else the trouble, with the feeds that the page there names.

    `is_private`: the address is one of this machine or its network.
    """

    url: str
    title: str = ""
    lang: str | None = None
    total: int = 0
    entries: tuple[TriedEntry, ...] = ()
    trouble: str = ""
    links: tuple[str, ...] = ()
    is_private: bool = False


class KnownFeedError(WirewatchError):
    """An address that the config has already."""


def web_address(typed: str) -> str:
    """An address on the web as a person types it. Errors: WirewatchError for any other."""
    typed = typed.strip()
    address = typed if "://" in typed else f"https://{typed}"
    try:
        parts = urlsplit(address)
        is_web = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        is_web = False
    if not is_web or any(c.isspace() for c in address):
        raise WirewatchError("an address begins with http:// or https://, or is the name of a site")
    return address


def try_address(typed: str, config: Path, *, allow_private: bool = False) -> TriedFeed:
    """Fetches an address once in a process of its own, and says what would fire. Stores nothing. Errors: WirewatchError."""
    address = web_address(typed)
    try:
        return within(TRY_SECONDS, _tried, address, config, allow_private)
    except TimeoutError:
        return TriedFeed(url=address, trouble=f"it did not answer within {TRY_SECONDS:g} seconds")
    except EOFError:
        raise WirewatchError("the process that was to read it ended; its log may say why") from None


def try_feed_of(name: str, config: Path) -> TriedFeed:
    """Fetches a feed of the config once, under its own settings. Errors: as above."""
    section = _find(load_config(config), name)
    try:
        return within(TRY_SECONDS, _tried, section.url, config, section.allow_private, name)
    except TimeoutError:
        return TriedFeed(url=section.url, trouble=f"it did not answer within {TRY_SECONDS:g} seconds")
    except EOFError:
        raise WirewatchError("the process that was to read it ended; its log may say why") from None


def _tried(address: str, path: Path, allow_private: bool, name: str = "") -> TriedFeed:
    from monitor.evaluation.matcher_cache import compile_rules
    from monitor.fetching.model import HttpLimits
    from monitor.workshop.try_feed import TryError, named, try_feed
    from rules.deciding.watches import fired, hears
    from rules.loading.load import load as load_rules

    config = load_config(path)
    section = _find(config, name) if name else named(address, allow_private=allow_private)
    try:
        found = try_feed(
            section,
            config.folder,
            datetime.now(UTC),
            limits=HttpLimits.of(config.defaults),
            user_agent=config.monitor.user_agent,
        )
    except TryError as error:
        return TriedFeed(url=address, trouble=str(error), links=error.links, is_private=error.is_private)
    rules = load_rules(config.rules_folder).rules
    matcher = compile_rules(rules)
    rows = []
    for entry in found.parsed.entries[:SHOWN]:
        fires = fired(rules.watches, matcher.match(entry))
        heard = [each.watch.id for each in fires if hears(each.watch.feeds, name, section.tags)]
        rows.append(TriedEntry(title=plain(entry.title), at=entry.published, watches=tuple(heard)))
    return TriedFeed(
        url=found.url,
        title=plain(found.parsed.title or ""),
        lang=next((entry.lang for entry in found.parsed.entries if entry.lang), None),
        total=len(found.parsed.entries),
        entries=tuple(rows),
    )


def add(
    config: Path,
    typed: str,
    *,
    title: str,
    lang: str,
    tags: tuple[str, ...],
    allow_private: bool,
    shared: Iterable[FeedSection] = (),
) -> str:
    """Adds a feed to config.toml; returns its name, which no `shared` feed has. Errors: WirewatchError."""
    url = web_address(typed)
    with alone(config):
        known = (*load_config(config).feeds, *shared)
        twin = next((feed for feed in known if same_address(feed.url) == same_address(url)), None)
        if twin is not None:
            raise KnownFeedError(f"this address is there already, as feed {twin.name}")
        name = feed_name(title or None, url, {feed.name for feed in known})
        add_feeds(config, [NewFeed(name, url, lang or None, tags=tags, allow_private=allow_private)])
    return name


def shared_feeds(config: Config) -> list[FeedSection]:
    """The feeds of the store among those in force."""
    return [feed for feed in config.feeds if feed.name in config.shared]


def require_own(config: Config, name: str) -> None:
    """Refuses a feed that the config shares with other daemons. Errors: WirewatchError."""
    if name in config.shared:
        raise WirewatchError(
            f"feed {name} is in the store, shared by all daemons: change it by `wirewatch feeds set {name}`"
        )


def set_keys(config: Path, name: str, values: Mapping[str, str | None]) -> None:
    """Sets keys of a feed to TOML values, None to take one out. Errors: WirewatchError."""
    edit_feed(config, name, partial(edit.with_keys, values=values))


def set_enabled(config: Path, name: str, *, enabled: bool) -> None:
    """Pauses a feed, or lets it be polled again. Errors: WirewatchError."""
    set_keys(config, name, {"enabled": None if enabled else "false"})


def text_key(value: str) -> str | None:
    """The TOML of a text; an empty one takes the key out."""
    return edit.quoted(value) if value else None


def list_key(values: Sequence[str]) -> str | None:
    """The TOML of a list; an empty one takes the key out."""
    return edit.quoted_list(values) if values else None


def revive(site: Site, store: Store, *, name: str, caller: Caller, by: Door = "page") -> bool:
    """Has a feed that is gone or fails asked again now; False where there is none of that name."""
    with store.transaction():
        done = bool(store.feeds.revive([name], site.clock()))
        if done:
            noted(site, store, caller, "revive", f"feed {name}", by=by)
    return done


def follow(config: Path, name: str, address: str) -> None:
    """Sets the address of a feed to that to which its server redirects. Errors: WirewatchError."""
    set_keys(config, name, {"url": edit.quoted(web_address(address))})


def remove(config: Path, name: str) -> None:
    """Takes a feed out of the config; what was read from it stays. Errors: WirewatchError."""
    edit_feed(config, name, edit.without_feed)


def tags_of(typed: str) -> tuple[str, ...]:
    return tuple(filter(None, (tag.strip() for tag in typed.split(","))))


def _find(config: Config, name: str) -> FeedSection:
    found = next((feed for feed in config.feeds if feed.name == name), None)
    if found is None:
        raise UnknownFeedError(f"no feed is called {name}")
    return found

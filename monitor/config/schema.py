"""The sections of config.toml as frozen pydantic types; `monitor.config.load` loads them.

Secrets (destination URLs, feed headers and auth, proxies) are `SecretStr`: they print as stars.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import (
    Field,
    SecretStr,
    StrictBool,
    StrictFloat,
    StrictInt,
    model_validator,
)

from monitor.config.destination import DestinationSection, WebSection
from monitor.config.fields import (
    HEARTBEAT_FORM,
    FirstPoll,
    HostName,
    Interval,
    Keep,
    Name,
    Seconds,
    Section,
    Selector,
)
from monitor.config.paths import default_database, local_zone
from monitor.config.people import PersonSection
from monitor.config.search import Engine
from rules.deciding.defaults import WatchDefaults
from rules.deciding.people import Person
from rules.schema import Period, Updates
from rules.times import parse_span


class MonitorSection(Section):
    """The section [monitor]: settings of the whole program."""

    timezone: str = Field(default="local", description="a tz database name; `local` is the machine's")
    operator: Name | None = Field(
        default=None, description="destination that hears of wirewatch's own troubles"
    )
    heartbeat: str | None = Field(
        default=None,
        pattern=HEARTBEAT_FORM,
        description="daily word to the operator, as 08:00",
    )
    ping_url: SecretStr | None = Field(
        default=None,
        description="asked each minute while all is well, for a dead man's switch; ${ENV} is expanded",
    )
    rules: str = Field(default="rules", description="folder of rules files, relative to this config")
    on_missing_rules: Literal["keep", "drop"] = Field(
        default="keep",
        description="when a rules file is deleted or emptied: keep its watches until a restart, or drop them",
    )
    reload: Literal["auto", "manual"] = Field(
        default="auto",
        description="when a running daemon takes edits over: auto, after each save; manual, at `wirewatch rules apply`",
    )
    seeds: str = Field(default="seeds", description="folder of seed documents, relative to this config")
    user_agent: str | None = Field(default=None, description="how wirewatch names itself to web servers")
    broad: StrictFloat = Field(
        default=0.1, gt=0, le=1, description="share of all entries from which on a watch is called too broad"
    )
    concurrency: StrictInt = Field(default=32, ge=1, le=1000, description="feeds fetched at once")
    flood_cap: StrictInt = Field(
        default=50,
        ge=1,
        description="more alerts than this at once, of a feed or a watch, become one message",
    )


class StorageSection(Section):
    """The section [storage]: where the store is. After `load`, `url` is an absolute file path or a postgresql: URL."""

    url: SecretStr | None = Field(
        default=None,
        description="a file path (SQLite), sqlite:///PATH or postgresql://...; default: the user data folder",
    )
    keep: Keep = "365d"
    search: StrictBool = Field(
        default=True,
        description="keep an index of all words, for `wirewatch search` and `backtest`",
    )
    shared_feeds: StrictBool = Field(
        default=False,
        description="poll also the feeds in the store, which all its daemons share: `wirewatch feeds import --to-store`",
    )


class StoriesSection(Section):
    """The section [stories]: when entries belong to one story."""

    same_event: StrictFloat = Field(
        default=0.13,
        gt=0,
        le=1,
        description="score from which on two reports tell one event; more joins less",
    )
    semantic: StrictBool = Field(
        default=False,
        description="compare reports by meaning too, as a help: pip install 'wirewatch[semantic]'",
    )


class DefaultsSection(Section):
    """The section [defaults]: values for feeds and watches that set none of their own."""

    interval: Interval | None = Field(
        default=None, description="a fixed time between polls; without one each feed's follows its own pace"
    )
    requests_per_day: Seconds = Field(
        default=48.0, le=1440, description="polls a feed and day, on average over the feeds that adapt"
    )
    min_interval: Interval = Field(default="5m", description="never poll more often, as 5m")
    max_interval: Interval = Field(default="6h", description="never poll less often, as 6h")
    first_poll: FirstPoll = "24h"
    notify: tuple[Name, ...] = Field(
        default=(), description="destinations and people of watches that name none"
    )
    updates: Updates = Field(default="developments", description="of watches that name no `updates`")
    group_wait: Period = Field(default="5m", description="developments of a story within it are one message")
    wait: Period = Field(default="6h", description="a report in doubt goes out at the latest after it")
    cooldown: Period | None = Field(default=None, description="at least this long between updates of a story")
    max_updates_a_day: StrictInt = Field(default=6, ge=1, description="of one story; more go out together")
    connect_timeout: Seconds = Field(default=10.0, le=120)
    read_timeout: Seconds = Field(default=20.0, le=300)
    total_timeout: Seconds = Field(default=60.0, le=600)
    max_bytes: StrictInt = Field(default=10 * 1024 * 1024, ge=1024, description="after decompression")


class FeedSection(Section):
    """A table of [[feeds]]. After `load`, `url` is an http(s) or a `file:///` URL and every secret is expanded."""

    name: Name
    url: str = Field(default="", description="http(s) URL, file: URL, or a path relative to this config")
    kind: Literal["feed", "page", "search"] = Field(
        default="feed",
        description="feed: RSS, Atom, RDF, JSON Feed or a news sitemap; page: see selector; search: see query",
    )
    query: str | None = Field(
        default=None, max_length=500, description="what is searched for; it leaves this machine"
    )
    engine: Engine = Field(default="gdelt", description="which engine is asked for the query")
    selector: Selector | None = Field(
        default=None, description="CSS selector: each element of the page that fits it is an entry"
    )
    lang: str | None = Field(
        default=None, description="language of its texts, as en or es, where the feed does not say"
    )
    outlet: str | None = Field(default=None, description="shown as the source; default: the feed's title")
    tags: tuple[str, ...] = ()
    interval: Interval | None = None
    headers: dict[str, SecretStr] = Field(default_factory=dict, description="sent along; ${ENV} is expanded")
    auth: SecretStr | None = Field(default=None, description="user:password for HTTP basic")
    proxy: SecretStr | None = Field(default=None, description="http(s) URL of a proxy; ${ENV} is expanded")
    user_agent: str | None = None
    enabled: StrictBool = True
    first_poll: FirstPoll | None = None
    allow_private: StrictBool = Field(default=False, description="may be fetched from a private address")
    full_text: StrictBool = Field(default=False, description="fetch each article and match it too")

    @model_validator(mode="after")
    def _page_has_selector(self) -> Self:
        if (self.kind == "page") != (self.selector is not None):
            raise ValueError('`kind = "page"` and a `selector` go together')
        return self

    @model_validator(mode="after")
    def _search_has_query(self) -> Self:
        if (self.kind == "search") != (self.query is not None):
            raise ValueError('`kind = "search"` and a `query` go together')
        if not self.url and self.kind != "search":
            raise ValueError("a feed needs a `url`")
        return self


class HostSection(Section):
    """A table of [hosts]: how often a host and its subdomains are asked, for feeds and articles together."""

    every: Interval = Field(description="time between two requests, as 60s")
    burst: StrictInt = Field(default=1, ge=1, le=1000, description="requests at once after a pause")


class ConfigFile(Section):
    """The whole of config.toml as it is written, before secrets and paths are resolved."""

    monitor: MonitorSection = MonitorSection()
    storage: StorageSection = StorageSection()
    stories: StoriesSection = StoriesSection()
    defaults: DefaultsSection = DefaultsSection()
    feeds: tuple[FeedSection, ...] = ()
    hosts: dict[HostName, HostSection] = Field(default_factory=dict)
    destinations: dict[Name, DestinationSection] = Field(default_factory=dict)
    people: dict[Name, PersonSection] = Field(default_factory=dict)
    web: WebSection = WebSection()


class FeedsFile(Section):
    """A file of `feeds.d`: feeds, and nothing else."""

    feeds: tuple[FeedSection, ...] = ()


class Config(ConfigFile):
    """The loaded config. `path` is the file itself; relative paths resolve against its folder.

    `shared` are the names of those `feeds` that stand in the store, where daemons share them, and `shared_edition` is the
    edition of their list; None where none was read.
    """

    path: Path
    shared: frozenset[str] = Field(default=frozenset(), exclude=True)
    shared_edition: tuple[int, datetime | None] | None = None

    @property
    def folder(self) -> Path:
        return self.path.parent

    @property
    def rules_folder(self) -> Path:
        return self.folder / Path(self.monitor.rules).expanduser()

    @property
    def seeds_folder(self) -> Path:
        return self.folder / Path(self.monitor.seeds).expanduser()

    def zone(self, environ: Mapping[str, str] = os.environ) -> ZoneInfo:
        """The timezone in which people read times; `local` is the machine's at this moment."""
        name = self.monitor.timezone
        return local_zone(environ) if name == "local" else ZoneInfo(name)

    def of_watches(self) -> WatchDefaults:
        """The values for watches that set none of their own, and the people whom they may name."""
        values = self.defaults
        return WatchDefaults(
            notify=values.notify,
            updates=values.updates,
            group_wait=values.group_wait,
            wait=values.wait,
            cooldown=values.cooldown,
            max_updates_a_day=values.max_updates_a_day,
            people=self.persons(),
        )

    def persons(self) -> tuple[Person, ...]:
        """The people who are told, in the order of the file."""
        return tuple(section.as_person(name) for name, section in self.people.items() if section.notify)

    def has_passwords(self) -> bool:
        """Whether people log in to the page."""
        return self.web.password is not None or any(person.password for person in self.people.values())

    def addressees(self) -> tuple[str, ...]:
        """The names that a watch's `notify` may hold: destinations and people."""
        return (*self.destinations, *(person.name for person in self.persons()))

    def kept(self) -> timedelta | None:
        """How long texts and sent messages are kept; None for ever, as `keep = "forever"`."""
        return None if self.storage.keep == "forever" else parse_span(self.storage.keep)

    def store_location(self) -> str:
        """The path or URL of the store; a URL may hold a password."""
        return self.storage.url.get_secret_value() if self.storage.url else str(default_database())

"""The site: what all pages share, as the rules in force, the threads that read, the templates and the words of times."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from hashlib import blake2b
from pathlib import Path
from time import monotonic
from typing import Any, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from monitor.config.schema import Config
from monitor.delivery.rendering.facts import Setting, rule_titles
from monitor.delivery.rendering.pieces import safe_link
from monitor.polling.progress import ago
from monitor.text.readable import plain
from monitor.web.editing.alert_changes import ExactRuns
from monitor.web.editing.draft_process import DraftProcess
from monitor.web.known_facts import KnownFacts
from monitor.web.readers import Readers
from rules.model import RuleSet
from storage import Store

HERE = Path(__file__).parent
STATIC = HERE / "static"
PROBLEM_STATES = ("retry", "unknown", "dead")
_MOST_COUNTED = 99
_NOW = timedelta(minutes=1)
_ZONE_SECONDS = 60.0


class InForce(Protocol):
    """The config and the rules that are in force, as one value that a reload swaps."""

    @property
    def config(self) -> Config: ...
    @property
    def rules(self) -> RuleSet: ...


@dataclass(frozen=True, slots=True)
class Folder:
    """A watch folder as a command read it, for the page without a daemon."""

    config: Config
    rules: RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """The browser that asks: for whom, what it may do, the token of its forms, and where it is.

    `has_session`: it logged in, or opened the link. `may_log_in`: there are passwords. `noted` is the last alert that the
    browser says it has seen, `reader` the name under which the store keeps that.
    """

    name: str
    has_session: bool
    may_log_in: bool
    may_read: bool
    may_change: bool
    may_edit: bool
    form_token: str
    path: str
    noted: int = 0
    reader: str | None = None

    def seen(self, store: Store) -> int:
        """The newest alert that the reader has seen, in this browser or in another one."""
        return max(self.noted, store.last_looks.of(self.reader)) if self.reader is not None else self.noted


@dataclass(frozen=True, slots=True)
class Shown:
    """A template with the values that it shows, and the status of the answer."""

    template: str
    values: Mapping[str, Any]
    status: int = 200


Page = Callable[[Store], Shown]


class Site:
    """The page of one watch folder. `in_force` gives the config and rules at this moment; it loads nothing."""

    def __init__(self, in_force: Callable[[], InForce], clock: Callable[[], datetime]) -> None:
        self._in_force = in_force
        self.clock = clock
        self.readers = Readers(in_force().config.store_location())
        self._zoned: tuple[Config, float, tzinfo] | None = None
        self.drafts, self.exact, self.facts = DraftProcess(), ExactRuns(), KnownFacts()
        self._titled: tuple[RuleSet, dict[str, str]] | None = None
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,  # it would ask the file system for each card
        )
        self._assets = {p.name: blake2b(p.read_bytes(), digest_size=6).hexdigest() for p in STATIC.iterdir()}
        self._templates.globals.update(
            link=safe_link, asset=lambda name: f"/static/{name}?{self._assets[name]}"
        )
        self._templates.filters.update(
            moment=self.moment, ago=self._ago, plain=plain, iso=lambda at: at.isoformat() if at else ""
        )

    @property
    def config(self) -> Config:
        return self._in_force().config

    @property
    def rules(self) -> RuleSet:
        return self._in_force().rules

    def has(self, asset: str) -> bool:
        """Whether there is a static file of that name: the editor's is made by `make assets`."""
        return asset in self._assets

    @property
    def zone(self) -> tzinfo:
        """The reader's timezone. That of the machine is looked up anew after a minute, as it asks the file system."""
        config, now = self.config, monotonic()
        if self._zoned is None or self._zoned[0] is not config or now > self._zoned[1]:
            self._zoned = config, now + _ZONE_SECONDS, config.zone()
        return self._zoned[2]

    def titles(self) -> dict[str, str]:
        """The titles of rules and watches by id, made once for each set of rules."""
        rules = self.rules
        if self._titled is None or self._titled[0] is not rules:
            self._titled = rules, rule_titles(rules)
        return self._titled[1]

    def setting(self) -> Setting:
        return Setting(titles=self.titles(), timezone=self.zone)

    async def render(self, viewer: Viewer, page: Page) -> tuple[int, str]:
        """Reads and renders a page on a thread; returns the status and the HTML. Errors: StoreError."""

        def on_the_thread(store: Store) -> tuple[int, str]:
            shown = page(store)
            return shown.status, self.fill(viewer, shown, self._bar(store, viewer.seen(store)))

        return await self.readers(on_the_thread)

    def fill(self, viewer: Viewer, shown: Shown, bar: Mapping[str, Any] | None = None) -> str:
        """The HTML of a page; without `bar` it says nothing of the store."""
        template = self._templates.get_template(shown.template)
        return template.render(viewer=viewer, bar=bar, titles=self.titles(), **shown.values)

    def _bar(self, store: Store, seen: int) -> dict[str, Any]:
        """The counts that the bar of every page shows."""
        feeds = store.feeds.counts()
        return {
            "feeds": feeds.active,
            "failing": feeds.failing,
            "undelivered": store.outbox.count(PROBLEM_STATES, _MOST_COUNTED),
            "polled": feeds.last_poll,
            "new": store.alerts.stories_after(seen),
        }

    def moment(self, at: datetime | None) -> str:
        if at is None:
            return ""
        there, today = at.astimezone(self.zone), self.clock().astimezone(self.zone)
        year = "" if there.year == today.year else f" {there.year}"
        return f"{there:%a} {there.day} {there:%b}{year} {there:%H:%M}"

    def _ago(self, at: datetime | None) -> str:
        """How long ago, or in how long."""
        if at is None:
            return "never"
        span = self.clock() - at
        if abs(span) < _NOW:
            return "now"
        return f"{ago(span)} ago" if span > _NOW else f"in {ago(-span)}"

    def close(self) -> None:
        self.drafts.close()
        self.exact.close()
        self.readers.close()


def utc_now() -> datetime:
    return datetime.now(UTC)

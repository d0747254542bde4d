"""The site: what all pages share, as the rules in force, the threads that read, the templates and the words of times."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from monitor.config.schema import Config
from monitor.delivery.rendering.facts import Setting, rule_titles
from monitor.delivery.rendering.pieces import safe_link
from monitor.polling.progress import ago
from monitor.text.readable import plain
from monitor.web.readers import Readers
from rules.model import RuleSet
from storage import Store

HERE = Path(__file__).parent
STATIC = HERE / "static"
PROBLEM_STATES = ("retry", "unknown", "dead")
_MOST_COUNTED = 99
_NOW = timedelta(minutes=1)


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
    """The browser that asks: what it may do, the token of its forms, the last alert that it has seen, and where it is."""

    may_change: bool
    form_token: str
    seen: int
    path: str


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
        self._titled: tuple[RuleSet, dict[str, str]] | None = None
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        digests = {p.name: blake2b(p.read_bytes(), digest_size=6).hexdigest() for p in STATIC.iterdir()}
        self._templates.globals.update(link=safe_link, asset=lambda name: f"/static/{name}?{digests[name]}")
        self._templates.filters.update(
            moment=self._moment, ago=self._ago, plain=plain, iso=lambda at: at.isoformat() if at else ""
        )

    @property
    def config(self) -> Config:
        return self._in_force().config

    @property
    def rules(self) -> RuleSet:
        return self._in_force().rules

    @property
    def zone(self) -> tzinfo:
        return self.config.zone()

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
            return shown.status, self.fill(viewer, shown, self._bar(store, viewer.seen))

        return await self.readers(on_the_thread)

    def fill(self, viewer: Viewer, shown: Shown, bar: Mapping[str, Any] | None = None) -> str:
        """The HTML of a page; without `bar` it says nothing of the store."""
        template = self._templates.get_template(shown.template)
        return template.render(viewer=viewer, bar=bar, titles=self.titles(), **shown.values)

    def _bar(self, store: Store, seen: int) -> dict[str, Any]:
        """The counts that the bar of every page shows."""
        feeds = store.feeds.all()
        return {
            "feeds": len(feeds),
            "failing": sum(feed.errors > 0 or feed.gone for feed in feeds),
            "undelivered": len(store.outbox.all(PROBLEM_STATES, _MOST_COUNTED)),
            "polled": max((feed.last_poll for feed in feeds if feed.last_poll), default=None),
            "new": store.alerts.stories_after(seen),
        }

    def _moment(self, at: datetime | None) -> str:
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
        self.readers.close()


def utc_now() -> datetime:
    return datetime.now(UTC)

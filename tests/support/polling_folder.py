"""A watch folder whose feeds are polled in the test's own process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from support.feed_server import FeedServer, Item, rss
from support.makers import MonotonicClock

from monitor.config import load as config_file
from monitor.daemon.application import Application
from monitor.daemon.open_application import open_application
from monitor.fetching.rate_limit import HostRateLimiter
from monitor.polling.host_turns import HostTurns
from monitor.polling.shared_feeds import with_shared_feeds
from rules.model import RuleSet

T = TypeVar("T")


RULES = "version: 1\ntopics:\n  - {id: harbour, terms: [harbour]}\nwatches:\n  - {id: port, when: harbour, notify: [box]}\n"


NEWS = rss([Item(title="The harbour opens again", link="https://news.example/1", guid="1")])


class PollingFolder:
    """A watch folder; `clock` is that of the hosts' turns, and stands still until a test moves it."""

    def __init__(self, folder: Path, server: FeedServer) -> None:
        (folder / "rules").mkdir(parents=True)
        (folder / "rules" / "a.yaml").write_text(RULES)
        self.folder, self.server, self.clock = folder, server, MonotonicClock(1000.0)

    def config(self, *feeds: str, more: str = "", proxy: bool = True, own: str = "") -> None:
        """Feeds by address, each named by its place."""
        text = f'[storage]\nurl = "w.db"\n[destinations.box]\nurl = "mbox:box"\n[defaults]\ninterval = "1h"\n{more}\n'
        through = f'proxy = "{self.server.base}"\n' if proxy else ""
        for number, url in enumerate(feeds):
            text += f'[[feeds]]\nname = "f{number}"\nurl = "{url}"\n{through}{own}\n'
        (self.folder / "config.toml").write_text(text)

    def news(self, count: int, host: str = "news.example") -> list[str]:
        """So many feeds of one host."""
        for number in range(count):
            self.server.serve(f"/{number}", NEWS)
        return [f"http://{host}/{number}" for number in range(count)]

    @asynccontextmanager
    async def application(self, every: float = 60.0, burst: int = 1) -> AsyncIterator[Application]:
        config = with_shared_feeds(config_file.load(self.folder / "config.toml"), print, create=True)
        async with open_application(config, RuleSet(version="none")) as application:
            application.poller.turns = HostTurns(HostRateLimiter(every, burst, self.clock))
            application.poller.turns.use(config)
            yield application

    def asked(self) -> list[str]:
        return [hit.path for hit in self.server.hits()]


def bounded(work: Coroutine[Any, Any, T]) -> T:
    async def run() -> T:
        async with asyncio.timeout(60):
            return await work

    return asyncio.run(run())

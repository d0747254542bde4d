"""The page over real sockets, on a store of sample news, in a thread of its own: what a browser asks."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from support.sample_news import SHOWN

from monitor.config.load import load as load_config
from monitor.config.schema import Config
from monitor.web.server import PageServer
from monitor.web.site import Folder
from rules.deciding.defaults import with_defaults
from rules.loading.load import load as load_rules
from rules.model import RuleSet
from storage import Store

SECONDS = 30.0


class ServedPage:
    """A page that is served until `close`. `link` opens it for changes, once."""

    def __init__(self, config: Config, rules: RuleSet, clock: Callable[[], datetime] = lambda: SHOWN) -> None:
        self.config, self.rules = config, rules
        self.address = self.link = ""
        self._shown = threading.Event()
        self._loop = asyncio.new_event_loop()
        in_force = Folder(config, rules)
        server = PageServer(lambda: in_force, "127.0.0.1:0", show=self._show, clock=clock)
        self._task = self._loop.create_task(server.run())
        self._thread = threading.Thread(target=self._serve, name="served page", daemon=True)
        self._thread.start()
        assert self._shown.wait(SECONDS), "the page was not served"

    def _show(self, address: str, link: str) -> None:
        self.address, self.link = address, link
        self._shown.set()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(asyncio.wait({self._task}))
        self._loop.close()

    def store(self) -> Store:
        """The store of the page, for a test to look into and to close."""
        return Store.open(self.config.store_location())

    def close(self) -> None:
        """Ends the page; a second time does nothing."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._task.cancel)
            self._thread.join(SECONDS)


def again(folder: Path, copy: Path | None = None) -> tuple[Config, RuleSet]:
    """The config and rules of a folder that was filled before, or of a copy of it that a test may change."""
    if copy is not None:
        folder = Path(shutil.copytree(folder, copy))
    config = load_config(folder / "config.toml")
    return config, with_defaults(load_rules(config.rules_folder).rules, config.of_watches())

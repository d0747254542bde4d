"""The page of a watch folder for tests, with a browser's way of asking: in this process, on a real store."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from support.makers import NOW, entry, judged
from support.watch_folder import lithium_folder

from rules.loading.load import load
from rules.model import Entry
from storage import Store

OWN = {"Sec-Fetch-Site": "same-origin"}
ADDRESS = "http://127.0.0.1:8080"


@cache
def empty_store() -> bytes:
    """The file of an empty store: to make its schema takes longer than most tests."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "store.db"
        store = Store.open(str(file), create=True)
        store.search.prepare(wanted=True)
        store.close()
        return file.read_bytes()


class PageFolder:
    """A watch folder, its store and its page. `keys` are the keys of the links that were announced."""

    def __init__(self, folder: Path, clock: Callable[[], datetime] = lambda: NOW) -> None:
        pytest.importorskip("fastapi", reason="the page's tests need the extra `web`")
        from fastapi.testclient import TestClient

        from monitor.web.app import make_app
        from monitor.web.security.sessions import Sessions
        from monitor.web.server import LOOPBACK_NAMES
        from monitor.web.site import Folder, Site

        config, _ = lithium_folder(folder)
        rules = load(config.rules_folder).rules
        Path(config.store_location()).write_bytes(empty_store())
        self.store = Store.open(config.store_location(), create=True)
        self.store.search.prepare(wanted=True)
        self.keys: list[str] = []
        self.site = Site(lambda: Folder(config, rules), clock)
        self.gate = make_app(self.site, Sessions(self.keys.append), LOOPBACK_NAMES, 8080)
        self.app: Any = self.gate.app
        self.browser = TestClient(
            self.gate, base_url=ADDRESS, follow_redirects=False, raise_server_exceptions=False
        )

    def tell(self, *entries: Entry, story: str | None = None) -> list[int]:
        """Records entries that alerted; returns the alerts' ids."""
        return self.store.record([judged(one, story=story) for one in entries or [entry()]], NOW)

    def get(self, path: str) -> str:
        answer = self.browser.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def token(self) -> str:
        """The token of this browser's forms."""
        return found(r'name="token" value="(\w+)"', self.get("/open?key=x"))[0]

    def post(self, path: str, **fields: str) -> Any:
        """Sends a form as a page of ours does."""
        return self.browser.post(path, data={"token": self.token(), **fields}, headers=OWN)

    def open(self) -> None:
        """Opens a session by the link that was announced last."""
        assert self.post("/open", key=self.keys[-1]).status_code == 303

    def routes(self) -> Iterable[tuple[str, str]]:
        """Every method and path that the page answers, with values for the parts of the path."""
        for route in self.app.routes:
            path = re.sub(r"\{alert\}", "1", route.path)
            path = path.replace("{story_id}", "e1").replace("{what}", "right").replace("{name}", "page.css")
            for method in sorted(route.methods):
                yield method, path

    def close(self) -> None:
        self.site.close()
        self.store.close()


def found(pattern: str, html: str) -> list[str]:
    """The finds of a pattern in a page, at least one."""
    hits = re.findall(pattern, html)
    assert hits, html
    return hits

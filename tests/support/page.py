"""The page of a watch folder for tests, with a browser's way of asking: in this process, on a real store."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from pydantic import SecretStr
from support.makers import NOW, entry, judged
from support.watch_folder import lithium_folder

from monitor.web.editing.draft_process import DraftProcess
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


class KeptDrafts(DraftProcess):
    """The process that judges drafts, for the pages of all tests: to start one takes longer than most of them."""

    def close(self) -> None:
        """The next page's drafts are judged by it, too; it ends for lack of work, or with the tests."""


@cache
def kept_drafts() -> KeptDrafts:
    return KeptDrafts()


class PageFolder:
    """A watch folder, its store and its page. `location` is another store, as on PostgreSQL. `keys` are the keys of the links that were announced."""

    def __init__(
        self, folder: Path, clock: Callable[[], datetime] = lambda: NOW, location: str | None = None
    ) -> None:
        pytest.importorskip("fastapi", reason="the page's tests need the extra `web`")
        from anyio.from_thread import start_blocking_portal
        from fastapi.testclient import TestClient

        from monitor.web.app import make_app
        from monitor.web.security.accounts import AccountsInForce
        from monitor.web.security.sessions import Sessions
        from monitor.web.server import LOOPBACK_NAMES
        from monitor.web.site import Folder, Site

        config, _ = lithium_folder(folder)
        self.config = config
        rules = load(config.rules_folder).rules
        if location is None:
            Path(config.store_location()).write_bytes(empty_store())
        else:
            storage = config.storage.model_copy(update={"url": SecretStr(location)})
            self.config = config = config.model_copy(update={"storage": storage})
        self.store = Store.open(config.store_location(), create=True)
        self.store.search.prepare(wanted=True)
        self.keys: list[str] = []
        self.site = Site(lambda: Folder(self.config, rules), clock)
        self.site.drafts = kept_drafts()
        sessions = Sessions(self.keys.append, accounts=AccountsInForce(lambda: self.config))
        self.gate = make_app(self.site, sessions, LOOPBACK_NAMES, 8080)
        self.app: Any = self.gate.app
        self.browser = TestClient(
            self.gate, base_url=ADDRESS, follow_redirects=False, raise_server_exceptions=False
        )
        # All requests come to one event loop, as in a server.
        self._loop = ExitStack()
        self.browser.portal = self._loop.enter_context(start_blocking_portal())

    def tell(self, *entries: Entry, story: str | None = None) -> list[int]:
        """Records entries that alerted; returns the alerts' ids."""
        return self.store.record([judged(one, story=story) for one in entries or [entry()]], NOW)

    def get(self, path: str) -> str:
        answer = self.browser.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def token(self) -> str:
        """The token of this browser's forms."""
        path = "/login" if self.config.has_passwords() else "/open?key=x"
        return found(r'name="token" value="(\w+)"', self.get(path))[0]

    def post(self, path: str, **fields: str) -> Any:
        """Sends a form as a page of ours does."""
        return self.browser.post(path, data={"token": self.token(), **fields}, headers=OWN)

    def open(self) -> None:
        """Opens a session by the link that was announced last."""
        assert self.post("/open", key=self.keys[-1]).status_code == 303

    def set_passwords(self, web: str | None = None, **people: tuple[str, str]) -> None:
        """Puts passwords into force: of the page, and of people as NAME=(role, password)."""
        from monitor.config.people import PersonSection

        persons = {
            name: PersonSection.model_validate({"password": hashed(word), "role": role})
            for name, (role, word) in people.items()
        }
        secret = SecretStr(hashed(web)) if web else None
        section = self.config.web.model_copy(update={"password": secret})
        self.config = self.config.model_copy(update={"web": section, "people": persons})

    def set_tokens(self, **roles: str) -> dict[str, dict[str, str]]:
        """Puts tokens into force, as NAME=role; returns the headers that each sends."""
        from monitor.config.destination import TokenSection
        from monitor.web.security.tokens import hash_token, new_token

        made = {name: new_token() for name in roles}
        sections = {
            name: TokenSection.model_validate({"sha256": hash_token(made[name]), "role": role})
            for name, role in roles.items()
        }
        web = self.config.web.model_copy(update={"tokens": sections})
        self.config = self.config.model_copy(update={"web": web})
        return {name: {"Authorization": f"Bearer {token}"} for name, token in made.items()}

    def log_in(self, name: str, password: str) -> None:
        answer = self.post("/login", name=name, password=password)
        assert answer.status_code == 303, answer.text

    def needs(self) -> Iterable[tuple[str, str, int]]:
        """Every method and path that the page answers, with values for the parts of the path, and the role it needs."""
        from fastapi.routing import iter_route_contexts

        from monitor.web.security.roles import role_needed

        for route in iter_route_contexts(self.app.routes):
            path = re.sub(r"\{alert\}", "1", route.path or "")
            path = (
                path.replace("{entry_id}", "e1")
                .replace("{delivery}", "1")
                .replace("{kind}", "story")
                .replace("{story_id}", "e1")
                .replace("{what}", "right")
                .replace("/story/{name}", "/story/e1")
                .replace("{name}", "page.css")
                .replace("{file}", "watch.yaml")
            )
            for method in sorted(route.methods or ()):
                yield method, path, role_needed(route) or 0

    def routes(self) -> Iterable[tuple[str, str]]:
        """Every method and path that the page answers, as above."""
        return ((method, path) for method, path, _ in self.needs())

    def close(self) -> None:
        self._loop.close()
        self.site.close()
        self.store.close()


@cache
def hashed(password: str) -> str:
    """A hash that costs next to nothing, as no hash of a person should."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(password)


def found(pattern: str, html: str) -> list[str]:
    """The finds of a pattern in a page, at least one."""
    hits = re.findall(pattern, html)
    assert hits, html
    return hits

"""The routes that change feeds: try, add, edit, pause, remove and revive."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from monitor.web.answers import Answers
from monitor.web.changes import note_edit
from monitor.web.editing import feeds
from monitor.web.pages import listings
from monitor.web.security.roles import Role, needs
from monitor.web.site import Shown, Site
from rules.errors import WirewatchError
from storage import StoreError

READS = ["GET", "HEAD"]


def add_feeds(app: FastAPI, site: Site, answers: Answers) -> None:
    forms = FeedForms(site, answers)

    @app.api_route("/feeds", methods=READS, response_class=HTMLResponse, openapi_extra=needs(Role.READER))
    async def _feeds(request: Request, said: Annotated[str, Query(max_length=200)] = "") -> Response:
        return await answers.show(request, partial(listings.feeds, site, said=said))

    @app.post("/feeds/try", openapi_extra=needs(Role.EDITOR))
    async def _try(request: Request) -> Response:
        return await forms.try_address(request)

    @app.post("/feeds/add", openapi_extra=needs(Role.EDITOR))
    async def _add(request: Request) -> Response:
        return await forms.add(request)

    @app.post("/feeds/edit", openapi_extra=needs(Role.EDITOR))
    async def _edit(request: Request) -> Response:
        return await forms.edit(request)


class FeedForms:
    """The forms of feeds, and their answers."""

    def __init__(self, site: Site, answers: Answers) -> None:
        self._site, self._answers = site, answers

    async def try_address(self, request: Request) -> Response:
        form, config = request.state.form, self._site.config.path
        asked, private = form.get("url", ""), bool(form.get("private"))
        call = partial(feeds.try_address, asked, config, allow_private=private)
        return await self._tried(request, call, asked, private)

    async def add(self, request: Request) -> Response:
        form = request.state.form
        call = partial(
            feeds.add,
            self._site.config.path,
            form.get("url", ""),
            title=form.get("name") or form.get("title", ""),
            lang=form.get("lang", ""),
            tags=feeds.tags_of(form.get("tags", "")),
            allow_private=bool(form.get("private")),
            shared=feeds.shared_feeds(self._site.config),
        )
        about = f"feed {form.get('name') or form.get('title') or form.get('url')}"
        return await self._changed(request, call, "add", about)

    async def edit(self, request: Request) -> Response:
        form, config = request.state.form, self._site.config.path
        name, wish = form.get("feed", ""), form.get("do", "")
        if wish != "revive":
            try:
                feeds.require_own(self._site.config, name)
            except WirewatchError as error:
                return self._answers.say(request, 422, "Nothing was changed", str(error))
        if wish == "test":
            return await self._tried(request, partial(feeds.try_feed_of, name, config), name, known=name)
        if wish == "revive":
            return await self._revived(request, name)
        calls: dict[str, Callable[[], object]] = {
            "pause": partial(feeds.set_enabled, config, name, enabled=False),
            "resume": partial(feeds.set_enabled, config, name, enabled=True),
            "remove": partial(feeds.remove, config, name),
            "change": partial(feeds.set_keys, config, name, _keys(form)),
            "follow": partial(feeds.follow, config, name, form.get("to", "")),
        }
        if wish not in calls:
            raise HTTPException(400)
        return await self._changed(request, calls[wish], wish, f"feed {name}")

    async def _tried(
        self,
        request: Request,
        call: Callable[[], feeds.TriedFeed],
        asked: str,
        private: bool = False,
        known: str = "",
    ) -> Response:
        try:
            found = await asyncio.to_thread(call)
        except WirewatchError as error:
            return self._answers.say(request, 422, "This feed cannot be tried", str(error))
        values = {"found": found, "asked": asked, "private": private, "known": known}
        return self._answers.fill(request, Shown("feed_tried.html", values))

    async def _changed(
        self, request: Request, call: Callable[[], object], action: str, about: str
    ) -> Response:
        """Edits the config, and notes that; the store is another file, so the note follows the edit."""
        try:
            await asyncio.to_thread(call)
        except (WirewatchError, ValueError) as error:
            return self._answers.say(request, 422, "Nothing was changed", str(error))
        await note_edit(self._site, request.state.caller, action, about)
        return RedirectResponse("/feeds?said=changed", 303)

    async def _revived(self, request: Request, name: str) -> Response:
        call = partial(feeds.revive, self._site, name=name, caller=request.state.caller)
        try:
            done = await self._site.readers(call)
        except StoreError as error:
            return self._answers.say(request, 503, "Nothing was changed", str(error))
        return RedirectResponse("/feeds", 303) if done else self._answers.changed_meanwhile(request)


def _keys(form: dict[str, str]) -> dict[str, str | None]:
    """The keys of a feed that the form changes, as TOML."""
    keys: dict[str, str | None] = {}
    if form.get("name") and form["name"] != form.get("feed"):
        keys["name"] = feeds.text_key(form["name"])
    keys["interval"] = feeds.text_key(form.get("interval", ""))
    keys["tags"] = feeds.list_key(feeds.tags_of(form.get("tags", "")))
    return keys

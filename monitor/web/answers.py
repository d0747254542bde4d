"""Answers to a browser: who asks, and a page rendered for them, also where the store cannot be read."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from monitor.web.security.gate import READING
from monitor.web.security.roles import Role
from monitor.web.site import Page, Shown, Site, Viewer
from storage import StoreError
from storage.model import LARGEST_ID

# What programs ask for, and no person in a browser.
PROGRAMS = frozenset({"/metrics", "/feed.atom", "/feed.json"})
SEEN_AGE = 400 * 86_400
# The reader whose browsers were opened by the link, or by the password that bears no name.
LINK_READER = ""
_TITLES = {404: "There is no such page", 405: "This address takes no such request"}
_TITLES |= {401: "Log in first", 403: "You may not do this"}


class Answers:
    """The answers of a site; `port` keeps its cookies apart from those of another one on this machine."""

    def __init__(self, site: Site, port: int) -> None:
        self._site = site
        self._seen = f"wirewatch_seen_{port}"

    def viewer(self, request: Request) -> Viewer:
        state, caller = request.state, request.state.caller
        return Viewer(
            name=caller.name,
            has_session=state.session_open,
            may_log_in=state.may_log_in,
            may_read=caller.role >= Role.READER,
            may_change=caller.role >= Role.REVIEWER,
            may_edit=caller.role >= Role.EDITOR,
            form_token=state.form_token,
            path=request.url.path,
            noted=min(_number(request.cookies.get(self._seen, "")), LARGEST_ID),
            reader=self.reader(request),
        )

    def reader(self, request: Request) -> str | None:
        """The name under which the store keeps what the reader has seen; None for a browser without a session."""
        return request.state.caller.name or (LINK_READER if request.state.session_open else None)

    async def remember(self, request: Request, answer: Response, last: str) -> None:
        """Notes which alert was seen last: in the store, or in a browser of which nobody knows whose it is."""
        number, reader = min(_number(last), LARGEST_ID), self.reader(request)
        if number and reader is not None:
            now = self._site.clock()
            await self._site.readers(lambda store: store.last_looks.note(reader, number, now))
        elif number:
            age = SEEN_AGE
            answer.set_cookie(self._seen, str(number), max_age=age, httponly=True, samesite="strict")

    async def show(self, request: Request, page: Page) -> HTMLResponse:
        """A page that is read from the store."""
        try:
            status, html = await self._site.render(self.viewer(request), page)
        except StoreError as error:
            return self.say(request, 503, "The store cannot be read", str(error))
        return HTMLResponse(html, status)

    def fill(self, request: Request, shown: Shown) -> HTMLResponse:
        """A page that needs no store."""
        return HTMLResponse(self._site.fill(self.viewer(request), shown), shown.status)

    def say(self, request: Request, status: int, title: str, words: str = "") -> HTMLResponse:
        """A page of a few words."""
        return self.fill(request, Shown("plain.html", {"title": title, "words": words}, status))

    def changed_meanwhile(self, request: Request) -> HTMLResponse:
        """The page for a change that came too late."""
        words = "Meanwhile it is in another state: look again."
        return self.say(request, 409, "Nothing was changed", words)

    async def trouble(self, request: Request, error: Exception) -> Response:
        """The page for a request that no route takes, or not with these values, or not from this caller."""
        status = error.status_code if isinstance(error, HTTPException) else 400
        if request.url.path in PROGRAMS:
            # A program that is led to the login takes its page for what it asked for.
            challenge = {"www-authenticate": "Bearer"} if status == 401 else {}
            return PlainTextResponse(f"{getattr(error, 'detail', 'a value is wrong')}\n", status, challenge)
        if status == 401 and request.method in READING:
            where = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/login?next={quote(where, safe='')}", 303)
        words = str(getattr(error, "detail", "")) if status in (401, 403) else ""
        answer = self.say(request, status, _TITLES.get(status, "The page did not understand this"), words)
        answer.headers.update(getattr(error, "headers", None) or {})
        return answer

    async def broken(self, request: Request, _error: Exception) -> HTMLResponse:
        """The page for a fault of ours, which uvicorn logs with its trace."""
        words = "This is a fault of wirewatch; its log says where. The watch itself goes on."
        return self.say(request, 500, "This page broke", words)


def _number(text: str) -> int:
    """The number that a text is; 0 for any other text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0

"""Answers to a browser: who asks, and a page rendered for them, also where the store cannot be read."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from monitor.web.site import Page, Shown, Site, Viewer
from storage import StoreError
from storage.model import LARGEST_ID

SEEN_AGE = 400 * 86_400
_TITLES = {404: "There is no such page", 405: "This address takes no such request"}


class Answers:
    """The answers of a site; `port` keeps its cookies apart from those of another one on this machine."""

    def __init__(self, site: Site, port: int) -> None:
        self._site = site
        self._seen = f"wirewatch_seen_{port}"

    def viewer(self, request: Request) -> Viewer:
        return Viewer(
            may_change=request.state.may_change,
            form_token=request.state.form_token,
            seen=min(_number(request.cookies.get(self._seen, "")), LARGEST_ID),
            path=request.url.path,
        )

    def remember(self, answer: Response, last: str) -> None:
        """Notes in the browser which alert it has seen last."""
        if _number(last):
            age = SEEN_AGE
            answer.set_cookie(self._seen, str(_number(last)), max_age=age, httponly=True, samesite="strict")

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

    async def trouble(self, request: Request, error: Exception) -> HTMLResponse:
        """The page for a request that no route takes, or not with these values."""
        status = error.status_code if isinstance(error, HTTPException) else 400
        answer = self.say(request, status, _TITLES.get(status, "The page did not understand this"))
        answer.headers.update(getattr(error, "headers", None) or {})
        return answer

    async def broken(self, request: Request, _error: Exception) -> HTMLResponse:
        """The page for a fault of ours, which uvicorn logs with its trace."""
        words = "This is a fault of wirewatch; its log says where. The watch itself goes on."
        return self.say(request, 500, "This page broke", words)


def _number(text: str) -> int:
    """The number that a text is; 0 for any other text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0

"""The routes of the page: each takes its values from the request, and leaves reading and rendering to a thread."""

from __future__ import annotations

import mimetypes
from functools import partial
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import FastAPI, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from monitor.web.changes import MUTE_HOURS, give_verdict, mute_story
from monitor.web.pages import listings
from monitor.web.pages.inbox import inbox
from monitor.web.pages.search import search
from monitor.web.pages.story import story
from monitor.web.security.gate import Gate
from monitor.web.security.sessions import Sessions
from monitor.web.site import STATIC, Page, Shown, Site, Viewer
from storage import Store, StoreError

# Larger than any id: SQLite and PostgreSQL count in 64 bits.
MOST_ID = 2**63 - 1
SEEN_AGE = 400 * 86_400
Id = Annotated[int, Path(ge=1, le=MOST_ID)]
Number = Annotated[int | None, Query(ge=1, le=MOST_ID)]
Name = Annotated[str, Query(max_length=200)]
Words = Annotated[str, Query(max_length=400)]
Day = Annotated[str, Query(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]


def make_app(site: Site, sessions: Sessions, hosts: frozenset[str], port: int) -> Gate:
    """The gate with all routes behind it."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    gate = Gate(app, sessions, hosts, port)
    seen_cookie = f"wirewatch_seen_{port}"

    def viewer(request: Request) -> Viewer:
        seen = request.cookies.get(seen_cookie, "")
        return Viewer(
            may_change=request.state.may_change,
            form_token=request.state.form_token,
            seen=min(int(seen), MOST_ID) if seen.isascii() and seen.isdigit() and len(seen) < 20 else 0,
            path=request.url.path,
        )

    async def show(request: Request, page: Page) -> HTMLResponse:
        who = viewer(request)
        try:
            status, html = await site.render(who, page)
        except StoreError as error:
            values = {"title": "The store cannot be read", "words": str(error)}
            return HTMLResponse(site.fill(who, Shown("plain.html", values)), 503)
        return HTMLResponse(html, status)

    _add_pages(app, site, show, viewer)
    _add_forms(app, site, sessions, gate, seen_cookie, viewer)
    _add_machines(app, site)

    async def trouble(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 400
        headers = getattr(error, "headers", None)
        titles = {404: "There is no such page", 405: "This address takes no such request"}
        values = {"title": titles.get(status, "The page did not understand this"), "words": ""}
        return HTMLResponse(site.fill(viewer(request), Shown("plain.html", values)), status, headers)

    app.add_exception_handler(HTTPException, trouble)
    app.add_exception_handler(RequestValidationError, trouble)
    return gate


def _add_pages(app: FastAPI, site: Site, show: Any, viewer: Any) -> None:
    page = partial(app.api_route, methods=["GET", "HEAD"], response_class=HTMLResponse)

    @page("/")
    async def _inbox(request: Request, watch: Name = "", before: Number = None) -> Response:
        read = partial(inbox, site, viewer(request), watch=watch or None, before=before)
        return await show(request, read)  # type: ignore[no-any-return]

    @page("/story/{story_id}")
    async def _story(request: Request, story_id: Annotated[str, Path(max_length=100)]) -> Response:
        return await show(request, partial(story, site, viewer(request), story_id=story_id))  # type: ignore[no-any-return]

    @page("/search")
    async def _search(
        request: Request,
        words: Words = "",
        feed: Name = "",
        outlet: Name = "",
        watch: Name = "",
        fate: Name = "",
        since: Day = "",
        until: Day = "",
    ) -> Response:
        asked = {"words": words, "feed": feed, "outlet": outlet, "watch": watch, "fate": fate}
        asked |= {"since": since, "until": until}
        return await show(request, partial(search, site, asked=asked))  # type: ignore[no-any-return]

    @page("/feeds")
    async def _feeds(request: Request) -> Response:
        return await show(request, partial(listings.feeds, site))  # type: ignore[no-any-return]

    @page("/deliveries")
    async def _deliveries(request: Request, state: Name = "") -> Response:
        return await show(request, partial(listings.deliveries, state=state))  # type: ignore[no-any-return]

    @page("/rules")
    async def _rules(request: Request, file: Name = "") -> Response:
        return await show(request, partial(listings.rules, site, file=file))  # type: ignore[no-any-return]

    @page("/status")
    async def _status(request: Request) -> Response:
        return await show(request, partial(listings.status, site))  # type: ignore[no-any-return]

    @page("/open")
    async def _open(request: Request, key: Name = "") -> Response:
        return HTMLResponse(site.fill(viewer(request), Shown("open.html", {"key": key, "wrong": False})))

    @page("/alert/{alert}/{what}")
    async def _ask(request: Request, alert: Id, what: str) -> Response:
        """Where the links of messages lead: a question with one button, for mail scanners follow links."""
        if what not in {"right", "wrong", "mute"}:
            raise HTTPException(404)

        def ask(store: Store) -> Shown:
            known = store.alerts.find(ids=[alert])
            values = {"alert": known[0], "what": what} if known else {"what": "alert"}
            return Shown("ask.html" if known else "missing.html", values, 200 if known else 404)

        return await show(request, ask)  # type: ignore[no-any-return]


def _add_forms(
    app: FastAPI, site: Site, sessions: Sessions, gate: Gate, seen_cookie: str, viewer: Any
) -> None:
    @app.post("/open")
    async def _open(request: Request) -> Response:
        session = sessions.open(request.state.form.get("key", ""))
        if session is None:
            html = site.fill(viewer(request), Shown("open.html", {"key": "", "wrong": True}))
            return HTMLResponse(html, 403)
        return RedirectResponse("/", 303, {"set-cookie": gate.session_cookie(session)})

    @app.post("/close")
    async def _close(request: Request) -> Response:
        sessions.close(request.state.session)
        return RedirectResponse("/", 303, {"set-cookie": gate.session_cookie("")})

    @app.post("/seen")
    async def _seen(request: Request) -> Response:
        last = request.state.form.get("last", "")
        answer = RedirectResponse("/", 303)
        if last.isascii() and last.isdigit() and len(last) < 20:
            answer.set_cookie(seen_cookie, last, max_age=SEEN_AGE, httponly=True, samesite="strict")
        return answer

    @app.post("/alert/{alert}/verdict")
    async def _verdict(request: Request, alert: Id) -> Response:
        word = request.state.form.get("word")
        if word not in {"right", "wrong"}:
            raise HTTPException(400)
        return await _changed(request, partial(give_verdict, site, alert=alert, correct=word == "right"))

    @app.post("/alert/{alert}/mute")
    async def _mute(request: Request, alert: Id) -> Response:
        hours = request.state.form.get("hours", "")
        if hours not in map(str, MUTE_HOURS):
            raise HTTPException(400)
        return await _changed(request, partial(mute_story, site, alert=alert, hours=int(hours)))

    async def _changed(request: Request, change: Any) -> Response:
        """Makes a change, and leads back to the page where its form was: the inbox, or the story."""
        try:
            known = await site.readers(change)
        except StoreError as error:
            values = {"title": "Nothing was changed", "words": str(error)}
            return HTMLResponse(site.fill(viewer(request), Shown("plain.html", values)), 503)
        if known is None:
            raise HTTPException(404)
        back = request.state.form.get("back")
        where = "/" if back == "inbox" else f"/story/{quote(known, safe='')}"
        return RedirectResponse(f"{where}#alert-{request.path_params['alert']}", 303)


def _add_machines(app: FastAPI, site: Site) -> None:
    files = {path.name: path.read_bytes() for path in STATIC.iterdir()}
    read = partial(app.api_route, methods=["GET", "HEAD"])

    @read("/static/{name}")
    async def _static(name: str) -> Response:
        if name not in files:
            raise HTTPException(404)
        return Response(files[name], media_type=mimetypes.guess_type(name)[0])

    @read("/healthz")
    async def _alive() -> Response:
        return PlainTextResponse("ok\n")

    @read("/readyz")
    async def _ready() -> Response:
        """Whether the store answers: a page that cannot read is of no use to anybody."""
        try:
            await site.readers(lambda store: store.alerts.stories_after(MOST_ID))
        except StoreError:
            return PlainTextResponse("the store cannot be read\n", 503)
        return PlainTextResponse("ready\n")

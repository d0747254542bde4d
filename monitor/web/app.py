"""The routes that read: each takes its values from the request, and leaves reading and rendering to a thread."""

from __future__ import annotations

import mimetypes
from functools import partial
from typing import Annotated

from fastapi import FastAPI, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from starlette.exceptions import HTTPException

from monitor.web.answers import Answers
from monitor.web.forms import AlertId, add_forms
from monitor.web.pages import listings
from monitor.web.pages.inbox import ask, inbox
from monitor.web.pages.search import search
from monitor.web.pages.story import story
from monitor.web.security.gate import Gate
from monitor.web.security.sessions import Sessions
from monitor.web.site import STATIC, Shown, Site
from storage import StoreError
from storage.model import LARGEST_ID

READS = ["GET", "HEAD"]
Number = Annotated[int | None, Query(ge=1, le=LARGEST_ID)]
Name = Annotated[str, Query(max_length=200)]
Words = Annotated[str, Query(max_length=400)]
Day = Annotated[str, Query(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]


def make_app(site: Site, sessions: Sessions, hosts: frozenset[str], port: int) -> Gate:
    """The gate with all routes behind it."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    gate, answers = Gate(app, sessions, hosts, port), Answers(site, port)
    _add_pages(app, site, answers)
    _add_listings(app, site, answers)
    _add_machines(app, site)
    add_forms(app, site, answers, sessions, gate)
    app.add_exception_handler(Exception, answers.broken)
    app.add_exception_handler(HTTPException, answers.trouble)
    app.add_exception_handler(RequestValidationError, answers.trouble)
    return gate


def _add_pages(app: FastAPI, site: Site, answers: Answers) -> None:
    page = partial(app.api_route, methods=READS, response_class=HTMLResponse)

    @page("/")
    async def _inbox(request: Request, watch: Name = "", before: Number = None) -> Response:
        viewer = answers.viewer(request)
        return await answers.show(request, partial(inbox, site, viewer, watch=watch or None, before=before))

    @page("/story/{story_id}")
    async def _story(request: Request, story_id: Annotated[str, Path(max_length=100)]) -> Response:
        return await answers.show(request, partial(story, site, answers.viewer(request), story_id=story_id))

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
        return await answers.show(request, partial(search, site, asked=asked))

    @page("/alert/{alert}/{what}")
    async def _ask(request: Request, alert: AlertId, what: str) -> Response:
        if what not in {"right", "wrong", "mute"}:
            raise HTTPException(404)
        return await answers.show(request, partial(ask, alert=alert, what=what))

    @page("/open")
    async def _open(request: Request, key: Name = "") -> Response:
        return answers.fill(request, Shown("open.html", {"key": key, "wrong": False}))


def _add_listings(app: FastAPI, site: Site, answers: Answers) -> None:
    page = partial(app.api_route, methods=READS, response_class=HTMLResponse)

    @page("/feeds")
    async def _feeds(request: Request) -> Response:
        return await answers.show(request, partial(listings.feeds, site))

    @page("/deliveries")
    async def _deliveries(request: Request, state: Name = "") -> Response:
        return await answers.show(request, partial(listings.deliveries, state=state))

    @page("/rules")
    async def _rules(request: Request, file: Name = "") -> Response:
        return await answers.show(request, partial(listings.rules, site, file=file))

    @page("/status")
    async def _status(request: Request) -> Response:
        return await answers.show(request, partial(listings.status, site))


def _add_machines(app: FastAPI, site: Site) -> None:
    files = {path.name: path.read_bytes() for path in STATIC.iterdir()}

    @app.api_route("/static/{name}", methods=READS)
    async def _static(name: str) -> Response:
        if name not in files:
            raise HTTPException(404)
        return Response(files[name], media_type=mimetypes.guess_type(name)[0])

    @app.api_route("/healthz", methods=READS)
    async def _alive() -> Response:
        return PlainTextResponse("ok\n")

    @app.api_route("/readyz", methods=READS)
    async def _ready() -> Response:
        """Whether the store answers: a page that cannot read is of no use to anybody."""
        try:
            await site.readers(lambda store: store.alerts.stories_after(LARGEST_ID))
        except StoreError:
            return PlainTextResponse("the store cannot be read\n", 503)
        return PlainTextResponse("ready\n")

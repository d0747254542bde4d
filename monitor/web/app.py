"""The routes that read: each takes its values from the request, and leaves reading and rendering to a thread."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from starlette.exceptions import HTTPException

from monitor.web.answers import Answers
from monitor.web.api.problems import is_of_api, problem
from monitor.web.api.routes import add_api
from monitor.web.editing.rules_edits import RulesEdits
from monitor.web.exports.meters import Meters
from monitor.web.exports.metrics import AlertTally
from monitor.web.pages import listings
from monitor.web.pages.inbox import ask, inbox
from monitor.web.pages.search import search
from monitor.web.pages.status import status
from monitor.web.pages.story import story
from monitor.web.readiness import reasons_to_wait
from monitor.web.routes.deliveries import add_deliveries
from monitor.web.routes.destinations import add_destinations
from monitor.web.routes.exclusions import add_exclusions
from monitor.web.routes.exports import add_exports
from monitor.web.routes.feeds import add_feeds
from monitor.web.routes.forms import AlertId, add_forms
from monitor.web.routes.logins import add_logins
from monitor.web.routes.rules import add_rules
from monitor.web.routes.story_forms import add_story_forms
from monitor.web.security.gate import Gate
from monitor.web.security.roles import Role, needs, require_role
from monitor.web.security.script_callers import ScriptCallers
from monitor.web.security.sessions import Sessions
from monitor.web.site import STATIC, Site
from storage import StoreError
from storage.model import LARGEST_ID

READS = ["GET", "HEAD"]
Handler = Callable[..., Any]
Number = Annotated[int | None, Query(ge=1, le=LARGEST_ID)]
Name = Annotated[str, Query(max_length=200)]
Words = Annotated[str, Query(max_length=400)]
Day = Annotated[str, Query(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]


def make_app(
    site: Site,
    sessions: Sessions,
    hosts: frozenset[str],
    port: int,
    *,
    meters: Meters | None = None,
    alerts: AlertTally | None = None,
) -> Gate:
    """The gate with all routes behind it. `meters`: of a daemon in this process; `alerts`: since its start."""
    app = FastAPI(
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        dependencies=[Depends(require_role)],
    )
    gate = Gate(app, sessions, hosts, port, lambda: site.config.web, ScriptCallers(site))
    answers = Answers(site, port)
    edits = RulesEdits(site)
    _add_pages(app, site, answers)
    _add_listings(app, site, answers)
    _add_machines(app, site)
    add_forms(app, site, answers)
    add_story_forms(app, site, answers)
    add_exclusions(app, site, answers)
    add_destinations(app, site, answers)
    add_logins(app, answers, sessions, gate)
    add_rules(app, site, answers, edits)
    add_feeds(app, site, answers)
    add_deliveries(app, site, answers)
    add_api(app, site, edits)
    add_exports(app, site, meters, alerts or AlertTally())

    async def trouble(request: Request, error: Exception) -> Response:
        return problem(error) if is_of_api(request.url.path) else await answers.trouble(request, error)

    async def broken(request: Request, error: Exception) -> Response:
        return problem(error, 500) if is_of_api(request.url.path) else await answers.broken(request, error)

    app.add_exception_handler(Exception, broken)
    app.add_exception_handler(HTTPException, trouble)
    app.add_exception_handler(RequestValidationError, trouble)
    return gate


def _pages(app: FastAPI) -> Callable[[str], Callable[[Handler], Handler]]:
    """Adds pages that a reader may see."""
    return partial(
        app.api_route, methods=READS, response_class=HTMLResponse, openapi_extra=needs(Role.READER)
    )


def _add_pages(app: FastAPI, site: Site, answers: Answers) -> None:
    page = _pages(app)

    @page("/")
    async def _inbox(
        request: Request, watch: Name = "", severity: Name = "", feed: Name = "", before: Number = None
    ) -> Response:
        asked = {"watch": watch, "severity": severity, "feed": feed}
        return await answers.show(
            request, partial(inbox, site, answers.viewer(request), asked=asked, before=before)
        )

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


def _add_listings(app: FastAPI, site: Site, answers: Answers) -> None:
    page = _pages(app)

    @page("/deliveries")
    async def _deliveries(request: Request, state: Name = "") -> Response:
        return await answers.show(request, partial(listings.deliveries, site, state=state))

    @page("/status")
    async def _status(request: Request) -> Response:
        return await answers.show(request, partial(status, site))


def _add_machines(app: FastAPI, site: Site) -> None:
    files = {path.name: path.read_bytes() for path in STATIC.iterdir()}

    @app.api_route("/static/{name}", methods=READS, openapi_extra=needs(Role.ANYONE))
    async def _static(name: str) -> Response:
        if name not in files:
            raise HTTPException(404)
        return Response(files[name], media_type=mimetypes.guess_type(name)[0])

    @app.api_route("/healthz", methods=READS, openapi_extra=needs(Role.ANYONE))
    async def _alive() -> Response:
        return PlainTextResponse("ok\n")

    @app.api_route("/readyz", methods=READS, openapi_extra=needs(Role.ANYONE))
    async def _ready() -> Response:
        """Whether page and watch are of use, else a line for each reason. Anybody may ask, so no line holds a name."""
        try:
            lacking = await site.readers(partial(reasons_to_wait, site.clock()))
        except StoreError:
            lacking = ["the store cannot be read"]
        return PlainTextResponse("\n".join(lacking or ["ready"]) + "\n", 503 if lacking else 200)

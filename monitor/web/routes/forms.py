"""The routes that take forms. Each is behind the gate: it comes from a page of ours."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated
from urllib.parse import quote

from fastapi import FastAPI, Path, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from monitor.web.answers import Answers
from monitor.web.changes import MUTE_HOURS, acknowledge, give_verdict, mute_story
from monitor.web.security.roles import Role, needs
from monitor.web.site import Site
from storage import Store, StoreError
from storage.model import LARGEST_ID

AlertId = Annotated[int, Path(ge=1, le=LARGEST_ID)]


def add_forms(app: FastAPI, site: Site, answers: Answers) -> None:
    _add_seen(app, answers)

    @app.post("/alert/{alert}/verdict", openapi_extra=needs(Role.REVIEWER))
    async def _verdict(request: Request, alert: AlertId) -> Response:
        word = request.state.form.get("word")
        if word not in {"right", "wrong"}:
            raise HTTPException(400)
        return await _changed(
            request,
            partial(give_verdict, site, caller=request.state.caller, alert=alert, correct=word == "right"),
        )

    @app.post("/alert/{alert}/mute", openapi_extra=needs(Role.REVIEWER))
    async def _mute(request: Request, alert: AlertId) -> Response:
        hours = request.state.form.get("hours", "")
        if hours not in map(str, MUTE_HOURS):
            raise HTTPException(400)
        return await _changed(
            request, partial(mute_story, site, caller=request.state.caller, alert=alert, hours=int(hours))
        )

    @app.post("/alert/{alert}/acknowledge", openapi_extra=needs(Role.REVIEWER))
    async def _acknowledge(request: Request, alert: AlertId) -> Response:
        return await _changed(request, partial(acknowledge, site, caller=request.state.caller, alert=alert))

    async def _changed(request: Request, change: Callable[[Store], str | None]) -> Response:
        """Makes a change, and leads back to the page where its form was: the inbox, or the story."""
        try:
            story = await site.readers(change)
        except StoreError as error:
            return answers.say(request, 503, "Nothing was changed", str(error))
        if story is None:
            raise HTTPException(404)
        back = request.state.form.get("back")
        where = "/" if back == "inbox" else f"/story/{quote(story, safe='')}"
        return RedirectResponse(f"{where}#alert-{request.path_params['alert']}", 303)


def _add_seen(app: FastAPI, answers: Answers) -> None:
    @app.post("/seen", openapi_extra=needs(Role.READER))
    async def _seen(request: Request) -> Response:
        answer = RedirectResponse("/", 303)
        try:
            await answers.remember(request, answer, request.state.form.get("last", ""))
        except StoreError as error:
            return answers.say(request, 503, "Nothing was noted", str(error))
        return answer

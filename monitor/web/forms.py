"""The routes that take forms. Each is behind the gate: it comes from a page of ours, and from a browser with a session."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated
from urllib.parse import quote

from fastapi import FastAPI, Path, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from monitor.web.answers import Answers
from monitor.web.changes import MUTE_HOURS, give_verdict, mute_story
from monitor.web.security.gate import Gate
from monitor.web.security.sessions import Sessions
from monitor.web.site import Shown, Site
from storage import Store, StoreError
from storage.model import LARGEST_ID

AlertId = Annotated[int, Path(ge=1, le=LARGEST_ID)]


def add_forms(app: FastAPI, site: Site, answers: Answers, sessions: Sessions, gate: Gate) -> None:
    _add_session_forms(app, answers, sessions, gate)

    @app.post("/alert/{alert}/verdict")
    async def _verdict(request: Request, alert: AlertId) -> Response:
        word = request.state.form.get("word")
        if word not in {"right", "wrong"}:
            raise HTTPException(400)
        return await _changed(request, partial(give_verdict, site, alert=alert, correct=word == "right"))

    @app.post("/alert/{alert}/mute")
    async def _mute(request: Request, alert: AlertId) -> Response:
        hours = request.state.form.get("hours", "")
        if hours not in map(str, MUTE_HOURS):
            raise HTTPException(400)
        return await _changed(request, partial(mute_story, site, alert=alert, hours=int(hours)))

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


def _add_session_forms(app: FastAPI, answers: Answers, sessions: Sessions, gate: Gate) -> None:
    @app.post("/open")
    async def _open(request: Request) -> Response:
        session = sessions.open(request.state.form.get("key", ""))
        if session is None:
            return answers.fill(request, Shown("open.html", {"key": "", "wrong": True}, 403))
        return RedirectResponse("/", 303, {"set-cookie": gate.session_cookie(session)})

    @app.post("/close")
    async def _close(request: Request) -> Response:
        sessions.close(request.state.session)
        return RedirectResponse("/", 303, {"set-cookie": gate.session_cookie("")})

    @app.post("/seen")
    async def _seen(request: Request) -> Response:
        answer = RedirectResponse("/", 303)
        answers.remember(answer, request.state.form.get("last", ""))
        return answer

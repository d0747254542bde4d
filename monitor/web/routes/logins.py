"""The routes by which a browser gets a session and gives it back: a password, the link that works once, logging out."""

from __future__ import annotations

from typing import Annotated

import structlog
from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from monitor.web.answers import Answers
from monitor.web.security.accounts import Verifier
from monitor.web.security.gate import READING, Gate
from monitor.web.security.limits import LoginLimits
from monitor.web.security.roles import Role, needs
from monitor.web.security.sessions import Sessions
from monitor.web.site import Shown

log = structlog.get_logger()
ANYONE = needs(Role.ANYONE)
Key = Annotated[str, Query(max_length=200)]
Next = Annotated[str, Query(max_length=2_000)]


def add_logins(app: FastAPI, answers: Answers, sessions: Sessions, gate: Gate) -> None:
    _add_link(app, answers, sessions, gate)
    _add_password(app, answers, sessions, gate)

    @app.post("/close", openapi_extra=needs(Role.READER))
    async def _close(request: Request) -> Response:
        sessions.close(request.state.session)
        return _led(request, gate, "", "/")


def _add_link(app: FastAPI, answers: Answers, sessions: Sessions, gate: Gate) -> None:
    @app.api_route("/open", methods=sorted(READING), response_class=HTMLResponse, openapi_extra=ANYONE)
    async def _show(request: Request, key: Key = "") -> Response:
        if request.state.may_log_in:
            return RedirectResponse("/login", 303)
        return answers.fill(request, Shown("open.html", {"key": key, "wrong": False}))

    @app.post("/open", openapi_extra=ANYONE)
    async def _open(request: Request) -> Response:
        session = sessions.open(request.state.form.get("key", ""))
        if session is None:
            return answers.fill(request, Shown("open.html", {"key": "", "wrong": True}, 403))
        log.info("the link for changes was used", address=request.state.address)
        return _led(request, gate, session, "/")


def _add_password(app: FastAPI, answers: Answers, sessions: Sessions, gate: Gate) -> None:
    limits, verifier = LoginLimits(), Verifier()

    def ask(request: Request, where: str, status: int, wrong: str = "") -> HTMLResponse:
        by_name = any(sessions.accounts())
        return answers.fill(
            request,
            Shown("login.html", {"next": own_path(where), "wrong": wrong, "by_name": by_name}, status),
        )

    @app.api_route("/login", methods=sorted(READING), response_class=HTMLResponse, openapi_extra=ANYONE)
    async def _show(request: Request, next: Next = "/") -> Response:  # noqa: A002 - the word in the address
        return ask(request, next, 200) if request.state.may_log_in else RedirectResponse("/open", 303)

    @app.post("/login", openapi_extra=ANYONE)
    async def _log_in(request: Request) -> Response:
        form, address = request.state.form, request.state.address
        where, name = form.get("next", "/"), form.get("name", "").strip()
        if wait := limits.begin(address):
            log.warning("too many logins", address=address)
            answer = ask(request, where, 429, f"Too many tries. Wait {wait} seconds, then try again.")
            answer.headers["retry-after"] = str(wait)
            return answer
        account = await verifier.find(sessions.accounts(), name, form.get("password", ""))
        if account is None:
            log.warning("a login failed", address=address)
            return ask(request, where, 401, "This name and this password do not go together.")
        limits.forgive(address)
        sessions.close(request.state.session)
        log.info("logged in", who=account.name, address=address)
        return _led(request, gate, sessions.start(account), own_path(where))


def _led(request: Request, gate: Gate, session: str, where: str) -> RedirectResponse:
    """An answer that hands a session to the browser, or takes it away, and leads on."""
    cookie = gate.session_cookie(session, secure=request.state.secure)
    return RedirectResponse(where, 303, {"set-cookie": cookie})


def own_path(where: str) -> str:
    """The path, where it leads to a page of ours; else the way home. Browsers read `//` and `/\\` as another host."""
    good = where.startswith("/") and where[1:2] not in {"/", "\\"} and where.isprintable()
    return where if good else "/"

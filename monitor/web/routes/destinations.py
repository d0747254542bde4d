"""The routes that add a destination: a form, a test message by the very path of alerts, and the config written."""

from __future__ import annotations

import asyncio

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from monitor.web.answers import Answers
from monitor.web.changes import note_edit
from monitor.web.editing import destinations
from monitor.web.editing.destinations import Typed
from monitor.web.security.roles import Role, needs
from monitor.web.site import Shown, Site
from rules.errors import WirewatchError

FIELDS = ("name", "to", "server", "user", "password", "url")


def add_destinations(app: FastAPI, site: Site, answers: Answers) -> None:
    writing = asyncio.Lock()

    @app.api_route(
        "/destinations/new",
        methods=["GET", "HEAD"],
        response_class=HTMLResponse,
        openapi_extra=needs(Role.EDITOR),
    )
    async def _form(request: Request) -> Response:
        return _filled(request, Typed())

    @app.post("/destinations/add", openapi_extra=needs(Role.EDITOR))
    async def _add(request: Request) -> Response:
        form = request.state.form
        fields = {name: form.get(name, "").strip() for name in FIELDS}
        typed = Typed(**fields, for_all=bool(form.get("for_all")))
        async with writing:
            try:
                new = await asyncio.to_thread(destinations.read, typed, site.config)
                sent = await asyncio.to_thread(destinations.tried, new, site.config)
                failed = "; ".join(each.reason for each in sent if each.state != "sent")
                if failed and not form.get("anyway"):
                    words = f"The test message did not arrive: {failed}. Nothing was written."
                    return _filled(request, typed, trouble=words, may_insist=True)
                await asyncio.to_thread(destinations.add, new, site.config.path)
            except WirewatchError as error:
                return _filled(request, typed, trouble=str(error))
        await note_edit(site, request.state.caller, "add", f"destination {new.name}")
        return _filled(request, typed, done=new.name, failed=failed)

    def _filled(
        request: Request,
        typed: Typed,
        *,
        trouble: str = "",
        may_insist: bool = False,
        done: str = "",
        failed: str = "",
    ) -> Response:
        values = {"t": typed.without_secrets(), "trouble": trouble, "may_insist": may_insist}
        sent = "service" if typed.url else "mail"
        values |= {"done": done, "failed": failed, "sent": sent}
        return answers.fill(request, Shown("destination.html", values, 422 if trouble else 200))

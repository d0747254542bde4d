"""The routes of the API that change something: verdicts and mutes, by a token of a reviewer, kept in the audit log."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from monitor.shapes.moments import iso
from monitor.web.api import models
from monitor.web.api.calls import on_store
from monitor.web.api.problems import documented
from monitor.web.changes import give_verdict, noted
from monitor.web.security.roles import Role, needs
from monitor.web.site import Site
from storage import Store
from storage.model import LARGEST_ID, Mute

Kind = Literal["watch", "feed", "story"]
Muted = Annotated[str, Path(max_length=200)]


def add_changes(router: APIRouter, site: Site) -> None:
    reviews: dict[str, Any] = {"openapi_extra": needs(Role.REVIEWER), "responses": documented(404)}

    @router.post("/alerts/{alert}/verdict", response_model=models.VerdictAnswer, **reviews)
    async def judge(
        request: Request, alert: Annotated[int, Path(ge=1, le=LARGEST_ID)], given: models.VerdictGiven
    ) -> dict[str, Any]:
        """Records whether an alert was worth telling."""
        caller, correct = request.state.caller, given.verdict
        story = await on_store(
            site,
            lambda store: give_verdict(site, store, caller=caller, alert=alert, correct=correct, by="api"),
        )
        if story is None:
            raise HTTPException(404)
        return {"alert": alert, "verdict": "true" if given.verdict else "false", "story": story}

    @router.put("/mutes/{kind}/{name}", response_model=models.MuteAnswer, **reviews)
    async def mute(request: Request, kind: Kind, name: Muted, asked: models.MuteAsked) -> dict[str, Any]:
        """Mutes a watch, a feed or a story that there is."""
        now = site.clock()
        until = now + timedelta(hours=asked.hours)

        def change(store: Store) -> bool:
            if not _is_known(site, store, kind, name):
                return False
            with store.transaction():
                store.holds.mute(Mute(kind=kind, name=name, until=until, mode=asked.mode), now)
                detail = f"{asked.mode} until {until.isoformat()}"
                noted(site, store, request.state.caller, "mute", f"{kind} {name}", detail, by="api")
            return True

        if not await on_store(site, change):
            raise HTTPException(404)
        return {"kind": kind, "name": name, "until": iso(until, site.zone), "mode": asked.mode}

    @router.delete("/mutes/{kind}/{name}", status_code=204, response_class=Response, **reviews)
    async def unmute(request: Request, kind: Kind, name: Muted) -> None:
        """Lifts a mute; what it held goes out at once."""

        def change(store: Store) -> bool:
            with store.transaction():
                lifted = store.holds.unmute(kind, name, site.clock())
                if lifted:
                    noted(site, store, request.state.caller, "unmute", f"{kind} {name}", by="api")
            return lifted

        if not await on_store(site, change):
            raise HTTPException(404)


def _is_known(site: Site, store: Store, kind: Kind, name: str) -> bool:
    if kind == "watch":
        return any(watch.id == name for watch in site.rules.watches)
    if kind == "feed":
        return any(feed.name == name for feed in site.config.feeds)
    return store.alerts.story(name) is not None

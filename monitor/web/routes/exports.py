"""The routes for other programs: `/metrics`, and the feeds of alerts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from monitor.delivery.rendering.facts import Setting
from monitor.web.exports.alert_feeds import AlertFeed, atom, json_feed, read_alerts
from monitor.web.exports.meters import Meters
from monitor.web.exports.metrics import AlertTally, exposition, store_families
from monitor.web.exports.validators import Validators, has
from monitor.web.security.roles import Role, needs
from monitor.web.site import Site
from storage import StoreError

READS = ["GET", "HEAD"]
WatchName = Annotated[str, Query(max_length=200)]
# A reader may keep the answer, and asks each time whether it still holds.
_KEPT = {"cache-control": "private, no-cache"}


def add_exports(app: FastAPI, site: Site, meters: Meters | None, alerts: AlertTally) -> None:
    @app.api_route("/metrics", methods=READS, openapi_extra=needs(Role.READER))
    async def _metrics(request: Request) -> Response:
        """Metrics, also while the store cannot be read: then the process alone says what it knows."""
        accepted = request.headers.get("accept", "")
        try:
            read = partial(store_families, now=site.clock(), rules=site.rules, alerts=alerts)
            found = await site.readers(read)
        except StoreError:
            found = None
        body, kind = exposition(meters, found or (), accepted, readable=found is not None)
        return Response(body, headers={"content-type": kind})

    _add_feeds(app, site)


def _add_feeds(app: FastAPI, site: Site) -> None:
    validators = Validators()
    key = hashlib.sha256(site.config.store_location().encode()).hexdigest()[:12]

    @app.api_route("/feed.atom", methods=READS, openapi_extra=needs(Role.READER))
    async def _atom(request: Request, watch: WatchName = "") -> Response:
        return await answer(request, watch, atom, "application/atom+xml; charset=utf-8")

    @app.api_route("/feed.json", methods=READS, openapi_extra=needs(Role.READER))
    async def _json(request: Request, watch: WatchName = "") -> Response:
        return await answer(request, watch, json_feed, "application/feed+json; charset=utf-8")

    async def answer(request: Request, watch: str, form: Callable[[AlertFeed], bytes], kind: str) -> Response:
        setting = Setting(titles=site.titles(), timezone=site.zone, public_url=site.config.web.public_url)
        try:
            feed = await site.readers(partial(read_alerts, setting=setting, watch=watch, key=key))
        except StoreError:
            raise HTTPException(503, "the store cannot be read") from None
        if watch and not feed.alerts and watch not in {known.id for known in site.rules.watches}:
            raise HTTPException(404, "there is no such watch")
        body = form(feed)
        headers = validators.headers(f"{form.__name__} {watch}", body, site.clock()) | _KEPT
        if has(request.headers, headers):
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers | {"content-type": kind})

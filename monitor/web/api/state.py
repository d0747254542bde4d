"""The routes of the API about the state of the watch: feeds, deliveries, mutes, rules, and whether all is well."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Literal

from fastapi import APIRouter

from monitor.shapes.deliveries import delivery_json
from monitor.shapes.feeds import feed_json
from monitor.shapes.moments import iso
from monitor.shapes.status import status_json
from monitor.web.api import models
from monitor.web.api.calls import on_store
from monitor.web.api.news import READS, Limit
from monitor.web.site import Site
from storage import DELIVERY_STATES, Store

UNDATED = "undated-feed:"
State = Literal["pending", "held", "sending", "retry", "sent", "unknown", "dead"]


def add_state(router: APIRouter, site: Site) -> None:
    @router.get("/feeds", response_model=list[models.FeedAnswer], **READS)
    async def feeds() -> Any:
        """The feeds with their state."""

        def of(store: Store) -> list[dict[str, Any]]:
            undated = {key.removeprefix(UNDATED) for key in store.troubles.keys(UNDATED)}
            now = site.clock()
            rates = store.activity.rates(now - timedelta(days=7), now)
            return [feed_json(state, undated, rates, site.zone) for state in store.feeds.all()]

        return await on_store(site, of)

    @router.get("/deliveries", response_model=list[models.DeliveryAnswer], **READS)
    async def deliveries(state: State | None = None, limit: Limit = 100) -> Any:
        """Deliveries, newest first."""

        def of(store: Store) -> list[dict[str, Any]]:
            listed = store.outbox.all([state] if state else DELIVERY_STATES, limit)
            titles = store.alerts.titles({each.alert for each in listed if each.alert is not None})
            return [delivery_json(each, titles, site.zone) for each in listed]

        return await on_store(site, of)

    @router.get("/status", response_model=models.Status, **READS)
    async def status() -> Any:
        """The daemon, both accounts, and the troubles that are not over."""
        return await on_store(site, lambda store: status_json(store, site.config, site.clock()))

    @router.get("/mutes", response_model=list[models.MuteAnswer], **READS)
    async def mutes() -> Any:
        """The mutes in force."""
        known = await on_store(site, lambda store: store.holds.mutes(site.clock()))
        return [
            {"kind": each.kind, "name": each.name, "until": iso(each.until, site.zone), "mode": each.mode}
            for each in known
        ]

    @router.get("/rules", response_model=models.RulesAnswer, **READS)
    async def rules() -> Any:
        """The rules in force."""
        known = site.rules
        files = [source.name for source in known.sources]
        return {"version": known.version, "files": files, "watches": [watch.id for watch in known.watches]}

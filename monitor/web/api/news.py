"""The routes of the API about news: stories, entries and alerts, as the commands print them with --json."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from monitor.shapes.account import account
from monitor.shapes.alerts import alert_json, silent_reasons
from monitor.shapes.entries import entry_json
from monitor.shapes.stories import story_json
from monitor.web.api import models
from monitor.web.api.calls import found, on_store
from monitor.web.api.problems import documented
from monitor.web.security.roles import Role, needs
from monitor.web.site import Site
from rules.schema import SEVERITIES, Severity
from rules.text.search_query import parse_query
from storage import AlertQuery, SearchFilter, Store
from storage.model import LARGEST_ID

Limit = Annotated[int, Query(ge=1, le=200, description="at most so many")]
Days = Annotated[int, Query(ge=1, le=3_660, description="not older than so many days")]
Name = Annotated[str | None, Query(max_length=200)]
Id = Annotated[str, Path(max_length=100)]
READS: dict[str, Any] = {"openapi_extra": needs(Role.READER), "responses": documented()}
FINDS: dict[str, Any] = {"openapi_extra": needs(Role.READER), "responses": documented(404)}


def add_news(router: APIRouter, site: Site) -> None:
    _add_stories(router, site)
    _add_entries(router, site)

    @router.get("/alerts", response_model=models.Alerts, **READS)
    async def alerts(
        watch: Name = None,
        severity: Annotated[Severity | None, Query(description="this one or a graver one")] = None,
        before: Annotated[int | None, Query(ge=1, le=LARGEST_ID, description="older than this one")] = None,
        limit: Limit = 50,
    ) -> Any:
        """Alerts, newest first."""
        graver = SEVERITIES[SEVERITIES.index(severity) :] if severity else ()
        query = AlertQuery(watch=watch, severities=graver, before=before)
        return await on_store(site, lambda store: _alerts(site, store, query, limit))


def _add_stories(router: APIRouter, site: Site) -> None:
    @router.get("/stories", response_model=list[models.StoryAnswer], **READS)
    async def stories(days: Days = 7, limit: Limit = 50) -> Any:
        """Stories of more than one entry, the one with the latest entry first."""
        since = site.clock() - timedelta(days=days)
        return await on_store(site, partial(_stories, site, since=since, limit=limit))

    @router.get("/stories/{story_id}", response_model=models.StoryAnswer, **FINDS)
    async def story(story_id: Id) -> Any:
        """A story, also of one entry."""
        return found(await on_store(site, partial(_story, site, story=story_id)))


def _add_entries(router: APIRouter, site: Site) -> None:
    @router.get("/entries", response_model=list[models.FoundEntry], **READS)
    async def entries(
        words: Annotated[str, Query(min_length=1, max_length=400)],
        feed: Name = None,
        outlet: Name = None,
        watch: Name = None,
        not_alerted: bool = False,
        days: Days = 3_660,
        limit: Limit = 50,
    ) -> Any:
        """Stored entries with these words, newest first, and what became of each."""
        since = site.clock() - timedelta(days=days)
        where = SearchFilter(feed=feed, outlet=outlet, watch=watch, not_alerted=not_alerted, since=since)
        return await on_store(site, partial(_entries, site, words=words, where=where, limit=limit))

    @router.get("/entries/{entry_id}/why", response_model=models.Account, **FINDS)
    async def why(entry_id: Id) -> Any:
        """Decisions of each stage about an entry, and why."""

        def of(store: Store) -> dict[str, Any] | None:
            known = store.lookup.of_ids([entry_id])
            return account(store, known[entry_id], site.zone) if known else None

        return found(await on_store(site, of))


def _stories(site: Site, store: Store, since: datetime, limit: int) -> list[dict[str, Any]]:
    known = [(story, store.stories.links(story.id)) for story in store.stories.find(since=since, limit=limit)]
    decided = store.alerts.decisions_of([link.entry.id for _, links in known for link in links])
    return [story_json(story, links, decided, site.zone) for story, links in known]


def _story(site: Site, store: Store, story: str) -> dict[str, Any] | None:
    known = store.alerts.story(story)
    if known is None:
        return None
    links = store.stories.links(story)
    return story_json(known, links, store.alerts.decisions_of([link.entry.id for link in links]), site.zone)


def _entries(site: Site, store: Store, words: str, where: SearchFilter, limit: int) -> list[dict[str, Any]]:
    asked = parse_query(words)
    known = store.search.find(asked, where, limit)
    decided = store.alerts.decisions_of([each.id for each in known])
    return [entry_json(each, asked, decided.get(each.id, ()), site.zone) for each in known]


def _alerts(site: Site, store: Store, query: AlertQuery, limit: int) -> dict[str, Any]:
    known = store.alerts.find(query, limit=limit)
    ids = [alert.id for alert in known if alert.id is not None]
    sent, reasons = store.alerts.deliveries(ids), silent_reasons(store, known)
    rows = [
        alert_json(alert, sent.get(alert.id or 0, []), site.zone, reasons.get(alert.id or 0))
        for alert in known
    ]
    return {"alerts": rows, "before": min(ids) if len(ids) == limit else None}

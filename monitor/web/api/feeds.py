"""The routes of the API that change feeds: try, add, set, pause, revive and remove, in config.toml as the page does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from monitor.shapes.moments import iso
from monitor.web.api import edit_models as models
from monitor.web.api.calls import edited, on_store, refusals
from monitor.web.api.problems import documented
from monitor.web.changes import note_edit
from monitor.web.editing import feeds
from monitor.web.security.roles import Role, needs
from monitor.web.site import Site

FeedName = Annotated[str, Path(max_length=200)]
_EDITS: dict[str, Any] = {"openapi_extra": needs(Role.EDITOR)}


def add_feeds(router: APIRouter, site: Site) -> None:
    _add_trials(router, site)

    @router.post(
        "/feeds", response_model=models.FeedName, status_code=201, responses=documented(409), **_EDITS
    )
    async def add(request: Request, sent: models.FeedAdded) -> dict[str, str]:
        """Adds a feed to config.toml, without asking its server: try it before."""
        made = await edited(
            partial(
                feeds.add,
                site.config.path,
                sent.url,
                title=sent.name,
                lang=sent.lang,
                tags=tuple(sent.tags),
                allow_private=sent.allow_private,
                shared=feeds.shared_feeds(site.config),
            )
        )
        await note_edit(site, request.state.caller, "add", f"feed {made}", by="api")
        return {"name": made}

    @router.patch("/feeds/{name}", response_model=models.FeedName, responses=documented(404), **_EDITS)
    async def change(request: Request, name: FeedName, sent: models.FeedChanged) -> dict[str, str]:
        """Sets keys of a feed in config.toml; `"enabled": false` pauses it."""
        keys = _keys(sent)
        own(name)
        await edited(partial(feeds.set_keys, site.config.path, name, keys))
        wish = "pause" if sent.enabled is False else "resume" if sent.enabled else "change"
        await note_edit(site, request.state.caller, wish, f"feed {name}", by="api")
        return {"name": sent.name or name}

    @router.delete(
        "/feeds/{name}", status_code=204, response_class=Response, responses=documented(404), **_EDITS
    )
    async def remove(request: Request, name: FeedName) -> None:
        """Takes a feed out of config.toml; what was read from it stays."""
        own(name)
        await edited(partial(feeds.remove, site.config.path, name))
        await note_edit(site, request.state.caller, "remove", f"feed {name}", by="api")

    def own(name: str) -> None:
        with refusals():
            feeds.require_own(site.config, name)


def _add_trials(router: APIRouter, site: Site) -> None:
    @router.post("/feeds/try", response_model=models.FeedTried, responses=documented(), **_EDITS)
    async def try_address(sent: models.AddressTried) -> Any:
        """Fetches an address once, and says what would fire. Nothing is stored."""
        call = partial(feeds.try_address, sent.url, site.config.path, allow_private=sent.allow_private)
        return await tried(call)

    @router.post("/feeds/{name}/test", response_model=models.FeedTried, responses=documented(404), **_EDITS)
    async def test(name: FeedName) -> Any:
        """Fetches a feed of the config once, under its own settings. Nothing is stored."""
        with refusals():
            feeds.require_own(site.config, name)
        return await tried(partial(feeds.try_feed_of, name, site.config.path))

    @router.post(
        "/feeds/{name}/revive", status_code=204, response_class=Response, responses=documented(404), **_EDITS
    )
    async def revive(request: Request, name: FeedName) -> None:
        """Has a feed that is gone or fails asked again now."""
        if not await on_store(
            site, partial(feeds.revive, site, name=name, caller=request.state.caller, by="api")
        ):
            raise HTTPException(404)

    async def tried(call: Callable[[], feeds.TriedFeed]) -> dict[str, Any]:
        found = await edited(call)
        entries = [asdict(each) | {"at": iso(each.at, site.zone)} for each in found.entries]
        return asdict(found) | {"entries": entries}


def _keys(sent: models.FeedChanged) -> dict[str, str | None]:
    """The keys that were sent, as TOML; None takes a key out."""
    keys: dict[str, str | None] = {}
    if sent.name:
        keys["name"] = feeds.text_key(sent.name)
    if "interval" in sent.model_fields_set:
        keys["interval"] = feeds.text_key(sent.interval or "")
    if "tags" in sent.model_fields_set:
        keys["tags"] = feeds.list_key(sent.tags or ())
    if sent.enabled is not None:
        keys["enabled"] = None if sent.enabled else "false"
    if not keys:
        raise HTTPException(422, "name at least one key that is to change")
    return keys

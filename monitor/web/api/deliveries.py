"""The routes of the API that change deliveries: again, settle, move; and a test message to a destination."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from monitor.web import delivery_changes
from monitor.web.api import edit_models as models
from monitor.web.api.calls import edited, on_store, refusals
from monitor.web.api.problems import documented
from monitor.web.security.roles import Role, needs
from monitor.web.site import Site
from storage import Store
from storage.model import LARGEST_ID

DeliveryId = Annotated[int, Path(ge=1, le=LARGEST_ID)]
_EDITS: dict[str, Any] = {"openapi_extra": needs(Role.EDITOR)}
_CHANGES: dict[str, Any] = _EDITS | {
    "status_code": 204, "response_class": Response, "responses": documented(409)
}  # fmt: skip


def add_deliveries(router: APIRouter, site: Site) -> None:
    @router.post("/deliveries/{delivery}/retry", **_CHANGES)
    async def retry(request: Request, delivery: DeliveryId) -> None:
        """Sends a dead or unknown delivery again."""
        caller = request.state.caller
        call = partial(delivery_changes.send_again, site, delivery=delivery, caller=caller, by="api")
        await changed(call, f"delivery {delivery} is neither dead nor unknown")

    @router.post("/deliveries/{delivery}/settle", **_CHANGES)
    async def settle(request: Request, delivery: DeliveryId, sent: models.Settled) -> None:
        """Says what became of a delivery of which nobody knows."""
        caller, how = request.state.caller, sent.state
        call = partial(delivery_changes.settle, site, delivery=delivery, how=how, caller=caller, by="api")
        await changed(call, f"delivery {delivery} is not unknown")

    @router.post("/deliveries/move", response_model=models.MovedAnswer, responses=documented(404), **_EDITS)
    async def move(request: Request, sent: models.Moved) -> dict[str, int]:
        """Hands to another destination what waits for one."""
        recipients = await edited(partial(delivery_changes.recipients_of, site, sent.new))
        call: Callable[[Store], tuple[int, int]] = partial(
            delivery_changes.move,
            site,
            old=sent.old,
            new=sent.new,
            recipients=recipients,
            caller=request.state.caller,
            by="api",
        )
        moved, told = await on_store(site, call)
        return {"moved": moved, "told": told}

    @router.post(
        "/destinations/{name}/test", response_model=models.TestAnswer, responses=documented(404), **_EDITS
    )
    async def test(name: Annotated[str, Path(max_length=200)], sent: models.SampleAsked) -> dict[str, Any]:
        """Sends a test message to one destination, now, and says how it went."""
        with refusals():
            tried = await delivery_changes.send_sample(site, name, sent.sample)
        well = all(each.state == "sent" for each in tried)
        return {"well": well, "deliveries": [asdict(each) for each in tried]}

    async def changed(call: Callable[[Store], bool], otherwise: str) -> None:
        if not await on_store(site, call):
            raise HTTPException(409, otherwise)

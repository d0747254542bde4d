"""The routes that change deliveries: send again, settle, move; and a test message to a destination."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import get_args

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from monitor.delivery.sample import SampleKind
from monitor.web import delivery_changes
from monitor.web.answers import Answers
from monitor.web.delivery_changes import UnknownDestinationError
from monitor.web.security.roles import Role, needs
from monitor.web.site import Site
from rules.errors import WirewatchError
from storage import Store, StoreError
from storage.model import LARGEST_ID

SAMPLES = get_args(SampleKind)


def add_deliveries(app: FastAPI, site: Site, answers: Answers) -> None:
    forms = DeliveryForms(site, answers)

    @app.post("/deliveries/change", openapi_extra=needs(Role.EDITOR))
    async def _change(request: Request) -> Response:
        return await forms.change(request)

    @app.post("/deliveries/move", openapi_extra=needs(Role.EDITOR))
    async def _move(request: Request) -> Response:
        return await forms.move(request)

    @app.post("/deliveries/test", openapi_extra=needs(Role.EDITOR))
    async def _test(request: Request) -> Response:
        return await forms.test(request)


class DeliveryForms:
    """The forms of deliveries, and their answers."""

    def __init__(self, site: Site, answers: Answers) -> None:
        self._site, self._answers = site, answers

    async def change(self, request: Request) -> Response:
        form = request.state.form
        number, wish = form.get("id", ""), form.get("do", "")
        if not (number.isascii() and number.isdigit() and len(number) < 19 and int(number) <= LARGEST_ID):
            raise HTTPException(400)
        this = {"delivery": int(number), "caller": request.state.caller}
        if wish == "retry":
            return await self._changed(request, partial(delivery_changes.send_again, self._site, **this))
        if wish in {"sent", "dead"}:
            return await self._changed(
                request, partial(delivery_changes.settle, self._site, how=wish, **this)
            )
        raise HTTPException(400)

    async def move(self, request: Request) -> Response:
        old, new = request.state.form.get("old", ""), request.state.form.get("new", "")
        try:
            recipients = await asyncio.to_thread(delivery_changes.recipients_of, self._site, new)
        except UnknownDestinationError:
            raise HTTPException(404) from None
        except WirewatchError as error:
            return self._answers.say(request, 422, "Nothing was changed", str(error))

        def move(store: Store) -> bool:
            caller = request.state.caller
            return any(
                delivery_changes.move(
                    self._site, store, old=old, new=new, recipients=recipients, caller=caller
                )
            )

        return await self._changed(request, move)

    async def test(self, request: Request) -> Response:
        name, sample = request.state.form.get("destination", ""), request.state.form.get("sample", "")
        if sample not in (*SAMPLES, ""):
            raise HTTPException(404)
        try:
            sent = await delivery_changes.send_sample(self._site, name, sample or None)
        except UnknownDestinationError:
            raise HTTPException(404) from None
        except WirewatchError as error:
            return self._answers.say(request, 422, "Nothing was sent", str(error))
        words = "; ".join(f"{each.recipient or name}: {each.state}, {each.reason}" for each in sent)
        well = all(each.state == "sent" for each in sent)
        title = "The test message was sent" if well else "The test message failed"
        return self._answers.say(request, 200, title, words)

    async def _changed(self, request: Request, call: Callable[[Store], bool]) -> Response:
        """Makes a change in the store, and leads back to the list."""
        try:
            done = await self._site.readers(call)
        except StoreError as error:
            return self._answers.say(request, 503, "Nothing was changed", str(error))
        if not done:
            return self._answers.changed_meanwhile(request)
        return RedirectResponse("/deliveries", 303)

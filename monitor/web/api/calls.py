"""Calls that handlers of the API make: on the store, and of edits, whose refusals become problem documents."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from starlette.exceptions import HTTPException

from monitor.config.feed_edits import UnknownFeedError
from monitor.web.delivery_changes import UnknownDestinationError
from monitor.web.editing.draft_process import SlowDraftError
from monitor.web.editing.feeds import KnownFeedError
from monitor.web.editing.rules_edits import BusyError
from monitor.web.editing.rules_folder import ChangedFileError, ForbiddenFileError
from monitor.web.site import Site
from rules.errors import WirewatchError
from storage import Store, StoreError

T = TypeVar("T")
_STATUSES: dict[type[Exception], int] = {
    StoreError: 503,
    ForbiddenFileError: 403,
    ChangedFileError: 409,
    KnownFeedError: 409,
    UnknownFeedError: 404,
    UnknownDestinationError: 404,
    BusyError: 429,
    SlowDraftError: 422,
    OSError: 503,
}


@contextmanager
def refusals() -> Iterator[None]:
    """Turns the errors of a change into HTTPException, with the status of their kind; of any other kind it is 422."""
    try:
        yield
    except (WirewatchError, ValueError, OSError) as error:
        status = next((code for kind, code in _STATUSES.items() if isinstance(error, kind)), 422)
        raise HTTPException(status, str(error)) from None


async def on_store(site: Site, call: Callable[[Store], T]) -> T:
    """The result of a call on the store, made on a thread. Errors: HTTPException, 503 for a StoreError."""
    with refusals():
        return await site.readers(call)


async def edited(call: Callable[[], T]) -> T:
    """The result of an edit of files, made on a thread. Errors: HTTPException."""
    with refusals():
        return await asyncio.to_thread(call)


def found(value: T | None) -> T:
    """The value. Errors: HTTPException 404 where there is none."""
    if value is None:
        raise HTTPException(404)
    return value

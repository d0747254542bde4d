"""What `monitor.deliver` needs of storage and of the desk: tests put others in their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from monitor.journal import Marks
from monitor.senders import Destination
from storage.model import Delivery, Payload


class OutboxStore(Marks, Protocol):
    """What the drain needs of storage; called on the store's own thread."""

    def claim(self, now: datetime, limit: int, *, exclude: frozenset[str] = ...) -> list[Delivery]: ...
    def release(self, deliveries: Sequence[int], now: datetime) -> set[int]: ...
    def reclaim(self, now: datetime, *, own: bool = ...) -> list[Delivery]: ...
    def sync(self) -> None: ...


class DeskWork(Protocol):
    """Decides what may go, renders it and freezes it, on the store's thread: see `monitor.desk`."""

    def transaction(self) -> AbstractContextManager[None]: ...
    def plan(self, now: datetime, destinations: Mapping[str, Destination]) -> None: ...

    def prepare(
        self, deliveries: Sequence[Delivery], destinations: Mapping[str, Destination]
    ) -> dict[int, tuple[Payload, str | None]]: ...

"""The parent's side of network senders: each destination works in a process of its own that can be killed.

A service can hang in ways that no timeout in the library ends (a name server, a byte a minute, a throttle),
and what was given up on may still arrive later. A killed process sends nothing. URLs travel through sockets,
never through arguments or the environment, where other users could read them.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from monitor.delivery.rendering.split import MessageLimits
from monitor.delivery.senders.base import BeforeHandover, DestinationError, SendRequest, no_handover_mark
from monitor.delivery.senders.fork_server import Worker, WorkerError, WorkerHost
from monitor.delivery.transport.apprise_url import inspect_url
from monitor.delivery.transport.error_text import words
from monitor.delivery.transport.redact import Redactor
from storage.model import Outcome, Payload


class WorkerSender:
    """Any destination but the console and a mailbox, reached through its worker."""

    def __init__(self, name: str, url: str, host: WorkerHost) -> None:
        self.name = name
        self._url = url
        self._host = host
        facts = inspect_url(url)
        if facts is None:
            scheme = url.partition(":")[0]
            raise DestinationError(f"destination {name}: Apprise does not accept this {scheme}: URL")
        self.limits = MessageLimits(facts.subject_length, facts.body_length)
        self.recipients = facts.recipients
        self.idempotent = facts.idempotent
        self._redact = Redactor(facts.secrets)
        self._worker: Worker | None = None
        self._ahead: SendRequest | None = None

    async def send(
        self,
        payload: Payload,
        *,
        key: str,
        timeout: float,
        recipient: str | None = None,
        before_handover: BeforeHandover | None = None,
        next_request: SendRequest | None = None,
    ) -> Outcome:
        order = SendRequest(payload=payload, key=key, timeout=timeout, recipient=recipient)
        progress = _Progress(before_handover or no_handover_mark)
        try:
            await self._make_ready(order)
            async with asyncio.timeout(timeout):
                outcome = await self._converse(progress, next_request)
        except TimeoutError:
            await self._kill()
            return progress.cut_off(f"no end after {timeout:g} s")
        except (WorkerError, OSError, asyncio.IncompleteReadError) as error:
            await self._kill()
            why = str(error) if isinstance(error, WorkerError) else words(error)
            return progress.cut_off(f"worker process: {why}")
        except BaseException:
            await self._kill()
            raise
        return outcome

    async def _make_ready(self, order: SendRequest) -> None:
        """See that there is a worker, and that this order is the one it works on."""
        if self._ahead is not None and self._ahead != order:
            await (
                self._kill()
            )  # it waits at the before_handover of something else: there is no other way back
        if self._worker is None:
            self._worker = await self._host.fork()
            await self._say({"url": self._url})
        if self._ahead is None:
            await self._say(_as_json(order))
        self._ahead = None

    async def _converse(self, progress: _Progress, next_request: SendRequest | None) -> Outcome:
        reader = self._running().reader
        while True:
            line = await reader.readline()
            if not line:
                raise WorkerError("it ended")
            event = json.loads(line)
            if event["event"] == "result":
                return self._outcome(event)
            if next_request is not None and self._ahead is None:
                await self._say(_as_json(next_request))  # made ready while the mark is written
                self._ahead = next_request
            await progress.reach()
            await self._say({"go": True})

    def _running(self) -> Worker:
        if self._worker is None:
            raise WorkerError("it is not running")
        return self._worker

    async def _say(self, message: Mapping[str, Any]) -> None:
        writer = self._running().writer
        # ASCII with \u escapes carries a lone surrogate too, should one have got this far.
        writer.write(json.dumps(message).encode("ascii") + b"\n")
        await writer.drain()

    def _outcome(self, event: Mapping[str, Any]) -> Outcome:
        return Outcome(
            state=event["state"],
            reason=self._redact(event["reason"])[:500],
            retry_after=event["retry_after"],
            concerns_service=event["concerns_service"],
            data={"code": event["code"]} if event["code"] else {},
        )

    async def _kill(self) -> None:
        worker, self._worker = self._worker, None
        self._ahead = None
        if worker is None:
            return
        worker.writer.close()
        try:
            await self._host.kill(worker.pid)
        except WorkerError:
            return  # the host has ended, and its workers with it

    async def close(self) -> None:
        await self._kill()
        await self._host.release()


def _as_json(order: SendRequest) -> dict[str, Any]:
    return {
        "letter": asdict(order.payload),
        "key": order.key,
        "timeout": order.timeout,
        "recipient": order.recipient,
    }


class _Progress:
    """How far one send has come: what a cut means depends on it."""

    def __init__(self, before_handover: BeforeHandover) -> None:
        self._before_handover = before_handover
        self._past = False

    async def reach(self) -> None:
        if not self._past:
            await self._before_handover()
            self._past = True

    def cut_off(self, why: str) -> Outcome:
        if self._past:
            return Outcome(
                state="unknown", reason=f"{why}; it may have been delivered", concerns_service=True
            )
        return Outcome(state="retry", reason=f"{why}; it was not delivered", concerns_service=True)

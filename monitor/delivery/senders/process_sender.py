"""Sends through a worker: a process for each destination, which can be killed.

A service can hang in ways that no timeout in the library ends (a name server, a byte a minute, a throttle),
and a message that was given up may still arrive later. A killed process sends nothing. URLs travel through sockets,
never through arguments or the environment, where other users could read them.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from monitor.delivery.rendering.forms import form_of
from monitor.delivery.rendering.split import MessageLimits
from monitor.delivery.senders.base import BeforeHandover, SendRequest, no_handover_mark
from monitor.delivery.senders.fork_server import ForkServer, Worker, WorkerError
from monitor.delivery.transport.apprise_url import inspect_url
from monitor.delivery.transport.error_text import describe
from monitor.delivery.transport.redact import Redactor
from monitor.delivery.transport.url_hint import url_hint
from rules.errors import DestinationError
from storage.model import Outcome, Payload


class ProcessSender:
    """Sends to any destination but the console and a mailbox.

    `as_json`: a webhook is posted documents, signed by `secret`. Errors: DestinationError where Apprise does not
    accept the URL, or the service takes no documents.
    """

    def __init__(
        self,
        name: str,
        url: str,
        fork_server: ForkServer,
        *,
        as_json: bool = False,
        secret: str | None = None,
    ) -> None:
        self.name = name
        self._fork_server = fork_server
        facts = inspect_url(url)
        if facts is None:
            scheme = url.partition(":")[0]
            raise DestinationError(
                f"destination {name}: Apprise does not accept this {scheme}: URL ({url_hint(url)})"
            )
        if as_json and not facts.takes_json:
            raise DestinationError(
                f'destination {name}: `format = "json"` goes with a json:// or jsons:// URL'
            )
        limits = MessageLimits(facts.subject_length, facts.body_length)
        self.form = form_of("json" if as_json else facts.form, limits)
        self._greeting = {"url": url, "secret": secret, "form": self.form.name}
        self.recipients = facts.recipients
        self.idempotent = facts.idempotent
        self._redact = Redactor({*facts.secrets, *([secret] if secret else [])})
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
        request = SendRequest(payload=payload, key=key, timeout=timeout, recipient=recipient)
        progress = _Progress(before_handover or no_handover_mark)
        try:
            await self._make_ready(request)
            async with asyncio.timeout(timeout):
                outcome = await self._converse(progress, next_request)
        except TimeoutError:
            await self._kill()
            return progress.cut_off(f"no end after {timeout:g} s")
        except (WorkerError, OSError, asyncio.IncompleteReadError) as error:
            await self._kill()
            why = str(error) if isinstance(error, WorkerError) else describe(error)
            return progress.cut_off(f"worker process: {why}")
        except BaseException:
            await self._kill()
            raise
        return outcome

    async def _make_ready(self, request: SendRequest) -> None:
        """Sees that there is a worker, and that it works on this request."""
        if self._ahead is not None and self._ahead != request:
            # The worker has begun with another request, and cannot be called back.
            await self._kill()
        if self._worker is None:
            self._worker = await self._fork_server.fork()
            await self._write(self._greeting)
        if self._ahead is None:
            await self._write(_as_json(request))
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
                await self._write(_as_json(next_request))  # prepared while the mark is written
                self._ahead = next_request
            await progress.hand_over()
            await self._write({"go": True})

    def _running(self) -> Worker:
        if self._worker is None:
            raise WorkerError("it is not running")
        return self._worker

    async def _write(self, message: Mapping[str, Any]) -> None:
        writer = self._running().writer
        # ASCII with \u escapes carries even a lone surrogate.
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
            await self._fork_server.kill(worker.pid)
        except WorkerError:
            return  # the fork server has ended, and its workers with it

    async def close(self) -> None:
        """Kills the worker, and ends the fork server if it was the last."""
        await self._kill()
        await self._fork_server.release()


def _as_json(request: SendRequest) -> dict[str, Any]:
    return {
        "message": asdict(request.payload),
        "key": request.key,
        "timeout": request.timeout,
        "recipient": request.recipient,
    }


class _Progress:
    """The progress of one send: a cut before the hand-over means something else than one after it."""

    def __init__(self, before_handover: BeforeHandover) -> None:
        self._before_handover = before_handover
        self._handed_over = False

    async def hand_over(self) -> None:
        """Has the hand-over recorded, at most once."""
        if not self._handed_over:
            await self._before_handover()
            self._handed_over = True

    def cut_off(self, why: str) -> Outcome:
        """The outcome of a send that was cut off."""
        if self._handed_over:
            return Outcome(
                state="unknown", reason=f"{why}; it may have been delivered", concerns_service=True
            )
        return Outcome(state="retry", reason=f"{why}; it was not delivered", concerns_service=True)

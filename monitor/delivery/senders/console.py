"""Prints alerts: with the matched words highlighted on a terminal, as plain text into a pipe."""

from __future__ import annotations

import asyncio
import sys

from rich.console import Console
from rich.text import Text

from monitor.delivery.rendering.forms import Form
from monitor.delivery.senders.base import BeforeHandover, SendRequest
from storage.model import Outcome, Payload

_MARKED = r"«[^«»]*»"


class ConsoleSender:
    """Sends to standard output. A message is sent once it is flushed."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.form = Form("plain")
        self.recipients: tuple[str, ...] = ()
        self.idempotent = False
        self._printing: asyncio.Future[None] | None = None

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
        if before_handover is not None:
            await before_handover()
        if self._printing is not None and not self._printing.done():
            return Outcome(state="retry", reason="standard output is still stuck", concerns_service=True)
        # A full pipe or a paused terminal blocks the thread that writes: that must not be the event loop.
        self._printing = asyncio.ensure_future(asyncio.to_thread(self._print, payload))
        await asyncio.wait({self._printing}, timeout=timeout)
        if not self._printing.done():
            reason = f"standard output took nothing for {timeout:g} s; it may still be printed"
            return Outcome(state="unknown", reason=reason, concerns_service=True)
        try:
            self._printing.result()
        except OSError as error:
            return Outcome(state="retry", reason=f"standard output: {error.strerror or error}")
        return Outcome(state="sent", reason="printed")

    def _print(self, payload: Payload) -> None:
        if sys.stdout.isatty():
            text = Text(payload.subject + "\n", style="bold")
            body = Text(payload.text + "\n")
            body.highlight_regex(_MARKED, style="bold yellow")
            # Text, not markup: a headline such as "[red]" must be printed as it is.
            Console().print(text, body, sep="", soft_wrap=True)
        else:
            sys.stdout.write(f"{payload.subject}\n\n{payload.text}\n\n")
        sys.stdout.flush()

    async def close(self) -> None:
        """Does nothing: standard output belongs to the process."""

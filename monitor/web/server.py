"""Serves the page in a running event loop. A port that is taken costs the page only: it is tried again each minute."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import socket
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime

import structlog
import uvicorn

from monitor.web.app import make_app
from monitor.web.connections import BoundedProtocol
from monitor.web.exports.meters import Meters
from monitor.web.exports.metrics import AlertTally
from monitor.web.link_file import forget_link, keep_link
from monitor.web.listening import UNIX, address_of, bind, port_of, release
from monitor.web.security.accounts import AccountsInForce
from monitor.web.security.sessions import Sessions
from monitor.web.site import InForce, Site, utc_now
from storage import StoreError

log = structlog.get_logger()
AGAIN_SECONDS = 60.0
# Seconds that requests under way get at the end.
END_SECONDS = 1.0
# The names by which a page on loopback is called. Any other name is somebody else's that points here.
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
Tell = Callable[[str | None], Awaitable[None]]


class _Server(uvicorn.Server):
    """A server that leaves signals to the daemon, whose loop it shares."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _keep_quiet(_trouble: str | None) -> None:
    """Tells nobody."""


class PageServer:
    """The page of a watch folder at an address. `tell` hears of a trouble with the address, and None when it is over.

    `meters` are those of a daemon in this process.

    `show` gets the address of the page and, each time the last one was used, a link that opens it for changes; an empty
    one where people log in.
    """

    def __init__(
        self,
        in_force: Callable[[], InForce],
        listen: str,
        *,
        show: Callable[[str, str], None],
        tell: Tell = _keep_quiet,
        clock: Callable[[], datetime] = utc_now,
        again: float = AGAIN_SECONDS,
        meters: Meters | None = None,
    ) -> None:
        self._in_force, self._listen, self._show = in_force, listen, show
        self._tell, self._clock, self._again = tell, clock, again
        self._meters, self._alerts = meters, AlertTally()

    async def run(self) -> None:
        """Serves until it is cancelled."""
        while True:
            try:
                taken = bind(self._listen)
            except OSError as error:
                why = f"the page cannot listen on {self._listen}: {error.strerror or error}"
                log.warning("no page", why=why, again_in=self._again)
                await self._tell(why)
                await asyncio.sleep(self._again)
                continue
            await self._tell(None)
            try:
                await self._serve(taken)
            finally:
                release(taken, self._listen)

    async def _serve(self, taken: socket.socket) -> None:
        address = address_of(taken)
        accounts = AccountsInForce(lambda: self._in_force().config)
        sessions = Sessions(lambda key: self._announce(address, key, accounts), accounts=accounts)
        # Templates and static files are read here, so not on the loop.
        site = await asyncio.to_thread(Site, self._in_force, self._clock)
        with contextlib.suppress(StoreError):
            await site.readers(self._alerts.read)  # the count of alerts begins now, not when somebody asks
        settings = uvicorn.Config(
            make_app(
                site, sessions, LOOPBACK_NAMES, port_of(taken), meters=self._meters, alerts=self._alerts
            ),
            http=BoundedProtocol,
            lifespan="off",
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=64,
            timeout_keep_alive=30,
            timeout_graceful_shutdown=1,
            h11_max_incomplete_event_size=16_384,
        )
        # What is loaded by now stays. A full look of the collector at it stops every thread, and the loop, for 0.1 s.
        gc.freeze()
        server = _Server(settings)
        serving = asyncio.create_task(server.serve(sockets=[taken]))
        metering = asyncio.create_task(self._meters.watch_loop()) if self._meters else None
        try:
            await asyncio.shield(serving)
        finally:
            server.should_exit = True
            if metering:
                metering.cancel()
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(serving, END_SECONDS + 1)
            await asyncio.to_thread(site.close)
            with contextlib.suppress(OSError):
                forget_link(self._in_force().config, address)

    def _announce(self, address: str, key: str, accounts: AccountsInForce) -> None:
        """Shows where the page is, and keeps the link in a file of this user's: it is never logged."""
        config = self._in_force().config
        if accounts():
            self._show(address, "")
            return
        base = address
        if address.startswith(UNIX):
            base = (config.web.public_url or "http://localhost").rstrip("/")
        link = f"{base}/open?key={key}"
        try:
            keep_link(config, address, link)
        except OSError as error:
            log.warning("`wirewatch web link` will not know the link", error=error.strerror)
        self._show(address, link)

"""Serves the page in a running event loop. A port that is taken costs the page only: it is tried again each minute."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime

import structlog
import uvicorn

from monitor.web.app import make_app
from monitor.web.security.sessions import Sessions
from monitor.web.site import InForce, Site, utc_now

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

    `show` gets the address of the page and, each time the last one was used, a link that opens it for changes.
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
    ) -> None:
        self._in_force, self._listen, self._show = in_force, listen, show
        self._tell, self._clock, self._again = tell, clock, again

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
                taken.close()

    async def _serve(self, taken: socket.socket) -> None:
        host, port = taken.getsockname()[:2]
        address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        sessions = Sessions(lambda key: self._show(address, f"{address}/open?key={key}"))
        # Templates and static files are read here, so not on the loop.
        site = await asyncio.to_thread(Site, self._in_force, self._clock)
        settings = uvicorn.Config(
            make_app(site, sessions, LOOPBACK_NAMES, port),
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
        server = _Server(settings)
        serving = asyncio.create_task(server.serve(sockets=[taken]))
        try:
            await asyncio.shield(serving)
        finally:
            server.should_exit = True
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(serving, END_SECONDS + 1)
            await asyncio.to_thread(site.close)


def bind(listen: str) -> socket.socket:
    """A socket that listens at HOST:PORT. Errors: OSError, as where the port is taken."""
    host, _, port = listen.rpartition(":")
    family = socket.AF_INET6 if host.startswith("[") else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((host.strip("[]"), int(port)))
        taken.listen(128)
        taken.setblocking(False)
    except OSError:
        taken.close()
        raise
    return taken

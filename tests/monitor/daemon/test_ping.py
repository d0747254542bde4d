"""Pings to a dead man's switch: real servers on loopback, and none."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from monitor.daemon.ping import ping


@contextmanager
def switch(status: int) -> Iterator[tuple[str, list[str]]]:
    """A switch that answers with `status`; gives its address and the requests that it got."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/secret-id", asked
        server.shutdown()


def test_a_ping_is_one_get_of_the_address() -> None:
    with switch(200) as (url, asked):
        assert asyncio.run(ping(url)) is None
    assert asked == ["/secret-id"]


def test_a_refusal_is_said_with_its_status() -> None:
    with switch(404) as (url, _):
        assert asyncio.run(ping(url)) == "it answered 404"


def test_a_dead_switch_is_said_without_the_address() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    why = asyncio.run(ping(f"http://127.0.0.1:{port}/secret-id"))
    assert why
    assert "secret-id" not in why

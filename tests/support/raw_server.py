"""An HTTP server that keeps to no rule: each path answers with the very bytes of a generator, for ever if it likes.

with RawServer({"/garbage": lambda: [b"SSH-2.0-x\\r\\n"]}) as server: ...
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Self

Answer = Callable[[], Iterable[bytes]]


class RawServer:
    def __init__(
        self,
        answers: Mapping[str, Answer],
        host: str = "127.0.0.1",
        tls: ssl.SSLContext | None = None,
        port: int = 0,
    ) -> None:
        self.answers = dict(answers)
        self.hits: Counter[str] = Counter()
        self.connections = 0
        self._tls, self._host = tls, host
        self._listener = socket.create_server((host, port), backlog=200)
        self.port: int = self._listener.getsockname()[1]

    @property
    def base(self) -> str:
        return f"{'https' if self._tls else 'http'}://{self._host}:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """From now on nobody listens here."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.connections += 1
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            connection.settimeout(10)
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            request = b""
            while b"\r\n\r\n" not in request:
                piece = connection.recv(65_536)
                if not piece:
                    return
                request += piece
            path = request.split(b" ", 2)[1].decode("latin-1")
            self.hits[path] += 1
            for part in self.answers.get(path, not_found)():
                connection.sendall(part)


def not_found() -> Iterable[bytes]:
    return [answer(b"nothing here", status="404 Not Found")]


def answer(body: bytes, *, status: str = "200 OK", kind: str = "application/rss+xml", **more: str) -> bytes:
    """A whole, well-behaved answer."""
    return head(status, kind, **{"Content-Length": str(len(body))} | more) + body


def head(status: str = "200 OK", kind: str = "application/rss+xml", **more: str) -> bytes:
    lines = {"Content-Type": kind, "Connection": "close"} | {n.replace("_", "-"): v for n, v in more.items()}
    written = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status}\r\n{written}\r\n".encode()

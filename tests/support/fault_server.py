"""Servers that misbehave on purpose: SMTP and HTTP, on random loopback ports, each connection in a thread.

    with FaultySmtp(rcpt="451 4.7.1 try later") as server: ...
    with FaultyHttp() as server: ...  # the path of the URL says how it fails: /429, /hang, /reset, ...

What they accepted they remember, as `accepted`: a message counts from its final dot, a request from its body.
"""

from __future__ import annotations

import contextlib
import re
import socket
import struct
import threading
import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

Answer = str | Callable[[int], str]


class _Server(ABC):
    """Accepts connections until it is closed."""

    def __init__(self) -> None:
        self.connections = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: set[socket.socket] = set()
        self.closed = threading.Event()

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closed.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.hang_up()

    def hang_up(self) -> None:
        """Ends every connection; new ones are welcome."""
        for one in list(self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while not self.closed.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            self.talk(connection)
        self._open.discard(connection)

    @abstractmethod
    def talk(self, connection: socket.socket) -> None:
        """Serves one connection; the socket is closed afterwards."""


@dataclass
class FaultySmtp(_Server):
    """An answer is a line, or a function of how often it was asked for; `drop...` end the connection there."""

    banner: Answer = "220 faulty ESMTP"
    auth: Answer = "235 2.7.0 welcome"
    mail: Answer = "250 2.1.0 ok"
    rcpt: Answer = "250 2.1.5 ok"
    data: Answer = "250 2.0.0 kept"
    drop_in_data: bool = False
    # Drops after each n-th message that was accepted, without a word; 0: never.
    drop_after_dot: int = 0
    stall_at: str = ""  # banner, MAIL, DATA or dot: no answer any more
    drip_seconds: float = 0.0  # before each byte of an answer
    accepted: list[bytes] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        super().__init__()

    def talk(self, connection: socket.socket) -> None:
        lines = connection.makefile("rb")
        self._answer(connection, "banner", self.banner)
        sender, recipients = "", list[str]()
        while line := lines.readline():
            verb, _, rest = line.decode("latin-1").strip().partition(" ")
            verb = verb.upper()
            if verb in {"EHLO", "HELO"}:
                self._send(connection, "250-faulty\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME")
            elif verb == "AUTH":
                self._answer(connection, "AUTH", self.auth)
            elif verb == "MAIL":
                sender, recipients = _address(rest), []
                self._answer(connection, "MAIL", self.mail)
            elif verb == "RCPT":
                recipients.append(_address(rest))
                self._answer(connection, "RCPT", self.rcpt)
            elif verb == "DATA":
                self._send(connection, "354 go on")
                if not self._take(connection, lines, sender, recipients):
                    return
            elif verb == "QUIT":
                self._send(connection, "221 2.0.0 bye")
                return
            else:
                self._send(connection, "250 2.0.0 ok")

    def _take(self, connection: socket.socket, lines: object, sender: str, recipients: list[str]) -> bool:
        body = b""
        while (line := lines.readline()) != b".\r\n":  # type: ignore[attr-defined]
            if not line or self.drop_in_data:
                return False
            body += line
        if not self._reply("dot", self.data).startswith("2"):
            self._answer(connection, "dot", self.data)
            return True
        self.accepted.append(body)
        self.envelopes.append((sender, list(recipients)))
        if self.drop_after_dot and len(self.accepted) % self.drop_after_dot == 0:
            return False
        self._answer(connection, "dot", self.data)
        return True

    def _reply(self, where: str, answer: Answer) -> str:
        return answer if isinstance(answer, str) else answer(self.asked[where] + 1)

    def _answer(self, connection: socket.socket, where: str, answer: Answer) -> None:
        reply = self._reply(where, answer)
        self.asked[where] += 1
        if self.stall_at == where:
            self.closed.wait(60)
            return
        self._send(connection, reply)

    def _send(self, connection: socket.socket, reply: str) -> None:
        raw = f"{reply}\r\n".encode()
        if not self.drip_seconds:
            connection.sendall(raw)
            return
        for byte in raw:
            connection.sendall(bytes([byte]))
            time.sleep(self.drip_seconds)


class FaultyHttp(_Server):
    """The last part of the path decides: a status, `hang`, `reset`, `drop`, `loop`, `ok`, or `429-after`."""

    def __init__(self) -> None:
        super().__init__()
        self.accepted: list[tuple[str, dict[str, str], bytes]] = []

    def talk(self, connection: socket.socket) -> None:
        lines = connection.makefile("rb")
        while request := lines.readline():
            path = request.split()[1].decode()
            headers = dict(self._headers(lines))
            body = lines.read(int(headers.get("content-length", 0)))
            self.accepted.append((path, headers, body))
            if not self._answer(connection, path.rsplit("/", 1)[-1].partition("?")[0]):
                return

    def _headers(self, lines: object) -> list[tuple[str, str]]:
        found = []
        while line := lines.readline().decode("latin-1").strip():  # type: ignore[attr-defined]
            name, _, value = line.partition(":")
            found.append((name.lower(), value.strip()))
        return found

    def _answer(self, connection: socket.socket, fault: str) -> bool:
        if fault == "hang":
            self.closed.wait(60)
            return False
        if fault == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return False
        if fault == "drop":
            return False
        status, _, extra = fault.partition("-")
        headers = "Retry-After: 120\r\n" if extra == "after" else ""
        if status == "loop":
            status, headers = "301", f"Location: http://127.0.0.1:{self.port}/loop\r\n"
        code = 200 if status == "ok" else int(status)
        connection.sendall(f"HTTP/1.1 {code} Said\r\n{headers}Content-Length: 0\r\n\r\n".encode())
        return True


def _address(argument: str) -> str:
    found = re.search(r"<([^>]*)>", argument)
    return found[1] if found else argument

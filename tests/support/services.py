"""A stand-in for chat and push services: one HTTP proxy on loopback that plays every host, also behind TLS.

Apprise's URLs of Slack, Telegram and others name no host of ours. `ServiceStandIn.environ` makes the HTTP library go
through this proxy and trust its certificates, so that the very requests of the product arrive here.
"""

from __future__ import annotations

import json
import ssl
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import trustme

URLS = {
    "slack": "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general",
    "telegram": "tgram://123456789:abcdefg_hijklmnop/12315544/",
    "discord": "discord://1234567890123456789/abcdefghijklmnopqrstuvwxyz0123456789",
    "mattermost": "mmosts://chat.example/abcdefghijklmnopqrstuvwxyz",
    "matrix": "matrixs://atoken@matrix.example/!r:matrix.example",
    "teams": "workflows://prod.example/643e69f83c8944438d68119179a10a64/KAF8kZXwSPYTwDGgKPwd0jvoNvBAzd",
    "ntfy": "ntfys://ntfy.example/alerts",
    "gotify": "gotifys://gotify.example/AabcdefghijklmnO",
    "pushover": "pover://uabcdefghijklmnopqrstuvwxyz012@aabcdefghijklmnopqrstuvwxyz012",
    "json": "jsons://hook.example/alerts",
}
# What each service answers where its plug-in reads the answer; `{}` for the others.
ANSWERS: dict[str, Any] = {
    "hooks.slack.com": "ok",
    "matrix.example": {
        "m.homeserver": {"base_url": "https://matrix.example"},
        "user_id": "@watch:matrix.example",
        "room_id": "!r:matrix.example",
        "event_id": "$1",
    },
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as the service got it."""

    host: str
    method: str
    path: str
    headers: Mapping[str, str]
    raw: bytes

    @property
    def body(self) -> Any:
        """The body, read as JSON or as a form."""
        try:
            return json.loads(self.raw)
        except ValueError:
            return {name: values[0] for name, values in parse_qs(self.raw.decode()).items()}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    host = ""

    def do_CONNECT(self) -> None:
        """Speaks TLS as the host that is asked for."""
        host = self.path.partition(":")[0]
        self.send_response(200)
        self.end_headers()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with self.server.lock:
            self.server.authority.issue_cert(host).configure_cert(context)
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)  # type: ignore[assignment]
        self.host = host
        self.close_connection = False

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        host = parts.hostname or self.host or self.headers["Host"].partition(":")[0]
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        self.server.seen.append(Seen(host, self.command, path, dict(self.headers), raw))
        said = ANSWERS.get(host, {})
        answer = (said if isinstance(said, str) else json.dumps(said)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_PUT = _answer  # noqa: N815

    def log_message(self, *_: object) -> None:
        """What was seen is kept."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.seen: list[Seen] = []
        self.authority = trustme.CA()
        self.lock = threading.Lock()


class ServiceStandIn:
    """Use as a context manager: `environ` for who shall reach it, `posted` to read what came."""

    def __init__(self) -> None:
        self._server = _Server()
        self._folder = tempfile.TemporaryDirectory(prefix="wirewatch-services-")
        bundle = Path(self._folder.name) / "ca.pem"
        self._server.authority.cert_pem.write_to_path(str(bundle))
        proxy = f"http://127.0.0.1:{self._server.server_port}"
        self.environ = {
            "HTTP_PROXY": proxy,
            "HTTPS_PROXY": proxy,
            "http_proxy": proxy,
            "https_proxy": proxy,
            "NO_PROXY": "",
            "no_proxy": "",
            "REQUESTS_CA_BUNDLE": str(bundle),
        }

    @property
    def posted(self) -> list[Seen]:
        """What was sent, without what was only asked."""
        return [seen for seen in self._server.seen if seen.method != "GET"]

    def forget(self) -> None:
        self._server.seen.clear()

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._folder.cleanup()


class OpenGate:
    """Everything may be sent."""

    passed = False

    def pass_through(self) -> None:
        self.passed = True

"""The gate before every route: names of the host, where a change comes from, sessions, bounds, and headers of answers.

It is an ASGI application around the routes, so that a route that is added is behind it, too. A request that changes
something is a form of our own pages from a browser with a session; there is no other way in.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

from monitor.web.security.sessions import SESSION_SECONDS, Sessions

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

READING = frozenset({"GET", "HEAD"})
# Changes that need no session: to open one, and to note in a cookie of the browser what it has seen.
WITHOUT_SESSION = frozenset({"/open", "/seen"})
BODY_CAP = 256 * 1024
QUERY_CAP = 4_000
FIELDS = 50
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class Refused(Exception):  # noqa: N818 - an answer, not an error
    """A request that the gate turns away, with the status and the words of the answer."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status, self.words = status, words


class Gate:
    """Lets requests through to `app`, which finds `session`, `form_token`, `may_change` and `form` in their state."""

    def __init__(self, app: App, sessions: Sessions, hosts: frozenset[str], port: int) -> None:
        self.app, self._sessions, self._hosts = app, sessions, hosts
        # Browsers send the cookies of one port to all ports of the host.
        self.cookie = f"wirewatch_session_{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return  # neither websockets nor lifespan: nothing of ours speaks them
        answer = _hardened(send, kept=scope["path"].startswith("/static/"))
        try:
            await self._admit(scope, receive)
        except Refused as refused:
            await _say(answer, refused)
            return
        await self.app(scope, receive, answer)

    async def _admit(self, scope: Scope, receive: Receive) -> None:
        headers = _headers(scope)
        if _host_name(headers.get("host", "")) not in self._hosts:
            raise Refused(
                421, "This page is not served under that name: call it by the address that it printed."
            )
        if len(scope.get("query_string", b"")) > QUERY_CAP:
            raise Refused(414, "This address is too long.")
        session = _cookie(headers.get("cookie", ""), self.cookie)
        may_change = self._sessions.is_open(session)
        state = scope.setdefault("state", {})
        state |= {"session": session, "may_change": may_change, "form": {}}
        state["form_token"] = self._sessions.form_token(session)
        if scope["method"] not in READING:
            state["form"] = await self._form(scope, headers, receive, session)
            if not may_change and scope["path"] not in WITHOUT_SESSION:
                raise Refused(
                    403, "To change something, open the link first that wirewatch printed to its log."
                )

    async def _form(
        self, scope: Scope, headers: Mapping[str, str], receive: Receive, session: str
    ) -> dict[str, str]:
        """The fields of a form that comes from a page of ours. Errors: Refused."""
        if scope["method"] != "POST":
            raise Refused(405, "Only forms are taken here.")
        if not _is_own(scope, headers):
            raise Refused(403, "This request came from another site.")
        if headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
            raise Refused(415, "Only forms are taken here.")
        try:
            fields = parse_qs((await _body(headers, receive)).decode(), max_num_fields=FIELDS)
        except ValueError:
            raise Refused(400, "This form cannot be read.") from None
        form = {name: values[-1] for name, values in fields.items()}
        if not self._sessions.is_form_token(session, form.get("token", "")):
            raise Refused(403, "This form is stale: go back, load the page again, and repeat it.")
        return form

    def session_cookie(self, session: str) -> str:
        """The header that hands a session to a browser; an empty one takes it away."""
        age = SESSION_SECONDS if session else 0
        return f"{self.cookie}={session}; Path=/; Max-Age={age}; HttpOnly; SameSite=Strict"


def _is_own(scope: Scope, headers: Mapping[str, str]) -> bool:
    """Whether the browser says, in at least one of two ways and in none otherwise, that a page of ours sent this."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is None and origin is None:
        return False
    if site is not None and site != "same-origin":
        return False
    # `null` is what browsers send of a form on a page without referrers; then the other word must stand.
    if origin is None or origin == "null":
        return site is not None
    return origin == f"{scope.get('scheme', 'http')}://{headers.get('host', '')}"


async def _body(headers: Mapping[str, str], receive: Receive) -> bytes:
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length) > BODY_CAP:
        raise Refused(413, "That is too much for one form.")
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused(400, "The form did not come whole.")
        body += message.get("body", b"")
        if len(body) > BODY_CAP:
            raise Refused(413, "That is too much for one form.")
        if not message.get("more_body"):
            return bytes(body)


def _headers(scope: Scope) -> dict[str, str]:
    """The headers by name; what comes twice is joined, so that neither is taken for the only one."""
    found: dict[str, str] = {}
    for raw, value in scope["headers"]:
        name, text = raw.decode("latin-1").lower(), value.decode("latin-1")
        joint = "; " if name == "cookie" else ", "
        found[name] = f"{found[name]}{joint}{text}" if name in found else text
    return found


def _host_name(host: str) -> str:
    """The name in a Host header, without the port; empty where it is no name."""
    try:
        parts = urlsplit(f"//{host}")
        parts.port  # noqa: B018 - raises where it is none
    except ValueError:
        return ""
    return "" if parts.netloc != host or "@" in host else (parts.hostname or "")


def _cookie(header: str, name: str) -> str:
    try:
        found = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _hardened(send: Send, *, kept: bool) -> Send:
    """Sends answers with the headers of the house. `kept`: a browser may keep it for a while."""
    ours = HEADERS | {"cache-control": "public, max-age=3600" if kept else "no-store"}
    extra = [(name.encode(), value.encode()) for name, value in ours.items()]

    async def hardened(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *extra]
        await send(message)

    return hardened


async def _say(send: Send, refused: Refused) -> None:
    body = (refused.words + "\n").encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    # The rest of a body that was not read would be taken for the next request.
    headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})

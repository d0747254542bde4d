"""The gate before every route: names of the host, where a change comes from, sessions, bounds, and headers of answers.

It is an ASGI application around the routes, so that a route that is added is behind it, too. A request that changes
something is a form of our own pages; there is no other way in. Who may use which route is said by `roles`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any, Protocol
from urllib.parse import SplitResult, parse_qs, urlsplit

from monitor.config.destination import WebSection
from monitor.web.api.problems import MEDIA_TYPE, is_of_api, refusal
from monitor.web.security.proxies import origin_of
from monitor.web.security.roles import Caller, Role
from monitor.web.security.sessions import SESSION_SECONDS, Sessions
from monitor.web.security.tokens import bearer, in_address
from storage import StoreError

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class FindsScript(Protocol):
    """Finds the script that a token belongs to. Errors: StoreError."""

    async def __call__(self, token: str, *, reads_only: bool) -> Caller | None: ...


READING = frozenset({"GET", "HEAD"})
# Seconds in which a whole form must come.
BODY_SECONDS = 20.0
BODY_CAP = 256 * 1024
# A form encodes most characters of a rules file of 200 kB as three, and JSON many as two or six.
DRAFT_CAP = 700 * 1024
DRAFTS = ("/rules/", "/api/v1/rules/")
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
    """Lets requests through to `app`, which finds `caller`, `session`, `form_token`, `form` and more in their state."""

    def __init__(
        self,
        app: App,
        sessions: Sessions,
        hosts: frozenset[str],
        port: int,
        web: Callable[[], WebSection],
        script: FindsScript,
    ) -> None:
        self.app, self._sessions, self._hosts, self._web = app, sessions, hosts, web
        self._find_script = script
        # Browsers send the cookies of one port to all ports of the host.
        self.cookie = f"wirewatch_session_{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return  # neither websockets nor lifespan: nothing of ours speaks them
        answer = _hardened(send, kept=scope["path"].startswith("/static/"))
        try:
            receive = await self._admit(scope, receive)
        except Refused as refused:
            await _say(answer, refused, is_api=is_of_api(scope["path"]))
            return
        await self.app(scope, receive, answer)

    async def _admit(self, scope: Scope, receive: Receive) -> Receive:
        """Fills the state of a request; returns what its handler reads the body from. Errors: Refused."""
        headers, web = _headers(scope), self._web()
        origin = origin_of(scope, headers, web.trusted_proxies)
        host = _host_name(headers.get("host", ""))
        public = urlsplit(web.public_url or "")
        if host not in self._names(scope, web, public):
            raise Refused(
                421, "This page is not served under that name: call it by the address that it printed."
            )
        if len(scope.get("query_string", b"")) > QUERY_CAP:
            raise Refused(414, "This address is too long.")
        session = _cookie(headers.get("cookie", ""), self.cookie)
        caller = self._sessions.caller(session)
        token = bearer(headers.get("authorization", ""))
        if script := await self._script(scope, token):
            caller = script
        state = scope.setdefault("state", {})
        state |= {
            "session": session,
            "session_open": self._sessions.is_open(session),
            "caller": caller,
            "may_change": caller.role >= Role.REVIEWER,
            "may_log_in": bool(self._sessions.accounts()),
            "form_token": self._sessions.form_token(session),
            "form": {},
            "address": origin.address,
            # The names of this machine are reached without TLS, also where the public address has it.
            "secure": origin.scheme == "https" or (public.scheme == "https" and host not in self._hosts),
        }
        if token is not None:
            # A browser sends no token of its own accord, so a change by one needs no form of ours.
            return await _whole(headers, receive, _cap(scope["path"]))
        if scope["method"] not in READING:
            if is_of_api(scope["path"]):
                raise Refused(
                    401, "A change by the API needs a token: `wirewatch web token add NAME` makes one."
                )
            own = {f"{scope.get('scheme', 'http')}://{headers.get('host', '')}", _public_origin(public)}
            own.add(f"{origin.scheme}://{headers.get('host', '')}")
            state["form"] = await self._form(scope, headers, receive, session, own)
            return _spent
        return receive

    async def _script(self, scope: Scope, token: str | None) -> Caller | None:
        """The script whose token came along; None without a token. Errors: Refused for a token that is nobody's."""
        shown = in_address(scope["path"], scope.get("query_string", b"")) if token is None else None
        given = token if token is not None else shown
        if given is None:
            return None
        try:
            found = await self._find_script(given, reads_only=shown is not None)
        except StoreError as error:
            raise Refused(503, str(error)) from None
        if found is None:
            raise Refused(401, "This token is not known here: `wirewatch web token add NAME` makes one.")
        return found

    def _names(self, scope: Scope, web: WebSection, public: SplitResult) -> set[str]:
        """The names by which the page is called. Without a password it is this machine's alone, also behind a proxy."""
        if not self._sessions.accounts():
            return set(self._hosts)
        return {*self._hosts, *web.hosts, public.hostname or "", _own_address(scope)} - {""}

    async def _form(
        self, scope: Scope, headers: Mapping[str, str], receive: Receive, session: str, own: set[str]
    ) -> dict[str, str]:
        """The fields of a form that comes from a page of ours. Errors: Refused."""
        if scope["method"] != "POST":
            raise Refused(405, "Only forms are taken here.")
        if not _is_own(headers, own):
            raise Refused(403, "This request came from another site.")
        if headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
            raise Refused(415, "Only forms are taken here.")
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _body(headers, receive, _cap(scope["path"]))
            fields = parse_qs(body.decode(), max_num_fields=FIELDS)
        except TimeoutError:
            raise Refused(408, "The form did not come in time.") from None
        except ValueError:
            raise Refused(400, "This form cannot be read.") from None
        form = {name: values[-1] for name, values in fields.items()}
        if not self._sessions.is_form_token(session, form.get("token", "")):
            raise Refused(403, "This form is stale: go back, load the page again, and repeat it.")
        return form

    def session_cookie(self, session: str, *, secure: bool) -> str:
        """The header that hands a session to a browser; an empty one takes it away. `secure`: for TLS alone."""
        age = SESSION_SECONDS if session else 0
        tls = "; Secure" if secure else ""
        return f"{self.cookie}={session}; Path=/; Max-Age={age}; HttpOnly; SameSite=Strict{tls}"


async def _spent() -> Message:
    """The body of a form that was read already: a handler that asks for it again would wait for ever."""
    return {"type": "http.request", "body": b"", "more_body": False}


async def _whole(headers: Mapping[str, str], receive: Receive, cap: int) -> Receive:
    """The body of a request, read whole within its bounds, to be read again by a handler. Errors: Refused."""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            body = await _body(headers, receive, cap)
    except TimeoutError:
        raise Refused(408, "The request did not come in time.") from None

    async def again() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _cap(path: str) -> int:
    """The most bytes of a body."""
    return DRAFT_CAP if path.startswith(DRAFTS) else BODY_CAP


def _own_address(scope: Scope) -> str:
    """The address of this machine at which the request came in: no name that somebody else could point here."""
    server = scope.get("server")
    return str(server[0]) if server and server[1] is not None else ""


def _public_origin(public: SplitResult) -> str:
    """The origin that a browser sends from the public address."""
    return f"{public.scheme}://{public.netloc}".lower()


def _is_own(headers: Mapping[str, str], own: set[str]) -> bool:
    """Whether the browser says, in at least one of two ways and in none otherwise, that a page of ours sent this."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is None and origin is None:
        return False
    if site is not None and site != "same-origin":
        return False
    # `null` is what browsers send of a form on a page without referrers; then the other word must stand.
    if origin is None or origin == "null":
        return site is not None
    return origin in own


async def _body(headers: Mapping[str, str], receive: Receive, cap: int) -> bytes:
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length) > cap:
        raise Refused(413, "That is too much for one form.")
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused(400, "The form did not come whole.")
        body += message.get("body", b"")
        if len(body) > cap:
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
    """Sends answers with the headers of the house, but for those that they have. `kept`: a browser may keep it a while."""
    ours = HEADERS | {"cache-control": "public, max-age=3600" if kept else "no-store"}
    extra = [(name.encode(), value.encode()) for name, value in ours.items()]

    async def hardened(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = list(message.get("headers", ()))
            had = {name.lower() for name, _ in own}
            message["headers"] = [*own, *((name, value) for name, value in extra if name not in had)]
        await send(message)

    return hardened


async def _say(send: Send, refused: Refused, *, is_api: bool) -> None:
    body, kind = (refused.words + "\n").encode(), "text/plain; charset=utf-8"
    if is_api:
        body, kind = refusal(refused.status, refused.words), MEDIA_TYPE
    headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
    # The rest of a body that was not read would be taken for the next request.
    headers.append((b"connection", b"close"))
    if is_api and refused.status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})

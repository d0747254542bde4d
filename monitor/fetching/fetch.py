"""Fetches one document: by a guarded conditional GET, or from a file that the config names.

Redirects are followed here, not by aiohttp, so that each hop is checked, credentials stay with the host that they were
meant for, and a permanent move is distinguished from a temporary one. Nothing here parses, retries, sleeps or writes;
every failure is a `FetchError`.
"""

from __future__ import annotations

import asyncio
import stat
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from http import HTTPStatus
from pathlib import Path

import aiohttp
from aiohttp.http_exceptions import HttpProcessingError
from yarl import URL

from monitor.fetching.address import redirected
from monitor.fetching.errors import CUT_WHILE_PACKED, bad_status, blocked, failure, too_large
from monitor.fetching.headers import http_date, max_age
from monitor.fetching.model import (
    Fetched,
    FetchError,
    FetchFailure,
    Gone,
    HttpLimits,
    NotModified,
    Request,
    Validators,
)
from monitor.fetching.session import Session
from monitor.fetching.ssrf_guard import is_closed_literal
from monitor.fetching.unpack import unpack

_MAX_REDIRECTS = 10
_PERMANENT = (301, 308)
_SMALL = 32 * 1024  # bytes
_REDIRECTS = (301, 302, 303, 307, 308)


async def fetch(
    session: Session, request: Request, validators: Validators, limits: HttpLimits, now: datetime
) -> Fetched | NotModified | Gone | FetchError:
    """Fetches `request`, conditionally on `validators`. `now` turns a Retry-After date into seconds."""
    if isinstance(request.target, Path):
        return await asyncio.to_thread(_read_file, request.target, validators, limits.max_bytes)
    try:
        url = request.url
    except ValueError as error:
        return FetchError(kind="bad_url", text=f"{request.target!r} is not a URL: {error}.")
    try:
        async with asyncio.timeout(limits.total):
            return await _Hops(session, request, validators, limits, now).follow(url)
    except TimeoutError:
        return FetchError(kind="timeout", text=f"No complete answer within {limits.total:g} s.")


async def fetch_once(
    session: Session, request: Request, limits: HttpLimits, now: datetime
) -> Fetched | Gone | FetchError:
    """Fetches `request` unconditionally. A body that may be a beginning only is an error."""
    got = await fetch(session, request, Validators(), limits, now)
    assert not isinstance(got, NotModified)  # without validators nothing is unchanged
    return got.trouble or got if isinstance(got, Fetched) else got


class _Hops:
    """The chain of redirects of one fetch, with the cookies and the new address found so far."""

    def __init__(
        self, session: Session, request: Request, validators: Validators, limits: HttpLimits, now: datetime
    ) -> None:
        self.session = session
        self.request = request
        self.validators = validators
        self.limits = limits
        self.now = now
        self.moved_to: str | None = None
        self.cookies: dict[str | None, dict[str, str]] = {}  # of each host on the way

    async def follow(self, start: URL) -> Fetched | NotModified | Gone | FetchError:
        url, permanent = start, True
        for _ in range(_MAX_REDIRECTS + 1):
            at_home = self.request.is_at_home(url)
            if refused := self._refuse(url, start, at_home):
                return refused
            answer = await self._get(url, at_home)
            if not isinstance(answer, _Redirect):
                return answer
            permanent = permanent and answer.permanent
            url = answer.to
            if permanent:
                self.moved_to = str(url)
        return FetchError(
            kind="redirect", text=f"More than {_MAX_REDIRECTS} redirects, the last one to {url.host}."
        )

    def _refuse(self, url: URL, start: URL, at_home: bool) -> FetchError | None:
        if url.scheme not in ("http", "https") or not url.host:
            kind: FetchFailure = "bad_url" if url == start else "redirect"
            return FetchError(kind=kind, text=f"Only http and https are fetched, not {str(url)[:200]!r}.")
        if not (self.request.allow_private and at_home) and is_closed_literal(url.host):
            # The guard at connect would refuse these too, but a proxy connects in our place.
            return blocked(url, led_here=not at_home)
        return None

    async def _get(self, url: URL, at_home: bool) -> Fetched | NotModified | Gone | FetchError | _Redirect:
        try:
            async with self.session.pool_for(self.request, url).get(
                url,
                headers=self._headers(at_home),
                cookies=self.cookies.get(url.host) or None,
                proxy=self.request.proxy,
                timeout=self.limits.waits,
                allow_redirects=False,
            ) as response:
                return await self._outcome(response, url)
        except (aiohttp.ClientError, HttpProcessingError, OSError, ValueError) as error:
            return failure(error, url, led_here=not at_home)

    def _headers(self, at_home: bool) -> dict[str, str]:
        headers: dict[str, str] = {}
        if self.request.user_agent:
            headers["User-Agent"] = self.request.user_agent
        if at_home:
            # Headers that a person wrote for one origin are not shown to another that it redirects to, now or for good.
            headers.update(self.request.headers)
            if self.request.auth:
                token = b64encode(self.request.auth.encode("utf-8")).decode("ascii")
                headers["Authorization"] = f"Basic {token}"
        if self.validators.etag:
            headers["If-None-Match"] = self.validators.etag
        if self.validators.last_modified:
            headers["If-Modified-Since"] = self.validators.last_modified
        return headers

    async def _outcome(
        self, response: aiohttp.ClientResponse, url: URL
    ) -> Fetched | NotModified | Gone | FetchError | _Redirect:
        status = response.status
        if status in _REDIRECTS:
            return self._redirect(response, url)
        if status == HTTPStatus.NOT_MODIFIED and (self.validators.etag or self.validators.last_modified):
            return self._not_modified(response, url)
        if status == HTTPStatus.GONE:
            return Gone(url=str(url), text="The server says that this feed is gone for good (410).")
        if not 200 <= status < 300:
            return bad_status(response, self.now)
        body, trouble = await _read_body(response, url, self.limits.max_bytes)
        packed = response.headers.get("Content-Encoding", "")
        # Small bodies are unpacked quicker than a thread begins to.
        if len(body) < _SMALL:
            unpacked = unpack(body, packed, self.limits.max_bytes)
        else:
            unpacked = await asyncio.to_thread(unpack, body, packed, self.limits.max_bytes)
        if isinstance(unpacked, FetchError):
            return trouble or unpacked
        trouble = trouble or (None if unpacked.whole else CUT_WHILE_PACKED)
        return self._fetched(response, url, unpacked.body, trouble)

    def _redirect(self, response: aiohttp.ClientResponse, url: URL) -> _Redirect | FetchError:
        location = response.headers.get("Location", "")
        try:
            to = redirected(url, location)
        except ValueError:
            location = ""
        if not location:
            return FetchError(kind="redirect", text="A redirect that names no usable address.")
        # Sites that count visitors set a cookie and redirect, even by way of another host, until it comes back.
        set_here = {name: morsel.value for name, morsel in response.cookies.items()}
        self.cookies.setdefault(url.host, {}).update(set_here)
        return _Redirect(to, response.status in _PERMANENT)

    def _not_modified(self, response: aiohttp.ClientResponse, url: URL) -> NotModified:
        kept = Validators(
            etag=response.headers.get("ETag") or self.validators.etag,
            last_modified=response.headers.get("Last-Modified") or self.validators.last_modified,
            digest=self.validators.digest,
        )
        return NotModified(
            url=str(url), validators=kept, moved_to=self.moved_to, max_age=max_age(response.headers)
        )

    def _fetched(
        self, response: aiohttp.ClientResponse, url: URL, body: bytes, trouble: FetchError | None
    ) -> Fetched | NotModified | FetchError:
        if not body.strip():
            return trouble or FetchError(kind="empty", text="The server answered with an empty page.")
        fresh = Validators(
            etag=response.headers.get("ETag"),
            last_modified=response.headers.get("Last-Modified"),
            digest=digest_of(body),
        )
        age = max_age(response.headers)
        if fresh.digest == self.validators.digest:
            return NotModified(url=str(url), validators=fresh, moved_to=self.moved_to, max_age=age)
        return Fetched(
            body=body,
            url=str(url),
            # By these, what was beyond the end of the body would never be asked for again.
            validators=Validators() if trouble else fresh,
            trouble=trouble,
            content_type=response.headers.get("Content-Type"),
            moved_to=self.moved_to,
            max_age=age,
            served=http_date(response.headers.get("Date")),
        )


@dataclass(frozen=True, slots=True)
class _Redirect:
    to: URL
    permanent: bool


def digest_of(body: bytes) -> str:
    """Returns 128 bits of BLAKE2b, in hex: equal for equal bodies."""
    return blake2b(body, digest_size=16).hexdigest()


async def _read_body(
    response: aiohttp.ClientResponse, url: URL, limit: int
) -> tuple[bytes, FetchError | None]:
    """Returns what came of the body, and why it may be its beginning only."""
    chunks: list[bytes] = []
    size = 0
    try:
        async for chunk in response.content.iter_any():
            size += len(chunk)
            if size > limit:
                # Closed, not released: releasing would read an endless body to its end.
                response.close()
                return b"", too_large(limit)
            chunks.append(chunk)
    except (aiohttp.ClientPayloadError, HttpProcessingError) as error:
        return b"".join(chunks), failure(error, url)
    return b"".join(chunks), None


def _read_file(path: Path, validators: Validators, limit: int) -> Fetched | NotModified | FetchError:
    try:
        info = path.stat()
        if not stat.S_ISREG(info.st_mode):
            return FetchError(kind="file", text=f"{path} is not a regular file.")
        with path.open("rb") as file:
            body = file.read(limit + 1)
    except OSError as error:
        return FetchError(kind="file", text=f"{path} cannot be read: {error.strerror}.")
    if len(body) > limit:
        return too_large(limit)
    if not body.strip():
        return FetchError(kind="empty", text=f"{path} is empty.")
    unpacked = unpack(body, "", limit)
    if isinstance(unpacked, FetchError):
        return unpacked
    body, digest = unpacked.body, digest_of(body)
    url = path.absolute().as_uri()
    if digest == validators.digest:
        return NotModified(url=url, validators=validators)
    return Fetched(body=body, url=url, validators=Validators(digest=digest))

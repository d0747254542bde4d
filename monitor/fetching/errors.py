"""Names failed fetches: each error of aiohttp becomes a `FetchError` with words for people. Pure.

aiohttp has two parsers, whose messages differ and quote the answer. The words hold neither a parser's terms nor a
stranger's bytes; tests/data/broken_answers.csv has answers of each kind.
"""

from __future__ import annotations

import re
import ssl
from datetime import datetime
from http import HTTPStatus

import aiohttp
from aiohttp.http_exceptions import HttpProcessingError
from yarl import URL

from monitor.fetching.headers import retry_after
from monitor.fetching.model import FetchError, FetchFailure
from monitor.fetching.ssrf_guard import REFUSAL

_WORDS = tuple(
    (re.compile(pattern, re.IGNORECASE), words)
    for pattern, words in (
        # The first is our own message: see `monitor.fetching.connection`.
        (r"(more than \d+ answers) \(100 Continue\) before the answer", "{0} (100 Continue) before the answer"),
        (r"bad status line", "it does not begin as an answer does (is this a web server?)"),
        (r"too many (?:headers|trailers)", "it has too many headers"),
        (r"got more than (\d+) bytes", "a header of it is longer than {0} KiB"),
        (r"can't be present with|present with chunked", "it says in two ways how long it is"),
        (r"duplicate '?(content-length)'?", "it says twice how long it is"),
        (r"duplicate '([a-z0-9-]{1,40})'", "it has the header {0} twice"),
        (r"content-length", "the length that it gives is no number"),
        (r"chunk|transfer-encoding", "its parts are not told apart as they must be"),
        (r"header|line ending", "a line of its head is no header"),
    )
)  # fmt: skip
UNKNOWN = "it is not formed as it must be"


def in_words(message: str) -> str:
    """Returns what is wrong with the answer, as the second half of a sentence."""
    for pattern, words in _WORDS:
        if found := pattern.match(message) or pattern.search(message.partition("\n")[0]):
            details = [int(group) // 1024 if group.isdigit() else group for group in found.groups()]
            return words.format(*details)
    return UNKNOWN


NOT_PACKED = FetchError(kind="encoding", text="The answer is not compressed the way its header says.")
CUT_WHILE_PACKED = FetchError(
    kind="broken", text="The answer broke off before its end: it unpacks in part only."
)


def too_large(limit: int) -> FetchError:
    """Names a body of more than `limit` bytes."""
    return FetchError(kind="too_large", text=f"More than {limit / 1024 / 1024:g} MiB; the feed was not read.")


def bad_status(response: aiohttp.ClientResponse, now: datetime) -> FetchError:
    """Names an answer whose status is no success."""
    status = response.status
    kinds: dict[int, FetchFailure] = {
        401: "denied", 403: "denied", 407: "denied", 451: "denied", 404: "missing", 429: "rate_limited",
    }  # fmt: skip
    kind = kinds.get(status, "server" if status >= 500 else "status")
    reason = response.reason or (HTTPStatus(status).phrase if status in set(HTTPStatus) else "")
    return FetchError(
        kind=kind,
        text=f"The server answered {status} {reason}".rstrip() + ".",
        status=status,
        retry_after=retry_after(response.headers, now),
        host=response.url.raw_host,
    )


def blocked(url: URL, *, led_here: bool = False) -> FetchError:
    """Names an address that the guard refuses; `led_here` by a redirect, where a person wrote another origin."""
    hint = (
        "a redirect from another origin is not followed there: write this address if it is meant to be"
        if led_here
        else "set allow_private = true on the feed if it is meant to be"
    )
    return FetchError(kind="blocked", text=f"{url.host} is {REFUSAL}; {hint}.")


def failure(error: Exception, url: URL, *, led_here: bool = False) -> FetchError:
    """Names an error of the connection. The order matters: aiohttp's errors derive from one another.

    `led_here` as in `blocked`.
    """
    host = url.host
    match error:
        case aiohttp.ClientConnectorError() if REFUSAL in str(error):
            return blocked(url, led_here=led_here)
        case aiohttp.ConnectionTimeoutError():
            return FetchError(kind="timeout", text=f"{host} did not accept a connection in time.")
        case TimeoutError():
            return FetchError(kind="timeout", text=f"{host} stopped sending before the answer was complete.")
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientConnectorSSLError():
            return FetchError(kind="tls", text=_untrusted(error, host))
        case aiohttp.ClientConnectorDNSError():
            return FetchError(kind="dns", text=f"The name {error.host} does not resolve.")
        case aiohttp.InvalidURL() | ValueError():
            return FetchError(kind="bad_url", text=f"{str(url)[:200]!r} is no address that can be fetched.")
        case aiohttp.ClientConnectorError():
            # The host is the proxy's where the proxy failed. The whole text is not shown: it may hold its URL.
            why = error.strerror or "refused"
            return FetchError(kind="connect", text=f"No connection to {error.host}: {why}.")
        case aiohttp.ClientHttpProxyError():
            # The text of this error holds the URL of the proxy, with its password.
            kind: FetchFailure = (
                "denied" if error.status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED else "connect"
            )
            text = f"The proxy does not connect to {host}: {error.status} {error.message}"
            return FetchError(kind=kind, text=f"{text.rstrip()}.", status=error.status)
        case _:
            return FetchError(kind="broken", text=_broken(error, host))


def _untrusted(error: aiohttp.ClientSSLError, host: str | None) -> str:
    cause = error.__cause__
    if isinstance(cause, ssl.SSLCertVerificationError):
        why = cause.verify_message.split(" (")[0].rstrip(".")
        return f"The certificate of {host} is not to be trusted: {why}."
    reason = (getattr(cause, "reason", None) or "the handshake failed").replace("_", " ").lower()
    hint = " Is its address http?" if reason == "wrong version number" else ""
    return f"{host} does not speak TLS: {reason}.{hint}"


def _broken(error: Exception, host: str | None) -> str:
    match error:
        case aiohttp.ClientPayloadError():
            return f"The answer of {host} broke off before its end."
        case aiohttp.ServerDisconnectedError():
            return f"{host} ended the connection without an answer."
        case aiohttp.ClientResponseError() | HttpProcessingError():
            return f"The answer of {host} breaks the rules of HTTP: {in_words(error.message)}."
        case _:
            return f"The connection to {host} broke off."

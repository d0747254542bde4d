"""Any service but mail: Apprise formats and sends, this module watches what happens on the wire.

Apprise answers yes or no. What the service said (a status, Retry-After) or how far the request came is only
known to the HTTP library beneath, so the worker process watches it there. It is the worker's own copy of
that library: the daemon's is untouched.
"""

from __future__ import annotations

import math
import re
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from monitor.delivery.transport.apprise_url import aim, is_matrix, reads_markdown, targets
from monitor.delivery.transport.error_text import words
from monitor.delivery.transport.neutralize import inert
from monitor.delivery.transport.protocol import Gate, Message, Result

# Read-only calls (a login's lookup, a channel's id) deliver nothing.
_READS = {"GET", "HEAD", "OPTIONS"}
_TRANSIENT = {408, 421, 423, 425, 429}
# The address or the credentials are no good: no other message would fare better.
_SERVICE_REFUSES = {401, 403, 404, 410}
_MATRIX_SEND = re.compile(r"(/send/[^/?]+/)[^/?]+")


@dataclass
class _Watch:
    """What was seen on the wire during one send."""

    gate: Gate
    key: str
    status: int | None = None
    retry_after: float | None = None
    not_connected: str | None = None
    cut: str | None = None
    requests: int = field(default=0)


class ServiceTransport:
    """One URL of one service."""

    def __init__(self, plugin: Any) -> None:
        self._plugin = plugin
        self._targets = targets(plugin)
        self._watch: _Watch | None = None
        _watch_requests(self)

    def send(self, letter: Message, key: str, timeout: float, recipient: str | None, gate: Gate) -> Result:
        plugin = self._plugin
        aim(plugin, self._targets, recipient)
        plugin.socket_read_timeout = timeout
        plugin.socket_connect_timeout = min(timeout, 15.0)
        if isinstance(getattr(plugin, "headers", None), dict):
            plugin.headers["Idempotency-Key"] = key
        watch = self._watch = _Watch(gate, key)
        if "requests" not in _libraries(plugin):
            gate.pass_through()  # nothing shows how far this service's library came
        markdown = reads_markdown(plugin)
        title, body = inert(letter.subject, markdown=markdown), inert(letter.text, markdown=markdown)
        try:
            accepted = plugin.notify(title=title, body=body, body_format="text")
        finally:
            self._watch = None
        return _judge(bool(accepted), watch)

    def prepare(self, letter: Message, key: str, recipient: str | None) -> None:
        """Apprise does everything at once."""

    def request_begins(self, request: Any) -> None:
        """Called before each HTTP request of the send in progress."""
        watch = self._watch
        if watch is None:
            return
        watch.requests += 1
        watch.status = watch.not_connected = watch.cut = watch.retry_after = None
        if request.method not in _READS:
            watch.gate.pass_through()
        if is_matrix(self._plugin) and request.method == "PUT":
            # The Matrix specification (client-server, "Sending events") drops a second event of the same id.
            request.url = _MATRIX_SEND.sub(rf"\g<1>{watch.key}", request.url)

    def request_ended(self, response: Any) -> None:
        if self._watch is not None:
            self._watch.status = int(response.status_code)
            self._watch.retry_after = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))

    def request_failed(self, error: Exception) -> None:
        if self._watch is None:
            return
        why = words(error)
        if _never_connected(error):
            self._watch.not_connected = why
        else:
            self._watch.cut = why


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds from a Retry-After header: a number or an HTTP date (RFC 9110, 10.2.3). None if neither."""
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(value) - now).total_seconds()
        except (ValueError, TypeError):
            return None
    return None if math.isnan(seconds) else min(max(0.0, seconds), 86_400.0)


def _judge(accepted: bool, watch: _Watch) -> Result:
    code = watch.status
    if accepted:
        return Result(state="sent", reason=f"accepted: HTTP {code}" if code else "accepted", code=code)
    if watch.not_connected is not None:
        reason = f"no connection: {watch.not_connected}"
        return Result(state="retry", reason=reason, concerns_service=True)
    if watch.cut is not None:
        reason = f"{watch.cut} after the request was sent"
        return Result(state="unknown", reason=reason, concerns_service=True)
    if code is None:
        reason = "Apprise says that it failed, and not why"
        return Result(state="unknown" if watch.gate.passed else "retry", reason=reason, concerns_service=True)
    if 300 <= code < 400:
        reason = f"HTTP {code}: the address moved; redirects are not followed"
        return Result(state="dead", reason=reason, concerns_service=True, code=code)
    if 400 <= code < 500 and code not in _TRANSIENT:
        gone = code in _SERVICE_REFUSES
        return Result(state="dead", reason=f"refused: HTTP {code}", concerns_service=gone, code=code)
    reason = f"HTTP {code}" if code >= 300 else f"HTTP {code}, but the answer says that it failed"
    return Result(
        state="retry", reason=reason, retry_after=watch.retry_after, concerns_service=code >= 300, code=code
    )


def _watch_requests(transport: ServiceTransport) -> None:
    import requests

    plain_send = requests.Session.send

    def send(session: Any, request: Any, **options: Any) -> Any:
        transport.request_begins(request)
        try:
            response = plain_send(session, request, **options)
        except requests.RequestException as error:
            transport.request_failed(error)
            raise
        transport.request_ended(response)
        return response

    requests.Session.send = send  # type: ignore[assignment,method-assign]


def _libraries(plugin: Any) -> set[str]:
    return {name for name in ("requests",) if hasattr(sys.modules[type(plugin).__module__], name)}


def _never_connected(error: Exception) -> bool:
    import requests
    import urllib3

    early = (requests.ConnectTimeout, requests.exceptions.SSLError, requests.exceptions.ProxyError)
    if isinstance(error, early):
        return True
    inner = error.args[0] if error.args else None
    cause = getattr(inner, "reason", inner)
    return isinstance(cause, urllib3.exceptions.NewConnectionError | urllib3.exceptions.NameResolutionError)

"""Sends to any service but mail: Apprise sends, this module observes the HTTP requests, and `service_request` fits them.

Apprise answers yes or no. Only the HTTP library below it knows the service's answer (a status, Retry-After) and
how far the request came, so the worker process observes that library. It changes the worker's own copy: the daemon's
is untouched.
"""

from __future__ import annotations

import math
import re
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from monitor.delivery.transport.apprise_url import aim, is_matrix, targets
from monitor.delivery.transport.error_text import describe
from monitor.delivery.transport.protocol import Gate, Message, Result
from monitor.delivery.transport.service_request import ServiceRequest

# Read-only requests (a login's lookup, a channel's id) deliver nothing.
_READS = {"GET", "HEAD", "OPTIONS"}
_TRANSIENT = {408, 421, 423, 425, 429}
# The address or the credentials are no good: no other message would fare better.
_SERVICE_REFUSES = {401, 403, 404, 410}
_MATRIX_SEND = re.compile(r"(/send/[^/?]+/)[^/?]+")


@dataclass
class _Trace:
    """The HTTP library's view of one send: how its last request ended."""

    gate: Gate
    key: str
    message: Message
    status: int | None = None
    retry_after: float | None = None
    not_connected: str | None = None
    cut: str | None = None


class AppriseTransport:
    """The transport of one URL of one service."""

    def __init__(self, plugin: Any, service: ServiceRequest) -> None:
        self._plugin = plugin
        self._service = service
        self._targets = targets(plugin)
        self._trace: _Trace | None = None
        _trace_requests(self)

    def send(self, message: Message, key: str, timeout: float, recipient: str | None, gate: Gate) -> Result:
        plugin = self._plugin
        aim(plugin, self._targets, recipient)
        plugin.socket_read_timeout = timeout
        plugin.socket_connect_timeout = min(timeout, 15.0)
        if isinstance(getattr(plugin, "headers", None), dict):
            plugin.headers["Idempotency-Key"] = key
        trace = self._trace = _Trace(gate, key, message)
        if "requests" not in _libraries(plugin):
            gate.pass_through()  # nothing shows how far this service's library came
        try:
            accepted = self._service.send(message)
        finally:
            self._trace = None
        return _result(accepted, trace)

    def prepare(self, message: Message, key: str, recipient: str | None) -> None:
        """Does nothing: Apprise formats and sends in one step."""

    def request_begins(self, request: Any) -> None:
        """Passes the gate before an HTTP request of the send in progress that may deliver."""
        trace = self._trace
        if trace is None:
            return
        trace.status = trace.not_connected = trace.cut = trace.retry_after = None
        self._service.amend(request, trace.message, trace.key)
        if request.method not in _READS:
            trace.gate.pass_through()
        if is_matrix(self._plugin) and request.method == "PUT":
            # The Matrix specification (client-server, "Sending events") drops a second event of the same id.
            request.url = _MATRIX_SEND.sub(rf"\g<1>{trace.key}", request.url)

    def request_ended(self, response: Any) -> None:
        """Notes what the service answered."""
        if self._trace is not None:
            self._trace.status = int(response.status_code)
            self._trace.retry_after = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))

    def request_failed(self, error: Exception) -> None:
        """Notes why no answer came, and whether the request can have reached the service."""
        if self._trace is None:
            return
        why = describe(error)
        if _never_connected(error):
            self._trace.not_connected = why
        else:
            self._trace.cut = why


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds of a Retry-After header: a number or an HTTP date (RFC 9110, 10.2.3). None if neither; a day at most."""
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


def _result(accepted: bool, trace: _Trace) -> Result:
    code = trace.status
    if accepted:
        return Result(state="sent", reason=f"accepted: HTTP {code}" if code else "accepted", code=code)
    if trace.not_connected is not None:
        reason = f"no connection: {trace.not_connected}"
        return Result(state="retry", reason=reason, concerns_service=True)
    if trace.cut is not None:
        reason = f"{trace.cut} after the request was sent"
        return Result(state="unknown", reason=reason, concerns_service=True)
    if code is None:
        reason = "Apprise says that it failed, and not why"
        return Result(state="unknown" if trace.gate.passed else "retry", reason=reason, concerns_service=True)
    if 300 <= code < 400:
        reason = f"HTTP {code}: the address moved; redirects are not followed"
        return Result(state="dead", reason=reason, concerns_service=True, code=code)
    if 400 <= code < 500 and code not in _TRANSIENT:
        gone = code in _SERVICE_REFUSES
        return Result(state="dead", reason=f"refused: HTTP {code}", concerns_service=gone, code=code)
    reason = f"HTTP {code}" if code >= 300 else f"HTTP {code}, but the answer says that it failed"
    return Result(
        state="retry", reason=reason, retry_after=trace.retry_after, concerns_service=code >= 300, code=code
    )


def _trace_requests(transport: AppriseTransport) -> None:
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

"""Describes why a connection failed, in words of our own.

A library's text may hold the URL, and the name of its exception tells people nothing. Known causes have a text here;
of any other only the name of its exception is shown, to be looked up.
"""

from __future__ import annotations

import errno
import smtplib
import socket
import ssl
from collections.abc import Iterator

_NO_ROUTE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}
# Of requests, urllib3 and http.client, by name: this module loads none of them.
_BY_NAME = {
    "NameResolutionError": "name not found",
    "ConnectTimeoutError": "no answer in time",
    "ConnectTimeout": "no answer in time",
    "ReadTimeoutError": "no answer in time",
    "ReadTimeout": "no answer in time",
    "RemoteDisconnected": "the connection was closed",
    "IncompleteRead": "the answer broke off",
    "ChunkedEncodingError": "the answer broke off",
    "ContentDecodingError": "the answer cannot be read",
    "DecodeError": "the answer cannot be read",
    "BadStatusLine": "the answer is no HTTP",
    "InvalidHeader": "a header of this URL cannot be sent",
    "InvalidURL": "the address cannot be used",
    "LocationParseError": "the address cannot be used",
    "ProxyError": "the proxy failed",
    "ProtocolError": "the connection was closed",
}


def describe(error: BaseException) -> str:
    """Describes the innermost cause that is known, without anything that the error's text may give away."""
    causes = list(_causes(error))
    for cause in reversed(causes):
        text = _text_of(cause)
        if text is not None:
            return text
    return f"unexpected failure ({type(causes[-1]).__name__})"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it wraps, outermost first: urllib3 keeps it in `reason`, others in `args`."""
    seen: set[int] = set()
    current: object = error
    while isinstance(current, BaseException) and id(current) not in seen:
        seen.add(id(current))
        yield current
        inner = [current.__cause__, getattr(current, "reason", None), *current.args, current.__context__]
        errors = (cause for cause in inner if isinstance(cause, BaseException))
        current = next((cause for cause in errors if id(cause) not in seen), None)


def _text_of(error: BaseException) -> str | None:
    if type(error).__name__ in _BY_NAME:
        return _BY_NAME[type(error).__name__]
    match error:
        case socket.gaierror():
            return "the name server does not answer" if error.errno == socket.EAI_AGAIN else "name not found"
        case ssl.SSLCertVerificationError():
            return f"TLS: the certificate is not trusted: {error.verify_message}"
        case ssl.SSLError():
            return f"TLS failed ({(error.reason or 'no reason given').replace('_', ' ').lower()})"
        case TimeoutError():
            return "no answer in time"
        case ConnectionRefusedError():
            return "connection refused"
        case smtplib.SMTPServerDisconnected():
            return "the connection was closed"
        case ConnectionError():
            return "the connection was cut"
        case OSError() if error.errno in _NO_ROUTE:
            return "no way leads there"
        case OSError() if error.errno:
            return error.strerror.lower() if error.strerror else None
    return None

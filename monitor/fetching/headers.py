"""Reads the response headers that decide when to poll again, and the server's clock. Pure; `now` is passed in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,10})", re.IGNORECASE)


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Returns the seconds that the server asks to wait (RFC 9110, 10.2.3: seconds or a date)."""
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:10])
    when = http_date(value)
    return None if when is None else max(0.0, (when - now).total_seconds())


def http_date(value: str | None) -> datetime | None:
    """Returns the moment of a date in a header (RFC 9110, 5.6.7); None where there is none, or it is no date."""
    try:
        when = parsedate_to_datetime(value or "")
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def max_age(headers: Mapping[str, str]) -> float | None:
    """Returns the seconds for which the answer counts as fresh, by Cache-Control (RFC 9111, 5.2.2.1)."""
    found = _MAX_AGE.search(headers.get("Cache-Control", ""))
    return float(found.group(1)) if found else None

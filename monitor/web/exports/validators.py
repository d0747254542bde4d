"""Validators of answers: whether a reader has what it asks for (RFC 9110, conditional requests)."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime


class Validators:
    """The tag of each document, and the second from which on it is what it is.

    That second is when this process first gave the document, and later than that of the one before: times of alerts would
    not do, for one may be written after another that is younger, or within the same second.
    """

    def __init__(self) -> None:
        self._given: dict[str, tuple[str, datetime]] = {}

    def headers(self, name: str, body: bytes, now: datetime) -> dict[str, str]:
        """ETag and Last-Modified of a document of that name."""
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        known, since = self._given.get(name, ("", datetime.min.replace(tzinfo=UTC)))
        if known != tag:
            second = datetime.fromtimestamp(math.ceil(now.timestamp()), UTC)
            since = max(second, since + timedelta(seconds=1)) if known else second
            self._given[name] = tag, since
        return {"etag": tag, "last-modified": format_datetime(since, usegmt=True)}


def has(asked: Mapping[str, str], headers: Mapping[str, str]) -> bool:
    """Whether a request's headers name the document with these: by its tag, or without one by its time."""
    if (tags := asked.get("if-none-match")) is not None:
        known = {each.strip().removeprefix("W/") for each in tags.split(",")}
        return headers["etag"] in known or "*" in known
    try:
        since = parsedate_to_datetime(asked.get("if-modified-since", ""))
    except ValueError:
        return False
    return since.tzinfo is not None and parsedate_to_datetime(headers["last-modified"]) <= since

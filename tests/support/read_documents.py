"""Documents of one address, read by the parser: what they give, or why they give nothing."""

from __future__ import annotations

from datetime import UTC, datetime

from monitor.parsing.model import Origin, Parsed, ParseError
from monitor.parsing.parse import parse

NOW = datetime(2023, 3, 1, 12, tzinfo=UTC)


def read(document: str, known: frozenset[bytes] = frozenset(), **origin: str) -> Parsed | ParseError:
    where = Origin(feed="f", url="https://news.example/en/", **origin)  # type: ignore[arg-type]
    return parse(document.encode(), where, None, NOW, known)


def parsed(document: str, known: frozenset[bytes] = frozenset(), **origin: str) -> Parsed:
    found = read(document, known, **origin)
    assert isinstance(found, Parsed), found
    return found


def refused(document: str, **origin: str) -> ParseError:
    found = read(document, **origin)
    assert isinstance(found, ParseError), found
    assert found.text.endswith((".", "?"))
    return found

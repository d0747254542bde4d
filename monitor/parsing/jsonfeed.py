"""Reads JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1), which feedparser does not. Pure.

The reader is lenient as others are: ids may be numbers, and a feed needs no `version`, only `items`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Set
from hashlib import blake2b
from html import unescape
from typing import Any

from monitor.parsing.links import is_address, leads_nowhere
from monitor.parsing.model import DIGEST_BYTES, ParseError, RawEntry, RawFeed, to_read

_ITEMS = re.compile(r'"items"\s*:\s*\[\s*')
# A string, or a comma behind the last value, which JavaScript allows and JSON does not.
_MENDABLE = re.compile(r'"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])', re.DOTALL)
_BAD_ESCAPE = re.compile(r"\\(?:\\|(u[0-9a-fA-F]{4}|[\"/bfnrtu]?))")
_NEXT = re.compile(r"\s*,?\s*")


def read_json(text: str, known: Set[bytes] = frozenset()) -> RawFeed | ParseError:
    """Reads the document; items whose digest is in `known` are not among the fresh ones."""
    note, cut = None, False
    try:
        document = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        note = f"not well-formed ({error})"
        document, cut = _mended(text)
        if document is None:
            return ParseError(kind="malformed", text=f"This looks like JSON but cannot be read: {error}.")
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        return ParseError(kind="not_feed", text="This is JSON, but not a JSON Feed: it has no list of items.")
    items = [item for item in document["items"] if isinstance(item, dict)]
    fresh, digests = to_read([_digest(item) for item in items], known)
    return RawFeed(
        format="json",
        entries=tuple(_entry(item) for item in items),
        title=_text(document.get("title")),
        home=_text(document.get("home_page_url")),
        lang=_text(document.get("language")),
        digests=digests,
        items=len(items),
        fresh=tuple(sorted(fresh)),
        note=note,
        cut=cut,
    )


def _mended(text: str) -> tuple[Any, bool]:
    """Reads a document with commas too many or escapes that JSON lacks, else the items before the place where it
    breaks off; the latter is said. None where it holds no item."""
    text = _MENDABLE.sub(_mend, text)
    try:
        return json.JSONDecoder(strict=False).raw_decode(text)[0], False
    except (ValueError, RecursionError):
        items = _whole_items(text)
    return ({"items": items} if items else None), True


def _mend(found: re.Match[str]) -> str:
    if found[0] == ",":
        return ""
    return _BAD_ESCAPE.sub(
        lambda e: e[0] if e[0] == "\\\\" or e[1] not in ("", "u") else "\\\\" + e[1], found[0]
    )


def _whole_items(text: str) -> list[Any]:
    """Reads the items before the place at which the document breaks off."""
    items: list[Any] = []
    found = _ITEMS.search(text)
    reader = json.JSONDecoder(strict=False)
    at = found.end() if found else len(text)
    while text[at : at + 1] == "{":
        try:
            item, at = reader.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        items.append(item)
        at = _NEXT.match(text, at).end()  # type: ignore[union-attr]  # matches anything
    return items


def _digest(item: dict[str, Any]) -> bytes:
    return blake2b(json.dumps(item, sort_keys=True).encode(), digest_size=DIGEST_BYTES).digest()


def _entry(item: dict[str, Any]) -> RawEntry:
    contents = (item.get("summary"), item.get("content_html"), item.get("content_text"))
    guid = _text(item.get("id"))
    links = (_text(item.get("url")), _text(item.get("external_url")), guid if is_address(guid) else "")
    return RawEntry(
        guid=guid,
        link=next((link for link in links if link and not leads_nowhere(link)), ""),
        # Plain text by the standard, but publishers leave references of HTML in it.
        title=unescape(_text(item.get("title"))),
        texts=tuple(_text(content) for content in contents),
        dates=(_text(item.get("date_published")), _text(item.get("date_modified"))),
        lang=_text(item.get("language")),
    )


def _text(value: object) -> str:
    """Returns a string, or a number as a string; nothing for any other value."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return str(value) if math.isfinite(value) else ""

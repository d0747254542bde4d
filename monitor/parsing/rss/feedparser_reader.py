"""Reads a document by feedparser, whose reading of an item is the one that counts, into our raw fields.

feedparser gets a BytesIO, never a str or bytes: it would open those as a URL or a path. Its sanitising and its
resolving of relative links are off, for text is stored as published.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import feedparser

from monitor.parsing.links import HTML_TYPES, entry_link, relation
from monitor.parsing.model import ParseError, RawEntry, RawFeed
from monitor.parsing.rss.element_names import READ_DATES
from monitor.text.charset import as_xml

# Says how the bytes are encoded; feedparser would guess otherwise.
_HEADERS = {"content-type": "application/xml; charset=utf-8"}
# The complaints of Python's XML parser, as in `<unknown>:4:0: no element found`, and the words for them.
_XML_PLACE = re.compile(r"^(?:<unknown>|[^:\s]*):\d+:\d+: ")
_XML_WORDS = {
    "no element found": "it ends too early",
    "not well-formed (invalid token)": "a sign stands where none may, as & for &amp;",
    "mismatched tag": "a tag is closed that is not the open one",
    "undefined entity": "an entity that XML does not know, as &nbsp;",
    "unbound prefix": "a prefix that is not declared",
    "junk after document element": "something stands behind its end",
}


def spare_parser_search() -> None:
    """Makes feedparser take Python's own XML parser at once, in this whole process.

    Else it looks for another one first, through every folder of modules, at each document. Readings are the same.
    """
    feedparser.api.PREFERRED_XML_PARSERS = []


def read_by_feedparser(text: str) -> RawFeed | ParseError:
    """Reads the document; its format is empty where feedparser knows none."""
    try:
        found = feedparser.parse(
            BytesIO(as_xml(text)), response_headers=_HEADERS, sanitize_html=False, resolve_relative_uris=False
        )
    except MemoryError:
        raise
    except Exception as error:  # feedparser lets out whatever its parsers raise on a broken document
        return ParseError(
            kind="malformed", text=f"The document is broken ({type(error).__name__}: {str(error)[:200]})."
        )
    head, version = found.feed, found.get("version", "")
    return RawFeed(
        format=version,
        entries=tuple(_raw_entry(entry, version) for entry in found.entries),
        title=_str(head.get("title")),
        title_html=_is_html(head, version),
        home=_str(head.get("link")),
        lang=_str(head.get("language")),
        ttl=_str(head.get("ttl")),
        note=_complaint(found),
    )


def _raw_entry(entry: Any, version: str) -> RawEntry:
    contents = _dicts(entry.get("content"))
    texts = (_str(entry.get("summary")), *(_str(content.get("value")) for content in contents))
    return RawEntry(
        guid=_str(entry.get("id")),
        link=entry_link(
            _str(entry.get("link")),
            _str(entry.get("id")),
            guid_is_link=bool(entry.get("guidislink")),
            original=_str(entry.get("feedburner_origlink")),
            refs=[
                (relation(_str(ref.get("rel")), _str(ref.get("type"))), _str(ref.get("href")))
                for ref in _dicts(entry.get("links"))
            ],
            atom=version.startswith("atom"),
        ),
        title=_str(entry.get("title")) or _str(entry.get("itunes_title")),
        title_html=_is_html(entry, version),
        texts=texts if any(texts) else (_str(dict.get(entry, "subtitle")),),
        # feedparser's own `get` answers one date for another; only dates that the item gives count.
        dates=tuple(_str(dict.get(entry, name)) for name in READ_DATES if dict.get(entry, name)),
        lang=_language(entry, contents),
        outlet="".join(_str(source.get("title")) for source in _dicts([entry.get("source")])),
    )


def _language(entry: Any, contents: list[Any]) -> str:
    details = [*_dicts([entry.get("title_detail"), entry.get("summary_detail")]), *contents]
    given = [_str(entry.get("language")), *(_str(detail.get("language")) for detail in details)]
    return next(filter(None, given), "")


def _is_html(holder: Any, version: str) -> bool:
    """Whether a title is HTML: Atom says so; RSS does not, and publishers write HTML there."""
    details = _dicts([holder.get("title_detail")])
    return not version.startswith("atom") or any(detail.get("type") in HTML_TYPES for detail in details)


def _dicts(values: object) -> list[Any]:
    """Returns the dicts among `values`: elements named like feedparser's keys put strings in their place."""
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def _str(value: object) -> str:
    return value if isinstance(value, str) else ""


def _complaint(found: Any) -> str | None:
    error = found.get("bozo_exception") if found.get("bozo") else None
    return f"not well-formed ({_in_words(str(error))[:200]})" if error else None


def _in_words(complaint: str) -> str:
    """A complaint of the XML parser in plain words. Its lines are those of the text that it got, and are left out."""
    what = _XML_PLACE.sub("", complaint)
    return _XML_WORDS.get(what, what)

"""Reads a feed document item by item: known items cost nothing, plain ones little, the rest go to feedparser.

The result is the same as for the whole document (a property test says so), without the known items. The whole document
is read where it cannot be split, or where feedparser finds another number of items than it was given.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from lxml import etree

from monitor.parsing.cut import whole_part
from monitor.parsing.entries import key_of
from monitor.parsing.model import MOST, ParseError, RawEntry, RawFeed, to_read
from monitor.parsing.rss.fast_reader import read_plain
from monitor.parsing.rss.feedparser_reader import read_by_feedparser
from monitor.parsing.rss.split import Split, split_document
from monitor.text.mend import with_ampersands, without_empty_values


def read_markup(text: str, known: Set[bytes]) -> RawFeed | ParseError:
    """Reads the document; entries whose digest is in `known` are not in `fresh`, and are read in part only."""
    text = without_empty_values(text)
    document = split_document(text)
    if document is None and (mended := with_ampersands(text)) != text:
        text, document = mended, split_document(mended)
    feed = _read_split(document, known) if document is not None and document.items else None
    if feed is not None:
        return feed
    whole, cut = (text, False) if document is not None else whole_part(text)
    read = read_by_feedparser(whole)
    return replace(read, cut=True) if cut and isinstance(read, RawFeed) else read


def _read_split(document: Split, known: Set[bytes]) -> RawFeed | None:
    fresh, digests = to_read(document.digests, known)
    if not fresh:
        return RawFeed(format="", entries=(), digests=digests, items=len(document.items), fresh=())
    entries, kin = [RawEntry()] * len(document.items), list[int]()
    if len(fresh) < len(entries):
        entries = [_outline(item, document) for item in document.items]
        keys = {key_of(entries[number]) for number in fresh}
        # A known item that shares an identity with a fresh one is read too: the ids of both depend on each other.
        kin = [n for n, entry in enumerate(entries) if n not in fresh and key_of(entry) in keys]
    wanted = [*fresh, *kin[:MOST]]
    atom = document.names[document.root.tag] == "feed"
    declined = []
    for number in sorted(wanted):
        if plain := read_plain(document.items[number], document, atom=atom):
            entries[number] = plain
        else:
            declined.append(number)
    rest = read_by_feedparser(document.only(declined))
    if isinstance(rest, ParseError) or len(rest.entries) != len(declined) or rest.note:
        return None
    if rest.format.startswith("atom") != atom:
        return None
    for number, entry in zip(declined, rest.entries, strict=True):
        entries[number] = entry
    numbers = tuple(sorted(fresh))
    return replace(rest, entries=tuple(entries), items=len(entries), digests=digests, fresh=numbers)


def _outline(item: etree._Element, document: Split) -> RawEntry:
    """Reads only the fields that identify an item, nearly enough for comparing."""
    guid = link = title = ""
    for child in item:
        name = document.names[child.tag]
        if name in ("guid", "id"):
            guid = (child.text or "").strip()
        elif name == "link":
            link = link or child.get("href") or (child.text or "").strip()
        elif name == "title":
            title = child.text or ""
    return RawEntry(guid=guid, link=link, title=title)

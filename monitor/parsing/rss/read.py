"""Reads a feed document item by item: known items cost nothing, plain ones little, the rest go to feedparser.

The result is what reading the whole document gives (a property test says so), less the known items.
Where a document cannot be split, or feedparser finds another number of items than were handed to it,
the whole document is read.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from lxml import etree

from monitor.parsing.entries import key_of
from monitor.parsing.model import MOST, ParseError, RawEntry, RawFeed, to_read
from monitor.parsing.rss.fast_reader import read_plain
from monitor.parsing.rss.feedparser_reader import read_by_feedparser
from monitor.parsing.rss.split import Split, split_document


def read_markup(text: str, known: Set[bytes]) -> RawFeed | ParseError:
    """The document; entries whose digest is in `known` are not in `fresh`, and are read in part only."""
    document = split_document(text)
    read = _read_split(document, known) if document is not None and document.items else None
    return read if read is not None else read_by_feedparser(text)


def _read_split(document: Split, known: Set[bytes]) -> RawFeed | None:
    fresh, digests = to_read(document.digests, known)
    if not fresh:
        return RawFeed(format="", entries=(), digests=digests, items=len(document.items), fresh=())
    entries, kin = [RawEntry()] * len(document.items), list[int]()
    if len(fresh) < len(entries):
        entries = [_outline(item, document) for item in document.items]
        keys = {key_of(entries[number]) for number in fresh}
        # Known items that share an identity with a fresh one are read too, for then both must be told apart.
        kin = [n for n, entry in enumerate(entries) if n not in fresh and key_of(entry) in keys]
    wanted = [*fresh, *kin[:MOST]]
    atom = document.names[document.root.tag] == "feed"
    asked = []
    for number in sorted(wanted):
        if plain := read_plain(document.items[number], document, atom=atom):
            entries[number] = plain
        else:
            asked.append(number)
    judged = read_by_feedparser(document.only(asked))
    if isinstance(judged, ParseError) or len(judged.entries) != len(asked) or judged.note:
        return None
    if judged.format.startswith("atom") != atom:
        return None
    for number, entry in zip(asked, judged.entries, strict=True):
        entries[number] = entry
    numbers = tuple(sorted(fresh))
    return replace(judged, entries=tuple(entries), items=len(entries), digests=digests, fresh=numbers)


def _outline(item: etree._Element, document: Split) -> RawEntry:
    """What identifies an item, nearly enough for comparing."""
    guid = link = title = ""
    for child in item:
        name = document.names[child.tag]
        if name in ("guid", "id"):
            guid = (child.text or "").strip()
        elif name == "link":
            link = child.get("href") or (child.text or "").strip() or link
        elif name == "title":
            title = child.text or ""
    return RawEntry(guid=guid, link=link, title=title)

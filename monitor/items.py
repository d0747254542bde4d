"""Splits a well-formed feed document into its head and its items, so that known items cost no parsing.

Made with lxml, judged by feedparser: what this module cannot split beyond doubt is read whole. It must
not read a field; it knows what an item is, not what it says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from lxml import etree

from monitor.charset import as_xml
from monitor.names import Names
from monitor.outcome import DIGEST_BYTES

# Items read at one poll. A longer document is read over several, so that none takes long and none is lost.
MOST = 5_000
_ROOTS = ("rss", "feed", "rdf_rdf")
_ITEMS = ("item", "entry")
# feedparser replaces DOCTYPEs and drops entity declarations: its reading of them is not ours to repeat.
_DECLARATIONS = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(frozen=True)
class Split:
    """A document as its items and what is around them. `lang` and `base` hold for every item."""

    root: etree._Element
    items: tuple[etree._Element, ...]
    names: Names
    lang: str
    base: str

    @cached_property
    def digests(self) -> tuple[bytes, ...]:
        """One digest for each item, that changes when anything in it does."""
        return tuple(
            blake2b(etree.tostring(item, with_tail=False), digest_size=DIGEST_BYTES).digest()
            for item in self.items
        )

    def only(self, wanted: Collection[int]) -> str:
        """The document with those items alone. Takes the others out for good: call it once, and last."""
        for number, item in enumerate(self.items):
            if number not in wanted and (parent := item.getparent()) is not None:
                parent.remove(item)
        return etree.tostring(self.root, encoding=str)


def split_document(text: str) -> Split | None:
    """The document split, or None on any doubt."""
    if _DECLARATIONS.search(text, 0, 20_000):
        return None
    # Limits of libxml2 (depth 256, 10 MB of text) stay on: what exceeds them is no everyday feed.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(as_xml(text), parser)
    except etree.XMLSyntaxError:
        return None
    names = Names.of(root, text)
    if names is None or names[root.tag] not in _ROOTS:
        return None
    holders = [root, *(child for child in root if names[child.tag] == "channel")]
    if len(holders) > 2:
        return None
    items = []
    for holder in holders:
        for child in holder:
            if names[child.tag] in _ITEMS:
                items.append(child)
            elif child not in holders and any(names[e.tag] in _ITEMS for e in child.iter()):
                return None
    scope = _scope(holders, text)
    return None if scope is None else Split(root, tuple(items), names, *scope)


_LANG = ("{http://www.w3.org/XML/1998/namespace}lang", "lang")
_INNER_BASE = re.compile(r"[\s:]base\s*=")
_BASE = ("{http://www.w3.org/XML/1998/namespace}base", "base")


def _scope(holders: list[etree._Element], text: str) -> tuple[str, str] | None:
    """(language, base URL) that the root sets for all; None where that is not all there is to it."""
    root, *inner = holders
    if any(name in holder.attrib for holder in inner for name in (*_LANG, *_BASE)):
        return None
    base = _first(root, _BASE)
    # Without one here, a base set on an inner element leaks to all that follows it, in feedparser.
    if not base.startswith(("http://", "https://")) and (base or _INNER_BASE.search(text)):
        return None
    return _first(root, _LANG).replace("_", "-"), base


def _first(element: etree._Element, attributes: tuple[str, ...]) -> str:
    return next((str(element.attrib[name]) for name in attributes if name in element.attrib), "")


def to_read(digests: Sequence[bytes], known: Set[bytes]) -> tuple[Set[int], tuple[bytes, ...]]:
    """Which items are to be read now, at most `MOST` of those not in `known`; and what is known then."""
    unseen = [number for number, digest in enumerate(digests) if digest not in known]
    later = set(unseen[MOST:])
    return set(unseen[:MOST]), tuple(digest for n, digest in enumerate(digests) if n not in later)

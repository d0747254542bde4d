"""Splits a well-formed feed document into its head and its items, so that known items cost no parsing.

A document that cannot be split beyond doubt, as feedparser would read it, is read whole. This module must not read a
field: it finds the items and does not look at what they say.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from lxml import etree

from monitor.parsing.model import DIGEST_BYTES
from monitor.parsing.rss.element_names import HANDLED, INLINE, Names
from monitor.text.charset import as_xml

_ROOTS = ("rss", "feed", "rdf_rdf")
_ITEMS = ("item", "entry")
_CONTENTS = ("content", "content_encoded", "fullitem", "body", "xhtml_body")
# feedparser replaces DOCTYPEs and drops entity declarations: that is not repeated here.
_DECLARATIONS = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(frozen=True)
class Split:
    """A document as its items and the head around them. `lang` and `base` hold for every item."""

    root: etree._Element
    items: tuple[etree._Element, ...]
    names: Names
    lang: str
    base: str

    @cached_property
    def digests(self) -> tuple[bytes, ...]:
        """Returns a digest for each item that changes when anything in the item does."""
        return tuple(
            blake2b(etree.tostring(item, with_tail=False), digest_size=DIGEST_BYTES).digest()
            for item in self.items
        )

    def only(self, wanted: Collection[int]) -> str:
        """Returns the document with these items alone. The others are taken out for good: call it once, and last."""
        for number, item in enumerate(self.items):
            if number not in wanted and (parent := item.getparent()) is not None:
                parent.remove(item)
        return etree.tostring(self.root, encoding=str)


def split_document(text: str) -> Split | None:
    """Splits the document, or returns None on any doubt."""
    if _DECLARATIONS.search(text, 0, 20_000):
        return None
    # Limits of libxml2 (depth 256, 10 MB of text) stay on: no everyday feed exceeds them.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(as_xml(text), parser)
    except etree.XMLSyntaxError:
        return None
    names = Names.of(root, text)
    if names is None or names[root.tag] not in _ROOTS:
        return None
    holders = [root, *(child for child in root if names[child.tag] == "channel")]
    children = [child for holder in holders for child in holder if child not in holders]
    for child in children:
        if names.is_foreign(child.tag):
            _drop_items(child, names)
    items = tuple(child for child in children if names[child.tag] in _ITEMS)
    head = [child for child in children if names[child.tag] not in _ITEMS]
    scope = _scope(holders, text)
    if len(holders) > 2 or scope is None or _head_leaks(head, names) or any(_leaks(i, names) for i in items):
        return None
    return Split(root, items, names, *scope)


def _drop_items(element: etree._Element, names: Names) -> None:
    """Takes out what only looks like items of the feed, within an element that the standards do not know."""
    for inner in [inner for inner in element.iterdescendants() if names[inner.tag] in _ITEMS]:
        if (parent := inner.getparent()) is not None:
            parent.remove(inner)


def _head_leaks(head: list[etree._Element], names: Names) -> bool:
    """Whether, in feedparser, something in the head changes how the first item after it is read."""
    elements = [names[element.tag] for child in head for element in child.iter()]
    if any(name in _ITEMS or name in _CONTENTS for name in elements):
        return True
    # With a summary before it, a description counts as content.
    summary = next((n for n, name in enumerate(elements) if name.endswith("summary")), len(elements))
    return any(name.endswith(("description", "summary")) for name in elements[summary + 1 :])


def _leaks(item: etree._Element, names: Names) -> bool:
    """Whether markup inside a field has elements that feedparser takes for fields, and is thrown off by."""
    fields = (field for child in item if len(child) for field in child.iter() if len(field))
    return any(
        names[field.tag] in INLINE and any(names[inner.tag] in HANDLED for inner in field.iterdescendants())
        for field in fields
    )


_LANG = ("{http://www.w3.org/XML/1998/namespace}lang", "lang")
_SETS_BASE = re.compile(r"base\s*=")
_BASE = ("{http://www.w3.org/XML/1998/namespace}base", "base")


def _scope(holders: list[etree._Element], text: str) -> tuple[str, str] | None:
    """Returns (language, base URL) that the root sets for all items; None where an inner element sets them too."""
    root, *inner = holders
    if any(name in holder.attrib for holder in inner for name in (*_LANG, *_BASE)):
        return None
    base = _first(root, _BASE)
    # Without one here, a base set on an inner element leaks to all that follows it, in feedparser.
    if not base.startswith(("http://", "https://")) and (base or _sets_base(text)):
        return None
    return _first(root, _LANG).replace("_", "-"), base


def _sets_base(text: str) -> bool:
    # A pattern that begins with letters is searched for much quicker than one that begins with a choice.
    return any(text[max(found.start() - 1, 0)] in " \t\r\n:" for found in _SETS_BASE.finditer(text))


def _first(element: etree._Element, attributes: tuple[str, ...]) -> str:
    return next((str(element.attrib[name]) for name in attributes if name in element.attrib), "")

"""Reads and writes OPML, the form in which feed readers exchange subscriptions (opml.org, spec 2.0). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from rules.errors import WirewatchError

_MOST = 100_000  # outlines that are read


@dataclass(frozen=True, slots=True)
class Outline:
    """A subscription. `folders` are the groups that it stands in, outermost first."""

    url: str
    title: str = ""
    lang: str = ""
    folders: tuple[str, ...] = ()


def read_opml(body: bytes) -> list[Outline]:
    """Reads the feeds of an OPML file, in its order, each address once. Errors: WirewatchError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise WirewatchError(f"this is no OPML: {error}") from error
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise WirewatchError("this is no OPML: its root is not <opml>")
    by_url = {outline.url: outline for outline in _outlines(root)}
    return list(by_url.values())


def _outlines(root: etree._Element) -> Iterator[Outline]:
    for number, element in enumerate(root.iter("outline", "OUTLINE")):
        attributes = {str(key).lower(): str(value) for key, value in element.attrib.items()}
        url = attributes.get("xmlurl", "").strip()
        if url and number < _MOST:
            title = attributes.get("title") or attributes.get("text") or ""
            yield Outline(url, " ".join(title.split()), attributes.get("language", ""), _folders(element))


def _folders(element: etree._Element) -> tuple[str, ...]:
    groups = [above for above in element.iterancestors() if str(above.tag).lower() == "outline"]
    names = [str(group.get("title") or group.get("text") or "").strip() for group in reversed(groups)]
    return tuple(name for name in names if name)


def write_opml(outlines: Iterable[Outline], title: str) -> bytes:
    """Writes feeds as OPML 2.0; a feed's first folder becomes the group that it stands in."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    groups: dict[str, etree._Element] = {}
    for outline in outlines:
        parent = body
        if outline.folders:
            group = outline.folders[0]
            if group not in groups:
                groups[group] = etree.SubElement(body, "outline", text=group, title=group)
            parent = groups[group]
        attributes = {"type": "rss", "text": outline.title, "title": outline.title, "xmlUrl": outline.url}
        if outline.lang:
            attributes["language"] = outline.lang
        etree.SubElement(parent, "outline", attributes)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)

"""Reads and writes OPML, the form in which feed readers exchange subscriptions (opml.org, spec 2.0). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from lxml import etree

from monitor.text.charset import as_xml, decode, repair
from monitor.text.mend import with_ampersands
from rules.errors import WirewatchError

_MOST = 100_000  # outlines that are read
_ADDRESS = re.compile(r"""\bxmlUrl\s*+=\s*+(?:["']\s*+)?(https?:[^"'<>\s]+)""", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?![A-Za-z0-9])")


@dataclass(frozen=True, slots=True)
class Outline:
    """A subscription. `folders` are the groups that it stands in, outermost first; `tags` are written only."""

    url: str
    title: str = ""
    lang: str = ""
    folders: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def read_opml(body: bytes, notes: list[str] | None = None) -> list[Outline]:
    """Reads the feeds of an OPML file, in its order, each address once; `notes` gets what had to be repaired.

    Errors: WirewatchError.
    """
    notes = [] if notes is None else notes
    body = _repaired(body, notes)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise WirewatchError(f"this is no OPML: {error}") from error
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise WirewatchError("this is no OPML: its root is not <opml>")
    by_url = {outline.url: outline for outline in _outlines(root)}
    _tell_of_lost(body, by_url, notes)
    return list(by_url.values())


def _outlines(root: etree._Element) -> Iterator[Outline]:
    for number, element in enumerate(e for e in root.iter("{*}*") if _is_outline(e)):
        attributes = {str(key).lower(): str(value) for key, value in element.attrib.items()}
        feed = attributes.get("type", "").lower() in ("rss", "atom")
        url = (attributes.get("xmlurl", "") or (attributes.get("url", "") if feed else "")).strip()
        if url and number < _MOST:
            title = attributes.get("title") or attributes.get("text") or ""
            lang = _LANGUAGE.match(attributes.get("language", "").strip())
            yield Outline(url, " ".join(title.split()), lang[0].lower() if lang else "", _folders(element))


def _repaired(body: bytes, notes: list[str]) -> bytes:
    """Writes unescaped ampersands as XML has them: a parser that recovers would take them for another address."""
    try:
        etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        text = repair(decode(body, None))
        if (mended := with_ampersands(text)) != text:
            notes.append("the file has unescaped ampersands; they were taken as they stand")
        return as_xml(mended)
    return body


def _tell_of_lost(body: bytes, found: Mapping[str, Outline], notes: list[str]) -> None:
    """Names the addresses that stand in the file but in no outline that can be read."""
    named = (unescape(url.strip()) for url in _ADDRESS.findall(_COMMENT.sub("", repair(decode(body, None)))))
    lost = [url for url in dict.fromkeys(named) if url not in found]
    if lost and len(found) < _MOST:
        more = f" and {len(lost) - 5} more" if len(lost) > 5 else ""
        notes.append(f"outlines that cannot be read are passed over: {', '.join(lost[:5])}{more}")


def _is_outline(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and etree.QName(element).localname.lower() == "outline"


def _folders(element: etree._Element) -> tuple[str, ...]:
    groups = [above for above in element.iterancestors() if _is_outline(above)]
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
        parts = urlsplit(outline.url)
        if parts.scheme in ("http", "https"):
            attributes["htmlUrl"] = f"{parts.scheme}://{parts.netloc}/"
        if outline.lang:
            attributes["language"] = outline.lang
        if outline.tags:
            attributes["category"] = ",".join(outline.tags)
        etree.SubElement(parent, "outline", attributes)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)

"""What both readers of markup (feedparser's adapter, the plain one) make of the fields they found. Pure."""

from __future__ import annotations

from collections.abc import Iterable

HTML_TYPES = ("text/html", "application/xhtml+xml")


def entry_link(
    link: str, guid: str, *, guid_is_link: bool, original: str, refs: Iterable[tuple[str, str]]
) -> str:
    """The address of an entry's page. `original` is what a redirecting service says it stands for;
    `refs` are (rel, href) of its links, in order."""
    if original:
        return original
    if guid_is_link and link == guid and not link.startswith(("http://", "https://")):
        # An id that is not a URL was never meant as a link, though by default it counts as one.
        link = ""
    if link:
        return link
    hrefs: dict[str, str] = {}
    for rel, href in refs:
        hrefs.setdefault(rel, href)
    return hrefs.get("alternate") or hrefs.get("related") or hrefs.get("enclosure") or ""

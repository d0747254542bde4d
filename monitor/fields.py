"""What both readers of markup (feedparser's adapter, the plain one) make of the fields they found. Pure."""

from __future__ import annotations

from collections.abc import Sequence

HTML_TYPES = ("text/html", "application/xhtml+xml")


def entry_link(
    link: str, guid: str, *, guid_is_link: bool, original: str, refs: Sequence[tuple[str, str]]
) -> str:
    """The address of an entry's page. `original` is what a redirecting service says it stands for;
    `refs` are (rel, href) of its links, in order."""
    if original:
        return original
    if guid_is_link and (link == guid or not refs) and not link.lower().startswith(("http://", "https://")):
        # An id that is not a URL was never meant as a link, though by default it counts as one; nor was
        # the id of something inside the item.
        link = ""
    if link:
        return link
    hrefs: dict[str, str] = {}
    for rel, href in refs:
        hrefs.setdefault(rel, href)
    return hrefs.get("alternate") or hrefs.get("related") or hrefs.get("enclosure") or ""

"""What both readers of markup (feedparser's adapter, the plain one) make of the fields they found. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from monitor.text.sanitize import ID_CAP, clean

# Most addresses: their parts lie open, without what urlsplit must look for.
_PLAIN_LINK = re.compile(r"""https?://([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(/[!-"$->@-~]*)?""")
_BREAKS = re.compile(r"[\t\r\n]")
# Most links: resolving leaves them as they are.
ABSOLUTE = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?:/[\w.~!$'()*+,@%&=:/-]*(?:\?[\w.~!$'()*+,@%&=:/-]+)?)?",
    re.ASCII,
)
# Parameters that tell who shared a link, not which page it is.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|yclid|ocid|_hs(?:enc|mi)|at_\w+")


def absolute_link(link: str, base: str) -> str | None:
    """`link` as an absolute http(s) URL; None where it is none (javascript:, data:, file: ...)."""
    if len(link) <= ID_CAP and ABSOLUTE.fullmatch(link):
        return link
    link = _BREAKS.sub("", clean(link, ID_CAP)).replace(" ", "%20")
    if not link:
        return None
    try:
        url = urljoin(base, link)
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return url if usable else None


def canonical_link(url: str) -> str:
    """A page's address without what varies between links to it: fragment, tracking, case of the host."""
    if plain := _PLAIN_LINK.fullmatch(url):
        return f"//{plain[1].lower().removeprefix('www.')}{(plain[2] or '').rstrip('/')}"
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    query = parts.query
    if "=" in query:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=None)
        query = urlencode([(k, v) for k, v in pairs if not _TRACKING.fullmatch(k.lower())])
    return urlunsplit(("", parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/"), query, ""))


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

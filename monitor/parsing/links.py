"""Links of entries: made absolute, chosen among several, and in the form that ids are made of. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from monitor.text.sanitize import ID_CAP, clean

# Most addresses: their parts can be told by a pattern, without urlsplit.
_PLAIN_LINK = re.compile(r"""https?://([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(/[!-"$->@-~]*)?""")
_BREAKS = re.compile(r"[\t\r\n]")
# Most links: resolving leaves them as they are.
ABSOLUTE = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?:/[\w.~!$'()*+,@%&=:/-]*(?:\?[\w.~!$'()*+,@%&=:/-]+)?)?",
    re.ASCII,
)
_NOWHERE = re.compile(r"\s*(?:#|(?:javascript|about|data|mailto|tel):|https?:/*\s*$)", re.IGNORECASE)
_SCHEMELESS = re.compile(
    r"www\.[\w-]+\.[\w.-]+(?:[:/?#]|$)", re.IGNORECASE
)  # a name of a host, not of a file
# Parameters that say who shared a link, not which page it is. Ids hang on this list: see `canonical_link`.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|yclid|ocid|_hs(?:enc|mi)|at_\w+")


def absolute_link(link: str, base: str) -> str | None:
    """Makes `link` an absolute http(s) URL; None where it cannot be one (javascript:, data:, file: ...)."""
    if len(link) <= ID_CAP and ABSOLUTE.fullmatch(link):
        return link
    link = _BREAKS.sub("", clean(link, ID_CAP)).replace(" ", "%20")
    if not link:
        return None
    if _SCHEMELESS.match(link):
        link = f"https://{link}"
    try:
        url = urljoin(base, link)
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return url if usable else None


def canonical_link(url: str) -> str:
    """Strips what varies between links to one page: scheme, `www.`, fragment, tracking, case of the host.

    The ids of stored entries without a guid are made of the result, so it never changes: after a change every such
    entry would come as new once more (tests/data/canonical_links.csv holds the results). `rules.text.urls.url_key`
    is the address by which stories are joined; it strips more, and may learn more trackers, as ids do not hang on it.
    """
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


PAGE = "page"  # the relation of a link that leads to an entry's page: an alternate that is HTML


def relation(rel: str, kind: str) -> str:
    """Returns the relation of a link, `PAGE` for those that lead to the entry's page. `kind` is its media type."""
    rel = rel.removeprefix("http://www.iana.org/assignments/relation/")  # RFC 4287, 4.2.7.2: the same
    return PAGE if rel == "alternate" and kind in ("html", "xhtml", *HTML_TYPES) else rel


def entry_link(
    link: str,
    guid: str,
    *,
    guid_is_link: bool,
    original: str,
    refs: Sequence[tuple[str, str]],
    atom: bool = False,
) -> str:
    """Chooses the address of an entry's page among the links that its item gives; an empty one hides no other.

    An id that is an address stands in for a link, but not in Atom, whose ids need lead nowhere. `original` is the
    address that a redirecting service names; `refs` are (relation, href) of the links, in order: the first of a
    relation counts, for later ones are other forms of the page.
    """
    if original:
        return original
    link = "" if leads_nowhere(link) else link
    hrefs: dict[str, str] = {}
    for rel, href in refs:
        if href and not leads_nowhere(href):
            hrefs.setdefault(rel, href)
    if PAGE in hrefs:
        return hrefs[PAGE]
    if guid_is_link and (link == guid or not refs) and not is_address(link):
        # An id that is not a URL was never meant as a link, though by default it counts as one. Neither was the id of
        # an element inside the item.
        link = ""
    if link and not any(link == href for rel, href in refs if rel != "alternate"):
        return link
    address = guid if is_address(guid) and not atom else ""
    return (
        hrefs.get("alternate")
        or hrefs.get("related")
        or address
        or hrefs.get("via")
        or hrefs.get("enclosure")
        or ""
    )


def leads_nowhere(link: str) -> bool:
    """Whether a link names no page: a script, a mark within a page alone, a scheme alone. It must hide no other."""
    return _NOWHERE.match(link) is not None


def is_address(text: str) -> bool:
    """Whether a text is an address on the web, as ids often are."""
    return text[:8].lower().startswith(("http://", "https://"))

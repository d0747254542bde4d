"""Makes URLs of addresses whose escapes stay byte for byte as they were written. Pure.

yarl writes an address anew: `%27` becomes `'`, `%2F` in a query `/`, and lower case upper. A server that has signed an
address refuses any other. Only what cannot stand in a request is escaped here.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit

from yarl import URL

# Most addresses: there is nothing in them that yarl would change.
_PLAIN = re.compile(r"https?://[a-z0-9.-]+(?::\d{1,5})?(?:/[\w.~-]+)*/?(?:\?[\w.~=&-]*)?", re.ASCII)
# Characters that stay as they are: all of ASCII that can be seen, but for those that end an address.
_KEPT = "".join(map(chr, range(0x21, 0x7F))).translate({ord(c): None for c in '"<>#'})


def web_url(address: str) -> URL:
    """Parses an address; its path and query are as they are written. Errors: ValueError."""
    url = URL(address)
    if url.scheme not in ("http", "https") or _PLAIN.fullmatch(address):
        return url
    parts = urlsplit(address.strip())
    query = f"?{_escaped(parts.query)}" if parts.query else ""
    return URL(f"{url.scheme}://{url.raw_authority}{_escaped(parts.path) or '/'}{query}", encoded=True)


def redirected(url: URL, location: str) -> URL:
    """Returns where a redirect leads; a backslash before the query is a slash, as browsers have it. Errors: ValueError."""
    path, mark, query = location.strip().partition("?")
    return web_url(urljoin(str(url), path.replace("\\", "/") + mark + query))


def _escaped(text: str) -> str:
    # Bytes of a header that are no UTF-8 arrive as surrogates.
    return quote(text, safe=_KEPT, errors="surrogateescape")

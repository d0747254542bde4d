"""Names elements as feedparser does: a known namespace by its usual prefix, whatever the document's is.

The table of namespaces is feedparser's own, so that both always agree on an element's name.
"""

from __future__ import annotations

from feedparser.api import StrictFeedParser
from feedparser.mixin import _FeedParserMixin
from lxml import etree

_KNOWN: dict[str, str] = {uri.lower(): prefix for uri, prefix in _FeedParserMixin.namespaces.items()}
# Elements that feedparser gives a meaning of its own.
HANDLED = frozenset(
    name.removeprefix("_start_") for name in dir(StrictFeedParser) if name.startswith("_start_")
)
# Elements whose content may be markup (feedparser's push_content).
INLINE = frozenset(
    (
        "title", "dc_title", "media_title", "description", "dc_description", "media_description", "abstract",
        "summary", "itunes_summary", "content", "content_encoded", "fullitem", "body", "xhtml_body",
        "subtitle", "tagline", "itunes_subtitle", "info", "feedburner_browserfriendly", "rights", "copyright",
        "dc_rights",
    )
)  # fmt: skip
_USERLAND = "backend.userland.com/rss"


class Names(dict[str, str]):
    """A table `{uri}Local` -> `prefix_local`, filled as names come up."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        super().__init__()
        self._prefixes = prefixes

    def __missing__(self, tag: str) -> str:
        uri, _, local = tag.rpartition("}")
        prefix = self._prefixes.get(uri[1:], "") if uri else ""
        name = self[tag] = f"{prefix}_{local.lower()}" if prefix else local.lower()
        return name

    def is_foreign(self, tag: str) -> bool:
        """Whether an element is of a namespace that feedparser does not know."""
        return tag.startswith("{") and _standard(tag[1:].partition("}")[0]) is None

    @classmethod
    def of(cls, root: etree._Element, text: str) -> Names | None:
        """Returns the names of a document; None where one prefix, or one namespace, goes by several names."""
        bound: dict[str | None, str] = dict(root.nsmap)
        opening = text.find(">", text.find("<" + root.tag.rpartition("}")[2]))
        if text.count("xmlns") != text.count("xmlns", 0, opening + 1):
            for element in root.iter():
                for prefix, uri in element.nsmap.items():
                    if bound.setdefault(prefix, uri) != uri:
                        return None
        known = {uri: name for uri in bound.values() if (name := _standard(uri)) is not None}
        others = {uri: prefix or "" for prefix, uri in bound.items() if uri not in known}
        moved = {prefix for prefix, uri in bound.items() if uri in known and prefix != known[uri]}
        strange = len(others) != sum(uri not in known for uri in bound.values())
        if (
            strange
            or moved & {*known.values(), *others.values()}
            or set(others.values()) & set(known.values())
        ):
            return None
        return cls(known | others)


def _standard(uri: str) -> str | None:
    lower = uri.lower()
    return "" if _USERLAND in lower else _KNOWN.get(lower)


DATES = {
    "published": "published", "issued": "published", "pubdate": "published", "dcterms_issued": "published",
    "updated": "updated", "modified": "updated", "lastbuilddate": "updated", "dc_date": "updated",
    "dcterms_modified": "updated", "created": "created", "dcterms_created": "created",
}  # fmt: skip
# Names under which an item's dates are kept, best first.
READ_DATES = ("published", "updated", "created", "prism_publicationdate", "dcterms_date")
# Elements whose meaning to feedparser does not reach our fields, whatever they contain.
HARMLESS = {
    "author", "category", "cc_license", "contributor", "creativecommons_license", "dc_author",
    "dc_contributor", "dc_creator", "dc_publisher", "dc_subject", "dcterms_valid", "email",
    "expirationdate", "homepage", "itunes_author", "itunes_category", "itunes_email", "itunes_image",
    "itunes_name", "keywords", "managingeditor", "media_category", "media_content", "media_credit",
    "media_group", "media_license", "media_player", "media_rating", "media_restriction", "media_thumbnail",
    "name", "uri", "url", "webmaster",
}  # fmt: skip
# The same, as long as they contain text alone.
HARMLESS_TEXT = {"rights", "copyright", "dc_rights"}

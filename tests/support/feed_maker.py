"""Made-up feed documents for property tests: every element that feeds use, in any order, well made or odd."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from hypothesis import strategies as st

NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/", "dcterms": "http://purl.org/dc/terms/",
    "content": "http://purl.org/rss/1.0/modules/content/", "media": "http://search.yahoo.com/mrss/",
    "atom": "http://www.w3.org/2005/Atom", "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0", "slash": "http://purl.org/rss/1.0/modules/slash/",
    "wfw": "http://wellformedweb.org/CommentAPI/", "georss": "http://www.georss.org/georss",
    "own": "https://own.example/ns", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}  # fmt: skip
NAMES = [
    "title", "link", "guid", "id", "description", "summary", "content", "pubDate", "published", "updated",
    "modified", "issued", "created", "date", "category", "author", "name", "email", "uri", "url", "source",
    "enclosure", "comments", "language", "subtitle", "rights", "image", "body", "info", "abstract", "x",
    "dc:title", "dc:date", "dc:creator", "dc:description", "dc:subject", "dc:language", "dc:source",
    "dcterms:modified", "dcterms:issued", "content:encoded", "media:title", "media:description",
    "media:content", "media:group", "media:thumbnail", "media:credit", "media:text", "atom:link", "atom:id",
    "atom:summary", "itunes:summary", "itunes:author", "itunes:image", "itunes:duration", "itunes:title", "itunes:subtitle", "tagline",
    "feedburner:origLink", "slash:comments", "wfw:commentRss", "georss:point", "own:thing", "own:id",
    "Title", "guidislink", "title_detail",
]  # fmt: skip
COMMON = [*NAMES[:12], "dc:creator", "dc:date", "content:encoded", "category", "media:content", "atom:link"]
WORDS = [
    "", "Talks resume", "Niñez y migración", "Ã©tÃ©", "\x93quoted\x94", "AT&T", "<p>Both & more</p>", "1 < 2",
    "https://news.example/1?a=1&b=2", "/relative", "abc-1", "https:////news.example/x", "http://[bad", " x\n y ",
    "Tue, 28 Feb 2023 10:00:00 GMT", "2023-02-28T10:00:00Z", "en", "&amp;lt;", "日本", "]]>", "javascript:x",
]  # fmt: skip
ATTRIBUTES = {
    "type": ["html", "text", "xhtml", "text/plain", "image/png", "application/xml", "HTML"],
    "rel": ["alternate", "self", "related", "enclosure", "Alternate"],
    "href": ["https://news.example/h", "/h", ""], "url": ["https://news.example/u", ""],
    "isPermaLink": ["true", "false", "FALSE"], "length": ["1"], "src": ["https://news.example/s"],
    "mode": ["base64", "escaped"], "xml:lang": ["es", "", "pt_BR"], "xml:base": ["https://base.example/a/"],
    "lang": ["fr"], "rdf:about": ["https://news.example/about"], "own:a": ["1"], "domain": ["x"],
}  # fmt: skip

texts = st.sampled_from(WORDS) | st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=12
)
attributes = st.dictionaries(st.sampled_from(list(ATTRIBUTES)), st.integers(0, 6), max_size=2).map(
    lambda chosen: {name: ATTRIBUTES[name][n % len(ATTRIBUTES[name])] for name, n in chosen.items()}
)


def element(name: str, given: dict[str, str], inner: str) -> str:
    written = "".join(f" {key}={quoteattr(value)}" for key, value in given.items())
    return f"<{name}{written}>{inner}</{name}>"


def _written(text: str, how: int) -> str:
    if how == 0 and "]]>" not in text:
        return f"<![CDATA[{text}]]>"
    return escape(text) + ("<!-- a comment -->" if how == 1 else "")


contents = st.builds(_written, texts, st.integers(0, 4))
leaves = st.builds(
    element,
    st.sampled_from(COMMON) | st.sampled_from(NAMES),
    st.just({}) | attributes,
    contents,
)
nested = st.builds(
    lambda name, given, inner: element(name, given, "".join(inner)),
    st.sampled_from(["media:group", "media:content", "author", "own:box", "source", "description", "x"]),
    st.just({}) | attributes,
    st.lists(leaves, max_size=3),
)
fields = st.lists(leaves | leaves | leaves | nested, max_size=7).map("".join)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """An RSS, Atom or RDF document of up to five items, some of them repeats of one another."""
    shape = draw(st.sampled_from(["rss", "rss", "atom", "rdf"]))
    items = draw(st.lists(fields, max_size=4))
    if items and draw(st.booleans()):
        items.append(items[0])
    head = draw(st.just("<title>Sample</title><link>https://news.example/</link>") | fields)
    declared = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    root = draw(st.just({}) | attributes)
    written = "".join(f" {k}={quoteattr(v)}" for k, v in root.items() if k.startswith("xml:"))
    written += declared
    if shape == "atom":
        entries = "".join(f"<entry>{item}</entry>" for item in items)
        return f'<feed xmlns="http://www.w3.org/2005/Atom"{written}>{head}{entries}</feed>'
    entries = "".join(f"<item>{item}</item>" for item in items)
    if shape == "rdf":
        return (
            f'<rdf:RDF xmlns="http://purl.org/rss/1.0/"{written}><channel>{head}</channel>{entries}</rdf:RDF>'
        )
    return f'<rss version="2.0"{written}><channel>{head}{entries}</channel></rss>'

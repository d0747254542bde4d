"""Documents of every kind, broken at random: each is read or refused in time, and what is read is fit to be kept."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from urllib.parse import urlsplit

from hypothesis import given
from hypothesis import strategies as st
from support.fuzzing import tries

from monitor.parsing.model import Origin, Parsed, ParseError
from monitor.parsing.parse import parse

fuzz = tries(100)
NOW = datetime(2023, 3, 1, 12, tzinfo=UTC)
SEEDS = [
    b"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Sample</title><link>https://news.example/</link><ttl>30</ttl><item><title>Ni\xc3\xb1ez &amp; co</title>
<link>https://news.example/1?utm_source=x</link><guid isPermaLink="false">1</guid><dc:date>2023-02-28T10:00:00Z</dc:date>
<description><![CDATA[<p>Short &eacute;.</p>]]></description></item><item><title>Two</title></item></channel></rss>""",
    b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example/" xml:lang="es"><title>Sample</title>
<entry><id>tag:1</id><title type="html">&lt;b&gt;One&lt;/b&gt;</title><link rel="alternate" href="/1"/>
<updated>2023-02-28T10:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Text</div></content>
</entry></feed>""",
    b"""{"version": "https://jsonfeed.org/version/1.1", "title": "Sample", "home_page_url": "https://news.example/",
"items": [{"id": "1", "url": "https://news.example/1", "title": "One", "content_html": "<p>Text</p>",
"date_published": "2023-02-28T10:00:00Z", "language": "es"}, {"id": 2, "content_text": "Two"}]}""",
    b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://news.example/1</loc><news:news>
<news:publication><news:name>Sample</news:name><news:language>es</news:language></news:publication>
<news:publication_date>2023-02-28</news:publication_date><news:title>One</news:title></news:news></url></urlset>""",
    b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="https://news.example/"><title>Sample</title></channel><item rdf:about="https://news.example/1">
<title>One</title><link>https://news.example/1</link></item></rdf:RDF>""",
]
SCRAPS = [
    b"<item>", b"</item>", b"<entry>", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"&#0;", b"&#xD800;", b"&x;", b"\0", b"\xff\xfe",
    b"\xef\xbb\xbf", b"<!DOCTYPE a [", b"<?xml version='1.0' encoding='utf-16'?>", b"xmlns='x'", b"xml:base='//'", b"{", b"]", b'"',
    b"1e999", b"\\ud800", b"\xe2\x80\xae", b"\x1b[31m", b"<title>", b"<description>", b"9999-12-31", b"javascript:", b"http://[",
]  # fmt: skip
pieces = st.binary(max_size=6) | st.sampled_from(SCRAPS)
edits = st.lists(st.tuples(st.integers(0, 900), st.integers(0, 40), pieces), min_size=1, max_size=5)
charsets = st.sampled_from(
    [None, "text/xml", "text/xml; charset=latin-1", "x; charset=utf-16", "x; charset=\0"]
)


def check_read(body: bytes, content_type: str | None) -> Parsed | ParseError:
    start = time.process_time()
    found = parse(body, Origin(feed="f", url="https://news.example/feed"), content_type, NOW)
    assert time.process_time() - start < 4
    if isinstance(found, ParseError):
        assert found.text.isprintable()
        return found
    for entry in found.entries:
        assert entry.id
        assert entry.title.isprintable()
        assert "\0" not in entry.text
        f"{entry.title}{entry.text}{entry.url}{entry.guid}".encode()
        assert entry.url is None or urlsplit(entry.url).scheme in ("http", "https")
    return found


@fuzz
@given(st.sampled_from(SEEDS), edits, charsets)
def test_a_broken_document_is_read_or_refused(
    seed: bytes, edits: list[tuple[int, int, bytes]], content_type: str | None
) -> None:
    body = seed
    for start, length, new in edits:
        body = body[:start] + new + body[start + length :]
    found = check_read(body, content_type)
    if isinstance(found, Parsed):
        again = parse(
            body,
            Origin(feed="f", url="https://news.example/feed"),
            content_type,
            NOW,
            frozenset(found.digests),
        )
        assert isinstance(again, Parsed)
        assert not found.digests or not again.entries, "what is known is not read again"


@fuzz
@given(st.binary(max_size=400), charsets)
def test_any_bytes_are_read_or_refused(body: bytes, content_type: str | None) -> None:
    check_read(body, content_type)

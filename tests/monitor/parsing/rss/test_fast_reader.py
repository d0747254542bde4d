"""Quick readings are feedparser's readings: of every item that is not declined, and of every document."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.feed_maker import documents
from support.fuzzing import tries

from monitor.parsing.cut import whole_part
from monitor.parsing.model import ParseError, RawFeed
from monitor.parsing.rss.fast_reader import read_plain
from monitor.parsing.rss.feedparser_reader import read_by_feedparser
from monitor.parsing.rss.read import read_markup
from monitor.parsing.rss.split import split_document
from monitor.text.charset import decode, repair
from monitor.text.mend import with_ampersands, without_empty_values

many = tries(120)


def judged(text: str) -> RawFeed:
    whole = read_by_feedparser(without_empty_values(text))
    assert isinstance(whole, RawFeed)
    return whole


@many
@given(documents())
def test_a_plain_reading_is_feedparsers_field_by_field(text: str) -> None:
    document = split_document(without_empty_values(text))
    if document is None:
        return
    whole = judged(text)
    assert len(whole.entries) == len(document.items)
    atom = document.names[document.root.tag] == "feed"
    if whole.format.startswith("atom") != atom:
        return
    for item, expected in zip(document.items, whole.entries, strict=True):
        assert read_plain(item, document, atom=atom) in (None, expected)


@many
@given(documents())
@example(
    "<rss version='2.0'><channel><title>S</title><item><abstract><![CDATA[]]></abstract>"
    "<abstract><![CDATA[]]></abstract></item></channel></rss>"
)
def test_reading_item_by_item_is_reading_the_whole(text: str) -> None:
    found, whole = read_markup(text, frozenset()), judged(text)
    assert isinstance(found, RawFeed)
    for name in ("entries", "format", "title", "title_html", "home", "lang", "ttl"):
        assert getattr(found, name) == getattr(whole, name), name


@many
@given(documents(), st.data())
def test_known_items_are_left_out_and_the_others_are_as_in_the_whole(text: str, data: st.DataObject) -> None:
    document = split_document(without_empty_values(text))
    if document is None or not document.items:
        return
    known = frozenset(data.draw(st.sets(st.sampled_from(document.digests))))
    found, whole = read_markup(text, known), judged(text)
    assert isinstance(found, RawFeed)
    assert found.fresh is not None
    fresh = [n for n, digest in enumerate(document.digests) if digest not in known]
    assert list(found.fresh) == fresh
    assert [found.entries[n] for n in fresh] == [whole.entries[n] for n in fresh]


SUITE = Path(os.environ.get("FEEDPARSER_TESTS", ""))


@pytest.mark.skipif(not SUITE.name, reason="FEEDPARSER_TESTS names no copy of feedparser's own tests")
def test_feedparsers_own_test_documents_are_read_alike() -> None:
    files = [path for path in SUITE.rglob("*") if path.suffix in (".xml", ".rss")]
    assert files
    for path in files:
        text = repair(decode(path.read_bytes(), None))
        mended = without_empty_values(text)
        if split_document(mended) is None:
            mended = with_ampersands(mended)
        found, whole = read_markup(text, frozenset()), read_by_feedparser(whole_part(mended)[0])
        if isinstance(whole, ParseError):
            assert isinstance(found, ParseError), path
            continue
        assert isinstance(found, RawFeed)
        assert found.entries == whole.entries, path


ORDINARY = {
    "wordpress": """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
<channel><title>Sample</title><atom:link href="https://news.example/feed/" rel="self" type="application/rss+xml"/>
<link>https://news.example</link><description/><sy:updatePeriod>hourly</sy:updatePeriod><item><title>Talks</title>
<link>https://news.example/1/</link><comments>https://news.example/1/#respond</comments>
<dc:creator><![CDATA[Staff]]></dc:creator><pubDate>Tue, 28 Feb 2023 10:00:00 +0000</pubDate>
<category><![CDATA[World]]></category><guid isPermaLink="false">https://news.example/?p=1</guid>
<description><![CDATA[<p>Short.</p>]]></description><content:encoded><![CDATA[<p>Long &amp; full.</p>]]></content:encoded>
<wfw:commentRss>https://news.example/1/feed/</wfw:commentRss><slash:comments>0</slash:comments></item></channel></rss>""",
    "newspaper": """<rss xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:atom="http://www.w3.org/2005/Atom" version="2.0"><channel><title>Sample</title><link>https://news.example</link>
<image><title>Logo</title><url>https://news.example/l.png</url><link>https://news.example</link></image><item>
<title>Talks</title><link>https://news.example/1.html</link><guid isPermaLink="true">https://news.example/1.html</guid>
<atom:link href="https://news.example/1.html" rel="standout"/><description>Short.</description><dc:creator>A B</dc:creator>
<pubDate>Tue, 28 Feb 2023 10:00:00 +0000</pubDate><category domain="https://news.example/k">World</category>
<media:content height="151" medium="image" url="https://news.example/i.jpg" width="151"/>
<media:credit>Agency</media:credit><media:description>A caption.</media:description>
<enclosure url="https://news.example/i.jpg" type="image/jpeg" length="9"/></item></channel></rss>""",
    "blog": """<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom'
 xmlns:thr='http://purl.org/syndication/thread/1.0'><id>tag:blog.example,1999:b</id><title type='text'>Sample</title>
<link rel='alternate' type='text/html' href='https://blog.example/'/><entry><id>tag:blog.example,1999:p</id>
<published>2023-02-28T10:00:00.001-06:00</published><updated>2023-02-28T11:00:00Z</updated><category scheme='x' term='y'/>
<title type='text'>Talks</title><content type='html'>&lt;p&gt;Long.&lt;/p&gt;</content>
<link rel='edit' type='application/atom+xml' href='https://blog.example/e'/>
<link rel='alternate' type='text/html' href='https://blog.example/1.html' title='Talks'/>
<author><name>A B</name><email>noreply@blog.example</email></author><thr:total>0</thr:total></entry></feed>""",
    "video": """<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns="http://www.w3.org/2005/Atom"><title>Sample</title><link rel="alternate" href="https://video.example/c"/><entry>
<id>yt:video:1</id><yt:videoId>1</yt:videoId><title>Talks</title><link rel="alternate" href="https://video.example/1"/>
<author><name>A</name><uri>https://video.example/c</uri></author><published>2023-02-28T10:00:00+00:00</published>
<media:group><media:title>Talks</media:title><media:content url="https://video.example/v" type="x" width="640"/>
<media:thumbnail url="https://video.example/t.jpg"/><media:description>Long text.</media:description>
<media:community><media:statistics views="3"/></media:community></media:group></entry></feed>""",
}


@pytest.mark.parametrize("kind", ORDINARY)
def test_everyday_feeds_are_plain_and_read_alike(kind: str) -> None:
    text = repair(ORDINARY[kind])
    document = split_document(text)
    assert document is not None
    (item,) = document.items
    plain = read_plain(item, document, atom=kind in ("blog", "video"))
    assert plain is not None
    assert plain == judged(text).entries[0]


DOUBTFUL = """<rss version="2.0"><channel><title>Sample</title><link>https://news.example/</link>
<item><title>One</title><guid>1</guid><description>a <b>bold</b> word</description></item>
<item><title>Two</title><guid>2</guid></item></channel></rss>"""


def test_an_item_with_markup_in_it_is_for_feedparser() -> None:
    document = split_document(DOUBTFUL)
    assert document is not None
    plain = [read_plain(item, document, atom=False) for item in document.items]
    assert plain[0] is None
    assert plain[1] is not None

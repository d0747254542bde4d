"""Mends of a document's text: links without an address, bare ampersands, names of characters of HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from support.fuzzing import tries

from monitor.parsing.model import RawFeed
from monitor.parsing.rss.read import read_markup
from monitor.text.mend import with_ampersands, without_empty_values


def feed(items: str, root: str = "") -> RawFeed:
    raw = read_markup(
        f'<rss version="2.0"{root}><channel><title>Sample</title>{items}</channel></rss>', frozenset()
    )
    assert isinstance(raw, RawFeed), raw
    return raw


@pytest.mark.parametrize(
    ("text", "mended"),
    [('<link rel="alternate" href=""/>', '<link rel="alternate"/>'), ("<atom:link href='' title='x'>", "<atom:link title='x'>"),
     ('<link uri="at://did:x/y">https://news.example/1</link>', "<link>https://news.example/1</link>"),
     ('<link href="/a"/>', '<link href="/a"/>'), ('<a href="">b</a>', '<a href="">b</a>')],
)  # fmt: skip
def test_attributes_of_a_link_that_name_no_page_are_taken_out(text: str, mended: str) -> None:
    assert without_empty_values(text) == mended


@pytest.mark.parametrize(
    ("text", "mended"),
    [("AT&T & sons", "AT&amp;T &amp; sons"), ("?a=1&b=2", "?a=1&amp;b=2"), ("two&nbsp;words", "two&#160;words"),
     ("&amp; &lt; &#38; &#x26;", "&amp; &lt; &#38; &#x26;"), ("&nosuch;", "&amp;nosuch;"), ("&AMP;", "&#38;"),
     ("<![CDATA[a & b]]> & <!-- & -->", "<![CDATA[a & b]]> &amp; <!-- & -->")],
)  # fmt: skip
def test_bare_ampersands_and_names_of_html_are_written_as_xml_has_them(text: str, mended: str) -> None:
    assert with_ampersands(text) == mended


@tries(100)
@given(st.text("a&;#x1lt <![CDATA]->", max_size=30))
def test_text_that_is_mended_is_read_by_an_xml_parser_and_mended_once(text: str) -> None:
    inner = with_ampersands(text.replace("<", "").replace("]]>", "").replace("&#", ""))
    assert etree.fromstring(f"<t>{inner}</t>").tag == "t"
    assert with_ampersands(inner) == inner


def test_a_bare_ampersand_costs_no_item_and_no_quick_reading() -> None:
    raw = feed("<item><title>AT&T & sons</title></item><item><title>two&nbsp;words</title></item>")
    assert [entry.title for entry in raw.entries] == ["AT&T & sons", "two\xa0words"]
    assert len(raw.digests) == 2


def test_an_entry_within_a_foreign_element_is_none_of_the_feeds() -> None:
    raw = feed(
        "<x:y><item><title>Inner</title></item></x:y><item><title>Own</title></item>",
        ' xmlns:x="https://x.example/"',
    )
    assert [entry.title for entry in raw.entries] == ["Own"]


@pytest.mark.parametrize(
    ("item", "link"),
    [("<link></link><guid>https://news.example/a</guid>", "https://news.example/a"), ("<guid>https://news.example/a</guid><link/>", "https://news.example/a"),
     ("<link>https://news.example/1</link><a:link href='https://news.example/fr'/>", "https://news.example/1"),
     ("<a:link rel='enclosure'>https://img.example/a.jpg</a:link><link>https://news.example/1</link>", "https://news.example/1"),
     ("<link>https://news.example/1</link><a:link rel='enclosure'>https://img.example/a.jpg</a:link>", "https://news.example/1"),
     ("<a:link href=''/>", ""), ("<link>#</link><guid>https://news.example/a</guid>", "https://news.example/a"),
     ("<link>javascript:void(0)</link><guid>https://news.example/a</guid>", "https://news.example/a"),
     ("<link>http://</link><guid>https://news.example/a</guid>", "https://news.example/a"),
     ("<a:link rel='http://www.iana.org/assignments/relation/alternate' href='https://news.example/a'/>", "https://news.example/a"),
     ("<a:link rel='via' href='https://news.example/a'/>", "https://news.example/a"), ("<guid isPermaLink='false'>abc</guid>", ""),
     ("<link/><enclosure url='https://media.example/a.mp3'/><guid>https://news.example/a</guid>", "https://news.example/a")],
)  # fmt: skip
def test_an_empty_link_hides_no_other_and_the_first_leads_to_the_page(item: str, link: str) -> None:
    raw = feed(f"<item><title>t</title>{item}</item>", ' xmlns:a="http://www.w3.org/2005/Atom"')
    assert raw.entries[0].link == link


@pytest.mark.parametrize(
    ("item", "title", "texts"),
    [("<i:title>Episode</i:title>", "Episode", ("",)), ("<title></title><i:title>Episode</i:title>", "Episode", ("",)),
     ("<title>Own</title><i:title>Episode</i:title>", "Own", ("",)), ("<i:subtitle>Short.</i:subtitle>", "", ("Short.",)),
     ("<description>Long.</description><i:subtitle>Short.</i:subtitle>", "", ("Long.",))],
)  # fmt: skip
def test_what_podcasts_call_title_and_subtitle_fills_in_for_none(
    item: str, title: str, texts: tuple[str, ...]
) -> None:
    raw = feed(f"<item>{item}</item>", ' xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd"')
    assert (raw.entries[0].title, raw.entries[0].texts) == (title, texts)


@pytest.mark.parametrize(
    "item",
    ["<pubDate>9 Feb 2023</pubDate><pubDate></pubDate>", "<pubDate>9 Feb 2023</pubDate><pubDate/>", "<prism:publicationDate>9 Feb 2023</prism:publicationDate>",
     "<pubDate/><dcterms:date>9 Feb 2023</dcterms:date>"],
)  # fmt: skip
def test_an_empty_date_hides_no_other_and_other_vocabularies_stand_in(item: str) -> None:
    root = ' xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/" xmlns:dcterms="http://purl.org/dc/terms/"'
    assert feed(f"<item><title>t</title>{item}</item>", root).entries[0].dates == ("9 Feb 2023",)

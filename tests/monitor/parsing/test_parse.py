"""parse: what becomes of documents of every format, well made or not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.parsing.model import Origin, Parsed, ParseError
from monitor.parsing.parse import parse
from rules.model import Entry

NOW = datetime(2023, 3, 1, 12, tzinfo=UTC)
ORIGIN = Origin(feed="sample", url="https://feeds.example/all.xml")


def read(document: str | bytes, content_type: str | None = None, origin: Origin = ORIGIN) -> Parsed:
    body = document.encode() if isinstance(document, str) else document
    found = parse(body, origin, content_type, NOW)
    assert isinstance(found, Parsed), found
    return found


def refused(document: str | bytes) -> ParseError:
    body = document.encode() if isinstance(document, str) else document
    found = parse(body, ORIGIN, None, NOW)
    assert isinstance(found, ParseError), found
    return found


def rss(items: str, head: str = "<title>Sample</title><link>https://news.example/</link>") -> str:
    return f'<rss version="2.0"><channel>{head}{items}</channel></rss>'


def one(item: str, **kwargs: object) -> Entry:
    (entry,) = read(rss(f"<item>{item}</item>"), **kwargs).entries  # type: ignore[arg-type]
    return entry


RSS = rss(
    "<item><title>Talks resume</title><link>https://news.example/1</link><guid isPermaLink='false'>n-1</guid>"
    "<description>&lt;p&gt;Both sides met.&lt;/p&gt;</description>"
    "<pubDate>Tue, 28 Feb 2023 10:00:00 -0600</pubDate></item>",
    "<title>Sample</title><link>https://news.example/</link><language>en-US</language><ttl>30</ttl>",
)
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="es-MX">
<title>Muestra</title>
<link href="https://news.example/"/><entry><id>tag:news.example,2023:1</id>
<title type="html">Se reanuda &lt;b&gt;el diálogo&lt;/b&gt;</title>
<link rel="self" href="https://news.example/1.atom"/><link rel="alternate" href="/1"/>
<published>2023-02-28T10:00:00Z</published><updated>2023-02-28T12:00:00Z</updated>
<summary>Resumen.</summary><content type="html">&lt;p&gt;Texto entero.&lt;/p&gt;</content></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://news.example/">
<title>Sample</title><link>https://news.example/</link></channel>
<item rdf:about="https://news.example/1"><title>Talks resume</title>
<link>https://news.example/1</link><dc:date>2023-02-28T10:00:00Z</dc:date></item></rdf:RDF>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "Sample",
 "home_page_url": "https://news.example/", "language": "en",
 "items": [{"id": 7, "url": "/1", "title": "Talks resume", "content_html": "<p>Both.</p>",
 "summary": "Short.", "date_published": "2023-02-28T10:00:00-06:00"}]}"""


def test_rss_gives_every_field() -> None:
    found = read(RSS)
    assert (found.format, found.title, found.ttl, found.note) == ("rss20", "Sample", 1800, None)
    (entry,) = found.entries
    assert entry == Entry(
        id=entry.id, feed="sample", guid="n-1", url="https://news.example/1", title="Talks resume",
        text="<p>Both sides met.</p>", lang="en", outlet="Sample",
        published=datetime(2023, 2, 28, 16, tzinfo=UTC), fetched=NOW,
    )  # fmt: skip


def test_atom_gives_the_alternate_link_the_first_date_and_summary_with_content() -> None:
    (entry,) = read(ATOM).entries
    assert entry.title == "Se reanuda el diálogo"
    assert entry.url == "https://news.example/1"
    assert entry.text == "Resumen.\n<p>Texto entero.</p>"
    assert (entry.lang, entry.published) == ("es", datetime(2023, 2, 28, 10, tzinfo=UTC))


def test_rdf_is_read() -> None:
    found = read(RDF)
    assert found.format == "rss10"
    assert found.entries[0].guid == "https://news.example/1"


def test_json_feed_is_read() -> None:
    found = read(JSON)
    (entry,) = found.entries
    assert (found.format, entry.guid, entry.url) == ("json", "7", "https://news.example/1")
    assert entry.text == "Short.\n<p>Both.</p>"
    assert entry.published == datetime(2023, 2, 28, 16, tzinfo=UTC)


def test_ids_are_the_same_on_every_machine_and_at_every_poll() -> None:
    ids = [entry.id for document in (RSS, ATOM, RDF, JSON) for entry in read(document).entries]
    assert ids == [entry.id for document in (RSS, ATOM, RDF, JSON) for entry in read(document).entries]
    assert ids[0] == one("<guid>n-1</guid><title>Edited</title>").id
    assert all(len(i) == 14 and i[0] == "e" and i.isalnum() and i.islower() for i in ids)


def test_the_same_guid_in_another_feed_is_another_entry() -> None:
    assert one("<guid>1</guid>").id != one("<guid>1</guid>", origin=Origin(feed="other")).id


def test_without_a_guid_the_link_identifies_whoever_shared_it() -> None:
    first = one("<title>A</title><link>https://www.news.example/x?id=2&amp;utm_source=rss#top</link>")
    again = one("<title>B</title><link>https://news.example/x?id=2</link>")
    other = one("<title>A</title><link>https://news.example/x?id=3</link>")
    assert first.id == again.id != other.id


def test_without_guid_and_link_the_content_identifies() -> None:
    assert one("<title>A</title>").id != one("<title>B</title>").id


def test_a_guid_used_for_different_items_hides_none_and_a_true_repeat_has_the_same_id() -> None:
    items = "".join(
        f"<item><guid>same</guid><title>{title}</title><link>https://news.example/</link></item>"
        for title in ("One", "Two", "Two", "Three")
    )
    entries = read(rss(items)).entries
    assert [entry.title for entry in entries] == ["One", "Two", "Two", "Three"]
    assert len({entry.id for entry in entries}) == 3


def test_a_guid_that_is_no_url_is_no_link_and_one_that_is_stands_in_for_it() -> None:
    assert one("<guid>abc</guid><title>T</title>").url is None
    assert one("<guid>https://news.example/9</guid><title>T</title>").url == "https://news.example/9"
    assert one("<image><guid>n-2</guid></image><guid>n-1</guid><title>T</title>").url is None
    assert one("<guid>HTTPS://news.example/9</guid><title>T</title>").url == "https://news.example/9"


@pytest.mark.parametrize(
    ("link", "url"),
    [("/a b", "https://news.example/a%20b"), ("javascript:alert(1)", None), ("data:text/html,x", None),
     ("file:///etc/passwd", None), ("//cdn.example/x", "https://cdn.example/x"), ("http://[", None),
     (" https://news.example/\n1 ", "https://news.example/1"), ("", None)],
)  # fmt: skip
def test_links_are_absolute_http_or_none(link: str, url: str | None) -> None:
    assert one(f"<title>T</title><link>{link}</link>").url == url


def test_the_outlet_is_as_configured_else_the_items_source_else_the_feeds_title() -> None:
    item = "<title>T</title><source url='https://wire.example/'>The Wire</source>"
    assert one(item, origin=Origin(feed="f", outlet="Mine")).outlet == "Mine"
    assert one(item).outlet == "The Wire"
    assert one("<title>T</title>").outlet == "Sample"


def test_the_language_is_the_items_else_the_feeds_else_as_configured() -> None:
    spanish = Origin(feed="f", lang="es")
    assert one("<title>T</title>", origin=spanish).lang == "es"
    assert read(RSS, origin=spanish).entries[0].lang == "en"
    assert read(ATOM.replace("<entry>", "<entry xml:lang='fr'>")).entries[0].lang == "fr"


@pytest.mark.parametrize(
    ("published", "title"),
    [("AT&amp;amp;T y Peña", "AT&T y Peña"), ("&lt;i&gt;Times&lt;/i&gt; says", "Times says"),
     ("if a &lt; b and c &gt; d", "if a < b and c > d"), ("  two\n lines ", "two lines"),
     ("R&amp;D is 5 &amp; more", "R&D is 5 & more"), ("&lt;script&gt;x()&lt;/script&gt;Talks", "Talks"),
     ("&lt;STYLE type='a'&gt;p {}&lt;/style &gt;Talks &lt;!-- a &lt;b&gt; --&gt;on", "Talks on"),
     ("&lt;!DOCTYPE html&gt;&lt;html&gt;&lt;body&gt;Talks &lt;blink&gt;now&lt;/blink&gt;", "Talks now"),
     ("Why &lt;script&gt; is no word", "Why is no word"), ("a &lt;!-- b", "a <!-- b")],
)  # fmt: skip
def test_titles_are_plain_lines(published: str, title: str) -> None:
    assert one(f"<title>{published}</title>").title == title


def test_a_title_that_atom_calls_text_keeps_its_angle_brackets() -> None:
    document = ATOM.replace('<title type="html">', "<title>")
    assert read(document).entries[0].title == "Se reanuda <b>el diálogo</b>"


def test_what_only_harms_is_taken_out_of_text_and_the_rest_stays() -> None:
    harm = "a\u202eb\x00c\x1b[31md\x1b]0;t\x07&#0;&#xD800;&#x1F;e"
    entry = one(f"<title>{harm}</title><description>{harm} &lt;script&gt;</description>")
    assert entry.title.replace("\ufffd", "") == "abcde"
    assert entry.text.replace("\ufffd", "") == "abcde <script>"


def test_an_emoji_written_as_two_surrogates_is_read() -> None:
    assert one("<title>&#xD83D;&#xDE00;</title>").title == "😀"


def test_long_fields_are_capped_and_nothing_is_lost_beside_them() -> None:
    entry = one(f"<title>{'t' * 100_000}</title><description>{'x ' * 200_000}</description><guid>1</guid>")
    assert len(entry.title) == 2_000
    assert len(entry.text) == 100_000
    assert entry.guid == "1"


def test_an_item_that_says_nothing_is_still_an_entry() -> None:
    found = read(rss("<item/><item><title>T</title></item>"))
    assert (len(found.entries), found.items) == (2, 2)


def test_a_feed_without_items_is_a_feed() -> None:
    assert read(rss("")).entries == ()


def test_a_document_cut_in_the_middle_gives_what_it_has_and_says_so() -> None:
    whole = rss("".join(f"<item><title>Title {n}</title><guid>{n}</guid></item>" for n in range(5)))
    found = read(whole[: whole.index("Title 4")])
    assert [entry.guid for entry in found.entries][:4] == ["0", "1", "2", "3"]
    assert found.note


@pytest.mark.parametrize(
    "junk", ["\n\n  ", "\ufeff", "\ufeff\ufeff", "<br />\n<b>Warning</b>: a PHP notice\n"]
)
def test_junk_before_the_document_does_no_harm(junk: str) -> None:
    assert read(junk + '<?xml version="1.0"?>' + RSS).entries[0].guid == "n-1"


ACCENTS = rss("<item><title>Niñez y migración: «acuerdo» €</title></item>")


@pytest.mark.parametrize(
    "header", [None, "text/xml", "text/xml; charset=iso-8859-1", "text/xml; charset=x-y"]
)
def test_utf8_is_read_as_utf8_whatever_the_header_says(header: str | None) -> None:
    for declaration in ("", '<?xml version="1.0" encoding="iso-8859-1"?>', '<?xml version="1.0"?>'):
        (entry,) = read((declaration + ACCENTS).encode(), header).entries
        assert entry.title == "Niñez y migración: «acuerdo» €"


@pytest.mark.parametrize(
    "encoding", ["windows-1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"]
)
@pytest.mark.parametrize("header", [None, "text/xml; charset=utf-8"])
def test_other_encodings_are_found_also_against_the_header(encoding: str, header: str | None) -> None:
    document = f'<?xml version="1.0" encoding="{encoding}"?>' + ACCENTS
    assert read(document.encode(encoding), header).entries[0].title == "Niñez y migración: «acuerdo» €"


def test_cyrillic_declared_in_the_document_wins_over_a_servers_default() -> None:
    document = '<?xml version="1.0" encoding="windows-1251"?>' + rss("<item><title>Переговоры</title></item>")
    assert read(document.encode("cp1251"), "text/xml; charset=ISO-8859-1").entries[0].title == "Переговоры"


def test_one_broken_byte_does_not_garble_the_rest() -> None:
    body = (
        rss("<item><title>Migración " + "año " * 100 + "</title></item>")
        .encode()
        .replace(b"Mi", b"Mi\xc3", 1)
    )
    assert "año año" in read(body).entries[0].title


def test_a_web_page_is_named_as_such_with_the_feeds_it_advertises() -> None:
    page = """<!DOCTYPE html><html><head><base href="/en/">
    <link rel="alternate" type="application/rss+xml" href="feed.xml"><link rel=icon href=x>
    <link rel="alternate" type="application/atom+xml" href="https://other.example/atom"></head><body>Hi</body></html>"""
    error = refused(page)
    assert error.kind == "html"
    assert error.links == ("https://feeds.example/en/feed.xml", "https://other.example/atom")
    assert all(link in error.text for link in error.links)
    assert refused("<html><body><p>no feed").links == ()


@pytest.mark.parametrize(
    "body",
    ["/etc/passwd", "https://news.example/feed", "<opml version='2.0'><body/></opml>", "[]", '{"a": 1}', "{",
     "<sitemapindex/>", "plain words", "{" * 100_000, "[" * 100_000, "%PDF-1.7", '{"items": 3}', "\x00", "\ufeff"],
)  # fmt: skip
def test_what_is_no_feed_is_refused_with_a_sentence(body: str) -> None:
    error = refused(body)
    assert error.kind in ("not_feed", "malformed")
    assert error.text.endswith(".")


def test_a_feed_none_of_whose_dates_can_be_read_says_so_and_its_entries_are_undated() -> None:
    def document(*dates: str) -> Parsed:
        items = "".join(
            f"<item><title>t{n}</title><guid>{n}</guid><pubDate>{d}</pubDate></item>"
            for n, d in enumerate(dates)
        )
        parsed = parse(
            f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), Origin(feed="f"), None, NOW
        )
        assert isinstance(parsed, Parsed)
        return parsed

    unread = document("01/02/2023", "05/02/2023", "07/02/2023")
    assert "none of its dates can be read, as '01/02/2023'" in (unread.note or "")
    assert [entry.published for entry in unread.entries] == [None] * 3
    mixed = document("01/02/2023", "05/02/2023", "28/02/2023")
    assert mixed.note is None
    assert [entry.published.day for entry in mixed.entries if entry.published] == [1, 5, 28]


@pytest.mark.parametrize("front", [")]}',\n", "while(1);", "<br />\n<b>Notice</b>: cache miss<br />\n"])
def test_what_stands_before_a_json_feed_costs_nothing(front: str) -> None:
    document = '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "One"}]}'
    parsed = parse((front + document).encode(), ORIGIN, None, NOW)
    assert isinstance(parsed, Parsed)
    assert [entry.title for entry in parsed.entries] == ["One"]
    rss = f"<rss version='2.0'><channel><item><title>One</title><description>{document}</description></item></channel></rss>"
    parsed = parse(rss.encode(), ORIGIN, None, NOW)
    assert isinstance(parsed, Parsed)
    assert parsed.format == "rss20"

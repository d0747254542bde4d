"""feedparser as our adapter uses it: documents become raw fields, and no library is changed by an import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import feedparser
import pytest

from monitor.parsing.model import ParseError, RawFeed
from monitor.parsing.rss.feedparser_reader import read_by_feedparser, spare_parser_search

HEAD = (
    "<title>Sample &amp;amp; co</title><link>https://news.example/</link><language>es</language><ttl>30</ttl>"
)
ITEM = (
    "<item><guid isPermaLink='false'>1</guid><title>One</title><link>https://news.example/1</link>"
    "<description>Short.</description><pubDate>Tue, 28 Feb 2023 10:00:00 GMT</pubDate>"
    "<source url='https://wire.example/'>The Wire</source></item>"
)
RSS = f'<rss version="2.0"><channel>{HEAD}{ITEM}</channel></rss>'


def read(text: str) -> RawFeed:
    raw = read_by_feedparser(text)
    assert isinstance(raw, RawFeed), raw
    return raw


def test_the_head_and_the_items_of_a_document_are_read() -> None:
    raw = read(RSS)
    assert (raw.format, raw.home, raw.lang, raw.ttl) == ("rss20", "https://news.example/", "es", "30")
    assert (raw.title_html, raw.note) == (True, None)
    (entry,) = raw.entries
    assert (entry.guid, entry.link, entry.title) == ("1", "https://news.example/1", "One")
    assert (entry.texts, entry.outlet) == (("Short.",), "The Wire")
    assert entry.dates == ("Tue, 28 Feb 2023 10:00:00 GMT",)


def test_markup_is_kept_as_published_and_relative_links_in_it_stay() -> None:
    text = "&lt;p onclick='x()'&gt;&lt;a href='/a'&gt;a&lt;/a&gt;&lt;/p&gt;"
    (entry,) = read(RSS.replace("Short.", text)).entries
    assert entry.texts == ("<p onclick='x()'><a href='/a'>a</a></p>",)


def test_a_document_of_no_known_format_has_none() -> None:
    assert read("<opml/>").format == ""


def test_a_document_that_is_cut_off_says_that_it_is_not_well_formed() -> None:
    raw = read(RSS[: RSS.index("<source")])
    assert raw.note is not None
    assert raw.note.startswith("not well-formed (")
    assert raw.entries[0].title == "One"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (RSS[: RSS.index("</channel>")], "it ends too early"),
        (RSS.replace("One", "One & two"), "a sign stands where none may"),
        (RSS.replace("</item>", "</items>"), "a tag is closed that is not the open one"),
        (RSS.replace("One", "<x:b>One</x:b>"), "a prefix that is not declared"),
        (RSS + "more", "something stands behind its end"),
    ],
)
def test_a_complaint_of_the_parser_is_in_plain_words(text: str, words: str) -> None:
    note = read(text).note
    assert note is not None
    assert note.startswith(f"not well-formed ({words}")
    assert "unknown" not in note


def test_a_bytes_like_text_is_never_taken_for_a_path_or_an_address(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(RSS)
    assert read(str(file)).entries == ()


def test_what_feedparser_lets_out_is_an_error_of_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_options: object) -> None:
        raise KeyError("no such handler")

    monkeypatch.setattr(feedparser, "parse", broken)
    error = read_by_feedparser(RSS)
    assert isinstance(error, ParseError)
    assert (error.kind, "KeyError" in error.text) == ("malformed", True)


def test_importing_the_parsers_changes_no_setting_of_feedparser() -> None:
    code = (
        "import feedparser; before = list(feedparser.api.PREFERRED_XML_PARSERS); import monitor.parsing.parse; "
        "import monitor.parsing.workers.process; assert feedparser.api.PREFERRED_XML_PARSERS == before"
    )
    subprocess.run(
        [sys.executable, "-c", code], check=True, timeout=60, env={"PYTHONPATH": ":".join(sys.path)}
    )


def test_without_the_search_for_a_parser_readings_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    before = read(RSS)
    monkeypatch.setattr(feedparser.api, "PREFERRED_XML_PARSERS", ["drv_libxml2"])
    spare_parser_search()
    assert feedparser.api.PREFERRED_XML_PARSERS == []
    assert read(RSS) == before

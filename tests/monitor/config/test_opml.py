"""Subscriptions go out as OPML and come back as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.opml import Outline, read_opml, write_opml
from rules.errors import WirewatchError

NAMES = st.text(st.characters(categories=["L", "N", "P", "S"], max_codepoint=0xFFFF), min_size=1, max_size=12)
OUTLINES = st.lists(
    st.builds(
        Outline,
        url=NAMES.map(lambda name: f"https://a.example/{name}"),
        title=NAMES,
        lang=st.sampled_from(["", "en", "es"]),
        folders=st.one_of(st.just(()), st.tuples(NAMES)),
    ),
    max_size=6,
    unique_by=lambda outline: outline.url,
)


@given(OUTLINES)
def test_feeds_come_back_as_they_were_written_grouped_by_folder(outlines: list[Outline]) -> None:
    read = read_opml(write_opml(outlines, "Feeds"))
    assert sorted(read, key=lambda outline: outline.url) == sorted(outlines, key=lambda outline: outline.url)


def test_folders_are_read_outermost_first_and_any_case_will_do() -> None:
    body = b"""<?xml version="1.0"?><OPML version="1.0"><body>
      <outline text="News"><outline title="Ports"><OUTLINE XMLURL="https://a.example/rss" Text=" A  feed "/></outline></outline>
      <outline text="no feed"/>
    </body></OPML>"""
    assert read_opml(body) == [Outline("https://a.example/rss", "A feed", "", ("News", "Ports"))]


def test_an_address_that_comes_twice_is_one_feed() -> None:
    body = b"""<opml><body><outline xmlUrl="https://a.example/rss" text="one"/>
      <outline xmlUrl="https://a.example/rss" text="two"/></body></opml>"""
    (feed,) = read_opml(body)
    assert feed.url == "https://a.example/rss"


@pytest.mark.parametrize("body", [b"", b"no xml at all", b"<rss><channel/></rss>"])
def test_what_is_no_opml_is_refused(body: bytes) -> None:
    with pytest.raises(WirewatchError, match="this is no OPML"):
        read_opml(body)


def test_no_entity_is_resolved() -> None:
    body = b"""<!DOCTYPE opml [<!ENTITY e SYSTEM "file:///etc/passwd">]>
      <opml><body><outline xmlUrl="https://a.example/rss" text="a"/><outline>&e;</outline></body></opml>"""
    assert [feed.title for feed in read_opml(body)] == ["a"]


@pytest.mark.parametrize(
    "root",
    [
        '<opml xmlns="http://opml.org/spec2">',
        '<o:opml xmlns:o="http://opml.org/spec2" xmlns="x:y">',
        "<OPML>",
    ],
)
def test_a_root_in_a_namespace_and_elements_in_any_case_are_read(root: str) -> None:
    end = f"</{root[1:].partition(' ')[0].rstrip('>')}>"
    body = f'{root}<body><Outline text="a" xmlUrl="https://a.example/rss" language="es-MX"/></body>{end}'.encode()
    assert read_opml(body) == [Outline("https://a.example/rss", "a", "es")]


def test_unescaped_ampersands_are_repaired_with_a_word_and_what_is_no_language_is_none() -> None:
    notes: list[str] = []
    body = b'<opml><body><outline text="A & B" xmlUrl="https://a.example/?cat=5&lang=es" language="unknown"/></body></opml>'
    assert read_opml(body, notes) == [Outline("https://a.example/?cat=5&lang=es", "A & B")]
    assert len(notes) == 1


def test_tags_and_the_site_go_out_with_a_feed() -> None:
    body = write_opml([Outline("https://a.example/rss", "a", "es", ("x",), ("x", "y"))], "Feeds")
    assert b'htmlUrl="https://a.example/"' in body
    assert b'category="x,y"' in body


@pytest.mark.parametrize(
    "broken", ['text=a xmlUrl="https://a.example/rss"', 'text="a "b" c" xmlUrl="https://a.example/rss"']
)
def test_an_outline_that_cannot_be_read_is_named_and_costs_no_other(broken: str) -> None:
    notes: list[str] = []
    body = f'<opml><body><!-- xmlUrl="https://c.example/" --><outline {broken}/><outline xmlUrl="https://b.example/"/></body></opml>'
    assert [outline.url for outline in read_opml(body.encode(), notes)] == ["https://b.example/"]
    assert notes == ["outlines that cannot be read are passed over: https://a.example/rss"]


def test_an_address_may_stand_in_url_and_the_encoding_is_found_as_that_of_feeds_is() -> None:
    body = '<?xml version="1.0" encoding="x-sjis"?><opml><body><outline type="rss" text="会談" url="https://a.example/"/></body></opml>'
    assert read_opml(body.encode("cp932")) == [Outline("https://a.example/", "会談")]
    latin = '<opml><body><outline text="Periódico" xmlUrl="https://a.example/"/></body></opml>'.encode(
        "cp1252"
    )
    assert read_opml(latin) == [Outline("https://a.example/", "Periódico")]

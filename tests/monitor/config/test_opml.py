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

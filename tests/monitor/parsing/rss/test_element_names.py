"""Names: an element has feedparser's name whatever prefix the document uses; where that is in doubt, none."""

from __future__ import annotations

import pytest
from lxml import etree

from monitor.parsing.rss.element_names import DATES, HANDLED, HARMLESS, HARMLESS_TEXT, INLINE, Names

DC = "http://purl.org/dc/elements/1.1/"
ATOM = "http://www.w3.org/2005/Atom"


def names_of(text: str) -> Names | None:
    return Names.of(etree.fromstring(text), text)


@pytest.mark.parametrize("prefix", ["dc", "DC", "dublin"])
def test_a_known_namespace_has_its_usual_prefix_whatever_the_documents_is(prefix: str) -> None:
    names = names_of(f'<rss xmlns:{prefix}="{DC}"><channel/></rss>')
    assert names is not None
    assert names[f"{{{DC}}}Date"] == "dc_date"


def test_names_are_in_lower_case_and_those_of_atom_and_no_namespace_are_bare() -> None:
    names = names_of(f'<feed xmlns="{ATOM}"/>')
    assert names is not None
    assert (names[f"{{{ATOM}}}Entry"], names["pubDate"]) == ("entry", "pubdate")


def test_an_unknown_namespace_keeps_the_documents_prefix() -> None:
    names = names_of('<rss xmlns:mine="https://mine.example/ns"/>')
    assert names is not None
    assert names["{https://mine.example/ns}Price"] == "mine_price"


@pytest.mark.parametrize(
    "text",
    [
        '<rss xmlns:a="https://x.example/"><item xmlns:a="https://y.example/"/></rss>',
        f'<rss xmlns:dc="https://mine.example/" xmlns:d="{DC}"/>',
        '<rss xmlns:a="https://x.example/" xmlns:b="https://x.example/"/>',
    ],
    ids=["one prefix, two namespaces", "a usual prefix for another namespace", "one namespace, two prefixes"],
)
def test_where_a_name_could_mean_two_things_there_are_none(text: str) -> None:
    assert names_of(text) is None


def test_the_tables_agree_with_feedparser_and_with_each_other() -> None:
    assert {"title", "link", "guid", "pubdate", "summary"} <= HANDLED
    assert not INLINE - HANDLED
    assert not HARMLESS & HARMLESS_TEXT
    assert not (HARMLESS | HARMLESS_TEXT) & set(DATES)

"""split_document: a document as its items, or no split where feedparser might read them otherwise."""

from __future__ import annotations

import pytest

from monitor.parsing.rss.split import Split, split_document

RSS = (
    '<rss version="2.0" xml:lang="es_MX" xml:base="https://news.example/en/"><channel><title>Sample</title>'
    "<item><title>One</title></item><item><title>Two</title></item></channel></rss>"
)


def split(text: str) -> Split:
    document = split_document(text)
    assert document is not None
    return document


def test_a_document_is_its_items_with_the_language_and_the_base_of_all() -> None:
    document = split(RSS)
    assert [item.findtext("title") for item in document.items] == ["One", "Two"]
    assert (document.lang, document.base) == ("es-MX", "https://news.example/en/")


def test_the_digest_of_an_item_changes_with_anything_in_it_and_with_nothing_else() -> None:
    first, edited = split(RSS), split(RSS.replace("Two", "Three").replace("Sample", "Another name"))
    assert first.digests[0] == edited.digests[0]
    assert first.digests[1] != edited.digests[1]
    assert len(set(first.digests)) == 2


def test_only_the_items_that_are_asked_for_are_left_with_the_head() -> None:
    text = split(RSS).only([1])
    assert ("Sample" in text, "One" in text, "Two" in text) == (True, False, True)


def test_items_beside_the_channel_are_items_too() -> None:
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        "<channel><title>Sample</title></channel><item><title>One</title></item></rdf:RDF>"
    )
    assert len(split(rdf).items) == 1


@pytest.mark.parametrize(
    "text",
    ["<rss><channel><item></channel></rss>", "<!DOCTYPE rss><rss><channel><item/></channel></rss>",
     "<rss><channel/><channel/></rss>", "<opml/>", "", "&", "<rss xml:base='x/y'><channel/></rss>",
     "<rss><channel xml:lang='es'><item/></channel></rss>",
     "<rss><channel><image><item/></image><item/></channel></rss>",
     "<rss><channel><summary/><description/><item/></channel></rss>",
     "<rss><channel><item><description><b><link/></b></description></item></channel></rss>",
     "<rss><channel><item xml:base='https://x.example/'/></channel></rss>"],
)  # fmt: skip
def test_a_document_is_not_split_on_any_doubt(text: str) -> None:
    assert split_document(text) is None

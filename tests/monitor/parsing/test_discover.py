"""feed_links: the feeds that a page advertises, as absolute addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.parsing.discover import feed_links

URL = "https://news.example/en/"


def link(href: str, kind: str = "application/rss+xml", rel: str = "alternate") -> str:
    return f'<link rel="{rel}" type="{kind}" href="{href}">'


def page(*links: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}{''.join(links)}</head><body><p>Hello</p></body></html>"


def test_feeds_are_named_in_the_pages_order_once_each_and_absolute() -> None:
    links = [
        link("feed.xml"),
        link("/atom", "application/atom+xml"),
        link("feed.xml"),
        link("https://o.example/j", "application/feed+json"),
    ]
    assert feed_links(page(*links), URL) == (
        "https://news.example/en/feed.xml", "https://news.example/atom", "https://o.example/j",
    )  # fmt: skip


@pytest.mark.parametrize(
    "other",
    [link("a", rel="stylesheet"), link("a", "text/css"), link("javascript:x()"), link(""), link("/wp-json/posts", "application/json"),
     "<a href='feed.xml' type='application/rss+xml'>feed</a>"],
)  # fmt: skip
def test_links_that_are_no_feeds_are_passed_over(other: str) -> None:
    assert feed_links(page(other), URL) == ()


def test_relations_and_types_are_read_as_sites_write_them() -> None:
    assert feed_links(page(link("a", "Application/RSS+XML; charset=utf-8", "ALTERNATE home")), URL)


def test_the_base_of_the_page_counts_and_a_broken_one_does_not() -> None:
    assert feed_links(page(link("f"), head='<base href="/es/">'), URL) == ("https://news.example/es/f",)
    assert feed_links(page(link("f"), head='<base href="javascript:x">'), URL) == (
        "https://news.example/en/f",
    )


def test_at_most_ten_feeds_are_named() -> None:
    assert len(feed_links(page(*(link(f"f{n}") for n in range(30))), URL)) == 10


@given(st.text(max_size=60))
def test_any_text_is_a_page_with_or_without_feeds(text: str) -> None:
    assert all(address.startswith("http") for address in feed_links(text, URL))

"""Links: absolute or none, in the form that ids are made of, and chosen among those that an item gives."""

from __future__ import annotations

import csv
from urllib.parse import urljoin, urlsplit, urlunsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.fuzzing import tries
from support.places import DATA

from monitor.parsing.links import ABSOLUTE, absolute_link, canonical_link, entry_link
from rules.text.urls import url_key

fuzz = tries(100)
BASE = "https://news.example/en/feed.xml"
with (DATA / "canonical_links.csv").open(encoding="utf-8", newline="") as file:
    CANONICAL = [(row["link"], row["canonical"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("link", "canonical"), CANONICAL)
def test_the_form_that_ids_are_made_of_is_what_it_always_was(link: str, canonical: str) -> None:
    assert canonical_link(link) == canonical


def test_the_key_of_stories_strips_more_than_ids_could_bear() -> None:
    one, other = "https://m.bbc.com/news/1?ito=x", "https://www.bbc.co.uk/news/1"
    assert url_key(one) == url_key(other)
    assert canonical_link(one) != canonical_link(other)


@fuzz
@given(
    st.text("aZ8./?;:@%-~[]\\_+!'(),*$ \nw", max_size=16),
    st.sampled_from(["http://", "https://www.", "ftp://", ""]),
)
@example("Example.com/a//", "https://www.")
@example("a.example;b/c;d", "http://")
def test_a_plain_link_has_the_canonical_form_of_any_other(rest: str, scheme: str) -> None:
    link = scheme + rest
    try:
        parts = urlsplit(link)
    except ValueError:
        return
    if "=" not in parts.query:
        host = parts.netloc.lower().removeprefix("www.")
        assert canonical_link(link) == urlunsplit(("", host, parts.path.rstrip("/"), parts.query, ""))


@pytest.mark.parametrize(
    ("link", "absolute"),
    [("1.html", "https://news.example/en/1.html"), ("/1", "https://news.example/1"),
     ("//cdn.example/1", "https://cdn.example/1"), ("?p=1", "https://news.example/en/feed.xml?p=1"),
     ("https://other.example/a?b=1", "https://other.example/a?b=1"), (" /a\n b ", "https://news.example/a%20b"),
     ("www.news.example/a", "https://www.news.example/a"), ("www.html", "https://news.example/en/www.html"),
     ("", None), ("   ", None), ("mailto:a@b.example", None), ("javascript:x()", None), ("data:text/html,x", None),
     ("file:///etc/passwd", None), ("http://", None), ("http://[bad", None)],
)  # fmt: skip
def test_a_link_is_made_absolute_or_is_none(link: str, absolute: str | None) -> None:
    assert absolute_link(link, BASE) == absolute


@fuzz
@given(st.text(max_size=40))
def test_an_absolute_link_is_http_and_has_a_host(link: str) -> None:
    url = absolute_link(link, BASE)
    if url is not None:
        assert urlsplit(url).scheme in ("http", "https")
        assert urlsplit(url).hostname
        assert absolute_link(url, "https://elsewhere.example/") == url


@given(st.text("ab8./?&=#;:@%-~é[]\\_+!'(),*$ \n", max_size=14), st.sampled_from(["http://", "https://", ""]))
@example("example.com/a?b=1&c", "https://")
def test_a_link_that_is_kept_as_it_is_would_have_been_resolved_to_itself(rest: str, scheme: str) -> None:
    link = scheme + rest
    if ABSOLUTE.fullmatch(link):
        assert urljoin("https://other.example/feed", link) == link
        assert urlsplit(link).hostname


def chosen(link: str = "", guid: str = "", *, guid_is_link: bool = False, original: str = "", refs=()) -> str:  # type: ignore[no-untyped-def]
    return entry_link(link, guid, guid_is_link=guid_is_link, original=original, refs=refs)


def test_the_address_that_a_redirecting_service_names_comes_first() -> None:
    assert chosen("https://go.example/1", original="https://news.example/1") == "https://news.example/1"


def test_an_id_that_is_no_address_is_not_taken_for_the_link() -> None:
    assert chosen("tag:1", "tag:1", guid_is_link=True) == ""
    assert chosen("https://news.example/1", "https://news.example/1", guid_is_link=True)


def test_without_a_link_the_alternate_reference_comes_before_an_enclosure() -> None:
    refs = [("enclosure", "https://news.example/a.mp3"), ("related", "/r"), ("alternate", "/a")]
    assert chosen(refs=refs) == "/a"
    assert chosen(refs=refs[:2]) == "/r"
    assert chosen(refs=refs[:1]) == "https://news.example/a.mp3"
    assert chosen() == ""


def test_the_first_page_counts_and_an_address_in_the_id_before_an_enclosure() -> None:
    assert chosen("/b", refs=[("page", "/a"), ("page", "/b")]) == "/a"
    assert chosen("", "https://news.example/1", refs=[("enclosure", "/e")]) == "https://news.example/1"
    assert chosen("/e", refs=[("enclosure", "/e"), ("alternate", "/a")]) == "/a"

"""Feeds that are added to the text of config.toml."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.places import ROOT

from monitor.config.edit import (
    NewFeed,
    feed_name,
    quoted,
    with_destination,
    with_feeds,
    with_key,
    with_table_key,
    without_feed,
)

LINES = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def test_every_line_and_comment_stays_and_the_feed_comes_last() -> None:
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    edited = with_feeds(text, [NewFeed("new", "https://news.example/rss", "en", tags=("ports",))])
    assert edited.startswith(text.rstrip("\n"))
    feeds = tomllib.loads(edited)["feeds"]
    assert feeds[:-1] == tomllib.loads(text).get("feeds", [])
    assert feeds[-1] == {"name": "new", "url": "https://news.example/rss", "lang": "en", "tags": ["ports"]}


def test_a_selector_makes_a_page_of_a_feed() -> None:
    (feed,) = tomllib.loads(with_feeds("", [NewFeed("page", "https://x.example", selector='a[rel="x"]')]))[
        "feeds"
    ]
    assert feed == {
        "name": "page", "url": "https://x.example", "kind": "page", "selector": 'a[rel="x"]',
    }  # fmt: skip


@given(url=LINES, outlet=LINES.filter(bool), tags=st.lists(LINES, max_size=3))
def test_any_text_is_written_so_that_toml_reads_it_back(url: str, outlet: str, tags: list[str]) -> None:
    edited = with_feeds("[monitor]\n", [NewFeed("a", url, outlet=outlet, tags=tuple(tags))])
    (feed,) = tomllib.loads(edited)["feeds"]
    assert (feed["url"], feed["outlet"], feed.get("tags", [])) == (url, outlet, tags)


@pytest.mark.parametrize(
    ("title", "url", "taken", "name"),
    [
        ("Harbour & Gazette", "https://x.example", (), "harbour-gazette"),
        (None, "https://www.news.example/rss", (), "news-example"),
        (None, "https://feeds.news.example/rss", (), "news-example"),
        ("Ведомости", "https://news.example", (), "vedomosti"),
        ("Diario: Economía y Energía", "https://news.example", (), "diario-economia-y-energia"),
        ("***", "https://news.example", (), "news-example"),
        ("Wire", "https://x.example", ("wire", "wire-2"), "wire-3"),
        ("", "", (), "feed"),
        ("a" * 39 + " b", "", (), "a" * 39),
    ],
)
def test_a_feed_is_named_by_its_title_or_else_its_host(
    title: str | None, url: str, taken: tuple[str, ...], name: str
) -> None:
    assert feed_name(title, url, taken) == name


KEYS = ("name", "url", "lang", "tags")
TABLE = """\
# {i}: above the table
[[feeds]]
name = "feed-{i}" # "a" # name
tags = [ # on lines
  "a#b", 'c',
]
  url = "https://x.example/{i}" # the address
# within

"""
TEXT = "# top\n[monitor]\ntimezone = 'UTC'\n\n" + "".join(TABLE.format(i=i) for i in range(3)) + "[web]\n"


@given(number=st.integers(0, 2), key=st.sampled_from(KEYS), value=st.none() | LINES)
def test_a_key_is_set_in_its_table_and_all_else_stays(number: int, key: str, value: str | None) -> None:
    edited = with_key(TEXT, number, key, None if value is None else quoted(value))
    expected = tomllib.loads(TEXT)
    if value is None:
        expected["feeds"][number].pop(key, None)
    else:
        expected["feeds"][number][key] = value
    assert tomllib.loads(edited) == expected
    assert edited.count("# within") == 3


@given(number=st.integers(0, 2))
def test_a_feed_is_taken_out_with_the_comments_above_it(number: int) -> None:
    edited = without_feed(TEXT, number)
    expected = tomllib.loads(TEXT)
    del expected["feeds"][number]
    assert tomllib.loads(edited) == expected
    assert f"# {number}: above" not in edited
    assert edited.count(": above the table") == 2
    assert edited.startswith("# top\n")


def test_feeds_in_one_line_are_refused_with_the_way_out() -> None:
    text = 'feeds = [{name = "a", url = "https://a.example/f"}]\n'
    with pytest.raises(ValueError, match=r"write a \[\[feeds\]\] table for each"):
        with_key(text, 0, "interval", quoted("1h"))
    with pytest.raises(ValueError, match=r"write a \[\[feeds\]\] table for each"):
        without_feed(text, 0)


@pytest.mark.parametrize(
    ("text", "edited"),
    [
        ("[defaults]\nnotify = [\n  'a',  # first\n]  # told\n[x]\n", '[defaults]\nnotify = ["b"]  # told\n[x]\n'),
        ("[defaults]  # all\ninterval = '1h'\n", '[defaults]  # all\nnotify = ["b"]\ninterval = \'1h\'\n'),
        ("[defaults]", '[defaults]\nnotify = ["b"]\n'),
        ("[storage]\nurl = 'a'", "[storage]\nurl = 'a'\n\n[defaults]\nnotify = [\"b\"]\n"),
    ],
)  # fmt: skip
def test_a_key_of_a_table_is_set_and_every_comment_stays(text: str, edited: str) -> None:
    assert with_table_key(text, "defaults", "notify", '["b"]') == edited


def test_a_table_that_is_written_in_one_line_is_left_to_its_writer() -> None:
    with pytest.raises(ValueError, match="by hand"):
        with_table_key("defaults = {interval = '1h'}\n", "defaults", "notify", "[]")


@given(name=LINES.filter(bool), url=LINES)
def test_any_destination_is_written_so_that_toml_reads_it_back(name: str, url: str) -> None:
    edited = with_destination("[destinations.a]\nurl = 'console:'\n", name + "x", url)
    assert tomllib.loads(edited)["destinations"][name + "x"] == {"url": url}


@pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\x85"])
def test_a_character_that_ends_a_line_elsewhere_moves_no_edit(odd: str) -> None:
    first = f'[[feeds]]\nname = "one"\nurl = "x"\ntags = ["a{odd}b"]  # c{odd}d\n'
    text = f'{first}\n[[feeds]]\nname = "two"\nurl = "y"\n\n[[feeds]]\nname = "three"\nurl = "z"\n'
    left = tomllib.loads(without_feed(text, 1))["feeds"]
    assert [feed["name"] for feed in left] == ["one", "three"]
    changed = tomllib.loads(with_key(text, 2, "lang", '"fr"'))["feeds"]
    assert [feed.get("lang") for feed in changed] == [None, None, "fr"]
    told = with_table_key(f'a = "{odd}"\n[defaults]\nwait = "1h"\n', "defaults", "notify", '["desk"]')
    assert tomllib.loads(told)["defaults"] == {"notify": ["desk"], "wait": "1h"}

"""read_markup: known items are left out, plain ones are read at once, and the rest go to feedparser."""

from __future__ import annotations

from monitor.parsing.model import RawFeed
from monitor.parsing.rss.feedparser_reader import read_by_feedparser
from monitor.parsing.rss.read import read_markup
from monitor.parsing.rss.split import split_document


def rss(*items: str) -> str:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0"><channel><title>Sample</title>{inner}</channel></rss>'


PLAIN = "<guid>1</guid><title>One</title><description>Text.</description>"
MARKED = "<guid>2</guid><title>Two</title><description>a <b>bold</b> word</description>"
LATER = "<guid>3</guid><title>Three</title>"
WHOLE = rss(PLAIN, MARKED, LATER)


def read(text: str, known: frozenset[bytes] = frozenset()) -> RawFeed:
    raw = read_markup(text, known)
    assert isinstance(raw, RawFeed), raw
    return raw


def digests(text: str) -> tuple[bytes, ...]:
    document = split_document(text)
    assert document is not None
    return document.digests


def test_item_by_item_a_document_reads_as_a_whole() -> None:
    raw, whole = read(WHOLE), read_by_feedparser(WHOLE)
    assert isinstance(whole, RawFeed)
    assert raw.entries == whole.entries
    assert (raw.format, raw.title, raw.items, raw.fresh) == ("rss20", "Sample", 3, (0, 1, 2))


def test_known_items_are_not_fresh_and_stay_among_the_digests() -> None:
    raw = read(WHOLE, frozenset(digests(WHOLE)[:2]))
    assert (raw.fresh, raw.digests) == ((2,), digests(WHOLE))
    assert raw.entries[2].title == "Three"


def test_a_document_whose_items_are_all_known_gives_none_and_no_format() -> None:
    raw = read(WHOLE, frozenset(digests(WHOLE)))
    assert (raw.entries, raw.fresh, raw.items, raw.format) == ((), (), 3, "")


def test_a_known_item_that_shares_its_guid_with_a_fresh_one_is_read_too() -> None:
    text = rss(PLAIN, PLAIN.replace("One", "Another"))
    raw = read(text, frozenset(digests(text)[:1]))
    assert raw.fresh == (1,)
    assert [entry.title for entry in raw.entries] == ["One", "Another"]
    assert raw.entries[0].texts == ("Text.",)


def test_a_document_that_cannot_be_split_is_read_whole() -> None:
    text = "<!DOCTYPE rss>" + WHOLE
    raw = read(text)
    assert (len(raw.entries), raw.digests, raw.fresh) == (3, (), None)

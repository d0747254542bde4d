"""What parsing takes and gives: digests of items, and which items are read now."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.parsing import model
from monitor.parsing.model import DIGEST_BYTES, Parsed, ParseError, digests_of, selector_mark, to_read

DIGESTS = st.lists(st.binary(min_size=DIGEST_BYTES, max_size=DIGEST_BYTES), max_size=20)


@given(DIGESTS)
def test_digests_that_were_stored_one_after_the_other_come_back(digests: list[bytes]) -> None:
    assert digests_of(b"".join(digests)) == tuple(digests)


def test_another_selector_has_another_mark_of_the_size_of_a_digest() -> None:
    assert selector_mark("h2 a") == selector_mark("h2 a") != selector_mark("h3 a")
    assert len(selector_mark("h2 a")) == DIGEST_BYTES


def test_only_items_that_are_not_known_are_read() -> None:
    assert to_read([b"a", b"b", b"c"], {b"b"}) == ({0, 2}, (b"a", b"b", b"c"))


def test_of_a_long_document_the_items_left_for_later_are_not_yet_known(monkeypatch) -> None:
    monkeypatch.setattr(model, "MOST", 2)
    numbers, known = to_read([b"a", b"b", b"c", b"d"], {b"a"})
    assert (numbers, known) == ({1, 2}, (b"a", b"b", b"c"))
    assert to_read([b"a", b"b", b"c", b"d"], set(known)) == ({3}, (b"a", b"b", b"c", b"d"))


def test_what_a_document_says_reaches_a_terminal_as_one_clean_line() -> None:
    assert "\n" not in ParseError(kind="malformed", text="bad\nline\x1b[2J").text
    assert "\x1b" not in ParseError(kind="malformed", text="bad\nline\x1b[2J").text
    assert Parsed(entries=(), format="rss20", note="  \n").note is None

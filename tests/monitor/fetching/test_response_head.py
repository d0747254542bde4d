"""read_head: what careless servers write is mended as browsers do, and nothing else is changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.fuzzing import tries

from monitor.fetching.response_head import read_head

NAMES = st.sampled_from([b"Content-Type", b"ETag", b"Set-Cookie", b"X-Caf"])
VALUES = st.binary(max_size=30).map(lambda value: value.translate(None, b"\r\n\x00").strip())


def test_a_well_formed_head_stays_as_it_is() -> None:
    raw = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 17\r\nX: a;\r\n b"
    head = read_head(raw)
    assert (head.mended, head.status, head.length, head.odd) == (raw + b"\r\n\r\n", 200, 17, False)


@pytest.mark.parametrize(
    "line", [b"Nonsense", b": x", b"A b: x", b"A\x01b: x", b"\xe9: a", b"Notice: x on\r\nline 3"]
)
def test_a_line_that_is_no_header_is_left_out(line: bytes) -> None:
    head = read_head(b"HTTP/1.1 200 OK\r\n" + line + b"\r\n and what goes on with it\r\nETag: x")
    assert head.odd
    assert head.mended.endswith(b"ETag: x\r\n\r\n")
    assert b"Nonsense" not in head.mended
    assert b"line 3" not in head.mended


def test_blanks_before_a_colon_are_dropped() -> None:
    assert read_head(b"HTTP/1.1 200 OK\r\nETag : x").mended == b"HTTP/1.1 200 OK\r\nETag: x\r\n\r\n"


def test_the_same_length_counts_once_and_two_that_differ_are_left_to_the_parser() -> None:
    same = read_head(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\ncontent-length:6")
    assert (same.mended.count(b"ength"), same.length) == (1, 6)
    other = read_head(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nContent-Length: 7")
    assert (other.mended.count(b"ength"), other.length) == (2, None)


def test_a_length_beside_chunks_does_not_count() -> None:
    head = read_head(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nTransfer-Encoding: Chunked")
    assert (b"ength" in head.mended, head.length, head.odd) == (False, None, True)


@pytest.mark.parametrize(("status", "length"), [(304, 0), (204, 0), (200, 9), (302, 9)])
def test_what_has_no_document_has_no_length(status: int, length: int) -> None:
    assert read_head(b"HTTP/1.1 %d X\r\nContent-Length: 9" % status).length == length


def test_an_interim_answer_is_told_from_the_answer() -> None:
    assert [read_head(b"HTTP/1.1 %d" % n).interim for n in (100, 103, 101, 200)] == [True, True, False, False]


@tries(100)
@given(st.lists(st.tuples(NAMES, VALUES), max_size=5))
def test_headers_keep_their_values_byte_for_byte(headers: list[tuple[bytes, bytes]]) -> None:
    raw = b"\r\n".join([b"HTTP/1.1 200 OK", *(name + b": " + value for name, value in headers)])
    assert read_head(raw).mended == raw + b"\r\n\r\n"

"""unpack: any announced coding, .gz files, what is left of a broken stream, and bombs."""

from __future__ import annotations

import gzip
import time
import zlib
from random import Random

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.feed_server import _compress
from support.fuzzing import tries

from monitor.fetching.model import FetchError
from monitor.fetching.unpack import Unpacked, unpack

TEXT = b"<rss>" + b"<item><title>one</title></item>" * 50 + b"</rss>"
LIMIT = 100_000
NOISE = Random(7).randbytes(40_000)


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "packed"),
    [("gzip", gzip.compress(TEXT, mtime=0)), ("x-gzip", gzip.compress(TEXT, mtime=0)), ("GZIP", gzip.compress(TEXT, mtime=0)), ("deflate", zlib.compress(TEXT)),
     ("deflate", raw_deflate(TEXT)), ("br", brotli.compress(TEXT)), ("zstd", _compress(TEXT, "zstd")),
     ("gzip, gzip", gzip.compress(gzip.compress(TEXT, mtime=0), mtime=0)), ("gzip, br", brotli.compress(gzip.compress(TEXT, mtime=0))),
     ("gzip", gzip.compress(gzip.compress(TEXT, mtime=0), mtime=0)), ("gzip", gzip.compress(TEXT[:80], mtime=0) + gzip.compress(TEXT[80:], mtime=0)),
     ("gzip", gzip.compress(TEXT, mtime=0) + b"\0" * 600), ("", gzip.compress(TEXT, mtime=0)), ("none", TEXT), ("utf-8", TEXT), ("", TEXT)],
)  # fmt: skip
def test_whatever_a_body_is_packed_with_it_is_unpacked(coding: str, packed: bytes) -> None:
    assert unpack(packed, coding, LIMIT) == Unpacked(TEXT)


def test_a_stream_without_its_checksum_gives_its_text() -> None:
    assert unpack(gzip.compress(TEXT, mtime=0)[:-8], "gzip", LIMIT) == Unpacked(TEXT, whole=False)


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, brotli.compress])
def test_what_came_before_a_stream_broke_off_is_kept(pack: object) -> None:
    coding = {gzip.compress: "gzip", zlib.compress: "deflate", brotli.compress: "br"}[pack]  # type: ignore[index]
    got = unpack(pack(NOISE)[:30_000], coding, LIMIT)  # type: ignore[operator]
    assert isinstance(got, Unpacked)
    assert not got.whole
    assert NOISE.startswith(got.body)


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "deflate"])
def test_a_body_that_is_not_packed_as_it_says_is_an_error(coding: str) -> None:
    got = unpack(b"\x00no document", coding, LIMIT)
    assert isinstance(got, FetchError)
    assert got.kind == "encoding"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_no_more_is_unpacked_than_the_limit(coding: str) -> None:
    bomb = zlib.compress(b"\0" * 50_000_000) if coding == "deflate" else _compress(b"\0" * 50_000_000, coding)  # type: ignore[arg-type]
    got = unpack(bomb, coding, LIMIT)
    assert isinstance(got, FetchError)
    assert got.kind == "too_large"


def test_a_million_empty_streams_take_no_time() -> None:
    began = time.monotonic()
    unpack(gzip.compress(b"", mtime=0) * 500_000, "gzip", 10_000_000)
    assert time.monotonic() - began < 2


@tries(100)
@given(st.binary(max_size=300), st.sampled_from(["gzip", "br", "zstd", "deflate", "gzip, gzip", ""]))
def test_any_bytes_are_unpacked_or_named_an_error(body: bytes, coding: str) -> None:
    assert isinstance(unpack(body, coding, LIMIT), Unpacked | FetchError)


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "deflate", "gzip, gzip"])
@pytest.mark.parametrize("body", [b"<rss/>", b"\xef\xbb\xbf\n<rss/>", b'{"items": []}'])
def test_a_document_that_is_not_packed_though_its_header_says_so_is_read(coding: str, body: bytes) -> None:
    assert unpack(body, coding, LIMIT) == Unpacked(body)


def test_gzip_that_is_called_deflate_is_unpacked_and_the_reverse() -> None:
    assert unpack(gzip.compress(b"<rss/>"), "deflate", LIMIT) == Unpacked(b"<rss/>")
    assert unpack(zlib.compress(b"<rss/>"), "gzip", LIMIT) == Unpacked(b"<rss/>")
    huge = unpack(zlib.compress(b"x" * (LIMIT + 1)), "gzip", LIMIT)
    assert isinstance(huge, FetchError)
    assert huge.kind == "too_large"

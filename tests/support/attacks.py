"""Answers and documents made to harm: each with what must come of it.

`error` is a piece of the sentence that the feed fails with; where it is None the feed is read, `entries` of it are
found, and `check` says what else must hold of them. What is `heavy` may also end at the deadline, and is left to
`make hostile`.
"""

from __future__ import annotations

import gzip
import itertools
import json
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import brotli
from support.raw_server import answer, head

from rules.model import Entry

MIB = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Attack:
    serve: Callable[[], Iterable[bytes]]
    error: str | None = None
    entries: int = 0
    check: Callable[[Sequence[Entry]], bool] = lambda entries: True
    config: str = ""
    heavy: bool = False


def endlessly(first: bytes, part: bytes, pause: float = 0) -> Iterator[bytes]:
    yield first
    while True:
        time.sleep(pause)
        yield part


def gzip_bomb(size: int) -> Iterator[bytes]:
    """A gzip stream of `size` bytes of nothing; after a full flush a block may be repeated as it is."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    yield head(Content_Encoding="gzip")
    yield packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    yield from itertools.repeat(block, size // MIB)


def brotli_bomb() -> Iterator[bytes]:
    yield head(Content_Encoding="br") + brotli.compress(bytes(64 * MIB), quality=1)


def zstd_bomb() -> Iterator[bytes]:
    from backports import zstd

    yield head(Content_Encoding="zstd")
    yield from itertools.repeat(zstd.compress(bytes(16 * MIB)), 64)


def drip(whole: bytes, pause: float) -> Iterator[bytes]:
    for number in range(len(whole)):
        yield whole[number : number + 1]
        time.sleep(pause)


def redirects() -> dict[str, Callable[[], Iterable[bytes]]]:
    """Paths that lead elsewhere."""
    hops = {
        f"/hop{n}": (lambda n=n: [answer(b"", status="302 Found", Location=f"/hop{n + 1}")])
        for n in range(20)
    }
    return {"/loop": lambda: [answer(b"", status="301 Moved", Location="/loop")], **hops}


def to(location: str) -> Callable[[], Iterable[bytes]]:
    return lambda: [answer(b"", status="302 Found", Location=location)]


HTTP = {
    "a gzip bomb of 1 GB": Attack(serve=lambda: gzip_bomb(1024 * MIB), error="More than 10 MiB"),
    "a brotli bomb": Attack(heavy=True, serve=brotli_bomb, error="More than 10 MiB"),
    "a zstd bomb": Attack(serve=zstd_bomb, error="More than 10 MiB"),
    "an endless body": Attack(serve=lambda: endlessly(head(), b"x" * 65_536), error="More than 10 MiB"),
    "an endless head": Attack(
        serve=lambda: endlessly(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 1000),
        error="breaks the rules of HTTP: it has too many headers",
    ),
    "an endless line": Attack(
        serve=lambda: endlessly(b"HTTP/1.1 200 OK\r\nX: ", b"y" * 65_536),
        error="a header of it is longer than 64 KiB",
    ),
    "endless interim answers": Attack(
        serve=lambda: endlessly(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100), error="more than 20 answers"
    ),
    "an interim answer at a time": Attack(
        serve=lambda: endlessly(b"", b"HTTP/1.1 102 Processing\r\n\r\n", 0.01), error="more than 20 answers"
    ),
    "a few interim answers": Attack(
        serve=lambda: [b"HTTP/1.1 100 Continue\r\n\r\n" * 3 + answer(rss(item("T")))], entries=1
    ),
    "a body at one byte a second": Attack(
        serve=lambda: drip(head() + b"<rss/>" * 99, 1.0), error="No complete answer within"
    ),
    "a body at ten bytes a second": Attack(
        serve=lambda: drip(head() + b"<rss/>" * 99, 0.1), error="No complete answer within"
    ),
    "a server that never answers": Attack(serve=lambda: drip(b"H", 60), error="stopped sending"),
    "another protocol": Attack(
        serve=lambda: [b"SSH-2.0-OpenSSH_9.9\r\n"], error="does not begin as an answer does"
    ),
    "no head at all": Attack(
        serve=lambda: [b"<rss><channel/></rss>"], error="does not begin as an answer does"
    ),
    "nothing": Attack(serve=list, error="without an answer"),
    "a broken chunk": Attack(
        serve=lambda: [head(Transfer_Encoding="chunked"), b"zz\r\n<rss/>\r\n"],
        error="its parts are not told apart",
    ),
    "an endless chunk size": Attack(
        serve=lambda: endlessly(head(Transfer_Encoding="chunked"), b"0" * 65_536),
        error="No complete answer within",
    ),
    "fewer bytes than said": Attack(
        serve=lambda: [head(Content_Length="1000"), b"<rss/>"], error="broke off before its end"
    ),
    "a length below nothing": Attack(
        serve=lambda: [head(Content_Length="-5"), b"<rss/>"], error="the length that it gives is no number"
    ),
    "two lengths": Attack(
        serve=lambda: [b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n<rss/>"],
        error="breaks the rules of HTTP",
    ),
    "no gzip though it says so": Attack(
        serve=lambda: [answer(b"<rss/>", Content_Encoding="gzip")],
    ),
    "a redirect loop": Attack(serve=to("/loop"), error="More than 10 redirects"),
    "a chain of redirects": Attack(serve=to("/hop0"), error="More than 10 redirects"),
    "a redirect to a file": Attack(serve=to("file:///etc/passwd"), error="Only http and https are fetched"),
    "a redirect to nowhere": Attack(serve=to("http://"), error="More than 10 redirects"),
    "a redirect of 60 KB": Attack(serve=to("/" + "a" * 60_000), error="404"),
    "a redirect of 100 KB": Attack(
        serve=to("/" + "a" * 100_000), error="a header of it is longer than 64 KiB"
    ),
    "a redirect with a line break": Attack(serve=to("/a\r\n b"), error="404"),
    "an empty answer": Attack(serve=lambda: [answer(b"")], error="empty page"),
    "an answer without content": Attack(serve=lambda: [head("204 No Content")], error="empty page"),
    "a status that does not exist": Attack(serve=lambda: [answer(b"", status="999 Go away")], error="999"),
    "a status of letters": Attack(
        serve=lambda: [answer(b"", status="OK")], error="does not begin as an answer does"
    ),
    "a reason with escapes": Attack(
        serve=lambda: [answer(b"", status="500 \x1b[31mred\x1b[0m \u202e")], error="500 red ."
    ),
}


def rss(items: str, before: str = "") -> bytes:
    return f"{before}<rss version='2.0'><channel><title>F</title>{items}</channel></rss>".encode()


def item(title: str, more: str = "", link: str = "https://news.example/1") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def doc(body: bytes, kind: str = "application/rss+xml") -> Callable[[], Iterable[bytes]]:
    return lambda: [answer(body, kind=kind)]


def many(count: int) -> bytes:
    return rss("".join(item(f"Title {n}", link=f"https://news.example/{n}") for n in range(count)))


LAUGHS = (
    "<!DOCTYPE rss [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    + "]>"
)
GOOD = item("A good one")
ATTRIBUTES = " ".join(f"a{n}=''" for n in range(16_000))
NAMESPACES = " ".join(f"xmlns:a{n}='u:{n}'" for n in range(16_000))

DOCUMENTS = {
    "a page for a feed": Attack(
        serve=doc(b"<!DOCTYPE html><html><body>Hi</body></html>", "text/html"), error="a web page, not a feed"
    ),
    "a path": Attack(serve=doc(b"/etc/passwd"), error="It begins: '/etc/passwd'"),
    "an address": Attack(serve=doc(b"http://127.0.0.1/feed"), error="This is no feed. It begins"),
    "billion laughs": Attack(serve=doc(rss(item("&a9;") + GOOD, LAUGHS)), entries=2),
    "quadratic blowup": Attack(
        serve=doc(rss(item("&a;" * 10_000) + GOOD, f"<!DOCTYPE rss [<!ENTITY a '{'x' * 50_000}'>]>")),
        entries=2,
    ),
    "an external entity": Attack(
        serve=doc(rss(item("&a;") + GOOD, "<!DOCTYPE rss [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>")),
        entries=2,
    ),
    "an external DTD": Attack(
        serve=doc(rss(GOOD, "<!DOCTYPE rss SYSTEM 'http://127.0.0.1:9/x.dtd'>")), entries=1
    ),
    "100,000 elements deep": Attack(heavy=True, serve=doc(rss(item("T", "<a>" * 100_000) + GOOD)), entries=2),
    "100,000 open elements": Attack(
        heavy=True, serve=doc(b"<a>" * 100_000), error="outermost element is <a>"
    ),
    "16,000 attributes": Attack(
        heavy=True, serve=doc(rss(f"<item {ATTRIBUTES}><title>T</title></item>{GOOD}")), entries=2
    ),
    "16,000 namespaces": Attack(
        heavy=True, serve=doc(rss(f"<item {NAMESPACES}><title>T</title></item>{GOOD}")), entries=2
    ),
    "20,000 comments that do not end": Attack(
        serve=doc(rss(item("T", f"<description>{'<!--' * 20_000}</description>") + GOOD)), entries=1
    ),
    "20,000 comments in text": Attack(
        serve=doc(rss(item("T", f"<description>{'&lt;!--' * 20_000}</description>") + GOOD)), entries=2
    ),
    "100,000 doctypes": Attack(serve=doc(b"<!DOCTYPE a [" * 100_000), error="no feed"),
    "100,000 CDATA": Attack(serve=doc(rss(item("<![CDATA[" * 100_000))), entries=1),
    "10,000 items": Attack(heavy=True, serve=doc(many(10_000)), entries=10_000),
    "a title of 10 MB": Attack(heavy=True, serve=doc(rss(item("T" * 10_000_000) + GOOD)), entries=2),
    "a guid of 10 MB": Attack(
        heavy=True, serve=doc(rss(item("T", f"<guid>{'g' * 10_000_000}</guid>") + GOOD)), entries=2
    ),
    "a tag of 10 MB": Attack(heavy=True, serve=doc(b"<" + b"a" * 10_000_000), error="takes over"),
    "UTF-16": Attack(
        serve=doc(
            "<?xml version='1.0' encoding='utf-16'?>".encode("utf-16")
            + rss(item("Niñez")).decode().encode("utf-16-le")
        ),
        entries=1,
        check=lambda e: e[0].title == "Niñez",
    ),
    "UTF-32": Attack(
        serve=doc(rss(item("Niñez")).decode().encode("utf-32")),
        entries=1,
        check=lambda e: e[0].title == "Niñez",
    ),
    "half of UTF-16": Attack(serve=doc(rss(item("Niñez")).decode().encode("utf-16")[:-1]), entries=1),
    "UTF-7": Attack(
        serve=doc(
            b"<?xml version='1.0' encoding='utf-7'?>" + rss(item("+ADw-script+AD4-")),
            "text/xml; charset=utf-7",
        ),
        entries=1,
    ),
    "a charset that is a codec of Python": Attack(serve=doc(rss(GOOD), "text/xml; charset=rot13"), entries=1),
    "NUL": Attack(
        serve=doc(rss(item("T\0itle\0")).replace(b"</item>", b"</item>\0")),
        entries=1,
        check=lambda e: e[0].title == "Title",
    ),
    "NUL only": Attack(serve=doc(b"\0" * 1000), error="no feed"),
    "lone surrogates": Attack(serve=doc(rss(item("T&#xD800;itle &#55296;"))), entries=1),
    "surrogates in UTF-8": Attack(
        serve=doc(rss(item("T\xed\xa0\x80itle")).replace("\xed\xa0\x80".encode(), b"\xed\xa0\x80")), entries=1
    ),
    "bidi and escapes": Attack(
        serve=doc(rss(item("T\u202eeltit \x1b[31mred\x1b]0;x\x07 \u2066x"))), entries=1
    ),
    "one guid for all": Attack(
        serve=doc(rss("".join(item(f"Title {n}", "<guid>1</guid>") for n in range(5)))), entries=5
    ),
    "the same item five times": Attack(serve=doc(rss(item("Title", "<guid>1</guid>") * 5)), entries=1),
    "year 1 and year 9999": Attack(
        serve=doc(
            rss(
                item("A", "<pubDate>0001-01-01T00:00:00Z</pubDate>", "https://news.example/a")
                + item("B", "<pubDate>Fri, 31 Dec 9999 23:59:59 GMT</pubDate>", "https://news.example/b")
            )
        ),
        entries=2,
        check=lambda e: all(one.published is None for one in e),
    ),
    "a javascript link": Attack(
        serve=doc(rss(item("T", link="javascript:alert(1)"))), entries=1, check=lambda e: e[0].url is None
    ),
    "a script for a title": Attack(serve=doc(rss(item("&lt;script&gt;alert(1)&lt;/script&gt;T"))), entries=1),
    "JSON nested 100,000 deep": Attack(serve=doc(b'{"items": ' + b"[" * 100_000), error="recursion"),
    "JSON with a number of 100,000 digits": Attack(
        serve=doc(b'{"items": [{"id": ' + b"9" * 100_000 + b"}]}"), error="cannot be read"
    ),
    "JSON with odd values": Attack(
        serve=doc(
            json.dumps(
                {
                    "version": [],
                    "title": {},
                    "items": [{"id": None, "title": [], "url": 1e400, "content_text": "x\ud800"}, 5, None],
                }
            ).encode()
        ),
        entries=1,
    ),
    "a sitemap of laughs": Attack(
        serve=doc(
            (
                LAUGHS
                + "<urlset><url><loc>https://news.example/1</loc><news><title>&a9;</title></news></url></urlset>"
            ).encode()
        ),
        entries=1,
    ),
    "an index of itself": Attack(
        serve=doc(
            b"<sitemapindex><sitemap><loc>http://169.254.169.254/news.xml</loc></sitemap></sitemapindex>"
        ),
        error="not a public address",
    ),
    "a page 100,000 elements deep": Attack(
        heavy=True,
        serve=doc(b"<div class=x>" * 100_000, "text/html"),
        error="Nothing that fits the selector",
        config='kind = "page"\nselector = "div.x div.x div.x p"',
    ),
    "a page of 100,000 nested hits": Attack(
        heavy=True,
        serve=doc(b"<div class=x>a" * 100_000, "text/html"),
        entries=254,
        config='kind = "page"\nselector = "div.x"',
    ),
    "a document within gzip within gzip": Attack(
        serve=lambda: [answer(gzip.compress(gzip.compress(rss(GOOD))), Content_Encoding="gzip")],
        entries=1,
    ),
    "random bytes": Attack(serve=doc(bytes(range(256)) * 400), error="no feed"),
}

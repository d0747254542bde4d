"""Serves made-up feeds on the loopback, in a process of its own; cheap enough to be no bottleneck.

    python benchmarks/polling_server.py FEEDS [ITEMS]

Prints its port, then serves until stdin ends. A line on stdin `round N` makes 8% of the feeds hold one more
item than before; `answers` prints how many requests were answered. 15% of the feeds have no validators, 2% answer
after a second, 1% each answer 500, 404, 410 and 301.
"""

from __future__ import annotations

import asyncio
import random
import sys
from functools import lru_cache
from hashlib import blake2b
from html import escape

items_of_a_feed = int(sys.argv[2]) if __name__ == "__main__" and len(sys.argv) > 2 else 30
SLOW_SECONDS = 1.0
_TEXT = """
the of and a to in is was for on that by with from at as an are were which this be had have not but or its
harbour council ferry bridge school river road budget vote mayor storm police court minister talks trade
energy water market prices report officials border region workers strike union company health hospital
"""
WORDS = _TEXT.split()


def kind(number: int) -> str:
    """The fault of a feed, by its number modulo 100."""
    ordinary = {0: "500", 1: "404", 2: "410", 3: "301", 4: "refused", 5: "slow", 6: "slow"}
    return ordinary.get(number % 100, "bare" if number % 100 >= 85 else "plain")


def gains(number: int) -> bool:
    """Whether a feed gets one new item a round: 8% do, all of them healthy."""
    return 20 <= number % 100 < 28


def path(number: int) -> str:
    return f"/{kind(number)}/{number}"


def _sentence(draw: random.Random, words: int) -> str:
    return " ".join(draw.choice(WORDS) for _ in range(words)).capitalize()


def _item(feed: int, number: int) -> str:
    draw = random.Random(feed * 100_003 + number)
    link = f"https://news{feed}.example/2026/{number}?id={number}&a=b"
    text = f'<p>{_sentence(draw, 45)}. <a href="{link}">{_sentence(draw, 3)}</a></p>'
    return (
        f"<item><title>{_sentence(draw, 9)}</title><link>{escape(link)}</link>"
        f'<guid isPermaLink="false">{feed}-{number}</guid><dc:creator>Staff</dc:creator>'
        f"<pubDate>Mon, 23 Nov 2026 {number // 60 % 24:02}:{number % 60:02}:00 GMT</pubDate>"
        f"<category>World</category><description><![CDATA[{text}]]></description></item>"
    )


@lru_cache(maxsize=20_000)
def document(feed: int, round_number: int) -> bytes:
    last = items_of_a_feed + (round_number if gains(feed) else 0)
    items = "".join(_item(feed, number) for number in range(last, last - items_of_a_feed, -1))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>News {feed}</title><link>https://news{feed}.example/</link>{items}</channel></rss>"
    ).encode()


class Server(asyncio.Protocol):
    """A server of HTTP/1.1 with keep-alive, as far as polling needs it."""

    round_number = 0
    answers = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.buffer = b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
            self.answer(head)

    def answer(self, head: bytes) -> None:
        Server.answers += 1
        _, what, name = head.split(b" ", 2)[1].split(b"/")
        number = int(name)
        if what == b"slow":
            asyncio.get_running_loop().call_later(SLOW_SECONDS, self.serve, number, head)
        elif what in (b"500", b"404", b"410"):
            self.send(what + b" Trouble", b"")
        elif what == b"301":
            self.send(b"301 Moved Permanently", b"", b"Location: /plain/" + name + b"\r\n")
        else:
            self.serve(number, head, validators=what != b"bare")

    def serve(self, number: int, head: bytes, validators: bool = True) -> None:
        body = document(number, self.round_number)
        if not validators:
            self.send(b"200 OK", body)
            return
        tag = b'"%s"' % blake2b(body, digest_size=8).hexdigest().encode()
        if tag in head:
            self.send(b"304 Not Modified", b"", b"ETag: " + tag + b"\r\n")
        else:
            self.send(b"200 OK", body, b"ETag: " + tag + b"\r\n")

    def send(self, status: bytes, body: bytes, headers: bytes = b"") -> None:
        length = b"Content-Length: %d\r\nContent-Type: application/rss+xml\r\n" % len(body)
        self.transport.write(b"HTTP/1.1 " + status + b"\r\n" + headers + length + b"\r\n" + body)  # type: ignore[attr-defined]


async def main() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Server, "127.0.0.1", 0, backlog=2048)
    for number in range(int(sys.argv[1])):
        document(number, 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        if line.startswith("answers"):
            print(Server.answers, flush=True)
            continue
        Server.round_number = int(line.split()[1])
        for number in range(int(sys.argv[1])):
            document(number, Server.round_number)
        print("ready", flush=True)


if __name__ == "__main__":
    asyncio.run(main())

"""A real HTTP server of feeds for tests, on a random port of 127.0.0.1, in a thread of its own.

    with FeedServer() as server:
        url = server.serve("/news.xml", rss([Item("Headline", "https://example.org/1")]))
        ...
        assert server.hits("/news.xml")[-1].status == 304

Each path gives one `Reply`, which may change at any time; a str or bytes is a plain feed with an ETag.
"""

from __future__ import annotations

import asyncio
import gzip
import ssl
import threading
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from types import TracebackType
from typing import Literal, Self
from xml.sax.saxutils import escape

import brotli
from aiohttp import web

Encoding = Literal["gzip", "deflate", "br", "zstd"]


@dataclass(frozen=True, kw_only=True)
class Item:
    title: str = ""
    link: str = ""
    guid: str = ""
    text: str = ""
    published: str = ""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """How a path answers. `delay` in seconds before the answer; `drip` in seconds before each byte of it;
    `endless` sends the body over and over; `cut` closes the connection in the middle; `validators` off
    means no ETag and never a 304."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/rss+xml"
    headers: Mapping[str, str] = field(default_factory=dict)
    encoding: Encoding | None = None
    delay: float = 0
    drip: float = 0
    endless: bool = False
    cut: bool = False
    validators: bool = True


@dataclass(frozen=True)
class Hit:
    """A request that was answered."""

    path: str
    headers: Mapping[str, str]
    status: int


def rss(items: Sequence[Item], title: str = "Sample news", language: str = "en") -> str:
    """An RSS 2.0 document; empty fields of an item are left out."""
    head = f"<title>{escape(title)}</title><link>https://news.example/</link><language>{language}</language>"
    body = "".join(_item(item) for item in items)
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>{head}{body}</channel></rss>'


def _item(item: Item) -> str:
    fields = {
        "title": item.title, "link": item.link, "guid": item.guid, "description": item.text,
        "pubDate": item.published,
    }  # fmt: skip
    return "<item>" + "".join(f"<{k}>{escape(v)}</{k}>" for k, v in fields.items() if v) + "</item>"


class FeedServer:
    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self._replies: dict[str, Reply] = {}
        self._hits: list[Hit] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    @property
    def base(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    def serve(self, path: str, reply: Reply | str | bytes) -> str:
        """Sets (or replaces) what a path answers; returns its URL."""
        if isinstance(reply, str):
            reply = reply.encode()
        self._replies[path] = Reply(body=reply) if isinstance(reply, bytes) else reply
        return self.base + path

    def change(self, path: str, **fields: object) -> None:
        """Changes single fields of a path's reply, as `status=500`."""
        self._replies[path] = replace(self._replies[path], **fields)  # type: ignore[arg-type]

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        return self.serve(path, Reply(status=status, headers={"Location": to}))

    def hits(self, path: str | None = None) -> list[Hit]:
        return [hit for hit in self._hits if path in (None, hit.path)]

    def forget(self) -> None:
        """Empties the record of hits."""
        self._hits.clear()

    async def _start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self._tls)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def _stop(self) -> None:
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        reply = self._replies.get(request.path, Reply(status=404, body=b"no such feed", validators=False))
        headers = {"Content-Type": reply.content_type, **reply.headers}
        status = reply.status
        if reply.validators and status == 200:
            headers.setdefault("ETag", f'"{blake2b(reply.body, digest_size=8).hexdigest()}"')
            if request.headers.get("If-None-Match") == headers["ETag"]:
                status = 304
        self._hits.append(Hit(request.path, dict(request.headers), status))
        await asyncio.sleep(reply.delay)
        if status == 304:
            return web.Response(status=304, headers={"ETag": headers.get("ETag", '"none"')})
        body = _compress(reply.body, reply.encoding)
        if reply.encoding:
            headers["Content-Encoding"] = reply.encoding
        if not (reply.drip or reply.endless or reply.cut):
            return web.Response(status=status, headers=headers, body=body)
        return await self._stream(request, web.StreamResponse(status=status, headers=headers), reply, body)

    async def _stream(
        self, request: web.Request, response: web.StreamResponse, reply: Reply, body: bytes
    ) -> web.StreamResponse:
        if reply.cut:
            response.content_length = len(body) + 1000
        await response.prepare(request)
        if reply.drip:
            for position in range(len(body)):
                await response.write(body[position : position + 1])
                await asyncio.sleep(reply.drip)
        while reply.endless:
            await response.write(body)
        if reply.cut:
            await response.write(body)
            assert request.transport is not None
            request.transport.close()
        return response


def _compress(body: bytes, encoding: Encoding | None) -> bytes:
    match encoding:
        case "gzip":
            return body if body[:2] == b"\x1f\x8b" else gzip.compress(body)
        case "deflate":
            return zlib.compress(body)
        case "br":
            return brotli.compress(body)
        case "zstd":
            from backports import zstd

            return zstd.compress(body)
        case _:
            return body

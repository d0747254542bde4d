"""Runs as the process that parses: reads jobs from stdin, writes answers to stdout, until stdin ends.

The process holds no secret, opens no file and no socket, and bounds its own memory and CPU time. The daemon bounds
the clock, and kills the process.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from datetime import datetime
from typing import Any, BinaryIO

from monitor.parsing.model import Origin, Parsed, ParseError, digests_of
from monitor.parsing.parse import parse
from monitor.parsing.rss.feedparser_reader import spare_parser_search
from monitor.parsing.workers.protocol import LENGTH, frame, reply

MEMORY = 1024 * 1024 * 1024  # bytes of address space; feedparser takes some 30 times a document's size
RETIRE_AT = 256 * 1024  # KiB of resident memory at which a worker makes room for a new one
CPU_SECONDS = 10  # for one job; matters only where the daemon that should kill this process is gone


def main() -> None:
    """Serves until stdin is closed, or until it has grown too large."""
    _restrict()
    spare_parser_search()
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # Text that a library prints must not end up among the answers.
    os.dup2(2, 1)
    # A process begins with the peak of the one that started it (Linux: execve keeps it), which is none of its own.
    retire_at = max(RETIRE_AT, _peak())
    _send(sink, frame({"ready": os.getpid()}))
    while (head := _read_head(source)) is not None:
        _allow_cpu()
        body = source.read(head["size"])
        outcome = _work(head, body)
        retiring = _peak() > retire_at
        for part in reply(outcome):
            sink.write(part)
        _send(sink, frame({"retiring": retiring}))
        if retiring:
            return


def _work(head: dict[str, Any], body: bytes) -> Parsed | ParseError | str:
    try:
        return _read_article(head, body) if "article" in head else _parse(head, body)
    except MemoryError:
        return ParseError(kind="memory", text="Reading this document takes more memory than is allowed.")
    except RecursionError:
        return ParseError(kind="malformed", text="The document is nested too deeply.")


def _parse(head: dict[str, Any], body: bytes) -> Parsed | ParseError:
    feed, url, outlet, lang, selector = head["origin"]
    origin = Origin(feed=feed, url=url, outlet=outlet, lang=lang, selector=selector)
    known = frozenset(digests_of(bytes.fromhex(head["known"])))
    return parse(body, origin, head["content_type"], datetime.fromisoformat(head["fetched"]), known)


def _read_article(head: dict[str, Any], body: bytes) -> str | ParseError:
    from monitor.parsing.article import page_text

    return page_text(body, head["content_type"])


def _restrict() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _peak() -> int:
    """Returns the most resident memory so far, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _allow_cpu() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _read_head(source: BinaryIO) -> dict[str, Any] | None:
    prefix = source.read(LENGTH.size)
    if len(prefix) < LENGTH.size:
        return None
    head: dict[str, Any] = json.loads(source.read(LENGTH.unpack(prefix)[0]))
    return head


def _send(sink: BinaryIO, data: bytes) -> None:
    sink.write(data)
    sink.flush()


if __name__ == "__main__":
    main()

"""The parse process, started as the pool starts it: it serves jobs until its input ends, and holds no secret."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from support.feed_server import Item, rss
from support.places import ROOT

from monitor.parsing.model import Origin
from monitor.parsing.workers.process import MEMORY
from monitor.parsing.workers.protocol import LENGTH, article_request, request

NOW = datetime(2023, 3, 1, 12, tzinfo=UTC)
FEED = rss([Item(title="Talks resume", link="https://news.example/1", guid="1")])
Running = subprocess.Popen[bytes]


@pytest.fixture
def process() -> Iterator[Running]:
    environment = {"PYTHONPATH": str(ROOT), "PATH": os.environ.get("PATH", "")}
    command = [sys.executable, "-m", "monitor.parsing.workers.process"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as running:
        assert set(answer(running)) == {"ready"}
        yield running
        running.kill()


def answer(running: Running) -> dict[str, Any]:
    assert running.stdout is not None
    (length,) = LENGTH.unpack(running.stdout.read(LENGTH.size))
    value: dict[str, Any] = json.loads(running.stdout.read(length))
    return value


def ask(running: Running, *parts: bytes) -> list[dict[str, Any]]:
    """The frames of one answer, without the one that ends it."""
    assert running.stdin is not None
    running.stdin.write(b"".join(parts))
    running.stdin.flush()
    frames = []
    while "retiring" not in (value := answer(running)):
        frames.append(value)
    return frames


def document(body: str, known: bytes = b"") -> tuple[bytes, ...]:
    return tuple(request(body.encode(), Origin(feed="wire"), None, NOW, known))


def test_one_process_serves_documents_and_articles_one_after_the_other(process: Running) -> None:
    entries, end = ask(process, *document(FEED))
    assert [row[3] for row in entries["entries"]] == ["Talks resume"]
    (known,) = ask(process, *document(FEED, bytes.fromhex(end["digests"])))
    assert known["parsed"][:2] == ["", 1]
    (refused,) = ask(process, *document("plain words"))
    assert refused["error"][0] == "not_feed"
    (article,) = ask(process, *article_request(b"A ferry sails.", "text/plain"))
    assert article == {"article": "A ferry sails."}


def test_a_big_daemon_does_not_make_it_retire_after_each_document() -> None:
    """The system counts the memory of the process that started it as its own peak."""
    code = (
        "import subprocess, sys; ballast = b'x' * 300_000_000; "
        "sys.exit(subprocess.run([sys.executable, '-m', 'monitor.parsing.workers.process']).returncode)"
    )
    environment = {"PYTHONPATH": str(ROOT), "PATH": os.environ.get("PATH", "")}
    jobs = b"".join(document(FEED)) * 2
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=jobs,
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
        timeout=60,
    )
    assert done.stdout.count(b'{"retiring":false}') == 2


def test_it_ends_when_its_input_does(process: Running) -> None:
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(20) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_it_may_write_no_file_and_its_memory_is_bounded(process: Running) -> None:
    with open(f"/proc/{process.pid}/limits", encoding="ascii") as file:  # noqa: PTH123
        limits = {line[:26].strip(): line[26:].split()[0] for line in file}
    assert (limits["Max file size"], limits["Max core file size"]) == ("0", "0")
    assert limits["Max address space"] == str(MEMORY)


def test_it_reaches_no_config_store_or_network() -> None:
    code = (
        "import sys, monitor.parsing.workers.process; "
        "print([n for n in sys.modules if n in ('monitor.config', 'storage', 'aiohttp', 'sqlalchemy')])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "[]"

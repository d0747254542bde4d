"""Measures how fast feeds are polled, beside lemon24/reader and a bare aiohttp fetch of the same URLs.

    python benchmarks/polling.py [--feeds 1000] [--reader PYTHON | --alone] [--json]

One run has one loopback server (polling_server.py), and each party runs in a process of its own, one after the
other, from a fresh database. `first` polls new feeds, `unchanged` polls them again (thrice: medians count), `news`
polls after 8% of them got one new item. Our party is timed from due to recorded, through the application that the
daemon runs, without watches and with `first_poll = "none"`. CPU is that of a party's processes, parse workers
included; memory is the peak of the daemon's process, the workers' apart. `--reader` names a Python that has `reader`
(default: this one, if it has it); without it, or with `--alone`, only our own figures and the bare
fetch's are printed.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from polling_server import gains, kind, path

HERE = Path(__file__).parent
WORKERS = 32
CONCURRENCY = 64
REPEATED = 3  # unchanged rounds, and bare rounds: the medians of their figures count
ROUNDS = ("first", *["unchanged"] * REPEATED, "news")
SET_UP = "import sys; from storage import Store; Store.open(sys.argv[1], create=True).close()"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--reader", default=None, help="a Python that has `reader`")
    parser.add_argument("--alone", action="store_true", help="without `reader`")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--party", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.party:
        PARTIES[chosen.party](urls(chosen.feeds, chosen.port))
        return
    figures = run(chosen.feeds, None if chosen.alone else chosen.reader or own_reader())
    print(json.dumps(figures) if chosen.json else shown(figures))


def own_reader() -> str | None:
    return sys.executable if importlib.util.find_spec("reader") else None


def urls(feeds: int, port: int) -> list[str]:
    base = f"http://127.0.0.1:{port}"
    # Port 9 (discard) is refused on every machine of ours.
    return [(base if kind(n) != "refused" else "http://127.0.0.1:9") + path(n) for n in range(feeds)]


class Round:
    """A stopwatch for the wall and CPU seconds of one round."""

    def __init__(self, feeds: int) -> None:
        self.feeds = feeds
        self.wall, self.own, self.workers = time.perf_counter(), _own_cpu(), _workers_cpu()

    def done(self, name: str, **facts: Any) -> None:
        wall, workers = time.perf_counter() - self.wall, _workers_cpu() - self.workers
        cpu = _own_cpu() - self.own + workers
        figures = {"wall": wall, "feeds_per_s": self.feeds / wall, "cpu": cpu, "workers_cpu": workers}
        figures["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        say({"round": name, **figures, **facts})


def _own_cpu() -> float:
    own = resource.getrusage(resource.RUSAGE_SELF)
    return own.ru_utime + own.ru_stime


def _workers_cpu() -> float:
    """The CPU seconds of child processes: of ended ones, and of living ones (proc(5): fields 14 and 15)."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    total = 0
    for child in Path("/proc/self/task").glob("*/children"):
        for pid in child.read_text().split():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK") + ended.ru_utime + ended.ru_stime


def say(line: dict[str, Any]) -> None:
    print(json.dumps(line), flush=True)


def next_round(number: int) -> None:
    """Asks the parent process to change the server's documents, and waits until it has."""
    say({"change": number})
    sys.stdin.readline()


def ours(feed_urls: Sequence[str]) -> None:
    asyncio.run(_ours(feed_urls))


async def _ours(feed_urls: Sequence[str]) -> None:
    from monitor.cli.run import set_garbage_collector
    from monitor.config.schema import Config, DefaultsSection, FeedSection, MonitorSection, StorageSection
    from monitor.daemon import logs
    from monitor.daemon.application import Application
    from monitor.daemon.open_application import open_application
    from rules.model import RuleSet

    logs.setup(level="ERROR")
    with tempfile.TemporaryDirectory() as folder:
        config = Config(
            path=Path(folder) / "config.toml",
            monitor=MonitorSection(concurrency=CONCURRENCY),
            storage=StorageSection(url=str(Path(folder) / "store.db")),
            defaults=DefaultsSection(first_poll="none"),
            feeds=tuple(
                FeedSection(name=f"feed-{n}", url=url, allow_private=True) for n, url in enumerate(feed_urls)
            ),
        )

        async def poll(application: Application) -> list[Any]:
            return await application.round(lambda _: None)

        # Another process sets the store up, as at a first start: the code for it would stay in this one's memory.
        subprocess.run([sys.executable, "-c", SET_UP, config.store_location()], check=True)
        stall = Stall()
        async with open_application(config, RuleSet(version="none")) as application:
            set_garbage_collector()
            watching = asyncio.create_task(stall.watch())
            for name in ROUNDS:
                if name == "unchanged":
                    # Few documents are parsed from here on, and watching the loop costs CPU.
                    watching.cancel()
                if name == "news":
                    await asyncio.to_thread(next_round, 1)
                timed = Round(len(feed_urls))
                polled = await poll(application)
                new = sum(poll.counts.new for poll in polled)
                timed.done(name, new=new, failed=sum(bool(poll.error) for poll in polled))
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    say({"memory_mb": memory, "worker_memory_mb": workers, "longest_stall_ms": stall.longest * 1000})


class Stall:
    """Watches for the longest time in which the event loop ran no other task."""

    longest = 0.0

    async def watch(self) -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.005)
            self.longest = max(self.longest, time.perf_counter() - began - 0.005)


def bare(feed_urls: Sequence[str]) -> None:
    asyncio.run(_bare(feed_urls))


async def _bare(feed_urls: Sequence[str]) -> None:
    import aiohttp

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONCURRENCY)) as session:
        places = asyncio.Semaphore(CONCURRENCY)

        async def get(url: str) -> None:
            async with places:
                try:
                    async with session.get(url) as response:
                        await response.read()
                except aiohttp.ClientError:
                    pass

        for name in ("warm", *["bare"] * REPEATED):
            timed = Round(len(feed_urls))
            await asyncio.gather(*(get(url) for url in feed_urls))
            timed.done(name)


def peer(feed_urls: Sequence[str]) -> None:
    """Runs lemon24/reader, as its documentation says to update many feeds."""
    import logging

    from reader import make_reader

    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        reader = make_reader(f"{folder}/reader.db")
        for url in feed_urls:
            reader.add_feed(url)
        for name in ROUNDS:
            if name == "news":
                next_round(2)
            before = reader.get_entry_counts().total
            timed = Round(len(feed_urls))
            reader.update_feeds(workers=WORKERS, scheduled=False)
            timed.done(name, new=(reader.get_entry_counts().total or 0) - (before or 0))
        reader.close()
    say({"memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024})


PARTIES: dict[str, Callable[[Sequence[str]], None]] = {"ours": ours, "bare": bare, "reader": peer}


def run(feeds: int, reader: str | None) -> dict[str, Any]:
    command = [sys.executable, str(HERE / "polling_server.py"), str(feeds)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        assert server.stdin
        port = int(server.stdout.readline())
        parties = {"ours": sys.executable, "bare": sys.executable} | ({"reader": reader} if reader else {})
        results = {name: party(name, python, feeds, port, server) for name, python in parties.items()}
        server.stdin.close()
    return compare(feeds, results)


def party(name: str, python: str, feeds: int, port: int, server: subprocess.Popen[str]) -> dict[str, Any]:
    """Runs one party; returns its figures by round, with medians of repeated rounds."""
    command = [python, __file__, "--party", name, "--feeds", str(feeds), "--port", str(port)]
    figures: dict[str, Any] = {}
    rounds: dict[str, list[dict[str, float]]] = {}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdin
        assert server.stdin
        assert server.stdout
        for line in process.stdout:
            message = json.loads(line)
            if "change" in message:
                print(f"round {message['change']}", file=server.stdin, flush=True)
                server.stdout.readline()
                print("go", file=process.stdin, flush=True)
            elif "round" in message:
                rounds.setdefault(message.pop("round"), []).append(message)
            else:
                figures |= message
    if process.returncode:
        raise SystemExit(f"{name} ended with {process.returncode}")
    for round_, several in rounds.items():
        figures[round_] = {key: median(measured[key] for measured in several) for key in several[0]}
    return figures


def compare(feeds: int, results: dict[str, dict[str, Any]]) -> dict[str, Any]:
    mine, bare_fetch, other = results["ours"], results["bare"]["bare"], results.get("reader")
    healthy = [number for number in range(feeds) if kind(number) in ("plain", "bare", "slow")]
    figures: dict[str, Any] = {
        "feeds": feeds,
        "round_over_bare_fetch": mine["unchanged"]["feeds_per_s"] / bare_fetch["feeds_per_s"],
        "memory_mb": mine["memory_mb"],
        "worker_memory_mb": mine["worker_memory_mb"],
        "longest_stall_ms": mine["longest_stall_ms"],
        "new_items_found": mine["news"]["new"] / max(1, sum(gains(n) for n in healthy)),
    }
    if other:
        ratio = lambda name, key: mine[name][key] / other[name][key]  # noqa: E731
        figures |= {
            "first_over_reader": ratio("first", "feeds_per_s"),
            "unchanged_over_reader": ratio("unchanged", "feeds_per_s"),
            "cpu_first_over_reader": ratio("first", "cpu"),
            "cpu_unchanged_over_reader": ratio("unchanged", "cpu"),
            "cpu_news_over_reader": ratio("news", "cpu"),
        }
    return {**figures, "rounds": results}


def shown(figures: dict[str, Any]) -> str:
    lines = [f"{key:28} {value:10.3f}" for key, value in figures.items() if isinstance(value, float)]
    for name, rounds in figures["rounds"].items():
        for key, measured in rounds.items():
            if isinstance(measured, dict):
                lines.append(
                    f"{name:8} {key:10} {measured['feeds_per_s']:9.0f} feeds/s  {measured['wall']:7.2f} s  "
                    f"{1000 * measured['cpu'] / figures['feeds']:7.3f} ms CPU a feed, "
                    f"{1000 * measured['workers_cpu'] / figures['feeds']:.3f} of it in workers"
                )
    return "\n".join(lines)


if __name__ == "__main__":
    main()

"""Measures `wirewatch match` on archives: one process, two processes and a Dask cluster, JSON lines and Parquet.

    python benchmarks/archives.py [--entries 100000] [--rounds 1] [--json]

Reads corpus_en and corpus_es of ../shared/data (WIREWATCH_DATA elsewhere), cut to 120 words and repeated under ids of
their own, each with a number in its title. The ways run one after the other in each round, each as the command a person
types: start, compiling and writing are in the time. `dask` is a scheduler and two workers on loopback that are up
before; `killed` the same with one of three workers killed by SIGKILL in the middle. Figures are entries a second,
medians of the rounds, and the quotients those within a round. `cpu_s` is all that a run cost: the command, its
processes, scheduler and workers; on a busy machine its quotient says more than that of the clock.
Every way must write what the first wrote, byte by byte; exit 1 where one does not, or below .85.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median

import psutil
import pyarrow as pa
from pyarrow import parquet
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("WIREWATCH_DATA", ROOT.parent / "shared" / "data"))
RULES = ROOT / "rules" / "us-mexico-security.yaml"
WORDS = 120
GROUP = 10_000  # rows of a row group
LEAST = 0.85
PATIENCE = 60  # seconds until a process of the cluster is up
COMMAND = """
import resource, sys
from monitor.cli import main
try:
    main()
finally:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print("cpu", sum(each.ru_utime + each.ru_stime for each in used), file=sys.stderr)
"""
# As docs/scale.md starts them: without Dask's profiler, and with fewer looks at the event loop.
QUIET = {
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s",
}
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)} | QUIET
err = Console(stderr=True)


@dataclass(frozen=True)
class Way:
    """A way to match the archive: its input, and the processes or the cluster that do it."""

    name: str
    source: Path
    jobs: int = 1
    on: Cluster | None = None

    @property
    def options(self) -> tuple[str, ...]:
        """The options of the command."""
        return ("--on", self.on.address) if self.on else ("--jobs", str(self.jobs))


@dataclass(frozen=True)
class Run:
    """What a run took, in seconds, and the digest of what it wrote."""

    seconds: float
    cpu: float
    digest: str


def write_archives(folder: Path, count: int) -> tuple[Path, Path]:
    """Writes the same entries as JSON lines and as Parquet."""
    texts = []
    for name in ("corpus_en", "corpus_es"):
        with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            texts += [json.loads(line) for line in file]
    entries = [
        {
            "id": f"e{number:07}",
            "title": f"{text['title']} ({number})",
            "text": " ".join(text["text"].split()[:WORDS]),
            "lang": text["lang"],
        }
        for number, text in enumerate(islice(cycle(texts), count))
    ]
    lines, rows = folder / "entries.jsonl", folder / "entries.parquet"
    lines.write_text("".join(f"{json.dumps(entry, ensure_ascii=False)}\n" for entry in entries))
    parquet.write_table(pa.Table.from_pylist(entries), rows, row_group_size=GROUP, compression="zstd")
    return lines, rows


class Cluster:
    """A scheduler and workers of Dask on loopback, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: list[subprocess.Popen[bytes]] = []
        log = self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--dashboard-address", ":0")
        self.address = _heard(log, r"Scheduler at: +(\S+)")

    def worker(self) -> subprocess.Popen[bytes]:
        """Starts a worker, and waits until it is at work."""
        folder = ("--local-directory", str(self._folder))
        alone = ("--nthreads", "1", "--no-nanny", "--host", "127.0.0.1", "--dashboard-address", ":0")
        _heard(self._start("worker", self.address, *alone, *folder), r"(Registered to): ")
        return self._running[-1]

    def _start(self, *command: str) -> Path:
        log = self._folder / f"dask-{len(self._running)}.log"
        with log.open("wb") as file:
            self._running.append(
                subprocess.Popen(
                    [sys.executable, "-m", "dask", *command], stdout=file, stderr=file, env=ENVIRONMENT
                )
            )
        return log

    def cpu(self) -> float:
        """The CPU seconds of all that runs."""
        running = (process for process in self._running if process.poll() is None)
        return sum(sum(psutil.Process(each.pid).cpu_times()[:2]) for each in running)

    def close(self) -> None:
        """Ends all of it."""
        for process in self._running:
            process.kill()
            process.wait()


def _heard(log: Path, wanted: str) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := re.search(wanted, log.read_text()):
            return found[1]
        time.sleep(0.05)
    raise SystemExit(log.read_text())


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[Cluster, subprocess.Popen[bytes]]]:
    """A cluster, and its first worker."""
    folder.mkdir()
    made = Cluster(folder)
    try:
        first, *_ = [made.worker() for _ in range(workers)]
        yield made, first
    finally:
        made.close()


def run(way: Way, folder: Path, meanwhile: Callable[[Path], None] = lambda _target: None) -> Run:
    """Runs the command of a way. `meanwhile` runs in a thread and is given the folder of what is written."""
    target = folder / "out" / f"{way.name.replace(' ', '-')}.jsonl"
    target.parent.mkdir(exist_ok=True)
    thread = threading.Thread(target=meanwhile, args=(target.parent,), daemon=True)
    before = way.on.cpu() if way.on else 0.0
    began = time.perf_counter()
    thread.start()
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "match", "--rules", str(RULES), "--input", str(way.source),
         "--output", str(target), *way.options],
        env=ENVIRONMENT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    seconds = time.perf_counter() - began
    if done.returncode:
        raise SystemExit(f"{way.name}: exit {done.returncode}\n{done.stderr}")
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    target.unlink()
    theirs = way.on.cpu() - before if way.on else 0.0
    return Run(seconds, float(done.stderr.split()[-1]) + theirs, digest)


def killer(worker: subprocess.Popen[bytes]) -> Callable[[Path], None]:
    """Kills a worker as soon as a first part of the output is written."""

    def kill(folder: Path) -> None:
        until = time.monotonic() + 10 * PATIENCE
        while time.monotonic() < until:
            if sum(path.stat().st_size for path in folder.iterdir()):
                os.kill(worker.pid, signal.SIGKILL)
                return
            time.sleep(0.02)

    return kill


def measure(folder: Path, count: int, rounds: int) -> tuple[dict[str, list[Run]], bool]:
    """Runs of every way, and whether the worker that was to be killed was."""
    lines, rows = write_archives(folder, count)
    runs: dict[str, list[Run]] = defaultdict(list)
    with cluster(folder / "two", 2) as (two, _):
        near = [
            Way("one process", lines),
            Way("two processes", lines, jobs=2),
            Way("dask", lines, on=two),
            Way("two processes, parquet", rows, jobs=2),
            Way("dask, parquet", rows, on=two),
        ]
        for number in range(rounds):
            # Each way comes after each other one in its turn, for a machine has better and worse minutes.
            for way in near if number % 2 == 0 else reversed(near):
                err.print(f"round {number + 1} of {rounds}: {way.name} ...")
                runs[way.name].append(run(way, folder))
    with cluster(folder / "three", 3) as (three, first):
        err.print("a worker killed ...")
        way = Way("killed", lines, on=three)
        runs[way.name].append(run(way, folder, killer(first)))
        killed = first.poll() == -signal.SIGKILL
    return runs, killed


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--entries", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="wirewatch-archives-") as folder:
        runs, killed = measure(Path(folder), given.entries, given.rounds)

    def quotient(way: str, other: str, of: str = "seconds") -> float:
        """How much less the first of two ways takes than the other."""
        pairs = zip(runs[way], runs[other], strict=True)
        return round(median(getattr(two, of) / getattr(one, of) for one, two in pairs), 3)

    wanted = runs["one process"][0].digest
    same = all(each.digest == wanted for of_way in runs.values() for each in of_way)
    figures = {
        "entries": given.entries,
        "rounds": given.rounds,
        "ways": {
            name: {
                "entries_a_second": round(given.entries / median(each.seconds for each in of_way), 1),
                "cpu_s": round(median(each.cpu for each in of_way), 2),
            }
            for name, of_way in runs.items()
        },
        "dask / jobs": quotient("dask", "two processes"),
        "dask / jobs, parquet": quotient("dask, parquet", "two processes, parquet"),
        "dask / jobs, by cpu": quotient("dask", "two processes", "cpu"),
        "parquet / lines": quotient("two processes, parquet", "two processes"),
        "two / one process": quotient("two processes", "one process"),
        "worker_killed": killed,
        "same_output": same,
    }
    if given.json:
        print(json.dumps(figures, indent=2))
    else:
        show(figures)
    sys.exit(0 if same and killed and figures["dask / jobs"] >= LEAST else 1)  # type: ignore[operator]


def show(figures: dict[str, object]) -> None:
    """Prints the figures for people."""
    table = Table("way", "entries/s", "CPU, s", title=f"{figures['entries']:,} entries")
    ways = figures.pop("ways")
    assert isinstance(ways, dict)
    for name, way in ways.items():
        table.add_row(name, f"{way['entries_a_second']:,}", f"{way['cpu_s']}")
    console = Console()
    console.print(table)
    for name, figure in figures.items():
        console.print(f"{name}: {figure}")


if __name__ == "__main__":
    main()

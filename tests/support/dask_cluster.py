"""A Dask cluster on loopback: a scheduler and workers, each a process of its own; and work that they can import."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from support.places import ROOT, TESTS

PATIENCE = 60  # seconds


class DaskCluster:
    """Processes that end with the test. `options` are those of every `dask` command, as for TLS."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._folder, self._options = folder, options
        self._running: list[subprocess.Popen[bytes]] = []
        self.scheduler, said = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", path=(ROOT, TESTS)
        )
        self.address = self._heard(self.scheduler, said, r"Scheduler at: +(\S+)")[1]

    def worker(self, *path: Path) -> subprocess.Popen[bytes]:
        """Starts a worker whose packages lie in `path`, and waits until it is at work."""
        process, said = self._start(
            *("worker", self.address, "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1"),
            *("--local-directory", str(self._folder)),
            path=path or (ROOT, TESTS),
        )
        self._heard(process, said, r"Registered to: ")
        return process

    def _start(self, *command: str, path: tuple[Path, ...]) -> tuple[subprocess.Popen[bytes], Path]:
        said = self._folder / f"dask-{len(self._running)}.log"
        with said.open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *command, "--no-dashboard", *self._options],
                stdout=log, stderr=log, cwd=self._folder,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, path))},
            )  # fmt: skip
        self._running.append(process)
        return process, said

    def _heard(self, process: subprocess.Popen[bytes], said: Path, wanted: str) -> re.Match[str]:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if found := re.search(wanted, said.read_text()):
                return found
            assert process.poll() is None, said.read_text()
            time.sleep(0.05)
        raise AssertionError(said.read_text())

    def close(self) -> None:
        for process in self._running:
            process.kill()
            process.wait()


@contextmanager
def dask_cluster(folder: Path, workers: int) -> Iterator[DaskCluster]:
    """A cluster with so many workers."""
    dask = DaskCluster(folder)
    try:
        for _ in range(workers):
            dask.worker()
        yield dask
    finally:
        dask.close()


def times(factor: int) -> Callable[[int], int]:
    return lambda number: factor * number


def killed_by(one: int) -> Callable[[int], int]:
    """Work that kills its process at one number."""

    def work(number: int) -> int:
        if number == one:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    return work


def killed_once(mark: Path) -> Callable[[int], int]:
    """Work that kills the first process to do it, which leaves a mark."""

    def work(number: int) -> int:
        try:
            mark.touch(exist_ok=False)
        except FileExistsError:
            return number
        return os.kill(os.getpid(), signal.SIGKILL) or 0

    return work


def slowly(folder: Path) -> Callable[[int], int]:
    """Work that leaves a file for each process, and takes its time."""

    def work(number: int) -> int:
        (folder / str(os.getpid())).touch()
        time.sleep(0.0005)
        return number

    return work

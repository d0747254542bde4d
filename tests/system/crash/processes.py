"""The processes around the harness: daemons forked from one that has everything imported, and the sinks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from support.places import ROOT, TESTS

SITE = Path(__file__).parent / "site"


class Nursery:
    """Starts daemons from a process that has everything imported, and kills them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        path = os.pathsep.join([str(SITE), str(ROOT), str(TESTS)])
        self._process = subprocess.Popen(
            [sys.executable, "-m", "system.crash.nursery"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._read() == "ready"

    def start(self, log: Path, env: dict[str, str]) -> int:
        args = ["run", "--verbose", "--config", str(self._folder / "config.toml")]
        return int(self._ask({"env": env, "log": str(log), "args": args}))

    def wait(self, pid: int) -> int:
        """The exit code; negative for a signal."""
        return int(self._ask({"wait": pid}))

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)

    def _ask(self, order: dict[str, Any]) -> str:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self._read()

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


class Sink:
    """A receiver in its own process and the ledger that it keeps."""

    def __init__(self, program: str, ledger: Path) -> None:
        self._ledger = ledger
        self._process = subprocess.Popen(
            [sys.executable, str(TESTS / "support" / program), str(ledger)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(TESTS)])},
        )
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._ledger.read_text().splitlines()]

    def close(self) -> None:
        self._process.kill()
        self._process.wait(10)


def ended(pid: int) -> bool:
    """Whether the process is dead and waits to be waited for."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return True
    return stat.rpartition(")")[2].split()[0] == "Z"

"""The installed command, started for tests: from a process that has it imported where that makes no difference."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

Run = Callable[..., subprocess.CompletedProcess[str]]
PROGRAM = Path(__file__).with_name("warm_host.py")
# What the linker, the interpreter or an import reads before a command runs: where it differs, the start is cold.
EARLY = ("LD_", "PYTHON", "LC_", "LANG", "COLUMNS")


class Started:
    """A process of the command, with the part of Popen's interface that tests use."""

    def __init__(self, host: WarmHost, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._host = host

    def poll(self) -> int | None:
        if self.returncode is None:
            self.returncode = self._host.ask({"ended": self.pid})
        return self.returncode

    def wait(self, timeout: float) -> int:
        """The exit code, negative for a signal. Errors: subprocess.TimeoutExpired."""
        deadline = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout)
            time.sleep(0.005)
        return code

    def send_signal(self, number: int) -> None:
        # It is no child of ours, but its parent waits for it only when asked: the id is not another's.
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class WarmHost:
    """Starts the command `wirewatch`, an installed script beside its interpreter."""

    def __init__(self, command: Path) -> None:
        self.command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
        self._env = kept | {"PYTHONUTF8": "1", "COLUMNS": "80"}

    def start(
        self, args: Sequence[str], cwd: Path, env: Mapping[str, str], out: IO[Any], err: IO[Any]
    ) -> Started | subprocess.Popen[bytes]:
        """A process of `wirewatch ARGS`, which the caller ends."""
        if any(name.startswith(EARLY) and self._env.get(name) != value for name, value in env.items()):
            return self.start_cold(args, cwd, env, out, err)
        with Path(os.devnull).open() as nothing:
            streams = [nothing.fileno(), out.fileno(), err.fileno()]
            argv = [str(self.command), *args]
            return Started(self, self.ask({"argv": argv, "cwd": str(cwd), "env": dict(env)}, streams))

    def start_cold(
        self, args: Sequence[str], cwd: Path, env: Mapping[str, str], out: IO[Any], err: IO[Any]
    ) -> subprocess.Popen[bytes]:
        """The same from an interpreter of its own."""
        argv = [str(self.command), *args]
        return subprocess.Popen(argv, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=err)

    def run(
        self, args: Sequence[str], cwd: Path, env: Mapping[str, str], timeout: float
    ) -> subprocess.CompletedProcess[str]:
        """As subprocess.run with captured text. Errors: subprocess.TimeoutExpired, after the kill."""
        with tempfile.TemporaryFile("w+b") as out, tempfile.TemporaryFile("w+b") as err:
            process = self.start(args, cwd, env, out, err)
            try:
                code = process.wait(timeout)
            except BaseException:
                process.kill()
                raise
            said = [file.seek(0) or file.read().decode() for file in (out, err)]
        return subprocess.CompletedProcess(list(args), code, *said)

    def ask(self, order: dict[str, Any], streams: Sequence[int] = ()) -> Any:
        with self._lock:
            if self._process is None:
                self._begin()
            socket.send_fds(self._ours, [json.dumps(order).encode()], list(streams))
            answer = self._answers.readline()
        assert answer, "the warm host ended"
        return json.loads(answer)

    def _begin(self) -> None:
        self._ours, theirs = socket.socketpair()
        # An order is one packet's worth on a stream socket: the next is sent after its answer.
        self._ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        with theirs:
            self._process = subprocess.Popen(
                [str(self.command.with_name("python")), str(PROGRAM), str(theirs.fileno())],
                env=self._env,
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                cwd="/",
            )
        self._answers = self._ours.makefile("rb")

    def close(self) -> None:
        if self._process is not None:
            self._answers.close()
            self._ours.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(10)
            self._process.kill()


def environment(home: Path, **more: str) -> dict[str, str]:
    """A plain environment: nothing of the person who runs the tests reaches the program."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    return kept | {"HOME": str(home), "COLUMNS": "80", "PYTHONUTF8": "1"} | more

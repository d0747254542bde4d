"""The fork server itself, as the daemon starts it: it forks, kills, and takes its workers along."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from support.places import ROOT


class Server:
    """A fork server and the daemon's end of its socket."""

    def __init__(self) -> None:
        self.control, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "monitor.delivery.transport.fork_server_process",
                    str(theirs.fileno()),
                ],
                pass_fds=(theirs.fileno(),),
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )
        self.control.settimeout(30)

    def ask(self, command: str, *passed: socket.socket) -> int:
        socket.send_fds(self.control, [f"{command}\n".encode()], [end.fileno() for end in passed])
        return int(self.control.recv(100))

    def fork(self) -> tuple[int, socket.socket]:
        ours, theirs = socket.socketpair()
        with theirs:
            return self.ask("fork", theirs), ours


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.control.close()
    assert running.process.wait(30) == 0


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_worker_that_is_killed_is_gone_when_the_answer_comes(server: Server) -> None:
    first, one = server.fork()
    second, other = server.fork()
    assert is_running(first)
    assert server.ask(f"kill {first}") == first
    assert not is_running(first)
    assert is_running(second)
    one.close()
    other.close()


def test_a_process_that_is_no_worker_of_it_is_never_killed(server: Server) -> None:
    stranger = subprocess.Popen(["sleep", "60"])
    assert server.ask(f"kill {stranger.pid}") == stranger.pid
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait(10)


def test_workers_end_with_the_daemon_even_if_their_sockets_stay_open(server: Server) -> None:
    pid, ours = server.fork()
    server.control.close()
    deadline = time.monotonic() + 30
    while is_running(pid):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    ours.close()


def test_ctrl_c_does_not_end_it(server: Server) -> None:
    pid, ours = server.fork()
    server.process.send_signal(2)
    assert server.ask(f"kill {pid}") == pid
    assert server.process.poll() is None
    ours.close()

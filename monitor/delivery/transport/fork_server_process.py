"""The fork server: `python -m monitor.delivery.transport.fork_server_process FD` forks the workers.

It loads Apprise once, then obeys two commands on the socket FD: `fork` (with a socket attached, which becomes
the new worker's) and `kill PID`. It contacts nobody. When its parent ends, in whatever way, it kills its
workers: a worker left alone might still send what a new daemon sends again.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys

from monitor.delivery.transport.process import preload, serve


def main(descriptor: int) -> None:
    """Obeys until the parent's end of the socket closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=descriptor)
    preload()
    # Loaded modules stay: a worker that collects garbage need not look at them, nor copy their pages.
    gc.collect()
    gc.freeze()
    workers: set[int] = set()
    while True:
        command, passed = _receive(control)
        if not command:
            break
        verb, _, argument = command.partition(" ")
        if verb == "fork":
            pid = _fork(control, passed)
            workers.add(pid)
            answer = pid
        else:
            answer = _kill(int(argument), workers)
        try:
            control.sendall(f"{answer}\n".encode())
        except ConnectionError:
            break
    for pid in list(workers):
        _kill(pid, workers)


def _receive(control: socket.socket) -> tuple[str, list[int]]:
    try:
        data, passed, _, _ = socket.recv_fds(control, 1024, 1)
    except ConnectionError:
        return "", []
    return data.decode().strip(), list(passed)


def _fork(control: socket.socket, passed: list[int]) -> int:
    pid = os.fork()
    if pid:
        for descriptor in passed:
            os.close(descriptor)
        return pid
    status = 1
    try:
        control.close()
        serve(socket.socket(fileno=passed[0]))
        status = 0
    finally:
        os._exit(status)


def _kill(pid: int, workers: set[int]) -> int:
    """Kills only a child that was not waited for yet: its number cannot belong to another process."""
    if pid in workers:
        workers.discard(pid)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return pid


if __name__ == "__main__":
    main(int(sys.argv[1]))

"""The address at which the page listens: a port, or a socket file that this user and its group may open."""

from __future__ import annotations

import errno
import socket
import stat
from contextlib import suppress
from pathlib import Path

UNIX = "unix:"
SOCKET_MODE = 0o660


def bind(listen: str) -> socket.socket:
    """A socket that listens at HOST:PORT or unix:/PATH. Errors: OSError, as where the port is taken."""
    if listen.startswith(UNIX):
        return _bind_file(Path(listen.removeprefix(UNIX)))
    host, _, port = listen.rpartition(":")
    family = socket.AF_INET6 if host.startswith("[") else socket.AF_INET
    # By its number: asyncio sends without delay on sockets that say they are TCP, and on no others. With the delay
    # the body of an answer would wait 40 ms for the client to acknowledge its head.
    taken = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((host.strip("[]"), int(port)))
        return _listening(taken)
    except OSError:
        taken.close()
        raise


def address_of(taken: socket.socket) -> str:
    """The address as it is shown: a URL, or unix:/PATH."""
    if taken.family == socket.AF_UNIX:
        return f"{UNIX}{taken.getsockname()}"
    host, port = taken.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def port_of(taken: socket.socket) -> int:
    """The port; 0 for a socket file."""
    return 0 if taken.family == socket.AF_UNIX else int(taken.getsockname()[1])


def release(taken: socket.socket, listen: str) -> None:
    """Closes a socket, and takes its file away unless another process listens there by now."""
    taken.close()
    file = Path(listen.removeprefix(UNIX))
    if listen.startswith(UNIX) and not _answers(file):
        with suppress(OSError):
            file.unlink()


def _bind_file(path: Path) -> socket.socket:
    """Listens at a socket file. One that nobody listens at any more, as after a kill, is replaced; no other file is."""
    try:
        kind = path.lstat().st_mode
    except FileNotFoundError:
        pass
    else:
        if not stat.S_ISSOCK(kind):
            raise OSError(errno.EEXIST, f"there is a file {path} that is no socket")
        if _answers(path):
            raise OSError(errno.EADDRINUSE, "another process listens there")
        path.unlink()
    taken = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        taken.bind(str(path))
        # Before it listens, so that nobody else can come in between.
        path.chmod(SOCKET_MODE)
        return _listening(taken)
    except OSError:
        taken.close()
        raise


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(1.0)
        try:
            probe.connect(str(path))
        except OSError as error:
            return error.errno not in (errno.ECONNREFUSED, errno.ENOENT)
    return True


def _listening(taken: socket.socket) -> socket.socket:
    taken.listen(128)
    taken.setblocking(False)
    return taken

"""Servers that people run, as processes of a test: an IRC server, an MQTT broker and a mail server.

Each is on loopback, on a free port, with its own configuration in its own folder, and is ended by its id. Where
one is not installed the test is skipped, and says what to install.
"""

from __future__ import annotations

import getpass
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PLACES = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin", "/sbin"])


def installed(program: str) -> str:
    """The path of a server's program, or a skip that says what to install."""
    found = shutil.which(program, path=PLACES)
    if found is None:
        pytest.skip(f"{program} is not installed: apt-get install {program}")
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(command: list[str], port: int, log: Path, seconds: float = 20) -> Iterator[None]:
    """The server while it runs, once it answers on `port`."""
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    try:
        until(lambda: process.poll() is not None or answers(port), command[0], seconds)
        assert process.poll() is None, log.read_text()
        yield
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def until(condition: Callable[[], bool], what: str, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited for {what}"
        time.sleep(0.02)


@contextmanager
def ngircd(folder: Path) -> Iterator[int]:
    """An IRC server; yields its port."""
    program, port = installed("ngircd"), free_port()
    config = folder / "ngircd.conf"
    config.write_text(
        "[Global]\nName = irc.example.org\nInfo = test\nListen = 127.0.0.1\n"
        f"Ports = {port}\nMotdPhrase = none\nServerUID = 65534\nServerGID = 65534\n"
        "[Options]\nDNS = no\nIdent = no\nPAM = no\nSyslogFacility = local1\n"
        "[Limits]\nMaxConnectionsIP = 0\n"
    )
    with serving([program, "--nodaemon", "--config", str(config)], port, folder / "ngircd.log"):
        yield port


class Listener:
    """Somebody who sits in a channel and reads."""

    def __init__(self, port: int, channel: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), 10)
        self._socket.settimeout(10)
        self._lines = self._socket.makefile("rb")
        self._socket.sendall(f"NICK reader\r\nUSER reader 0 * :reader\r\nJOIN {channel}\r\n".encode())
        self.said = [self._until(" 366 ")]  # the end of the list of who is there

    def _until(self, part: str) -> str:
        for raw in self._lines:
            line = raw.decode()
            if line.startswith("PING"):
                self._socket.sendall(line.replace("PING", "PONG").encode())
            if part in line:
                return line
        raise AssertionError("the server went away")

    def message(self) -> str:
        """The text of the next message to the channel."""
        return self._until(" PRIVMSG ").partition(" :")[2].strip()

    def close(self) -> None:
        self._lines.close()
        self._socket.close()


@contextmanager
def mosquitto(folder: Path) -> Iterator[int]:
    """An MQTT broker; yields its port."""
    program, port = installed("mosquitto"), free_port()
    config = folder / "mosquitto.conf"
    config.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\nuser {getpass.getuser()}\n")
    with serving([program, "-c", str(config)], port, folder / "mosquitto.log"):
        yield port


MAIN_CF = """\
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
maillog_file = {home}/log
maillog_file_prefixes = {home}
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.example.org
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination =
alias_maps =
alias_database =
local_recipient_maps =
smtpd_relay_restrictions = permit_mynetworks, reject
virtual_mailbox_domains = example.org
virtual_mailbox_base = {home}/mail
virtual_mailbox_maps = static:inbox/
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
"""
MASTER_CF = """\
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
"""


@contextmanager
def postfix() -> Iterator[tuple[int, Path]]:
    """A mail server for example.org; yields its port and the Maildir of everybody there."""
    program = installed("postfix")
    if os.geteuid() != 0:
        pytest.skip("postfix starts as root only")
    # Its processes give up root, and then have to reach this folder: that of a test is its owner's alone.
    with tempfile.TemporaryDirectory(prefix="wirewatch-postfix-") as made:
        home, port = Path(made), free_port()
        home.chmod(0o755)
        for name in ("etc", "queue", "data", "mail"):
            (home / name).mkdir(mode=0o755)
        (home / "etc" / "main.cf").write_text(MAIN_CF.format(home=home))
        (home / "etc" / "master.cf").write_text(MASTER_CF.format(port=port))
        shutil.chown(home / "data", "postfix", "postfix")
        os.chown(home / "mail", 65534, 65534)
        with serving([program, "-c", str(home / "etc"), "start-fg"], port, home / "said"):
            yield port, home / "mail" / "inbox"

"""`wirewatch web`, and the page beside the daemon: whole processes, ended by SIGTERM."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.places import ROOT
from support.watch_folder import ferry_folder

from monitor.config.load import load
from rules.errors import ConfigError

# Processes of the whole program, which are started, stopped and cut off.
pytestmark = pytest.mark.system

pytest.importorskip("uvicorn", reason="the page's tests need the extra `web`")

PROGRAM = "from monitor.cli import main; main()"
# The command in a process that says which packages of the page it looks for.
OBSERVED = (
    """
import sys
class Observer:
    def find_spec(self, name, path=None, target=None):
        if name in ("fastapi", "uvicorn", "prometheus_client", "argon2", "monitor.web.server"):
            print("looks for", name, file=sys.stderr)
sys.meta_path.insert(0, Observer())
"""
    + PROGRAM
)
SECONDS = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def command(folder: Path, *words: str, program: str = PROGRAM) -> Iterator[subprocess.Popen[str]]:
    """A process of the command, whose output lies in `out`; it is ended."""
    with (folder / "out").open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", program, *words, "-c", str(folder)],
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def until(folder: Path, pattern: str) -> re.Match[str]:
    """Waits for a line of the output."""
    end = time.monotonic() + SECONDS
    while not (hit := re.search(pattern, (folder / "out").read_text())):
        assert time.monotonic() < end, (folder / "out").read_text()
        time.sleep(0.02)
    return hit


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=SECONDS) as answer:
        return str(answer.read().decode())


def said(folder: Path, *words: str, code: int = 0, given: str | None = None) -> str:
    """What a command says, both ways."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words, *(() if given else ("-c", str(folder)))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        input=given,
    )
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def ended(process: subprocess.Popen[str]) -> int:
    process.send_signal(signal.SIGTERM)
    return process.wait(timeout=SECONDS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return ferry_folder(tmp_path / "w", "mbox:out.mbox")


def test_the_daemon_serves_the_page_and_ends_with_it(folder: Path) -> None:
    port = free_port()
    config = folder / "config.toml"
    config.write_text(f'[web]\nlisten = "127.0.0.1:{port}"\n' + config.read_text())
    with command(folder, "run") as daemon:
        until(folder, "wirewatch web link")
        link = said(folder, "web", "link").strip()
        assert "Open it" in read(link)
        assert "open?key" not in (folder / "out").read_text(), "a log is no place for it"
        assert '<th scope="row" class="lead">wire' in read(f"http://localhost:{port}/feeds")
        assert ended(daemon) == 0
    assert "no page of this watch folder runs" in said(folder, "web", "link", code=1)
    assert "Traceback" not in (folder / "out").read_text()


def test_a_port_that_is_taken_costs_the_page_only(folder: Path) -> None:
    config = folder / "config.toml"
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        config.write_text(f'[web]\nlisten = "127.0.0.1:{other.getsockname()[1]}"\n' + config.read_text())
        with command(folder, "run") as daemon:
            until(folder, "Address already in use")
            until(folder, '"event": "started"')
            assert ended(daemon) == 0


def test_the_page_alone_reads_the_store(folder: Path) -> None:
    port = free_port()
    with command(folder, "run", "--once") as once:
        assert once.wait(timeout=SECONDS) == 0
    with command(folder, "web", "--listen", f"127.0.0.1:{port}") as page:
        until(folder, "the page: ")
        until(folder, "wirewatch web link")
        end = time.monotonic() + SECONDS
        while True:
            try:
                html = read(f"http://127.0.0.1:{port}/")
                break
            except OSError:
                assert time.monotonic() < end
                time.sleep(0.02)
        assert "<mark>Ferry</mark> stopped" in html
        assert ended(page) == 0


@pytest.mark.parametrize(
    "listen",
    ["0.0.0.0:8080", "8080", "example.org:80", "127.0.0.1:99999", "[::]:80", "192.168.0.1:80", ":80"],
)
def test_no_address_but_this_machines_own(folder: Path, listen: str) -> None:
    config = folder / "config.toml"
    config.write_text(f"[web]\nlisten = {json.dumps(listen)}\n" + config.read_text())
    with pytest.raises(ConfigError, match=r"127\.0\.0\.1:8080"):
        load(config)


@pytest.mark.parametrize("listen", ["0.0.0.0:8080", "[::]:80", "192.168.0.1:80"])
def test_with_a_password_other_addresses_are_taken(folder: Path, listen: str) -> None:
    hash_, _, way = said(folder, "web", "password", given="a sentence of words\n").partition("\n")
    assert hash_.startswith("$argon2id$")
    assert "[people.NAME]" in way
    config = folder / "config.toml"
    config.write_text(f'[web]\nlisten = "{listen}"\npassword = "{hash_}"\n' + config.read_text())
    assert load(config).web.listen == listen


def test_a_password_in_a_pipe_has_some_length(folder: Path) -> None:
    assert "at least 8" in said(folder, "web", "password", given="short\n", code=1)


def test_a_token_opens_the_api_of_a_page_that_runs_already(folder: Path) -> None:
    port = free_port()
    with command(folder, "run", "--once") as once:
        assert once.wait(timeout=SECONDS) == 0
    with command(folder, "web", "--listen", f"127.0.0.1:{port}"):
        until(folder, "the page: ")
        token = said(folder, "web", "token", "desk", "--write").partition("\n")[0]
        for sent, status in ((token, 200), (token[:-1], 401)):
            request = urllib.request.Request(
                f"http://127.0.0.1:{port}/api/v1/mutes/feed/wire",
                data=b'{"hours": 1}',
                method="PUT",
                headers={"Content-Type": "application/json", "Authorization": f"Bearer {sent}"},
            )
            assert answered(request) == status


def answered(request: urllib.request.Request) -> int:
    """The status of an answer, once the server is there."""
    end = time.monotonic() + SECONDS
    while True:
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refusal:
            return refusal.code
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.02)


def test_a_page_on_a_socket_file_answers_there(folder: Path) -> None:
    path = folder / "page.sock"
    config = folder / "config.toml"
    config.write_text(f'[web]\nlisten = "unix:{path}"\n' + config.read_text())
    with command(folder, "run") as daemon:
        until(folder, "wirewatch web link")
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(SECONDS)
            client.connect(str(path))
            client.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            assert b" 200 " in client.recv(65_536)
        assert ended(daemon) == 0
    assert not path.exists()


def test_no_other_address_is_taken_from_the_command_line(folder: Path) -> None:
    with command(folder, "web", "--listen", "0.0.0.0:8080") as page:
        assert page.wait(timeout=SECONDS) == 2
    assert "127.0.0.1:8080" in (folder / "out").read_text()


def test_without_its_packages_the_command_says_what_to_install(folder: Path) -> None:
    config = folder / "config.toml"
    config.write_text('[web]\nlisten = "127.0.0.1:9"\n' + config.read_text())
    program = "import sys; sys.modules['fastapi'] = None; " + PROGRAM
    done = subprocess.run(
        [sys.executable, "-c", program, "web", "-c", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 1
    assert "wirewatch[web]" in done.stderr


def test_a_daemon_imports_the_page_only_where_one_is_asked_for(folder: Path) -> None:
    with command(folder, "run", program=OBSERVED) as daemon:
        until(folder, "started")
        assert ended(daemon) == 0
    assert "looks for" not in (folder / "out").read_text()
    config = folder / "config.toml"
    config.write_text(f'[web]\nlisten = "127.0.0.1:{free_port()}"\n' + config.read_text())
    with command(folder, "run", program=OBSERVED) as daemon:
        until(folder, "started")
        assert ended(daemon) == 0
    assert "looks for fastapi" in (folder / "out").read_text()

"""`wirewatch web`, and the page beside the daemon: whole processes, ended by SIGTERM."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.places import ROOT
from support.watch_folder import ferry_folder

from monitor.config.load import load
from rules.errors import ConfigError

pytest.importorskip("uvicorn", reason="the page's tests need the extra `web`")

PROGRAM = "from monitor.cli import main; main()"
SECONDS = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def command(folder: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """A process of the command, whose output lies in `out`; it is ended."""
    with (folder / "out").open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *words, "-c", str(folder)],
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
        link = until(folder, r'"link_for_changes": "([^"]+)"')[1]
        assert "Open it" in read(link)
        assert '<th scope="row">wire' in read(f"http://localhost:{port}/feeds")
        assert ended(daemon) == 0
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
        until(folder, "works once")
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

"""The commands of docs/scale.md that start a cluster by hand are run word for word, on loopback and a free port."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from support.places import ROOT

PAGE = (ROOT / "docs" / "scale.md").read_text()
ENTRIES = "".join(f'{{"id": "e{n}", "title": "The ferry {n} stops"}}\n' for n in range(1200))


def blocks(start: str, end: str) -> str:
    """The shell blocks of the page between two of its texts, one after the other."""
    part = PAGE[PAGE.index(start) : PAGE.index(end)]
    return "".join(re.findall(r"```sh\n(.*?)```", part, re.DOTALL))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A watch folder with an archive beside it."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "ferry.yaml").write_text(
        "version: 1\ntopics:\n  - {id: ferry, terms: [ferry]}\n"
        "watches:\n  - {id: ferries, title: Ferries, when: {any: [ferry]}}\n"
    )
    (tmp_path / "config.toml").write_text('[storage]\nurl = "store.db"\n')
    (tmp_path / "entries.jsonl").write_text(ENTRIES)
    return tmp_path


def ran(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs the script by bash; what it starts in the background ends with it."""
    program = f"set -eu\ntrap 'kill $(jobs -p); wait' EXIT\n{script}"
    return subprocess.run(
        ["bash", "-c", program],
        cwd=folder, capture_output=True, text=True, timeout=100, check=False,
        env=os.environ
        | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


@pytest.mark.cluster
@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("By hand, on one machine", "| by | start it with |"),
        ("Once, an authority of your own", "Dask asks of"),
    ],
    ids=["plain on one machine", "by TLS"],
)
def test_the_commands_of_the_page_make_a_cluster_that_matches(folder: Path, start: str, end: str) -> None:
    there = blocks(start, end).replace("8786", str(free_port())).replace("scheduler.example", "127.0.0.1")
    script = re.sub(r"^(dask .*)$", r"\1 2> /dev/null &", there, flags=re.MULTILINE)
    assert script.count("&\n") == 2
    done = ran(script, folder)
    assert done.returncode == 0, done.stderr
    assert "1200 entries matched, 0 lines skipped" in done.stdout
    ran("wirewatch match --input entries.jsonl --output alone.jsonl", folder)
    assert (folder / "matches.jsonl").read_bytes() == (folder / "alone.jsonl").read_bytes()

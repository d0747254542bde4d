"""Runs the manual: YAML blocks load as rules, TOML blocks as config, console blocks as commands.

The commands of one page run in one folder, a fresh starter whose feeds are the bundled samples: no page
touches the network. In a console block the lines after `$ command` are its output; `...` stands for any
number of lines, or for any text within a line. A command with no output shown must only succeed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, SkipParser

BIN = Path(sys.executable).parent
TESTS = Path(__file__).resolve().parent / "tests"
sys.path.insert(0, str(TESTS))

from support.watch_folder import offline_starter  # noqa: E402

from monitor.config import load as config_file  # noqa: E402
from rules.loading.load import load  # noqa: E402


def setup(namespace: dict[str, Any]) -> None:
    namespace["home"] = tempfile.TemporaryDirectory(prefix="wirewatch-docs-")
    folder = Path(namespace["home"].name)
    namespace["folder"] = offline_starter(folder / "watch")


def teardown(namespace: dict[str, Any]) -> None:
    namespace["home"].cleanup()


def check_rules(example: Example) -> None:
    """A block that begins with `version:` or a comment is a whole rules file; others are fragments."""
    text = str(example.parsed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "example.yaml"
        path.write_text(text if "version:" in text else f"version: 1\n{text}", encoding="utf-8")
        load(path)


def check_config(example: Example) -> None:
    folder = example.namespace["folder"]
    path = folder / "example-config.toml"
    path.write_text(str(example.parsed), encoding="utf-8")
    config_file.load(path)
    path.unlink()


def run_console(example: Example) -> str | None:
    for command, expected in _commands(str(example.parsed)):
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=example.namespace["folder"],
            env={
                **os.environ,
                "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
                "COLUMNS": "80",
            },
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        printed = done.stdout + done.stderr
        if not expected and done.returncode:
            return f"$ {command}\nended with {done.returncode}:\n{printed}"
        if expected and not _agrees(expected, printed):
            return f"$ {command}\nprinted:\n{printed}\ninstead of:\n" + "\n".join(expected)
    return None


def _commands(block: str) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found and line.startswith("> "):
            command, output = found.pop()
            found.append((f"{command}\n{line[2:]}", output))
        elif found and line.strip():
            found[-1][1].append(line.rstrip())
    return found


def _agrees(expected: list[str], printed: str) -> bool:
    parts = []
    for line in expected:
        if line.strip() == "...":
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(".*".join(re.escape(bit) for bit in line.split("...")) + r"[ ]*\n")
    text = "\n".join(line.rstrip() for line in printed.splitlines() if line.strip()) + "\n"
    return re.fullmatch("".join(parts), text) is not None


pytest_collect_file = Sybil(
    parsers=[
        CodeBlockParser("yaml", check_rules),
        CodeBlockParser("toml", check_config),
        CodeBlockParser("console", run_console),
        SkipParser(),
    ],
    patterns=["README.md", "docs/*.md"],
    setup=setup,
    teardown=teardown,
).pytest()

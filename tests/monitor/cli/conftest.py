"""Fixtures of the commands that work on an archive and a rules file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.port_archive import PORT_ENTRIES, PORT_RULES


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "entries.jsonl"
    path.write_text("".join(json.dumps(entry) + "\n" for entry in PORT_ENTRIES))
    return path


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "ports.yaml"
    path.write_text(PORT_RULES)
    return path

"""The id of the machine's start: the same in every process, empty where there is none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from support.places import ROOT

from storage.database import boot_id

KERNEL = Path("/proc/sys/kernel/random/boot_id")


@pytest.mark.skipif(not KERNEL.exists(), reason="Linux alone has it")
def test_another_process_of_the_same_start_reads_the_same_id() -> None:
    program = "from storage.database.boot_id import boot_id; print(boot_id(), end='')"
    command = [sys.executable, "-c", program]
    other = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=30)
    assert other.stdout == boot_id.boot_id() == KERNEL.read_text().strip() != ""


def test_a_machine_that_does_not_tell_has_an_empty_id(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boot_id, "_LINUX", tmp_path / "nowhere")
    assert boot_id.boot_id() == ""

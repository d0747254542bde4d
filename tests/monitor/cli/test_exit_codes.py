"""The exit codes that scripts rely on."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from support.places import ROOT

from monitor.cli import exit_codes


def test_the_readme_says_what_each_code_means() -> None:
    said = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| (\d) \| \w", said, re.MULTILINE) == ["0", "1", "2", "3", "4"]
    assert tuple(range(5)) == (
        exit_codes.OK, exit_codes.FINDINGS, exit_codes.USAGE, exit_codes.SKIPPED, exit_codes.STORE
    )  # fmt: skip


def test_a_version_that_cannot_be_written_is_a_finding_in_one_line() -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-c", "from monitor.cli import main; main()", "--version"],
            cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60,
        )  # fmt: skip
    assert ended.returncode == exit_codes.FINDINGS
    (line,) = ended.stderr.splitlines()
    assert (line.startswith("error: "), line.endswith("No space left on device")) == (True, True)

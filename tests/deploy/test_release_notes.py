"""Release notes, taken from the changelog."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from support.places import ROOT

SCRIPT = ROOT / "deploy" / "release_notes.py"
CHANGES = """# Changes

## Unreleased

- [BUGFIX] A dog barks
  once.
- [CHANGE] The cat is out.

## 0.2.0 (2027-01-31)

The second version.

- [FEATURE] A bird.
"""


def notes(changelog: str, *version: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, SCRIPT, "/dev/stdin", *version],
        input=changelog, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip


def test_entries_are_grouped_and_those_that_need_attention_come_first() -> None:
    done = notes(CHANGES)
    assert done.stdout == (
        "## Needs your attention\n\n- The cat is out.\n\n## Mended\n\n- A dog barks\n  once.\n"
    )


def test_a_version_is_found_by_its_number_and_its_words_are_kept() -> None:
    assert notes(CHANGES, "0.2.0").stdout == "The second version.\n\n## New\n\n- A bird.\n"


@pytest.mark.parametrize(
    ("changelog", "version", "found"),
    [
        (CHANGES, "0.3.0", "no version 0.3.0; there are: Unreleased, 0.2.0 (2027-01-31)"),
        ("## 1\n\n- Something.\n", "1", "begins with none of CHANGE, FEATURE, ENHANCEMENT, BUGFIX"),
        ("## 1\n", "1", "1 has no entry"),
        ("", "1", "there are: none"),
    ],
)
def test_a_changelog_that_does_not_hold_it_is_refused_in_words(
    changelog: str, version: str, found: str
) -> None:
    done = notes(changelog, version)
    assert done.returncode == 1
    assert found in done.stderr


def test_every_entry_of_the_changelog_here_finds_its_way_into_notes() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    done = notes(changelog)
    assert done.returncode == 0, done.stderr
    unreleased = changelog.split("\n## ")[1]
    count = re.compile(r"^- ", re.MULTILINE)
    assert len(count.findall(done.stdout)) == len(count.findall(unreleased))

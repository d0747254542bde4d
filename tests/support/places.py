"""Folders that tests read: the project's root, the tests and their data, and data that is not the project's own."""

from __future__ import annotations

import os
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parent
DATA = TESTS / "data"
# Data for measuring, not in the project; tests that want it are skipped where it is not at hand.
SHARED_DATA = Path(os.environ.get("WIREWATCH_DATA") or ROOT.parent / "shared" / "data")

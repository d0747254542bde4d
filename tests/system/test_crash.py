"""The promise under kill -9, in small: `make crash KILLS=1000` is the same in full, and CI runs sixty kills."""

from __future__ import annotations

from pathlib import Path

import pytest
from system.crash.harness import crash


@pytest.mark.faults
@pytest.mark.long
@pytest.mark.timeout(400)
def test_twelve_kills_lose_nothing_and_send_no_more_than_the_policy_allows(tmp_path: Path) -> None:
    report = crash(kills=12, seed=5, folder=tmp_path)
    assert report.faults == [], report.show()
    assert report.total_kills == 12
    assert len(report.kills) >= 6
    assert all(lost == 0 for lost in report.lost.values())

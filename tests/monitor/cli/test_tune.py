"""`wirewatch tune`: scores on both sides of the cut."""

from __future__ import annotations

import json
from pathlib import Path

from support.commands import Run


def test_tune_shows_scores_on_both_sides_of_the_cut(polled: Path, run: Run) -> None:
    shown = run("tune", "fentanyl", cwd=polled).stdout
    assert "above the cut" in shown
    assert "«" in shown
    told = json.loads(run("tune", "fentanyl", "--json", cwd=polled).stdout)
    assert sum(row["matches"] for row in told["histogram"]) > 0
    assert {"min_score", "lost", "won"} == set(told["costs"][0])
    assert "rules list" in run("tune", "nobody", cwd=polled, code=1).stderr

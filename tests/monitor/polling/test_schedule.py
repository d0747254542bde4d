"""What the schedule gains, in small; `python benchmarks/schedule.py` is the larger form."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from support.places import ROOT


def test_at_equal_requests_entries_wait_least_where_polls_follow_the_pace_of_feeds() -> None:
    command = [sys.executable, "benchmarks/schedule.py", "--feeds", "20", "--days", "7", "--json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=100, check=True
    )
    figures = json.loads(done.stdout)
    minutes = figures["minutes"]
    requests = {round(one["requests"]) for one in minutes.values()}
    assert requests == {48}
    assert minutes["ours"]["mean"] == min(one["mean"] for one in minutes.values())
    assert figures["fixed_over_ours_mean"] >= 1.8
    assert figures["ours_over_fixed_p99"] <= 1.7

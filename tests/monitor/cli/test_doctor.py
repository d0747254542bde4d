"""`wirewatch doctor`: each part with a verdict and what to do."""

from __future__ import annotations

import json
from pathlib import Path

from support.commands import Run


def test_before_the_first_run_nothing_is_a_trouble(starter: Path, run: Run) -> None:
    found = json.loads(run("doctor", "--offline", "--json", cwd=starter).stdout)
    parts = {finding["part"]: finding["verdict"] for finding in found}
    assert parts["config"] == parts["rules"] == "well"
    assert parts["store"] == "doubt"


def test_of_a_watch_that_polled_each_part_has_a_line(polled: Path, run: Run) -> None:
    lines = run("doctor", "--offline", cwd=polled).stdout.splitlines()
    assert lines[-1] == "no trouble"
    for part in ("config", "rules", "store", "disk", "daemon", "destination"):
        assert any(f" {part}: " in line for line in lines), part


def test_rules_that_do_not_load_are_a_trouble_with_the_way_out(starter: Path, run: Run) -> None:
    (starter / "rules" / "broken.yaml").write_text("version: 1\ntopics: [")
    shown = run("doctor", "--offline", cwd=starter, code=1).stdout
    assert "TROUBLE  rules: the rules do not load" in shown
    assert "wirewatch check" in shown

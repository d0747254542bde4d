"""`wirewatch verdict` and `verdicts`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from support.commands import Run


def test_a_false_verdict_proposes_exclusions_and_the_log_keeps_everything(polled: Path, run: Run) -> None:
    alert = json.loads(run("alerts", "--json", cwd=polled).stdout)[0]
    told = json.loads(
        run("verdict", alert["id"], "false", "--note", "=not ours", "--json", cwd=polled).stdout
    )
    for proposal in told["exclusions"]:
        assert proposal["rule"] in {match["rule"] for match in alert["matches"]}
        assert proposal["phrase"] in alert["title"] or len(proposal["phrase"].split()) > 1
    run("verdict", alert["id"], "true", cwd=polled)
    log = json.loads(run("verdicts", "--json", cwd=polled).stdout)
    assert [one["verdict"] for one in log] == ["false", "true"]
    assert log[0]["note"] == "=not ours"
    rows = list(csv.DictReader(io.StringIO(run("verdicts", "--csv", cwd=polled).stdout)))
    assert rows[0]["note"] == "'=not ours"
    assert "no alert" in run("verdict", 999_999, "true", cwd=polled, code=1).stderr
    run("verdict", alert["id"], "perhaps", cwd=polled, code=2)

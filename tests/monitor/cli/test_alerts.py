"""`wirewatch alerts` and `status`: the documented shape, filters, CSV."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from support.commands import Run


def test_alerts_have_the_documented_shape_and_stable_ids(polled: Path, run: Run) -> None:
    alerts = json.loads(run("alerts", "--json", cwd=polled).stdout)
    keys = {
        "id", "kind", "story", "watches", "severity", "title", "url", "outlet", "outlets", "published",
        "created", "reason", "matches", "deliveries", "lines", "silent",
    }  # fmt: skip
    for alert in alerts:
        assert keys <= set(alert)
        assert alert["kind"] in {"new", "update"}
        for beside in (*alert["lines"], *alert["silent"]):
            assert {"entry", "title", "url", "outlet"} <= set(beside)
        assert alert["watches"] == ["us-mexico-security"]
        assert {"destination", "state", "attempts"} == set(alert["deliveries"][0])
        for match in alert["matches"]:
            assert {"rule", "variant", "field", "span", "text", "score", "tokens"} <= set(match)
    assert alerts == json.loads(run("alerts", "--json", cwd=polled).stdout)


def test_alerts_are_listed_by_time_and_watch_and_as_csv(polled: Path, run: Run) -> None:
    assert json.loads(run("alerts", "--json", "--since", "1h", cwd=polled).stdout)
    assert json.loads(run("alerts", "--json", "--since", "2999-01-01", cwd=polled).stdout) == []
    unknown = run("alerts", "--watch", "us-mexico-securty", cwd=polled, code=2)
    assert "did you mean `us-mexico-security`?" in " ".join(unknown.stderr.replace("│", " ").split())
    rows = list(csv.DictReader(io.StringIO(run("alerts", "--csv", cwd=polled).stdout)))
    assert rows[0]["watches"] == "us-mexico-security"
    wrong = run("alerts", "--since", "yesterday", cwd=polled, code=2)
    assert "neither a span" in wrong.stderr


def test_the_word_list_is_a_word_that_alerts_may_have_and_says_so(polled: Path, run: Run) -> None:
    assert "without the word `list` all are listed" in run("alerts", "list", cwd=polled).stdout

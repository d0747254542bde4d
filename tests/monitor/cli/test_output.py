"""What commands print: tables, JSON and CSV, files, and pipes whose reader goes away."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from support.commands import Run, WarmHost, environment


@pytest.mark.parametrize("name", ["alerts", "feeds", "deliveries", "status"])
def test_listings_fit_80_columns_and_speak_json(polled: Path, run: Run, name: str) -> None:
    shown = run(name, cwd=polled).stdout
    assert shown.strip()
    assert max(len(line.rstrip()) for line in shown.splitlines()) <= 80
    assert "\x1b" not in shown
    assert json.loads(run(name, "--json", cwd=polled).stdout)


def test_a_reader_that_goes_away_ends_no_command_early(
    starter: Path, run: Run, warm: WarmHost, tmp_path: Path
) -> None:
    def head(*args: str, cold: bool = False) -> int:
        reader, writer = os.pipe()
        os.close(reader)
        start = warm.start_cold if cold else warm.start
        with os.fdopen(writer, "wb") as out, (tmp_path / "said").open("wb") as err:
            process = start(args, starter, environment(tmp_path), out, err)
        code = process.wait(60)
        assert "Traceback" not in (tmp_path / "said").read_text()
        return code

    assert head("run", "--once") == 0
    polled = json.loads(run("feeds", "--json", cwd=starter).stdout)
    assert all(feed["last_ok"] for feed in polled)
    assert [head("alerts", "--json"), head("alerts", "--csv"), head("alerts", cold=True)] == [0, 0, 0]

"""`wirewatch deliveries` and `notify-test`."""

from __future__ import annotations

import json
import mailbox
from pathlib import Path

from support.commands import Run
from support.watch_folder import ferry_folder


def test_notify_test_sends_to_one_destination(starter: Path, run: Run) -> None:
    assert "test message" in run("notify-test", "console", cwd=starter).stdout
    run("notify-test", "mailbox", cwd=starter)
    assert len(mailbox.mbox(starter / "var" / "alerts.mbox")) == 1
    wrong = run("notify-test", "nobody", cwd=starter, code=1)
    assert "console" in wrong.stderr


def test_a_dead_delivery_is_listed_with_its_reason_and_sent_when_a_person_says_so(
    tmp_path: Path, run: Run
) -> None:
    folder = ferry_folder(tmp_path / "w", "json://127.0.0.1:9/gone")
    run("run", "--once", cwd=folder)
    (one,) = json.loads(run("deliveries", "--json", cwd=folder).stdout)
    assert (one["state"], one["destination"]) == ("retry", "desk")
    assert "no connection: connection refused" in run("deliveries", cwd=folder, COLUMNS="200").stdout
    assert "none of these" in run("deliveries", "retry", one["id"], cwd=folder, code=1).stdout
    assert "not unknown" in run("deliveries", "settle", one["id"], "sent", cwd=folder, code=1).stdout
    run("deliveries", "retry", cwd=folder, code=2)

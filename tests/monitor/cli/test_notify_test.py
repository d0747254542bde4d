"""`wirewatch notify-test`."""

from __future__ import annotations

import json
import mailbox
from pathlib import Path

from support.commands import Run


def test_notify_test_sends_to_one_destination(starter: Path, run: Run) -> None:
    assert "test message" in run("notify-test", "console", cwd=starter).stdout
    run("notify-test", "mailbox", cwd=starter)
    assert len(mailbox.mbox(starter / "var" / "alerts.mbox")) == 1
    wrong = run("notify-test", "nobody", cwd=starter, code=1)
    assert "console" in wrong.stderr


def test_notify_test_sends_a_sample_and_says_how_each_delivery_went(starter: Path, run: Run) -> None:
    shown = run("notify-test", "console", "--sample", "update", cwd=starter).stdout
    assert shown.startswith("HIGH: update: Ferry in the strait sails again [ships]\n")
    assert shown.endswith("console: sent: printed\n")
    told = json.loads(run("notify-test", "mailbox", "--sample", "digest", "--json", cwd=starter).stdout)
    assert (told["state"], len(told["deliveries"])) == ("sent", 1)
    run("notify-test", "mailbox", "--sample", "poem", cwd=starter, code=2)

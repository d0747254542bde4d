"""A new watch catches up on stored history as one quiet digest, if it asks for it."""

from __future__ import annotations

import json
import mailbox
from pathlib import Path

from support.commands import Run

WATCH = """\
version: 1
topics:
  - {id: libraries, terms: [library, libraries, biblioteca]}
watches:
  - id: reading
    title: Libraries
    when: {any: [libraries, fentanyl]}
    notify: [mailbox]
    catch_up: 7d
...
"""


def messages(folder: Path) -> list[mailbox.mboxMessage]:
    return list(mailbox.mbox(folder / "var" / "alerts.mbox"))


def test_a_new_watch_reports_history_once_in_one_message(starter: Path, run: Run) -> None:
    run("run", "--once", cwd=starter)
    before = len(messages(starter))
    (starter / "rules" / "reading.yaml").write_text(WATCH)
    run("run", "--once", cwd=starter)
    (digest,) = messages(starter)[before:]
    assert digest["Subject"].startswith("Libraries: ")
    text = digest.get_payload(decode=True).decode()
    alerts = json.loads(run("alerts", "--watch", "reading", "--json", "--limit", 0, cwd=starter).stdout)
    assert len(alerts) > 1
    assert all(alert["deliveries"] == [] for alert in alerts)
    assert len({alert["story"] for alert in alerts}) == len(alerts)
    # The mail wraps lines, so that a title may be broken there.
    assert all(alert["title"].split()[0] in text for alert in alerts)
    run("run", "--once", cwd=starter)
    assert len(messages(starter)) == before + 1
    assert json.loads(run("status", "--json", cwd=starter).stdout)["reconciled"]


def test_a_watch_that_does_not_ask_stays_silent_on_history(starter: Path, run: Run) -> None:
    run("run", "--once", cwd=starter)
    before = len(messages(starter))
    (starter / "rules" / "reading.yaml").write_text(WATCH.replace("    catch_up: 7d\n", ""))
    run("run", "--once", cwd=starter)
    assert len(messages(starter)) == before
    assert json.loads(run("alerts", "--watch", "reading", "--json", cwd=starter).stdout) == []

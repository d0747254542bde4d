"""`wirewatch run`: one run over the sample feeds, and the next that has nothing to do."""

from __future__ import annotations

import json
import mailbox
from pathlib import Path

from support.commands import Run
from support.watch_folder import sample_expectations

from storage import Store


def test_one_round_alerts_on_the_sample_stories_and_sums_up(starter: Path, run: Run) -> None:
    done = run("run", "--once", cwd=starter)
    for line in ("feeds polled", "entries new", "entries matched", "duplicates folded", "alerts sent"):
        assert line in done.stdout
    assert "alerts held" in done.stdout
    assert "alerts failed" in done.stdout
    box = mailbox.mbox(starter / "var" / "alerts.mbox")
    assert len(box) >= 4
    assert all(max(map(len, str(message.get_payload()).splitlines())) < 1000 for message in box)


def test_every_sample_entry_fires_or_stays_silent_as_it_should(polled: Path, run: Run) -> None:
    store = Store.open(str(polled / "var" / "wirewatch.db"))
    wrong = []
    alerts: dict[str, list[str]] = {}
    for row in sample_expectations():
        (entry,) = [one for one in store.entries.find(row["entry"]) if one.feed == row["feed"]]
        actions = [decision.action for decision in store.alerts.decisions(entry.id)]
        if bool(actions) != (row["alerts"] == "yes"):
            wrong.append(f"{row['feed']} {row['entry']}: {actions} ({row['note']})")
        for group in filter(None, (row["story"] and f"story {row['story']}", row["copies"])):
            alerts.setdefault(group, []).extend(action for action in actions if action == "alerted")
    store.close()
    assert not wrong, "\n".join(wrong)
    # Of copies of one text whichever is polled first alerts, and the others join its story. Reports of one
    # event in two languages may join as well, by what was polled before them: then one language is silent.
    copies = {group: len(heard) for group, heard in alerts.items() if not group.startswith("story")}
    assert all(count <= 1 for count in copies.values()), copies
    assert all(heard for group, heard in alerts.items() if group.startswith("story")), alerts


def test_a_second_round_sends_nothing_more(polled: Path, run: Run) -> None:
    before = (polled / "var" / "alerts.mbox").read_bytes()
    again = json.loads(run("run", "--once", "--json", cwd=polled).stdout)
    assert (again["new"], again["alerts"], again["sent"], again["held"]) == (0, 0, 0, 0)
    assert (polled / "var" / "alerts.mbox").read_bytes() == before

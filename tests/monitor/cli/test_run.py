"""`wirewatch run`: one run over the sample feeds, and the next that has nothing to do."""

from __future__ import annotations

import json
import mailbox
import re
import subprocess
import sys
from pathlib import Path

from support.commands import Run
from support.feed_server import FeedServer, Reply
from support.watch_folder import ferry_folder, sample_expectations

from storage import Store


def test_one_round_alerts_on_the_sample_stories_and_sums_up(starter: Path, run: Run) -> None:
    done = run("run", "--once", cwd=starter)
    for line in ("feeds polled", "entries new", "entries matched", "entries joined", "deliveries sent"):
        assert line in done.stdout
    assert "deliveries held" in done.stdout
    assert "deliveries failed" in done.stdout
    box = mailbox.mbox(starter / "var" / "alerts.mbox")
    assert len(box) >= 4
    assert all(max(map(len, str(message.get_payload()).splitlines())) < 1000 for message in box)


def test_every_sample_entry_fires_or_stays_silent_as_it_should(polled: Path, run: Run) -> None:
    store = Store.open(str(polled / "var" / "wirewatch.db"))
    wrong = []
    alerts: dict[str, list[str]] = {}
    for row in sample_expectations():
        (entry,) = [one for one in store.lookup.find(row["entry"]) if one.feed == row["feed"]]
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


def test_the_process_that_runs_lets_the_garbage_collector_look_less_often() -> None:
    code = (
        "import gc; from monitor.cli.run import GARBAGE_THRESHOLDS, set_garbage_collector\n"
        "set_garbage_collector(); assert gc.get_threshold() == GARBAGE_THRESHOLDS; print(gc.get_freeze_count())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert int(done.stdout) > 10_000


def test_json_goes_with_once_only(starter: Path, run: Run) -> None:
    assert "--json goes with --once" in run("run", "--json", cwd=starter, code=2, COLUMNS="200").stderr


def test_a_config_without_feeds_is_refused(starter: Path, run: Run) -> None:
    config = starter / "config.toml"
    config.write_text(re.sub(r"(?ms)^\[\[feeds\]\].*?(?=^\[(?!\[feeds)|\Z)", "", config.read_text()))
    assert "no feeds are enabled" in run("run", "--once", cwd=starter, code=2).stderr


def test_a_round_pings_the_dead_mans_switch_once_and_says_so_where_it_is_not_heard(
    tmp_path: Path, run: Run
) -> None:
    folder = ferry_folder(tmp_path / "w", "mbox:alerts.mbox")
    config = folder / "config.toml"
    with FeedServer() as server:
        url = server.serve("/secret-id", "heard")
        config.write_text(f'[monitor]\nping_url = "{url}"\n{config.read_text()}')
        assert "ping" not in run("run", "--once", cwd=folder).stderr
        assert len(server.hits("/secret-id")) == 1
        server.serve("/secret-id", Reply(status=404))
        warned = run("run", "--once", cwd=folder).stderr
    assert "the ping to ping_url was not heard: it answered 404" in warned
    assert "secret-id" not in warned

"""The document of /metrics: who reads it, what it counts, and that dashboard and alert rules name what there is."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.makers import NOW, entry
from support.page import PageFolder
from support.places import ROOT

pytest.importorskip("prometheus_client", reason="the page's tests need the extra `web`")

from prometheus_client.parser import text_string_to_metric_families

from monitor.events.listener import AttemptEnded, PollEnded
from monitor.polling.presence import state_of
from monitor.web.exports.meters import Meters
from monitor.web.exports.metrics import AlertTally, exposition, store_families
from rules.model import RuleSet
from storage import DaemonFacts, Payload, Store

MONITORING = ROOT / "docs" / "monitoring"


def samples(text: str) -> dict[tuple[str, str], float]:
    """Each sample by its name and the values of its labels, these in the order of the labels' names."""
    return {
        (sample.name, " ".join(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_alerts_count_from_the_first_reading_whoever_made_them(page: PageFolder) -> None:
    page.tell(entry("before"))
    assert samples(page.get("/metrics"))["wirewatch_alerts_total", "normal news"] == 0
    page.tell(entry("after"))
    page.tell(entry("later"))
    for _ in range(2):
        assert samples(page.get("/metrics"))["wirewatch_alerts_total", "high w"] == 2


def test_an_alert_of_a_lower_number_that_is_committed_later_counts(page: PageFolder, tmp_path: Path) -> None:
    tally = AlertTally()
    tally.read(page.store)
    page.tell(entry("a"))
    page.tell(entry("b"))
    with sqlite3.connect(tmp_path / "store.db") as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("UPDATE alert_watch SET alert = 9 WHERE alert = 1")
        db.execute("UPDATE alert SET id = 9 WHERE id = 1")
    assert tally.read(page.store) == {("w", "high"): 2}
    page.tell(entry("c"))
    with sqlite3.connect(tmp_path / "store.db") as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("UPDATE alert_watch SET alert = 5 WHERE alert = 10")
        db.execute("UPDATE alert SET id = 5 WHERE id = 10")
    assert tally.read(page.store) == {("w", "high"): 3}


def test_a_daemon_that_is_silent_while_others_poll_leaves_the_store_well(
    postgresql: Callable[[], str],
) -> None:
    facts = DaemonFacts(host="elsewhere", process=7, version="1.0", rules="abc", config="feeds=12")
    with closing(Store.open(postgresql(), create=True)) as store:
        store.daemons.beat("one", facts, NOW)
        later = datetime.now(UTC) + timedelta(minutes=11)
        (daemon,) = store.daemons.all()
        assert state_of(daemon, later) == "silent"
        families = {family.name: family for family in store_families(store, later, RuleSet(), AlertTally())}
    assert [sample.value for sample in families["wirewatch_healthy"].samples] == [1.0]


def test_what_waits_has_an_age(page: PageFolder) -> None:
    page.store.outbox.add("k", "desk", Payload(subject="s", text="t"), NOW - timedelta(minutes=7))
    found = samples(page.get("/metrics"))
    assert found["wirewatch_deliveries", "desk pending"] == 1
    assert found["wirewatch_oldest_delivery_seconds", "desk pending"] == 420


def busy_document(page: PageFolder) -> str:
    """The document of a daemon to which everything happened once."""
    meters, tally = Meters(), AlertTally()
    tally.read(page.store)
    meters.poll_ended(PollEnded(outcome="ok", seconds=0.2, new=1, matched=1))
    meters.attempt_ended(AttemptEnded(destination="desk", state="sent", seconds=0.3))
    page.tell()
    found = store_families(page.store, NOW, page.site.rules, tally)
    return exposition(meters, found, "", readable=True)[0].decode()


def expressions() -> list[str]:
    board = json.loads((MONITORING / "dashboard.json").read_text())
    found = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    rules = (MONITORING / "alerts.yml").read_text()
    return found + re.findall(r"expr: (?:>-\n(?:\s+))?(.+(?:\n\s{10}.+)*)", rules)


def test_dashboard_and_alert_rules_name_metrics_that_there_are(page: PageFolder) -> None:
    known = {name for name, _ in samples(busy_document(page))} | {
        "wirewatch_last_poll_timestamp_seconds",
        "up",
    }
    named = {name for expr in expressions() for name in re.findall(r"\b(?:wirewatch|process)_\w+", expr)}
    assert len(named) > 15
    assert named - known == set()


def test_the_manual_names_every_metric(page: PageFolder) -> None:
    listed = set(re.findall(r"`(wirewatch_\w+)", (ROOT / "docs" / "monitoring.md").read_text()))
    families = text_string_to_metric_families(busy_document(page))
    kinds = {
        f.name + ("_total" if f.type == "counter" else "") for f in families if f.name.startswith("wirewatch")
    }
    ours = {name for name in kinds if not name.endswith("_created")} | {
        "wirewatch_last_poll_timestamp_seconds"
    }
    assert listed == ours


def test_prometheus_takes_rules_and_metrics(page: PageFolder) -> None:
    promtool = shutil.which("promtool") or pytest.skip(
        "promtool is not installed: apt-get install prometheus"
    )
    rules = [promtool, "check", "rules", str(MONITORING / "alerts.yml")]
    subprocess.run(rules, check=True, capture_output=True, timeout=30)
    document = busy_document(page)
    linted = subprocess.run(
        [promtool, "check", "metrics"],
        input=document,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert linted.returncode == 0, linted.stderr

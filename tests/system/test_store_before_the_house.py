"""A store that wirewatch wrote before its modules moved: it opens, is read, and goes on where it ended.

`store_before_the_house.db.gz` was made by commit 03a1d00 in the starter folder with the sample feeds: two rounds, one
changed entry, two verdicts, and a mute that held one alert. Its times were then set back, to March 2024.
"""

from __future__ import annotations

import gzip
import json
import mailbox
import re
from pathlib import Path

import pytest
from support.commands import Run
from support.places import DATA

from storage import Store

HELD = "Libraries keep naloxone at the desk"


@pytest.fixture
def folder(starter: Path) -> Path:
    (starter / "var").mkdir()
    packed = (DATA / "store_before_the_house.db.gz").read_bytes()
    (starter / "var" / "wirewatch.db").write_bytes(gzip.decompress(packed))
    return starter


def test_the_store_is_upgraded_where_it_opens_and_its_accounts_hold(folder: Path) -> None:
    store = Store.open(str(folder / "var" / "wirewatch.db"), create=True)
    accounts = store.alerts.accounts()
    store.close()
    pairs, deliveries = accounts["pairs"], accounts["deliveries"]
    assert pairs["matched"] == pairs["alerted"] + pairs["threaded"] + pairs["suppressed"] == 23
    assert deliveries["created"] == deliveries["sent"] + deliveries["held"] == 28


def test_its_alerts_stories_and_reasons_are_read_once_it_is_upgraded(folder: Path, run: Run) -> None:
    assert "wirewatch db upgrade" in run("alerts", "--json", cwd=folder, code=4).stderr
    run("db", "upgrade", cwd=folder)
    alerts = json.loads(run("alerts", "--json", cwd=folder).stdout)
    assert len(alerts) == 14
    assert alerts[0]["title"] == HELD
    assert {delivery["state"] for delivery in alerts[0]["deliveries"]} == {"held"}
    assert all(alert["matches"] and alert["reason"] for alert in alerts)

    stories = json.loads(run("stories", "--since", "3500d", "--json", cwd=folder).stdout)
    assert max(len(story["entries"]) for story in stories) == 6

    why = run("why", "spare tyre", cwd=folder).stdout
    assert "fentanly" in why
    assert "version 2" in why


def test_the_next_round_finds_nothing_new_and_sends_only_what_was_held(folder: Path, run: Run) -> None:
    first = run("run", "--once", cwd=folder).stdout
    assert re.search("entries new +0 +and 0 changed", first), "each entry is known"
    assert re.search("alerts made +0", first)
    box = folder / "var" / "alerts.mbox"
    assert not box.exists() or len(mailbox.mbox(box)) == 0, "a clock that leapt by years ends no mute"

    run("unmute", "sample-valley-courier", cwd=folder)
    second = run("run", "--once", cwd=folder).stdout
    assert [HELD in str(message["Subject"]) for message in mailbox.mbox(box)] == [True]
    assert second.count(f"{HELD} [US-Mexico security talks]") == 1

    again = run("run", "--once", cwd=folder).stdout
    assert re.search("entries new +0 +and 0 changed", again)
    assert re.search("deliveries sent +0", again)
    assert len(mailbox.mbox(box)) == 1

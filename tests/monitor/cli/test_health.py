"""`wirewatch health`: what it says of daemons that run, are gone, or hang."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from support.commands import Run

from monitor.cli.health import judge
from storage import FeedState, Store

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
A_MINUTE = timedelta(minutes=1)


def feed(due: timedelta, polled: timedelta, errors: int = 0) -> FeedState:
    return FeedState(
        name="f", url="u", interval=900.0, next_at=NOW + due, last_poll=NOW - polled, errors=errors
    )


def test_a_daemon_that_polls_is_well_though_a_feed_fails() -> None:
    verdict = judge([feed(A_MINUTE, A_MINUTE, errors=9)], "12", NOW, one_daemon=True)
    assert verdict.healthy
    assert verdict.text == "1 feeds, 1 failing; last poll 1 min ago"


def test_feeds_that_wait_are_no_stall_while_others_are_polled() -> None:
    assert judge([feed(-60 * A_MINUTE, 2 * A_MINUTE)], "12", NOW, one_daemon=True).healthy


def test_a_daemon_that_polls_no_more_hangs() -> None:
    verdict = judge([feed(-11 * A_MINUTE, 26 * A_MINUTE)], "12", NOW, one_daemon=True)
    assert not verdict.healthy
    assert "hangs" in verdict.text
    assert not judge([feed(-11 * A_MINUTE, 26 * A_MINUTE)], None, NOW, one_daemon=False).healthy


def test_a_store_without_a_daemon_is_not_well_and_with_one_it_is(polled: Path, run: Run) -> None:
    alone = run("health", cwd=polled, code=1)
    assert alone.stdout.startswith("NOT WELL: no daemon runs on this store")
    store = Store.open(str(next(polled.rglob("*.db"))))
    store.lock()
    try:
        facts = json.loads(run("health", "--json", cwd=polled).stdout)
    finally:
        store.close()
    assert facts["healthy"]
    assert facts["process"].isdigit()
    assert facts["failing"] == 0


def test_a_store_that_is_not_there_is_exit_4(starter: Path, run: Run) -> None:
    run("health", cwd=starter, code=4)

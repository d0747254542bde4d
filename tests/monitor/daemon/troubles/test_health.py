"""What the operator is told of wirewatch's own troubles: each once, and once when it is over."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import event, insert
from support.stored import change_feed, stored_feed

from monitor.daemon.troubles import health
from monitor.daemon.troubles.health import Health
from monitor.daemon.troubles.operator_alerts import Operator
from monitor.delivery.circuit_breaker import CircuitBreakers
from rules.deciding.feed_silence import silence_limit
from storage import FeedSetting, Outcome, Store
from storage.tables import ALERT, ALERT_WATCH, ENTRY

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(str(tmp_path / "wirewatch.db"), create=True)
    opened.feeds.sync([FeedSetting(name="wire", url="https://news.example/f", interval=900, start_at=NOW)])
    yield opened
    opened.close()


def look(store: Store, now: datetime, heartbeat: str | None = None) -> None:
    operator = Operator(store, "desk", ("desk", "console"))
    Health(store=store, operator=operator, watches=["ships"], zone=UTC, heartbeat=heartbeat).look(now)


def told(store: Store) -> list[str]:
    return [
        one.payload.subject.removeprefix("wirewatch: ") for one in reversed(store.outbox.all()) if one.payload
    ]


def arrive(store: Store, *times: datetime) -> None:
    """Entries of the feed that came then, each with an alert."""
    with store.transaction():
        conn = store._db.conn
        for number, at in enumerate(times):
            name = f"e{number}-{at.isoformat()}"
            row = {
                "id": name,
                "feed": "wire",
                "title": "t",
                "text": "",
                "fetched": at,
                "digest": "",
                "story": name,
            }
            row |= {
                "version": 1,
                "title_key": "",
                "quiet": False,
                "level": "new",
                "join_score": 0,
                "join_reason": {},
            }
            conn.execute(insert(ENTRY).values(row | {"rules_version": ""}))
            alert = {
                "kind": "new",
                "story": name,
                "entry": name,
                "severity": "low",
                "matches": [],
                "reason": {},
            }
            made = conn.execute(
                insert(ALERT).values(alert | {"created": at}).returning(ALERT.c.id)
            ).scalar_one()
            conn.execute(insert(ALERT_WATCH).values(alert=made, watch="ships"))


def test_a_feed_that_fails_for_hours_is_told_once_and_so_is_its_recovery(store: Store) -> None:
    change_feed(store, "wire", last_ok=NOW - 7 * HOUR, errors=9, last_error="HTTP 500")
    look(store, NOW)
    look(store, NOW + HOUR)
    assert told(store) == ["feed wire fails, 9 times in a row"]
    assert "HTTP 500" in store.outbox.all()[0].payload.text
    change_feed(store, "wire", last_ok=NOW + 2 * HOUR, errors=0, last_error=None)
    look(store, NOW + 2 * HOUR)
    look(store, NOW + 3 * HOUR)
    assert told(store)[1:] == ["over: feed wire fails, 9 times in a row"]
    change_feed(store, "wire", errors=9, gone=True)
    look(store, NOW + 4 * HOUR)
    assert told(store)[2:] == ["feed wire is gone (410)"]


def test_feeds_that_are_well_cost_no_query_each(store: Store) -> None:
    settings = [FeedSetting(name=f"f{n}", url="u", interval=900, start_at=NOW) for n in range(300)]
    store.feeds.sync(settings)
    for setting in settings:
        change_feed(store, setting.name, last_new=NOW, last_ok=NOW, first_polled=NOW)
    statements: list[str] = []
    event.listen(store._db.engine, "before_cursor_execute", lambda *facts: statements.append(facts[2]))
    look(store, NOW + HOUR)
    assert len(statements) < 20


def test_a_feed_that_failed_a_few_times_is_not_worth_a_word(store: Store) -> None:
    change_feed(store, "wire", last_ok=NOW - HOUR, errors=9)
    look(store, NOW)
    assert told(store) == []


def test_silence_is_judged_by_a_learned_rhythm() -> None:
    hourly = [NOW - n * HOUR for n in range(40)]
    assert silence_limit(hourly, HOUR) == 4 * HOUR
    assert silence_limit(hourly, timedelta(days=1)) == timedelta(days=1)
    assert silence_limit(hourly[:10], HOUR) is None, "too little is known"
    days = [NOW - timedelta(days=d, hours=h) for d in range(20) for h in range(8)]
    assert silence_limit(days, HOUR) > timedelta(days=2), "nights are part of the rhythm"


def test_a_feed_and_a_watch_silent_beyond_their_rhythm_are_told_and_their_return_too(store: Store) -> None:
    arrive(store, *(NOW - n * HOUR for n in range(40)))
    look(store, NOW + timedelta(hours=23))
    assert told(store) == []
    look(store, NOW + timedelta(hours=25))
    assert told(store) == ["feed wire is silent for unusually long"]
    look(store, NOW + timedelta(days=8))
    assert told(store)[1:] == ["watch ships has found nothing for unusually long"]
    arrive(store, NOW + timedelta(days=8))
    look(store, NOW + timedelta(days=8, hours=1))
    assert sorted(told(store)[2:]) == [
        "over: feed wire is silent for unusually long",
        "over: watch ships has found nothing for unusually long",
    ]


def test_a_full_disk_is_told_and_shuts_the_gate(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    free = {"bytes": 100 * 2**20}
    monkeypatch.setattr(health, "free_bytes", lambda _: free["bytes"])
    look(store, NOW)
    assert told(store) == ["the disk is nearly full"]
    assert health.disk_gate(store) is None
    free["bytes"] = 10 * 2**20
    assert "nothing is sent" in (health.disk_gate(store) or "")
    free["bytes"] = 10**12
    look(store, NOW + HOUR)
    assert told(store)[1:] == ["over: the disk is nearly full"]


def test_the_heartbeat_comes_once_a_day(store: Store) -> None:
    for minute in range(0, 48 * 60, 7):
        look(store, NOW + timedelta(minutes=minute), heartbeat="12:30")
    assert told(store) == ["1 feed, 0 failing, 0 alerts"] * 2
    assert "No open troubles." in store.outbox.all()[0].payload.text


def test_a_destination_is_a_trouble_when_it_refuses_and_no_more_when_one_message_went_through() -> None:
    conditions = CircuitBreakers(Random(1))
    dead, sent = Outcome(state="dead", reason="refused: 550"), Outcome(state="sent", reason="accepted")
    begins = conditions.note("desk", dead, dead, NOW)
    assert begins is not None
    assert (begins.begins, begins.key) == (True, "destination:desk")
    assert conditions.note("desk", dead, dead, NOW) is None
    over = conditions.note("desk", sent, sent, NOW)
    assert over is not None
    assert not over.begins
    assert conditions.note("desk", sent, sent, NOW) is None


def test_a_destination_that_is_down_is_a_trouble_only_after_a_while() -> None:
    conditions = CircuitBreakers(Random(1))
    down = Outcome(state="retry", reason="ConnectionRefusedError", concerns_service=True)
    assert conditions.note("desk", down, down, NOW) is None
    assert conditions.blocked(NOW) == {"desk"} or conditions.probing("desk")
    assert conditions.note("desk", down, down, NOW + timedelta(minutes=14)) is None
    word = conditions.note("desk", down, down, NOW + timedelta(minutes=15))
    assert word is not None
    assert word.subject == "destination desk cannot be reached"


# The clock


def test_what_was_due_stays_as_far_off_after_the_clock_was_set_back(store: Store) -> None:
    change_feed(store, "wire", next_at=NOW + timedelta(minutes=10))
    store.shift(timedelta(hours=-1), NOW - timedelta(hours=1))
    assert stored_feed(store, "wire").next_at == NOW - timedelta(minutes=50)


def test_jobs_that_a_set_clock_would_stop_run_on_once_they_are_made_due() -> None:
    runs: list[datetime] = []

    async def work() -> None:
        scheduler = AsyncIOScheduler(timezone=UTC)
        job = scheduler.add_job(lambda: runs.append(datetime.now(UTC)), "interval", seconds=1)
        scheduler.start()
        # As after an hour back: the next run is an hour away.
        job.modify(next_run_time=datetime.now(UTC) + HOUR)
        await asyncio.sleep(1.2)
        assert runs == []
        for one in scheduler.get_jobs():
            one.modify(next_run_time=datetime.now(UTC))
        await asyncio.sleep(1.5)
        scheduler.shutdown(wait=False)

    asyncio.run(work())
    assert len(runs) >= 2


def test_feeds_that_moved_to_another_origin_are_told_together_and_once(store: Store) -> None:
    names = ["wire", "tide", "near", "soon"]
    store.feeds.sync(
        FeedSetting(name=n, url=f"https://{n}.example/f", interval=900, start_at=NOW) for n in names
    )
    for name, to, count in (
        ("wire", "https://new.example/f?token=secret", 3), ("tide", "http://tide.example/f", 4),
        ("near", "https://near.example/other", 9), ("soon", "https://new.example/s", 2),
    ):  # fmt: skip
        change_feed(store, name, moved_to=to, moved_count=count)
    look(store, NOW)
    look(store, NOW + HOUR)
    assert told(store) == ["2 feeds have moved"]
    payload = store.outbox.all()[0].payload
    assert payload
    assert (
        "- feed tide has moved to http://tide.example\n- feed wire has moved to https://new.example"
        in payload.text
    )
    assert "secret" not in payload.text

    # A failure gives the new address up, and the old one leads there again: that is no news.
    change_feed(store, "wire", moved_to=None, moved_count=0, errors=1)
    look(store, NOW + 2 * HOUR)
    change_feed(store, "wire", moved_to="https://new.example/f", moved_count=3, errors=0)
    look(store, NOW + 3 * HOUR)
    assert told(store) == ["2 feeds have moved"]

    change_feed(store, "wire", moved_to=None, moved_count=0)
    look(store, NOW + 4 * HOUR)
    assert [trouble.key for trouble in store.troubles.open()] == ["moved-feed:tide"]
    change_feed(store, "wire", moved_to="https://new.example/f", moved_count=3)
    look(store, NOW + 5 * HOUR)
    assert told(store)[1:] == ["feed wire has moved to https://new.example"]

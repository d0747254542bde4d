"""The jobs that keep the store in order, on a real store, with the clock that they go by."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.makers import entry, judged
from support.stored import stored_entry
from support.watch_folder import lithium_folder

from monitor.config import load as config_file
from monitor.daemon import clock, housekeeping
from monitor.daemon.clock import ClockGuard, steady_time
from monitor.daemon.open_application import open_application
from monitor.daemon.run_forever import Daemon
from monitor.polling.schedule import Pace, Pacing
from rules.loading.load import load
from rules.text.search_query import parse_query
from storage import SearchFilter, Store


def test_indexing_that_meets_a_locked_store_goes_on_once_it_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("storage.database.engine.BUSY_SECONDS", 0.2)
    monkeypatch.setattr(housekeeping, "INDEX_AGAIN_SECONDS", 0.05)
    config, _ = lithium_folder(tmp_path)
    rules = load(config.rules_folder, destinations=("console",)).rules
    with closing(Store.open(str(tmp_path / "store.db"), create=True)) as store:
        store.record([judged(entry("stored-before-there-was-an-index"))], datetime.now(UTC))

    async def index_while_locked() -> None:
        async with open_application(config, rules) as application:
            daemon = Daemon(application, lambda: (config, rules))
            search, said = application.store.search, ""
            async with asyncio.timeout(30):
                with closing(sqlite3.connect(tmp_path / "store.db", isolation_level=None)) as other:
                    other.execute("BEGIN IMMEDIATE")
                    running = asyncio.create_task(daemon.run())
                    while "the index for searching waits" not in said:
                        await asyncio.sleep(0.05)
                        said += capsys.readouterr().out
                while "stored entries are indexed" not in said:
                    await asyncio.sleep(0.05)
                    said += capsys.readouterr().out
            assert await application.write(search.find, parse_query("title"), SearchFilter())
            daemon.stop.set()
            await running

    asyncio.run(index_while_locked())


def test_the_daemon_forgets_once_a_day_what_is_older_than_is_to_be_kept(tmp_path: Path) -> None:
    config, _ = lithium_folder(tmp_path, 'keep = "30d"')
    rules = load(config.rules_folder, destinations=("console",)).rules

    async def keep_house() -> list[str]:
        async with open_application(config, rules) as application:
            daemon = Daemon(application, lambda: (config, rules))
            now = datetime.now(UTC)
            # The clock is not doubted, for something was fetched just now.
            await application.write(
                application.store.record, [judged(entry("new", fetched=now), tell=())], now
            )
            texts = []
            for name, days in (("a", 40), ("b", 40), ("c", 10)):
                then = datetime.now(UTC) - timedelta(days=days)
                judgement = judged(entry(name, fetched=then), tell=())
                await application.write(application.store.record, [judgement], then)
                await daemon._house.tidy()
                texts.append((await application.write(stored_entry, application.store, name)).text)
            return texts

    assert asyncio.run(keep_house()) == ["", "Text.", "Text."], "the second time that day it looks at nothing"


def test_nothing_is_forgotten_or_sent_between_a_jump_of_the_clock_and_its_notice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, _ = lithium_folder(tmp_path, 'keep = "30d"')
    rules = load(config.rules_folder, destinations=("console",)).rules
    ahead = [0.0]
    monkeypatch.setattr(clock, "ClockGuard", lambda: ClockGuard(lambda: time.time() + ahead[0], steady_time))

    async def keep_house_after_a_jump() -> list[str]:
        async with open_application(config, rules) as application:
            daemon = Daemon(application, lambda: (config, rules))
            now = datetime.now(UTC)
            # A poll by the wrong clock came first, so the store's own times raise no doubt.
            await application.write(
                application.store.record, [judged(entry("new", fetched=now), tell=())], now
            )
            then = now - timedelta(days=40)
            await application.write(
                application.store.record, [judged(entry("a", fetched=then), tell=())], then
            )
            texts = []
            for seconds in (7_200.0, 0.0):
                ahead[0] = seconds
                await daemon._house.tidy()
                await daemon._deliver()
                texts.append((await application.write(stored_entry, application.store, "a")).text)
                assert (daemon._delivering is None) == bool(seconds)
            return texts

    assert asyncio.run(keep_house_after_a_jump()) == ["Text.", ""]


def test_housekeeping_fits_the_schedule_to_how_often_feeds_publish_by_now(tmp_path: Path) -> None:
    config, _ = lithium_folder(tmp_path)
    path = config.path
    path.write_text(path.read_text() + '[[feeds]]\nname = "one"\nurl = "one.xml"\n')
    config = config_file.load(path)
    rules = load(config.rules_folder, destinations=("console",)).rules

    async def keep_house() -> tuple[Pacing, Pacing]:
        async with open_application(config, rules) as application:
            daemon, before = Daemon(application, lambda: (config, rules)), application.poller.in_force.pacing
            (state,) = await application.write(
                application.store.feeds.due, datetime.now(UTC) + timedelta(hours=1)
            )
            busy = Pace(hours=(50.0,) * 24, days=10.0)
            await application.write(application.store.feeds.finish, [replace(state, pace=busy.pack())])
            await daemon._house.tidy()
            return before, application.poller.in_force.pacing

    before, after = asyncio.run(keep_house())
    assert after.c > before.c, "a feed that publishes more must not be asked more often than the budget says"

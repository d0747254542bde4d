"""The daemon in this process, on a real watch folder and store: what breaks must not end its watching."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.feed_server import FeedServer, Reply
from support.makers import entry, judged
from support.stored import stored_entry
from support.watch_folder import LITHIUM_RULES, lithium_folder

from monitor.config import load as config_file
from monitor.config.schema import Config
from monitor.daemon import run_forever
from monitor.daemon.application import open_application
from monitor.daemon.clock import ClockGuard, steady_time
from monitor.daemon.run_forever import Daemon
from monitor.polling.schedule import Pace, Pacing
from rules.loading.load import load
from rules.model import RuleSet
from rules.text.search_query import parse_query
from storage import FeedState, SearchFilter, Store


def test_a_reload_that_breaks_does_not_end_the_watch_for_edits(tmp_path: Path) -> None:
    config, rules = lithium_folder(tmp_path)
    loads: list[str] = []

    def reload() -> tuple[Config, RuleSet]:
        loads.append(rules.read_text())
        if len(loads) == 1:
            raise MemoryError("as no edit should")
        return config, load(config.rules_folder, destinations=("console",)).rules

    async def edit_twice() -> None:
        async with open_application(
            config, load(config.rules_folder, destinations=("console",)).rules
        ) as application:
            daemon = Daemon(application, reload)
            running = asyncio.create_task(daemon.run())
            await asyncio.sleep(0.5)
            async with asyncio.timeout(30):
                rules.write_text(LITHIUM_RULES.replace("terms: [lithium]", "terms: [lithium, cobalt]"))
                while not loads:
                    await asyncio.sleep(0.05)
                rules.write_text(LITHIUM_RULES.replace("terms: [lithium]", "terms: [lithium, nickel]"))
                while "nickel" not in repr(application.rules.topics):
                    await asyncio.sleep(0.05)
            daemon.stop.set()
            await running

    asyncio.run(edit_twice())


def test_indexing_that_meets_a_locked_store_goes_on_once_it_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("storage.database.engine.BUSY_SECONDS", 0.2)
    monkeypatch.setattr(run_forever, "INDEX_AGAIN_SECONDS", 0.05)
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


def test_a_good_edit_that_meets_a_locked_store_is_taken_over_once_it_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("storage.database.engine.BUSY_SECONDS", 0.5)
    config, rules = lithium_folder(tmp_path)

    def loaded() -> tuple[Config, RuleSet]:
        return config, load(config.rules_folder, destinations=("console",)).rules

    async def edit_while_locked() -> None:
        async with open_application(*loaded()) as application:
            daemon = Daemon(application, loaded)
            running = asyncio.create_task(daemon.run())
            await asyncio.sleep(0.3)
            said = ""
            async with asyncio.timeout(30):
                with closing(sqlite3.connect(tmp_path / "store.db", isolation_level=None)) as other:
                    other.execute("BEGIN IMMEDIATE")
                    rules.write_text(LITHIUM_RULES.replace("terms: [lithium]", "terms: [lithium, cobalt]"))
                    while "reload waits for the store" not in said:
                        await asyncio.sleep(0.05)
                        said += capsys.readouterr().out
                while "reloaded" not in said:
                    await asyncio.sleep(0.05)
                    said += capsys.readouterr().out
            assert "cobalt" in repr(application.rules.topics)
            assert "+1 term" in said
            daemon.stop.set()
            await running

    asyncio.run(edit_while_locked())


def test_many_feeds_that_are_due_at_once_do_not_wait_for_a_tick_each(tmp_path: Path) -> None:
    config, _ = lithium_folder(tmp_path)
    names = [f"feed-{number}" for number in range(40)]
    for name in names:
        (tmp_path / name).write_text("<rss version='2.0'><channel><title>News</title></channel></rss>")
    feeds = "".join(f'[[feeds]]\nname = "{name}"\nurl = "{name}"\ninterval = "1s"\n' for name in names)
    config.path.write_text(f"{config.path.read_text()}[monitor]\nconcurrency = 1\n{feeds}")
    config = config_file.load(config.path)

    async def polled() -> list[datetime]:
        async with open_application(config, RuleSet(version="none")) as application:
            daemon = Daemon(application, lambda: (config, RuleSet(version="none")))
            running = asyncio.create_task(daemon.run())
            async with asyncio.timeout(60):
                while not all(
                    times := [f.last_poll for f in await application.write(application.store.feeds.all)]
                ):
                    await asyncio.sleep(0.05)
            daemon.stop.set()
            await running
            return [time for time in times if time]

    times = asyncio.run(polled())
    assert max(times) - min(times) < timedelta(seconds=len(names) / 2)


def test_of_feeds_that_take_long_no_more_are_claimed_than_are_polled(
    tmp_path: Path, feeds: FeedServer
) -> None:
    config, _ = lithium_folder(tmp_path)
    text = f"{config.path.read_text()}[monitor]\nconcurrency = 2\n"
    for number in range(6):
        url = feeds.serve(f"/{number}", Reply(body=b"", delay=60))
        text += f'[[feeds]]\nname = "f{number}"\nurl = "{url}"\ninterval = "1s"\nallow_private = true\n'
    config.path.write_text(text)
    config = config_file.load(config.path)

    async def claimed_by_others() -> int:
        async with open_application(config, RuleSet(version="none")) as application:
            daemon = Daemon(application, lambda: (config, RuleSet(version="none")))
            await application.write(application.store.shift, timedelta(minutes=-1), datetime.now(UTC))
            running = asyncio.create_task(daemon.run())
            async with asyncio.timeout(30):
                while len(feeds.hits()) < 2:
                    await asyncio.sleep(0.05)
            await daemon._claim()
            later = datetime.now(UTC) + timedelta(minutes=1)
            free = await application.write(application.store.feeds.due, later)
            daemon.stop.set()
            await running
            return len(free)

    assert asyncio.run(claimed_by_others()) == 4


def test_a_poll_that_waits_to_be_recorded_holds_no_place(tmp_path: Path, feeds: FeedServer) -> None:
    config, _ = lithium_folder(tmp_path)
    text = f"{config.path.read_text()}[monitor]\nconcurrency = 1\n"
    for number in range(3):
        text += f'[[feeds]]\nname = "f{number}"\nurl = "{feeds.base}/missing"\nallow_private = true\n'
    config.path.write_text(text)
    config = config_file.load(config.path)

    async def recorded() -> int:
        async with open_application(config, RuleSet(version="none")) as application:
            daemon = Daemon(application, lambda: (config, RuleSet(version="none")))
            all_asked, batched, ended = asyncio.Barrier(3), application.poller.batched, list[str]()
            finish = batched.finish

            async def after_all(state: FeedState) -> bool:
                await all_asked.wait()
                ended.append(state.name)
                return await finish(state)

            batched.finish = after_all  # type: ignore[assignment]
            await application.write(application.store.shift, timedelta(minutes=-1), datetime.now(UTC))
            running = asyncio.create_task(daemon.run())
            async with asyncio.timeout(30):
                while len(ended) < 3:
                    await asyncio.sleep(0.05)
            batched.finish = finish
            daemon.stop.set()
            await running
            states = await application.write(application.store.feeds.all)
            return sum(state.errors for state in states)

    assert asyncio.run(recorded()) == 3


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
                await daemon._keep_house()
                texts.append((await application.write(stored_entry, application.store, name)).text)
            return texts

    assert asyncio.run(keep_house()) == ["", "Text.", "Text."], "the second time that day it looks at nothing"


def test_nothing_is_forgotten_or_sent_between_a_jump_of_the_clock_and_its_notice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, _ = lithium_folder(tmp_path, 'keep = "30d"')
    rules = load(config.rules_folder, destinations=("console",)).rules
    ahead = [0.0]
    monkeypatch.setattr(
        run_forever, "ClockGuard", lambda: ClockGuard(lambda: time.time() + ahead[0], steady_time)
    )

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
                await daemon._keep_house()
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
            await daemon._keep_house()
            return before, application.poller.in_force.pacing

    before, after = asyncio.run(keep_house())
    assert after.c > before.c, "a feed that publishes more must not be asked more often than the budget says"

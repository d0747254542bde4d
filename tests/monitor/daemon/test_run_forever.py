"""The daemon in this process, on a real watch folder and store: what breaks must not end its watching."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.feed_server import FeedServer, Reply
from support.watch_folder import LITHIUM_RULES, lithium_folder

from monitor.config import load as config_file
from monitor.config.schema import Config
from monitor.daemon.open_application import open_application
from monitor.daemon.run_forever import Daemon
from rules.loading.load import load
from rules.model import RuleSet
from storage import FeedState


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

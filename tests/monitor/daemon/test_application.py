"""What both ways to run share: opening, what is in force, and the end in order."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from dataclasses import FrozenInstanceError
from datetime import timedelta
from pathlib import Path

import pytest
from support.feed_server import FeedServer
from support.polling_folder import PollingFolder, bounded
from support.watch_folder import ferry_folder, lithium_folder

from monitor.config.load import load as load_config
from monitor.config.schema import Config
from monitor.daemon.application import FREED, utc_now
from monitor.daemon.open_application import open_application
from rules.deciding.defaults import with_defaults
from rules.errors import ConfigError, DestinationError
from rules.loading.load import load
from rules.model import RuleSet
from storage import KnownDaemon, Store, StoreError


def ferries(folder: Path) -> tuple[Config, RuleSet]:
    ferry_folder(folder, "mbox:alerts.mbox")
    return load_config(folder / "config.toml"), load(folder / "rules").rules


def test_due_feeds_are_claimed_once_and_polled_by_the_caller(tmp_path: Path) -> None:
    config, rules = ferries(tmp_path)

    async def poll() -> None:
        async with open_application(config, rules) as application:
            await application.write(application.store.shift, timedelta(minutes=-1), utc_now())
            polls = await application.poll_due(10)
            assert list(polls) == ["wire"]
            assert await application.poll_due(10) == {}
            polled = await polls["wire"]()
            assert (polled.outcome, polled.counts.new, len(polled.counts.alerts)) == ("ok", 1, 1)

    asyncio.run(poll())


def test_a_feed_whose_poll_could_not_be_recorded_is_due_again_within_a_minute(tmp_path: Path) -> None:
    config, rules = ferries(tmp_path)
    refuse = "CREATE TRIGGER full BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"

    async def poll() -> None:
        async with open_application(config, rules) as application:
            await application.write(application.store.shift, timedelta(minutes=-1), utc_now())
            with closing(sqlite3.connect(tmp_path / "w.db")) as other:
                other.execute(refuse)
                polls = await application.poll_due(10)
                with pytest.raises(StoreError):
                    await polls["wire"]()
                other.execute("DROP TRIGGER full")
            assert await application.poll_due(10) == {}
            (state,) = await application.write(application.store.feeds.all)
            assert timedelta(0) < state.next_at - utc_now() <= FREED
            await application.write(application.store.shift, timedelta(minutes=-2), utc_now())
            (again,) = (await application.poll_due(10)).values()
            assert (await again()).counts.new == 1

    asyncio.run(poll())


def test_a_claimed_feed_whose_place_comes_late_is_given_back_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, rules = ferries(tmp_path)

    async def poll() -> None:
        async with open_application(config, rules) as application:
            await application.write(application.store.shift, timedelta(minutes=-1), utc_now())
            (before,) = await application.write(application.store.feeds.all)
            polls = await application.poll_due(10)
            with monkeypatch.context() as late:
                late.setattr("monitor.daemon.application.WAITED", -1.0)
                given = await polls["wire"]()
            assert (given.outcome, given.note) == ("put off", "left to others, for all places were taken")
            assert await application.write(application.store.feeds.all) == [before]
            again = await application.poll_due(10)
            assert (await again["wire"]()).outcome == "ok"

    asyncio.run(poll())


def test_a_claimed_feed_that_the_config_loses_before_its_place_comes_is_not_asked(tmp_path: Path) -> None:
    config, rules = ferries(tmp_path)

    async def poll() -> None:
        async with open_application(config, rules) as application:
            await application.write(application.store.shift, timedelta(minutes=-1), utc_now())
            polls = await application.poll_due(10)
            await application.put_in_force(config.model_copy(update={"feeds": ()}), rules)
            given = await polls["wire"]()
            assert (given.outcome, given.note) == ("put off", "the config has it no more")

    asyncio.run(poll())


def test_what_is_in_force_is_one_value_and_stays_when_an_edit_is_refused(tmp_path: Path) -> None:
    config, rules = ferries(tmp_path)

    async def edit() -> None:
        async with open_application(config, rules) as application:
            before = application.in_force
            with pytest.raises(FrozenInstanceError):
                before.rules = RuleSet()  # type: ignore[misc]
            unsendable = config.path.read_text().replace("mbox:alerts.mbox", "nosuch://x")
            config.path.write_text(unsendable)
            with pytest.raises(DestinationError):
                await application.put_in_force(load_config(config.path), RuleSet())
            config.path.write_text(unsendable.replace("w.db", "other.db"))
            with pytest.raises(ConfigError):
                await application.put_in_force(load_config(config.path), RuleSet())
            assert application.in_force is before
            await application.put_in_force(config, RuleSet(version="empty"))
            assert application.rules.version == "empty"
            assert before.rules == with_defaults(rules, config.of_watches())

    asyncio.run(edit())


def test_a_shutdown_gives_polls_up_and_lets_other_work_end(tmp_path: Path) -> None:
    config, rules = ferries(tmp_path)

    async def stop() -> tuple[bool, bool, list[str]]:
        async with open_application(config, rules) as application:
            poll = asyncio.create_task(asyncio.sleep(60))
            other = asyncio.create_task(asyncio.sleep(0.3))
            await asyncio.sleep(0)
            await application.shut_down({poll}, {other})
            await application.round(lambda _: None)
            await application.deliverer.drain()  # nothing begins any more
            states = [d.state for d in await application.write(application.store.outbox.all)]
            return poll.cancelled(), other.done() and not other.cancelled(), states

    assert asyncio.run(stop()) == (True, True, ["pending"])


def test_work_that_does_not_end_is_cancelled_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.daemon.application.DRAIN_SECONDS", 0.1)
    config, _ = lithium_folder(tmp_path)

    async def stop() -> bool:
        async with open_application(config, RuleSet()) as application:
            hanging = asyncio.create_task(asyncio.sleep(60))
            await application.shut_down((), {hanging})
            return hanging.cancelled()

    assert asyncio.run(stop())


def test_a_daemon_notices_each_change_of_the_feeds_that_all_share_once(
    tmp_path: Path, feeds: FeedServer
) -> None:
    folder = PollingFolder(tmp_path / "folder", feeds)
    folder.config()
    config = folder.folder / "config.toml"

    async def noticed() -> list[bool]:
        async with folder.application() as application:
            found = [await application.feeds_changed(), await application.feeds_changed()]
            shared = application.store.shared_feeds
            await application.write(shared.put, {"f": {"name": "f", "url": "https://f.example/"}}, utc_now())
            found += [await application.feeds_changed(), await application.feeds_changed()]
            await application.write(shared.take_out, ["f"])
            return [*found, await application.feeds_changed()]

    assert bounded(noticed()) == [False] * 5, "nothing is shared"
    config.write_text(config.read_text().replace("[storage]\n", "[storage]\nshared_feeds = true\n"))
    assert bounded(noticed()) == [False, False, True, False, True], "the list of the start is no change"
    with closing(Store.open(str(folder.folder / "w.db"))) as store:
        store.shared_feeds.put({"g": {"name": "g", "url": "https://g.example/"}}, utc_now())
    assert bounded(noticed()) == [False, False, True, False, True]


def test_a_daemon_says_that_it_lives_what_is_in_force_and_that_it_ends(
    tmp_path: Path, feeds: FeedServer
) -> None:
    folder = PollingFolder(tmp_path / "folder", feeds)
    folder.config()

    async def known() -> list[KnownDaemon]:
        async with folder.application() as application:
            await application.beat()
            (running,) = await application.write(application.store.daemons.all)
            await application.leave()
            (ended,) = await application.write(application.store.daemons.all)
            return [running, ended]

    running, ended = bounded(known())
    assert (running.facts.process, running.facts.rules) == (os.getpid(), "none")
    assert running.ended is None
    assert ended.ended is not None

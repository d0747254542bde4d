"""Edits that the daemon takes over: the whole edit, or nothing of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

import pytest
from support.watch_folder import LITHIUM_RULES, lithium_folder

from monitor.config.load import load as load_config
from monitor.config.schema import Config
from monitor.daemon.application import Application
from monitor.daemon.file_watcher import APPLIED, state_of
from monitor.daemon.open_application import open_application
from monitor.daemon.reload import Reloader
from rules.loading.load import load
from rules.model import RuleSet, RuleSource


def test_while_a_rules_file_is_half_written_the_last_good_rules_stay_in_force(tmp_path: Path) -> None:
    config, rules = lithium_folder(tmp_path)
    whole = LITHIUM_RULES + "...\n"
    rules.write_text(whole)

    def reload(kept: Sequence[RuleSource] = ()) -> tuple[Config, RuleSet]:
        ended = (rules.name,)
        return config, load(config.rules_folder, destinations=("console",), ended=ended, kept=kept).rules

    async def write_slowly() -> set[str]:
        async with open_application(config, reload()[1]) as application:
            tasks: list[asyncio.Task[None]] = []

            def spawn(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
                tasks.append(asyncio.create_task(work))
                return tasks[-1]

            reloader, in_force = Reloader(application, reload, spawn), set()
            edited = whole.replace("lithium", "cobalt")
            for size in range(0, len(edited) - len("...\n"), 3):
                rules.write_text(edited[:size])
                reloader.begin()
                await tasks.pop()
                in_force.add(repr(application.rules.topics))
            rules.write_text(edited)
            reloader.begin()
            await tasks.pop()
            assert "cobalt" in repr(application.rules.topics)
            return in_force

    (kept,) = asyncio.run(write_slowly())
    assert "lithium" in kept


def test_an_edit_is_taken_over_whole_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config, rules = lithium_folder(tmp_path)

    def edited() -> tuple[Config, RuleSet]:
        return load_config(config.path), load(config.rules_folder, destinations=("console",)).rules

    async def edit() -> None:
        async with open_application(*edited()) as application:
            config.path.write_text(config.path.read_text() + "[monitor]\nflood_cap = 7\n")
            rules.write_text(LITHIUM_RULES.replace("terms: [lithium]", "terms: [lithium, cobalt]"))
            await reload_once(application, edited)
            assert application.config.monitor.flood_cap == 7
            assert "cobalt" in repr(application.rules.topics)
            assert application.poller.in_force.rules.rules is application.rules

    asyncio.run(edit())
    assert "[monitor] flood_cap, +1 term" in capsys.readouterr().out


def test_an_edit_that_is_wrong_in_one_part_changes_nothing_and_the_operator_hears_of_it(
    tmp_path: Path,
) -> None:
    config, rules = lithium_folder(tmp_path)
    config.path.write_text(config.path.read_text() + '[monitor]\noperator = "console"\n')

    def edited() -> tuple[Config, RuleSet]:
        return load_config(config.path), load(config.rules_folder, destinations=("console",)).rules

    async def edit() -> list[str]:
        async with open_application(*edited()) as application:
            before = application.in_force
            rules.write_text(LITHIUM_RULES.replace("lithium", "cobalt"))
            good = config.path.read_text()
            config.path.write_text(good.replace("store.db", "other.db"))
            await reload_once(application, edited)
            assert application.in_force is before
            config.path.write_text(good)
            await reload_once(application, edited)
            assert "cobalt" in repr(application.rules.topics)
            deliveries = await application.write(application.store.outbox.all)
            return [delivery.payload.subject for delivery in reversed(deliveries) if delivery.payload]

    assert asyncio.run(edit()) == ["wirewatch: an edit was refused", "wirewatch: over: an edit was refused"]


async def reload_once(application: Application, edited: Callable[[], tuple[Config, RuleSet]]) -> None:
    tasks: list[asyncio.Task[None]] = []

    def spawn(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        tasks.append(asyncio.create_task(work))
        return tasks[-1]

    Reloader(application, edited, spawn).begin()
    await asyncio.gather(*tasks)


def test_where_reload_is_manual_an_edit_waits_for_rules_apply(tmp_path: Path) -> None:
    _, rules = lithium_folder(tmp_path)
    path = tmp_path / "config.toml"
    path.write_text(path.read_text() + '[monitor]\nreload = "manual"\n')
    config = load_config(path)

    def reload(kept: Sequence[RuleSource] = ()) -> tuple[Config, RuleSet]:
        return config, load(config.rules_folder, destinations=("console",), kept=kept).rules

    async def edit_and_apply() -> None:
        async with open_application(config, reload()[1]) as application:
            watching = asyncio.create_task(Reloader(application, reload, asyncio.create_task).watch())
            await asyncio.sleep(0.3)
            rules.write_text(LITHIUM_RULES.replace("lithium", "cobalt"))
            async with asyncio.timeout(20):
                await asyncio.sleep(3)  # longer than files must be still
                assert "lithium" in repr(application.rules.topics)
                (config.rules_folder / APPLIED).write_text("now")
                while "cobalt" not in repr(application.rules.topics):
                    await asyncio.sleep(0.02)
            watching.cancel()

    asyncio.run(edit_and_apply())


def test_an_edit_made_while_the_daemon_starts_is_taken_over(tmp_path: Path) -> None:
    config, rules = lithium_folder(tmp_path)
    read = state_of(config.path, config.rules_folder)

    def reload(kept: Sequence[RuleSource] = ()) -> tuple[Config, RuleSet]:
        return config, load(config.rules_folder, destinations=("console",), kept=kept).rules

    async def edit_before_the_watch_for_edits() -> None:
        async with open_application(config, reload()[1]) as application:
            rules.write_text(LITHIUM_RULES.replace("lithium", "cobalt"))
            watching = asyncio.create_task(Reloader(application, reload, asyncio.create_task, read).watch())
            async with asyncio.timeout(20):
                while "cobalt" not in repr(application.rules.topics):
                    await asyncio.sleep(0.02)
            watching.cancel()

    asyncio.run(edit_before_the_watch_for_edits())

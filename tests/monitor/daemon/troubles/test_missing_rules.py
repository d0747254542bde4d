"""Rules files that are deleted or emptied under a daemon: watches kept or dropped, and the operator hears of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from support.watch_folder import LITHIUM_RULES

from monitor.config.load import load as load_config
from monitor.config.schema import Config
from monitor.daemon.application import Application
from monitor.daemon.open_application import open_application
from monitor.daemon.reload import Reloader
from monitor.daemon.troubles.missing_rules import load_edit, missing_since
from rules.errors import RulesError
from rules.loading.load import load
from rules.model import RuleSet, RuleSource

COBALT = LITHIUM_RULES.replace("lithium", "cobalt").replace("news", "mines")


class Folder:
    """A watch folder with two rules files, of one watch each."""

    def __init__(self, folder: Path, policy: str) -> None:
        self.rules = folder / "rules"
        self.rules.mkdir(parents=True)
        self.first, self.second = self.rules / "first.yaml", self.rules / "second.yaml"
        self.first.write_text(LITHIUM_RULES + "...\n")
        self.second.write_text(COBALT)
        self.config = folder / "config.toml"
        self.config.write_text(
            f'[monitor]\noperator = "console"\non_missing_rules = "{policy}"\n[storage]\nurl = "w.db"\n'
            '[destinations.console]\nurl = "console:"\n'
        )

    def __call__(self, kept: Sequence[RuleSource] = ()) -> tuple[Config, RuleSet]:
        loaded = load(self.rules, destinations=("console",), ended=("first.yaml",), kept=kept)
        return load_config(self.config), loaded.rules


def delete(folder: Folder) -> None:
    folder.first.unlink()


def empty(folder: Folder) -> None:
    folder.first.write_text(" \n")


def move_folder_away(folder: Folder) -> None:
    folder.rules.rename(folder.rules.with_name("elsewhere"))


def watches(rules: RuleSet) -> set[str]:
    return {watch.id for watch in rules.watches}


@pytest.mark.parametrize(("lose", "lost"), [(delete, 1), (empty, 1), (move_folder_away, 2)])
def test_watches_stay_in_force_where_their_file_is_gone_or_empty(
    tmp_path: Path, lose: Callable[[Folder], None], lost: int
) -> None:
    folder = Folder(tmp_path, "keep")
    in_force = folder()
    lose(folder)
    config, rules, missing = load_edit(folder, *in_force)
    assert watches(rules) == {"news", "mines"}
    assert missing is not None
    assert (len(missing.watches), missing.kept) == (lost, True)
    again = load_edit(folder, config, rules)
    assert watches(again[1]) == {"news", "mines"}


def test_another_edit_is_taken_over_meanwhile(tmp_path: Path) -> None:
    folder = Folder(tmp_path, "keep")
    in_force = folder()
    delete(folder)
    folder.second.write_text(COBALT.replace("terms: [cobalt]", "terms: [cobalt, nickel]"))
    _, rules, missing = load_edit(folder, *in_force)
    assert "nickel" in repr(rules.topics)
    assert missing is not None
    assert missing.subject == "1 watch would go: first.yaml is gone or empty"


def test_a_file_that_has_another_name_is_not_missing(tmp_path: Path) -> None:
    folder = Folder(tmp_path, "keep")
    in_force = folder()
    folder.first.rename(folder.rules / "renamed.yaml")
    _, rules, missing = load_edit(folder, *in_force)
    assert watches(rules) == {"news", "mines"}
    assert missing is None


def test_with_drop_a_deletion_is_an_edit_and_said(tmp_path: Path) -> None:
    folder = Folder(tmp_path, "drop")
    in_force = folder()
    delete(folder)
    _, rules, missing = load_edit(folder, *in_force)
    assert watches(rules) == {"mines"}
    assert missing is not None
    assert missing.subject == "1 watch went: first.yaml is gone or empty"
    empty(folder)
    with pytest.raises(RulesError):
        load_edit(folder, *in_force)


def test_a_file_that_others_need_is_kept_with_them(tmp_path: Path) -> None:
    folder = Folder(tmp_path, "keep")
    topics, watch = COBALT.split("watches:")
    (folder.rules / "topics.yaml").write_text(topics)
    folder.second.write_text("version: 1\nwatches:" + watch)
    in_force = folder()
    (folder.rules / "topics.yaml").unlink()
    _, rules, missing = load_edit(folder, *in_force)
    assert watches(rules) == {"news", "mines"}
    assert missing is not None
    assert "topics.yaml" in missing.subject


def test_what_is_gone_since_the_last_run_is_known_from_the_store(tmp_path: Path) -> None:
    folder = Folder(tmp_path, "keep")
    _, before = folder()
    delete(folder)
    _, after = folder()
    missing = missing_since(before.sources, after)
    assert missing is not None
    assert missing.watches == ("news",)
    assert missing_since(before.sources, before) is None
    assert missing_since((), after) is None


def test_the_operator_hears_at_once_and_again_at_the_restart(tmp_path: Path) -> None:
    folder = Folder(tmp_path, "keep")

    async def run() -> list[str]:
        async with open_application(*folder()) as application:
            delete(folder)
            for _ in range(2):
                await reload_once(application, folder)
            assert watches(application.rules) == {"news", "mines"}
        async with open_application(*folder()) as application:
            assert watches(application.rules) == {"mines"}
            folder.first.write_text(LITHIUM_RULES + "...\n")
            await reload_once(application, folder)
            deliveries = await application.write(application.store.outbox.all)
            return [delivery.payload.subject for delivery in reversed(deliveries) if delivery.payload]

    assert asyncio.run(run()) == [
        "wirewatch: 1 watch would go: first.yaml is gone or empty",
        "wirewatch: 1 watch went: first.yaml is gone or empty",
        "wirewatch: over: 1 watch went: first.yaml is gone or empty",
    ]


async def reload_once(application: Application, folder: Folder) -> None:
    tasks: list[asyncio.Task[None]] = []

    def spawn(work: object) -> asyncio.Task[None]:
        tasks.append(asyncio.ensure_future(work))  # type: ignore[arg-type]
        return tasks[-1]

    Reloader(application, folder, spawn).begin()
    await asyncio.gather(*tasks)

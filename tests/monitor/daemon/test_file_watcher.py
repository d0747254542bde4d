"""The watcher of a watch folder's files."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import pytest

from monitor.daemon.file_watcher import watch_folder

STILL = 0.15


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config.toml").write_text("")
    (tmp_path / "var").mkdir()
    (tmp_path / "rules" / "lists").mkdir(parents=True)
    (tmp_path / "rules" / "a.yaml").write_text("version: 1\n")
    (tmp_path / "rules" / "lists" / "sdn.csv").write_text("name\n")
    return tmp_path


@asynccontextmanager
async def watching(
    folder: Path, still: float = STILL, look: float = 5.0
) -> AsyncIterator[asyncio.Queue[set[str]]]:
    """The changes to `folder` as they are announced, by name; begins once a first edit was announced."""
    queue: asyncio.Queue[set[str]] = asyncio.Queue()

    async def watch() -> None:
        changes = watch_folder(folder / "config.toml", folder / "rules", still=still, look=look)
        async with aclosing(changes):
            async for changed in changes:
                queue.put_nowait({path.name for path in changed})

    task = asyncio.create_task(watch())
    while queue.empty():
        (folder / "config.toml").write_text(f"# {asyncio.get_running_loop().time()}")
        await asyncio.sleep(3 * still + 0.3)
    await asyncio.sleep(2 * still + 0.3)
    while not queue.empty():
        queue.get_nowait()
    try:
        yield queue
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def soon(queue: asyncio.Queue[set[str]]) -> set[str]:
    return await asyncio.wait_for(queue.get(), timeout=20)


async def silent(queue: asyncio.Queue[set[str]], seconds: float = 0.8) -> bool:
    await asyncio.sleep(seconds)
    return queue.empty()


def test_edits_of_config_rules_and_lists_are_announced(folder: Path) -> None:
    async def scenario() -> None:
        async with watching(folder) as queue:
            (folder / "config.toml").write_text("# edited")
            assert await soon(queue) == {"config.toml"}
            (folder / "rules" / "a.yaml").write_text("version: 1\n# more\n")
            (folder / "rules" / "b.yaml").write_text("version: 1\n")
            (folder / "rules" / "lists" / "sdn.csv").write_text("name\nX Y\n")
            assert await soon(queue) == {"a.yaml", "b.yaml", "sdn.csv"}
            (folder / "rules" / "b.yaml").unlink()
            assert await soon(queue) == {"b.yaml"}
            assert await silent(queue)

    asyncio.run(scenario())


def test_a_file_that_an_editor_replaces_is_announced_every_time(folder: Path) -> None:
    async def scenario() -> None:
        async with watching(folder) as queue:
            for turn in range(2):
                (folder / ".config.toml.new").write_text(f"# turn {turn}")
                (folder / ".config.toml.new").replace(folder / "config.toml")
                assert await soon(queue) == {"config.toml"}

    asyncio.run(scenario())


def test_nothing_is_announced_while_somebody_writes(folder: Path) -> None:
    async def scenario() -> None:
        async with watching(folder, still=0.6) as queue:
            with (folder / "rules" / "a.yaml").open("a") as file:
                for _ in range(12):
                    file.write("# another line\n")
                    file.flush()
                    await asyncio.sleep(0.1)
                    assert queue.empty()
            assert await soon(queue) == {"a.yaml"}

    asyncio.run(scenario())


def test_the_database_and_editors_own_files_are_no_edits(folder: Path) -> None:
    async def scenario() -> None:
        async with watching(folder) as queue:
            for name in ("var/wirewatch.db", "wirewatch.db-wal", "rules/.a.yaml.swp", "rules/a.yaml~"):
                (folder / name).write_text("x")
            (folder / "rules" / ".#a.yaml").symlink_to("nobody@nowhere.1:2")
            assert await silent(queue)

    asyncio.run(scenario())


def test_a_folder_that_appears_later_is_found_by_looking(folder: Path) -> None:
    (folder / "rules").rename(folder / "elsewhere")

    async def scenario() -> None:
        async with watching(folder, look=0.2) as queue:
            (folder / "elsewhere").rename(folder / "rules")
            assert await soon(queue) == {"a.yaml", "sdn.csv"}
            (folder / "rules" / "new").mkdir()
            (folder / "rules" / "new" / "more.jsonl.gz").write_bytes(b"x")
            assert await soon(queue) == {"more.jsonl.gz"}

    asyncio.run(scenario())


def test_a_cancelled_watch_ends_at_once(folder: Path) -> None:
    async def scenario() -> float:
        clock = asyncio.get_running_loop().time
        async with watching(folder):
            start = clock()
        return clock() - start

    assert asyncio.run(scenario()) < 5

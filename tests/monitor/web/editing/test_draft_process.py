"""The process that judges drafts: it is killed, it ends for lack of work, and another takes its place."""

from __future__ import annotations

import asyncio
import os
import signal
from functools import partial
from pathlib import Path

import pytest
from support.watch_folder import LITHIUM_RULES, lithium_folder

from monitor.web.editing.draft import Draft
from monitor.web.editing.draft_process import DraftProcess, SlowDraftError


def draft(folder: Path, text: str = LITHIUM_RULES) -> Draft:
    return Draft(folder=folder / "rules", name="watch.yaml", text=text, addressees=("console",), feeds={})


def test_drafts_are_judged_by_one_process_until_it_dies_or_one_takes_too_long(tmp_path: Path) -> None:
    lithium_folder(tmp_path)
    process = DraftProcess(deadline=30)

    async def asks() -> None:
        assert (await process.judge(draft(tmp_path))).loads
        first = process._process.pid
        assert first
        assert not (await process.judge(draft(tmp_path, "a: ["))).loads
        assert process._process.pid == first
        os.kill(first, signal.SIGKILL)
        process._process.join()
        assert (await process.judge(draft(tmp_path))).loads
        second = process._process
        assert second.pid not in {first, None}
        os.kill(second.pid or 0, signal.SIGSTOP)  # it hangs
        with pytest.raises(SlowDraftError, match=r"longer than 0\.2 seconds"):
            await process.judge(draft(tmp_path), 0.2)
        assert not second.is_alive()

    asyncio.run(asks())
    process.close()
    process.close()


def test_a_process_without_work_ends(tmp_path: Path) -> None:
    lithium_folder(tmp_path)
    process = DraftProcess(deadline=30, idle=0.05)
    assert asyncio.run(process.judge(draft(tmp_path))).loads
    process._process.join(20)
    assert not process._process.is_alive()
    assert asyncio.run(process.judge(draft(tmp_path))).loads
    process.close()


def test_an_error_of_the_system_in_the_work_is_the_works_own_and_the_process_stays(tmp_path: Path) -> None:
    process = DraftProcess()

    async def asks() -> None:
        await process.call(partial(os.stat, tmp_path), 30)
        first = process._process.pid
        with pytest.raises(FileNotFoundError, match="none"):
            await process.call(partial(os.stat, tmp_path / "none"), 30)
        assert process._process.pid == first

    asyncio.run(asks())
    process.close()

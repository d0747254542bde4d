"""What both ways to run open, and close again."""

from __future__ import annotations

import asyncio
import gc
from pathlib import Path

import pytest
from support.watch_folder import lithium_folder

from monitor.daemon.open_application import open_application
from rules.model import RuleSet
from storage import StoreError


def test_the_store_belongs_to_one_application_and_is_free_once_it_is_closed(tmp_path: Path) -> None:
    config, _ = lithium_folder(tmp_path)

    async def open_twice() -> None:
        async with open_application(config, RuleSet()):
            with pytest.raises(StoreError):
                async with open_application(config, RuleSet()):
                    pass
        async with open_application(config, RuleSet()) as again:
            assert again.store.folder == tmp_path

    asyncio.run(open_twice())


def test_opening_an_application_leaves_the_garbage_collector_of_its_process_alone(tmp_path: Path) -> None:
    config, _ = lithium_folder(tmp_path)

    async def opened() -> tuple[object, int]:
        async with open_application(config, RuleSet()):
            return gc.get_threshold(), gc.get_freeze_count()

    before = gc.get_threshold(), gc.get_freeze_count()
    assert asyncio.run(opened()) == before

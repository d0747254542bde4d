"""Edits of rules files: what they start is ended without holding up the page."""

from __future__ import annotations

import asyncio
import threading

import pytest
from support.page import PageFolder
from support.watch_folder import LITHIUM_RULES

from monitor.web.editing import rules_edits
from monitor.web.editing.alert_changes import ExactRuns
from monitor.web.editing.rules_edits import RulesEdits


class NotedRuns(ExactRuns):
    """Runs that note by which thread they are ended."""

    def __init__(self) -> None:
        super().__init__()
        self.ended_by: threading.Thread | None = None
        self.was_ended = threading.Event()

    def end_unwanted(self) -> None:
        super().end_unwanted()
        self.ended_by = threading.current_thread()
        self.was_ended.set()


def test_a_run_that_nobody_asks_for_is_ended_on_another_thread_than_the_page(
    page: PageFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules_edits, "UNWANTED", -1.0)
    runs = page.site.exact = NotedRuns()

    async def ask() -> None:
        await RulesEdits(page.site).exactly("ana", "watch.yaml", LITHIUM_RULES)
        assert await asyncio.to_thread(runs.was_ended.wait, 30)
        assert runs.ended_by is not threading.current_thread()

    asyncio.run(ask())
    runs.close()

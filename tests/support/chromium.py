"""Debian's Chromium under Playwright, and what a page did wrong in it: script errors, refused content, violations."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

WIDE, PHONE = (1280, 900), (360, 780)
SCHEMES = ("light", "dark")
# What axe-core is asked for: the rules of WCAG 2.2 up to AA, and its best practice.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser; the test is skipped where none is installed."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    sync_api = pytest.importorskip("playwright.sync_api", reason="the browser's tests need playwright")
    with sync_api.sync_playwright() as playwright:
        args = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=found, args=args)
        yield browser
        browser.close()


class Tab:
    """A tab of a browser of its own, and all that went wrong in it."""

    def __init__(
        self, browser: Any, address: str, *, size: tuple[int, int] = WIDE, scheme: str = "light", **more: Any
    ) -> None:
        self.address = address
        viewport = {"width": size[0], "height": size[1]}
        self._context = browser.new_context(
            viewport=viewport,
            color_scheme=scheme,
            reduced_motion="reduce",
            locale="en-GB",
            base_url=address,
            **more,
        )
        self.page = self._context.new_page()
        self.page.set_default_timeout(20_000)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        self.page.on("console", self._heard)
        self.page.on("request", self._asked)

    def _heard(self, message: Any) -> None:
        # The policy reports what it refuses as an error, too.
        if message.type in {"error", "warning"}:
            self.faults.append(f"console: {message.text}")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"asked another server: {request.url}")

    def open(self, link: str) -> None:
        """Opens a session by the link that works once."""
        self.page.goto(link)
        self.page.get_by_role("button", name="Open it").click()
        self.page.wait_for_url(self.address + "/")

    def goto(self, path: str) -> Any:
        return self.page.goto(self.address + path)

    def violations(self) -> list[str]:
        """What axe-core finds, a line each."""
        from axe_playwright_python.sync_playwright import Axe

        # What is half under the bar at the top counts as too small.
        self.page.evaluate("() => scrollTo(0, 0)")
        found = Axe().run(self.page, options=RULES).response["violations"]
        return [
            f"{each['id']}: {node['target']} {node['failureSummary']}"
            for each in found
            for node in each["nodes"]
        ]

    def overhang(self) -> int:
        """How many pixels the page is wider than the window."""
        return int(
            self.page.evaluate(
                "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )

    def picture(self, file: Path, *, whole: bool = False) -> None:
        self.page.screenshot(path=file, full_page=whole)

    def close(self) -> None:
        self._context.close()

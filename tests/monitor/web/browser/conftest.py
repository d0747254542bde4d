"""A real browser on a page of sample news. All of these tests carry the mark `browser`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.chromium import Tab, chromium

pytest.importorskip("uvicorn", reason="the page's tests need the extra `web`")

from support.sample_news import fill
from support.served_page import ServedPage, again

OpenTab = Callable[..., Tab]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of sample news, which no test changes."""
    folder = tmp_path_factory.mktemp("news") / "watch"
    fill(folder)
    return folder


@pytest.fixture(scope="session")
def served(news: Path) -> Iterator[ServedPage]:
    """The page of the sample news, for tests that only read it."""
    page = ServedPage(*again(news))
    yield page
    page.close()


@pytest.fixture
def own(news: Path, tmp_path: Path) -> Iterator[ServedPage]:
    """A page of the test's own, for one that changes something."""
    page = ServedPage(*again(news, tmp_path / "watch"))
    yield page
    page.close()


@pytest.fixture
def tab(browser: Any) -> Iterator[OpenTab]:
    """Opens tabs; what went wrong in one of them fails the test that opened it."""
    opened: list[Tab] = []

    def open_tab(served: ServedPage, **more: Any) -> Tab:
        opened.append(Tab(browser, served.address, **more))
        return opened[-1]

    yield open_tab
    faults = [fault for each in opened for fault in each.faults]
    for each in opened:
        each.close()
    assert faults == []

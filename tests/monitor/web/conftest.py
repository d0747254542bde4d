"""The page of a watch folder, for every test of the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.page import PageFolder


@pytest.fixture
def page(tmp_path: Path) -> Iterator[PageFolder]:
    folder = PageFolder(tmp_path)
    yield folder
    folder.close()

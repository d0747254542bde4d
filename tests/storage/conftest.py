"""Fixtures of the store's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import Store


@pytest.fixture(params=["sqlite", "postgresql"])
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A new store in each database: SQLite always, PostgreSQL where its server can be started."""
    location = str(tmp_path / "wirewatch.db")
    if request.param == "postgresql":
        location = request.getfixturevalue("postgresql")()
    opened = Store.open(location, create=True)
    yield opened
    opened.close()

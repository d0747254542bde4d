"""Stories: the entries of each, and how a person takes one out, in a real database."""

from __future__ import annotations

import pytest
from support.makers import NOW
from support.reports import record_reports, report

from storage import Store


@pytest.fixture
def store(any_store: Store) -> Store:
    return any_store


def test_a_split_parts_what_copied_the_entry_from_what_only_told_the_same(store: Store) -> None:
    record_reports(store, report("a"))
    record_reports(store, report("b", hours=1, feed="two"), story="a")
    assert store.stories.split("a", NOW) is None
    parted = store.stories.split("b", NOW)
    assert parted is not None
    assert (parted.was, parted.now, parted.moved) == ("a", "b", ("b",))
    assert [link.level for link in store.stories.links("b")] == ["new"]
    assert store.stories.find() == []

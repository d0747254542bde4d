"""Chunks hold every item once, in order; an item that is deadly is found by halves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.workshop.archives.chunk import CHUNK, Chunk, chunks, in_halves
from rules.errors import WirewatchError


@given(st.integers(0, 3 * CHUNK))
def test_chunks_hold_every_item_once_in_order(count: int) -> None:
    made = list(chunks(range(count)))
    assert [item for chunk in made for item in chunk] == list(range(count))
    assert all(len(chunk) == CHUNK for chunk in made[:-1])
    assert all(made)


@given(st.integers(1, 200), st.data())
def test_the_first_deadly_item_is_named_whatever_stands_around_it(count: int, data: st.DataObject) -> None:
    deadly = data.draw(st.sets(st.integers(0, count - 1), min_size=1))

    def work(chunk: Chunk[int]) -> list[int]:
        if deadly & set(chunk):
            raise MemoryError
        return list(chunk)

    with pytest.raises(WirewatchError, match=f"entry {min(deadly)} kills the workers that read it"):
        in_halves(work, range(count), MemoryError)


@given(st.integers(2, 200))
def test_what_works_in_halves_keeps_its_order(count: int) -> None:
    assert in_halves(list, range(count), MemoryError) == list(range(count))


@pytest.mark.parametrize(("row", "said"), [(b"{}", "line 7 kills"), ({"id": "a"}, "row 7 kills")])
def test_a_deadly_row_is_named_by_its_number(row: object, said: str) -> None:
    with pytest.raises(WirewatchError, match=said):
        in_halves(list, [(7, row)], MemoryError)

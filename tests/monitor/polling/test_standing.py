"""How feeds stand, and the way out for those in trouble."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.makers import NOW

from monitor.polling.standing import page_way_out, standing, way_out
from storage import FeedState

WELL = FeedState(name="wire", url="https://wire.example/rss", next_at=NOW, interval=900.0, last_poll=NOW)


@pytest.mark.parametrize(
    ("change", "word", "way"),
    [
        ({}, "well", ""),
        ({"last_poll": None}, "not polled", ""),
        ({"errors": 1}, "failed", "asked again by itself; `wirewatch feeds test wire`"),
        ({"errors": 3}, "failed 3 times", "`wirewatch feeds test wire`"),
        (
            {"errors": 3, "gone": True},
            "gone",
            "`wirewatch feeds revive wire` asks it again, `feeds remove wire`",
        ),
        (
            {"moved_to": "https://new.example/", "moved_count": 2},
            "moved",
            "feeds set wire url=https://new.example/",
        ),
        ({"moved_to": "https://new.example/", "moved_count": 1}, "well", ""),
    ],
)
def test_each_trouble_has_a_word_and_a_way_out(change: dict[str, object], word: str, way: str) -> None:
    state = replace(WELL, **change)  # type: ignore[arg-type]
    assert standing(state) == word
    assert (way in way_out(state)) if way else way_out(state) == ""
    assert bool(page_way_out(state)) == bool(way)
    assert "`" not in page_way_out(state)

"""What a weekly digest adds to its stories."""

from __future__ import annotations

from support.makers import NOW

from monitor.delivery.rendering.plain import as_plain
from monitor.delivery.summary import summary_blocks
from storage import FeedState
from storage.model import StoryVolume, WeekOfWatch

WEEK = WeekOfWatch(
    watch="ports",
    alerts=(12, 3, 9, 11, 4),
    rules={"channel": (2, 9, 0, 0, 0), "ferry": (10, 3, 9, 11, 4)},
    stories=(
        StoryVolume("s1", "<b>Ferry</b> stopped", "https://news.example/1", 7, 3),
        StoryVolume("s2", "Alone", None, 1, 1),
    ),
    right=3,
    wrong=1,
)


def feed(name: str, **change: object) -> FeedState:
    return FeedState(name=name, url="https://a.example", next_at=NOW, interval=60, **change)  # type: ignore[arg-type]


def test_a_summary_has_stories_volume_feeds_and_verdicts() -> None:
    feeds = [feed("fine"), feed("wire", errors=3, last_error="HTTP 404"), feed("old", gone=True)]
    text = as_plain(summary_blocks(WEEK, feeds, {"ports": "Port of Vellmar"}))
    assert text == (
        "Most reported\n"
        "- Ferry stopped (7 reports, 3 outlets)\n  https://news.example/1\n\n"
        "Alerts this week, and in the four weeks before\n"
        "- Port of Vellmar: 12 (3, 9, 11, 4)\n"
        "- ferry: 10 (3, 9, 11, 4)\n"
        "- channel: 2 (9, 0, 0, 0)\n\n"
        "Feeds that fail: 2\n- wire: HTTP 404\n- old: gone\n\n"
        "Verdicts: 3 of 4 judged alerts were right\n"
    )


def test_of_many_failing_feeds_ten_are_named() -> None:
    text = as_plain(summary_blocks(WEEK, [feed(f"f{n}", errors=1) for n in range(12)], {}))
    assert "Feeds that fail: 12" in text
    assert "- f9: unknown\n- and 2 more: wirewatch feeds" in text


def test_what_there_is_nothing_of_is_left_out() -> None:
    quiet = WeekOfWatch(watch="w", alerts=(0, 0, 0, 0, 0), rules={}, stories=())
    assert as_plain(summary_blocks(quiet, [feed("fine")], {})) == (
        "Alerts this week, and in the four weeks before\n- w: 0 (0, 0, 0, 0)\n"
    )

"""What a weekly digest adds to its stories."""

from __future__ import annotations

from support.makers import NOW

from monitor.delivery.rendering.plain import as_plain
from monitor.delivery.summary import summary_blocks
from storage import FeedState
from storage.model import StoryVolume, WeekOfWatches

WEEK = WeekOfWatches(
    alerts={"ports": (12, 3, 9, 11, 4)},
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
    quiet = WeekOfWatches(alerts={"w": (0, 0, 0, 0, 0)}, rules={}, stories=())
    assert as_plain(summary_blocks(quiet, [feed("fine")], {})) == (
        "Alerts this week, and in the four weeks before\n- w: 0 (0, 0, 0, 0)\n"
    )


def test_of_many_watches_and_rules_the_ten_busiest_are_named_and_the_others_counted() -> None:
    watches = {f"w{n}": (n, 0, 0, 0, 0) for n in range(12)}
    text = as_plain(
        summary_blocks(WeekOfWatches(alerts=watches, rules={"r": (1, 0, 0, 0, 0)}, stories=()), [], {})
    )
    assert "- w11: 11 (0, 0, 0, 0)\n" in text
    assert "- w2: 2 (0, 0, 0, 0)\n- and 2 more watches\n- r: 1 (0, 0, 0, 0)\n" in text

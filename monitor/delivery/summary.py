"""Writes what a weekly digest adds: the largest stories, volume beside the weeks before, feeds that fail, verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from monitor.delivery.rendering.document import Block, Run, block
from monitor.delivery.rendering.pieces import safe_link
from monitor.delivery.rendering.split import shorten
from monitor.text.readable import plain
from storage import FeedState
from storage.model import StoryVolume, WeekOfWatches

_MOST = 10
_LONGEST = 120


def summary_blocks(week: WeekOfWatches, feeds: Sequence[FeedState], titles: Mapping[str, str]) -> list[Block]:
    """The summary of a week of some watches. `feeds` are all that are polled; those that fail are named."""
    return [
        *_stories(week.stories),
        *_volume(week, titles),
        *_failing([feed for feed in feeds if feed.errors or feed.gone]),
        *_verdicts(week),
    ]


def _stories(stories: Sequence[StoryVolume]) -> Iterator[Block]:
    largest = [story for story in stories if story.reports > 1]
    if not largest:
        return
    yield block("heading", "Most reported")
    for story in largest:
        title = shorten(plain(story.title), _LONGEST) or "(no headline)"
        outlets = f"{story.outlets} outlet" + ("s" if story.outlets > 1 else "")
        yield block("item", Run(title, safe_link(story.url)), f" ({story.reports} reports, {outlets})")


def _volume(week: WeekOfWatches, titles: Mapping[str, str]) -> Iterator[Block]:
    yield block("heading", "Alerts this week, and in the four weeks before")
    for kind, counted in (("watches", week.alerts), ("rules", week.rules)):
        busiest = sorted(counted.items(), key=lambda pair: (-pair[1][0], -sum(pair[1]), pair[0]))
        for name, counts in busiest[:_MOST]:
            yield block("item", f"{plain(titles.get(name, name))}: {_counts(counts)}")
        if len(busiest) > _MOST:
            yield block("item", f"and {len(busiest) - _MOST} more {kind}")


def _counts(counts: Sequence[int]) -> str:
    """This week's count, and those before: the week before it first."""
    this, *before = counts
    return f"{this} ({', '.join(map(str, before))})"


def _failing(feeds: Sequence[FeedState]) -> Iterator[Block]:
    if not feeds:
        return
    yield block("heading", f"Feeds that fail: {len(feeds)}")
    for feed in feeds[:_MOST]:
        why = "gone" if feed.gone else shorten(plain(feed.last_error or "unknown"), _LONGEST)
        yield block("item", f"{feed.name}: {why}")
    if len(feeds) > _MOST:
        yield block("item", f"and {len(feeds) - _MOST} more: wirewatch feeds")


def _verdicts(week: WeekOfWatches) -> Iterator[Block]:
    judged = week.right + week.wrong
    if judged:
        yield block("heading", f"Verdicts: {week.right} of {judged} judged alerts were right")

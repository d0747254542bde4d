"""Where an entry is shown, and what it is to a reader who was told other reports there."""

from __future__ import annotations

from collections.abc import Sequence

from support.makers import NOW, entry

from monitor.evaluation.silence_check import Placed, SilenceCheck, place
from monitor.evaluation.silence_memory import SilenceMemory
from rules.deciding.decide import Verdicts
from rules.model import Fired, Join, Level, Reason, RuleSet, StoryHistory, ToldReport
from rules.schema import Watch
from rules.silence import Kind, Verdict

WATCH = Watch.model_validate({"id": "w", "when": "ferry"})
CHECK = SilenceCheck(SilenceMemory(), RuleSet(watches=(WATCH,)))


def join(story: str | None, level: Level = "c") -> Join:
    return Join(story=story, level=level, same_as=story, score=0.4, reason=Reason("r", "why"))


def placed(
    first: Join, stories: dict[str, Kind], *others: str, across: Sequence[str] = (), fixed: bool = False
) -> Placed:
    """Places an entry that is judged as `stories` say; `others` are the next likely stories."""

    def again(refused: object) -> Join:
        left = [story for story in others if story not in refused]  # type: ignore[operator]
        return join(left[0] if left else None, "c" if left else "new")

    def history(story: str) -> StoryHistory:
        return StoryHistory(alerted=frozenset({story}))

    def verdicts(past: StoryHistory, link: float) -> Verdicts:
        (story,) = past.alerted
        return Verdicts(elsewhere=Verdict(stories[story], Reason("code", f"{story} differs"), story, 0.3))

    return place(first, again, history, verdicts, lambda: across, fixed=fixed)


def test_an_entry_stays_in_the_thread_that_tells_of_its_event() -> None:
    found = placed(join("a"), {"a": "development"})
    assert (found.join, found.history.alerted) == (join("a"), {"a"})


def test_another_event_opens_a_thread_of_its_own_and_says_why() -> None:
    found = placed(join("a"), {"a": "other"})
    assert (found.join.story, found.join.level, found.join.reason.code) == (None, "new", "other_event")
    assert found.join.reason.text == "another event than entry a reports: a differs"
    assert found.join.reason.data["refused"] == [
        {"story": "a", "level": "c", "entry": "a", "why": "a differs"}
    ]
    assert found.history == StoryHistory()


def test_the_next_likely_stories_are_tried_first_at_most_three() -> None:
    assert placed(join("a"), {"a": "other", "b": "same"}, "b").join.story == "b"
    refusing: dict[str, Kind] = {"a": "other", "b": "other", "c": "other", "d": "same"}
    assert placed(join("a"), refusing, "b", "c", "d").join.story is None


def test_a_version_stays_with_its_entry() -> None:
    assert placed(join("a", "a"), {"a": "other"}, fixed=True).join.story == "a"


def test_facts_told_in_a_thread_of_another_language_are_told() -> None:
    stories: dict[str, Kind] = {"a": "development", "x": "doubt", "y": "same"}
    assert placed(join(None, "new"), stories, across=["x", "y"]).join.story == "y"
    assert placed(join("a"), stories, across=["x", "y"]).join.story == "y"
    assert placed(join("a", "b"), stories, across=["y"]).join.story == "a"
    assert placed(join(None, "new"), stories, across=["x"]).join.story is None


def test_each_watch_is_judged_by_what_its_own_reader_was_told() -> None:
    leak = entry("a", title="Ferry sinks off Kilmar, dozens missing", text="")
    told = ToldReport(entry=leak, at=NOW)
    other = Watch.model_validate({"id": "v", "when": "ferry"})
    firing = [Fired(WATCH, ()), Fired(other, ())]
    copy = entry("b", title="Ferry sinks off Kilmar, dozens missing", text="", feed="two")
    found = CHECK.verdicts(copy, firing, StoryHistory(reports={"w": (told,)}), 1.0)
    assert {watch: verdict.kind for watch, verdict in found.told.items()} == {"w": "copy"}
    assert found.elsewhere is not None
    assert found.elsewhere.is_silent
    assert CHECK.verdicts(copy, firing, StoryHistory(), 1.0) == Verdicts()


def test_the_very_version_that_was_told_is_a_copy_however_short() -> None:
    told = ToldReport(entry=entry("a", title="Ferry"), at=NOW)
    assert CHECK.beside(entry("a", title="Ferry"), [told]).reason.code == "same_version"

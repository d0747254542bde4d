"""The check of silence: the verdicts of each watch, and the story that an entry finds by them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta

import pytest
from support.makers import NOW, entry

from monitor.evaluation.silence_check import OTHER_EVENT, TRIED, Placed, SilenceCheck, place
from monitor.evaluation.silence_memory import SilenceMemory
from rules.deciding.decide import NOTHING_TOLD, Verdicts
from rules.model import (
    NEW_STORY,
    SAME_ENTRY,
    SAME_EVENT,
    Entry,
    Fired,
    Join,
    Reason,
    RuleSet,
    StoryHistory,
    ToldReport,
)
from rules.schema import Topic, Watch
from rules.silence import Verdict
from rules.silence.verdict import Kind

RULES = RuleSet(
    topics=(Topic.model_validate({"id": "mayor", "terms": ["mayor"]}),),
    watches=tuple(
        Watch.model_validate({"id": name, "when": {"any": ["mayor"]}, "notify": ["console"]})
        for name in ("one", "two")
    ),
    version="v1",
)
ONE, TWO = (Fired(watch=watch, matches=()) for watch in RULES.watches)
STOLEN = "Quillon says data of clients was stolen"
QUITS = "Quillon chief Mara Tolland resigns"


def check() -> SilenceCheck:
    return SilenceCheck(SilenceMemory(), RULES)


def about(title: str, name: str, **more: object) -> Entry:
    return entry(name, **({"title": title, "text": "", "lang": "en", "published": NOW} | more))


def report(title: str, name: str, minutes: int = 0) -> ToldReport:
    return ToldReport(entry=about(title, name), at=NOW + timedelta(minutes=minutes))


def test_where_nobody_was_told_anything_there_is_no_verdict() -> None:
    assert check().verdicts(about(QUITS, "new"), [ONE], StoryHistory(), 1.0) is NOTHING_TOLD
    told = StoryHistory(reports={"one": (report(QUITS, "e1"),)})
    assert check().verdicts(about(QUITS, "new"), [], told, 1.0) is NOTHING_TOLD


def test_each_watch_has_a_verdict_by_what_its_own_reader_was_told() -> None:
    history = StoryHistory(reports={"one": (report(STOLEN, "e1"),), "two": (report(QUITS, "e2", 5),)})
    found = check().verdicts(about("Mara Tolland resigns as Quillon chief", "new"), [ONE, TWO], history, 1.0)
    assert found.told["one"].kind == "development"
    assert found.told["two"].is_silent
    assert found.elsewhere is not None
    assert (found.elsewhere.is_silent, found.elsewhere.told) == (True, "e2")


def test_what_waits_is_asked_only_where_the_told_leaves_it_open() -> None:
    history = StoryHistory(reports={"one": (report(STOLEN, "e1"),)}, waiting={"one": (report(QUITS, "e2"),)})
    found = check().verdicts(about(QUITS, "new"), [ONE], history, 1.0)
    assert found.waiting["one"].is_silent
    assert check().verdicts(about(STOLEN, "new"), [ONE], history, 1.0).waiting == {}


def test_the_verdict_of_one_watch_that_told_all_is_the_verdict_beside_all() -> None:
    history = StoryHistory(reports={"one": (report(STOLEN, "e1"),)})
    found = check().verdicts(about(QUITS, "new"), [ONE], history, 1.0)
    assert found.elsewhere is found.told["one"]


def test_the_very_text_that_was_told_is_a_copy_whatever_it_says() -> None:
    verdict = check().beside(about(STOLEN, "e1"), [report(STOLEN, "e1")])
    assert (verdict.kind, verdict.reason.code, verdict.told) == ("copy", "same_version", "e1")


def test_a_model_of_meaning_is_asked_where_there_is_one() -> None:
    asked: list[str] = []

    def meaning(one: str, _other: str) -> float:
        asked.append(one)
        return 0.97

    told = [report("Ferry with 60 aboard runs aground off Sarn", "e1")]
    new = about("Ferry carrying many runs aground close to Sarn harbour wall", "new")
    SilenceCheck(SilenceMemory(), RULES, meaning).beside(new, told)
    assert asked


def join(story: str | None, level: str = SAME_EVENT) -> Join:
    return Join(story=story, level=level, same_as=story, score=0.5, reason=Reason("same_event", "why"))  # type: ignore[arg-type]


def verdict(kind: Kind, told: str, score: float = 0.5) -> Verdict:
    return Verdict(kind, Reason(kind, f"{kind} beside {told}"), told, score)


def placed(
    kinds: Mapping[str, Verdict], *, first: Join, across: tuple[str, ...] = (), fixed: bool = False
) -> tuple[Placed, list[set[str]]]:
    """The place of an entry whose verdict in each story is known, and the stories that each new join left out."""
    left_out: list[set[str]] = []

    def again(refused: Collection[str]) -> Join:
        left_out.append(set(refused))
        open_ = [story for story in kinds if story not in refused and story not in across]
        return join(open_[0]) if open_ else join(None, NEW_STORY)

    def history(story: str) -> StoryHistory:
        return StoryHistory(alerted=frozenset({story}))

    def verdicts(past: StoryHistory, _link: float) -> Verdicts:
        (story,) = past.alerted
        return Verdicts(elsewhere=kinds[story])

    return place(first, again, history, verdicts, lambda: across, fixed=fixed), left_out


def test_an_entry_stays_in_the_story_that_threading_proposes() -> None:
    found, left_out = placed({"a": verdict("doubt", "a")}, first=join("a"))
    assert (found.join.story, found.history.alerted, left_out) == ("a", {"a"}, [])


def test_an_entry_of_another_event_is_tried_in_the_next_story_and_the_first_is_noted() -> None:
    found, left_out = placed({"a": verdict("other", "a"), "b": verdict("same", "b")}, first=join("a"))
    assert (found.join.story, left_out) == ("b", [{"a"}])
    assert [noted["story"] for noted in found.join.reason.data["refused"]] == ["a"]


def test_an_entry_that_every_story_refuses_opens_its_own_with_the_likeliest_as_reason() -> None:
    stories = {name: verdict("other", name) for name in "abcde"}
    found, left_out = placed(stories, first=join("a"))
    assert (found.join.story, found.join.level, found.join.reason.code) == (None, NEW_STORY, OTHER_EVENT)
    assert found.join.reason.data["told"] == "a"
    assert len(left_out) == TRIED
    assert found.history == StoryHistory()


def test_a_version_stays_with_its_entry_whatever_the_verdict() -> None:
    found, left_out = placed({"a": verdict("other", "a")}, first=join("a", SAME_ENTRY), fixed=True)
    assert (found.join.story, left_out) == ("a", [])


@pytest.mark.parametrize(
    ("there", "story"),
    [
        (verdict("same", "x"), "x"),
        (verdict("doubt", "x", 0.3), None),
        (verdict("development", "x"), None),
    ],
)
def test_a_story_in_another_language_takes_an_entry_that_it_told_for_sure(
    there: Verdict, story: str | None
) -> None:
    found, _ = placed({"x": there}, first=join(None, NEW_STORY), across=("x",))
    assert found.join.story == story
    if story is not None:
        assert (found.join.level, found.join.reason.code) == (SAME_EVENT, "same_event_across")


def test_a_likely_story_gives_way_only_to_one_that_told_the_entry() -> None:
    kinds = {"a": verdict("doubt", "a"), "x": verdict("same", "x")}
    assert placed(kinds, first=join("a"), across=("x",))[0].join.story == "x"
    kinds["x"] = verdict("doubt", "x", 0.9)
    assert placed(kinds, first=join("a"), across=("x",))[0].join.story == "a"

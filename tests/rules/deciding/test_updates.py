"""When a story that was told speaks again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rules.deciding.decide import compose, decide
from rules.deciding.updates import LaterReport, update_reason
from rules.model import Entry, Fired, StoryHistory
from rules.schema import Watch, When

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def watch(**more: object) -> Watch:
    return Watch.model_validate({"id": "w", "when": When(any=("x",)), "notify": ("desk",), **more})


def history(hours: float = 24, outlets: int = 3, told: int = 1) -> StoryHistory:
    return StoryHistory(
        alerted=frozenset({"w"}),
        told=frozenset({"desk"}),
        last_alert=NOW - timedelta(hours=hours),
        outlets=frozenset(f"o{n}" for n in range(outlets)),
        outlets_told=told,
    )


def later(novelty: float = 0.1, outlet: str = "o0", **more: object) -> LaterReport:
    return LaterReport(at=NOW, outlet=outlet, novelty=novelty, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "past", "report", "speaks"),
    [
        ({}, history(), later(0.8), True),
        ({}, history(), later(0.6), False),
        ({}, history(hours=11), later(0.9), False),
        ({"cooldown": "2h"}, history(hours=3), later(0.9), True),
        ({"cooldown": "2d"}, history(hours=24), later(0.9), False),
        ({}, history(outlets=5, told=1), later(outlet="new"), True),
        ({}, history(outlets=4, told=1), later(outlet="new"), False),
        ({}, history(outlets=8, told=6), later(outlet="new"), False),
        ({}, history(outlets=10, told=6), later(outlet="new"), True),
        ({}, history(), later(0.9, repeats=True), False),
        ({"updates": "silent"}, history(), later(0.9), False),
        ({"updates": "always"}, history(hours=0.1), later(0.0), True),
        ({"updates": "always", "cooldown": "1h"}, history(hours=0.1), later(0.0), False),
    ],
)
def test_a_story_speaks_again_by_novelty_outlets_and_cooldown(
    given: dict[str, object], past: StoryHistory, report: LaterReport, speaks: bool
) -> None:
    told, reason = update_reason(watch(**given), past, report)
    assert told is speaks
    assert reason.code == ("story_update" if speaks else "story_told")
    assert reason.text


def test_an_update_says_how_many_tell_it_and_what_is_new() -> None:
    _, reason = update_reason(watch(), history(outlets=11, told=4), later(0.9, words=("ports", "bridge")))
    assert reason.text == "now 11 outlets; new: ports, bridge"


def test_an_update_is_an_alert_of_its_own_kind_and_reaches_each_destination_once() -> None:
    entry = Entry(id="e", title="Title")
    fired = [Fired(watch(id="w"), ()), Fired(watch(id="v"), ())]
    past = StoryHistory(
        alerted=frozenset({"w", "v"}),
        told=frozenset({"desk"}),
        last_alert=NOW - timedelta(days=1),
        outlets=frozenset({"o0"}),
        outlets_told=1,
    )
    decisions = decide(fired, past, feed="f", tags=(), quiet=None, later=later(0.9))
    assert [d.tell for d in decisions] == [("desk",), ()]
    alert = compose(entry, "s", fired, decisions, NOW)
    assert alert is not None
    assert (alert.kind, alert.watches) == ("update", ("w", "v"))


def test_a_watch_that_never_alerted_makes_the_alert_a_new_one() -> None:
    entry = Entry(id="e", title="Title")
    fired = [Fired(watch(id="w"), ()), Fired(watch(id="v", notify=("phone",)), ())]
    decisions = decide(fired, history(), feed="f", tags=(), quiet=None, later=later(0.9))
    alert = compose(entry, "s", fired, decisions, NOW)
    assert alert is not None
    assert alert.kind == "new"
    assert [d.reason.code for d in decisions] == ["story_update", "first_report"]

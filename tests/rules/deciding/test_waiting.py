"""What waited in a story goes out as few messages as its watches allow."""

from __future__ import annotations

import pytest
from support.makers import NOW, entry, match

from rules.deciding.waiting import WaitingReport, release
from rules.model import Reason
from rules.schema import Watch


def watch(name: str, when: str = "ebrard", **more: object) -> Watch:
    return Watch.model_validate({"id": name, "when": when, "notify": ["desk"], **more})


def report(name: str, under: str) -> WaitingReport:
    return WaitingReport(
        entry=entry(name), watch=under, matches=(match(),), reason=Reason("partly_new", "new: a name")
    )


@pytest.mark.parametrize(("alerted", "kind"), [({"w"}, "update"), (set(), "new")])
def test_a_message_updates_the_story_where_the_watch_has_alerted(alerted: set[str], kind: str) -> None:
    (released,) = release("s", [report("a", "w")], {"w": watch("w")}, alerted, NOW)
    assert (released.alert.kind, released.alert.reason.text) == (kind, "a report waited: new: a name")
    assert released.tell == ("desk",)


def test_versions_of_an_entry_are_one_line() -> None:
    waiting = [report("a", "w"), report("b", "w"), report("a", "w")]
    (released,) = release("s", waiting, {"w": watch("w")}, {"w"}, NOW)
    assert [line.id for line in released.alert.lines] == ["b"]


def test_watches_with_other_reports_make_messages_of_their_own() -> None:
    waiting = [report("a", "w"), report("a", "v"), report("b", "v")]
    watches = {"w": watch("w"), "v": watch("v", severity="urgent", notify=["desk", "chief"])}
    first, second = release("s", waiting, watches, {"w", "v"}, NOW)
    assert (first.alert.watches, first.tell) == (("w",), ("desk",))
    assert (second.alert.watches, second.tell, second.alert.severity) == (("v",), ("desk", "chief"), "urgent")


def test_reports_of_unknown_watches_are_left_out() -> None:
    assert release("s", [report("a", "gone")], {"w": watch("w")}, set(), NOW) == []


def test_a_message_keeps_its_matches_though_the_rules_have_changed() -> None:
    (released,) = release("s", [report("a", "w")], {"w": watch("w", when="other")}, {"w"}, NOW)
    assert released.alert.matches == (match(),)

"""An archive is replayed by its own clock: alerts, updates, lines that wait, silences, each with its reason."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from monitor.workshop.archives.archive_copies import in_order, linked
from monitor.workshop.archives.past import Past
from monitor.workshop.archives.replay_archive import ReplayedEntry, ReplaySummary, replay
from rules.deciding.defaults import WatchDefaults, with_defaults
from rules.model import Entry, RuleSet
from rules.schema import Topic, Watch

START = datetime(2026, 11, 27, 3, tzinfo=UTC)
SANK = (
    "A ferry with 200 people aboard sank in heavy seas off Batangas on Friday, the coast guard said. Twelve people "
    "died and boats were still searching for survivors at dusk"
)
FIRST = "Ferry with 200 aboard sinks off Batangas, 12 dead"
COPY = "Ferry sinks off Batangas with 200 aboard, 12 dead"
SAME = "Twelve die as ferry carrying 200 sinks off Batangas"
DOUBT = "Ferry off Batangas was overloaded, survivors say"
ARREST = "Captain of sunken Batangas ferry arrested"
OTHER = "Ferry with 90 aboard sinks off Cebu, 3 dead"


def entry(name: str, hours: float, title: str, text: str = "", **more: str) -> Entry:
    at = START + timedelta(hours=hours)
    return Entry(id=name, title=title, text=text, outlet=more.get("outlet", f"Outlet {name}"), fetched=at)


def rules(**watch: object) -> RuleSet:
    ships = Watch.model_validate({"id": "ships", "when": {"any": ["ferry"]}, "notify": ["desk"], **watch})
    ferry = Topic.model_validate({"id": "ferry", "terms": ["ferry"]})
    return with_defaults(RuleSet(topics=(ferry,), watches=(ships,), version="1"), WatchDefaults())


def replayed(*entries: Entry, jobs: int = 1, **watch: object) -> dict[str, ReplayedEntry]:
    recalled = Past(tuple(linked(in_order(entries, START))))
    return {each.entry: each for each in replay(recalled, rules(**watch), jobs=jobs)}


def made(each: ReplayedEntry) -> tuple[str, str | None, str | None]:
    (decision,) = each.decisions
    return decision["action"], decision["class"], decision["told"]


DAY = (
    entry("first", 0, FIRST, f"{SANK}, its spokesman told reporters."),
    entry("copy", 1, COPY, f"{SANK}."),
    entry("same", 2, SAME),
    entry("doubt", 3, DOUBT),
    entry("other", 4, OTHER),
    entry("arrest", 6, ARREST, "Police arrested the captain of the ferry that sank off Batangas."),
    entry("rain", 9, "Rain over the hills"),
)


def test_each_class_of_the_rule_has_its_action_and_its_nearest_told_report() -> None:
    found = replayed(*DAY)
    assert {name: made(each) for name, each in found.items()} == {
        "first": ("alert", None, None),
        "copy": ("silent", "copy", "first"),
        "same": ("silent", "same", "first"),
        "doubt": ("waiting", "doubt", "first"),
        "arrest": ("update", "development", "first"),
        "other": ("alert", "other", "first"),
        "rain": ("none", None, None),
    }
    assert {found[name].story for name in ("copy", "same", "doubt", "arrest")} == {"first"}
    assert found["other"].story == "other"


def test_what_waits_goes_out_with_the_next_message_of_its_story_or_by_itself_when_due() -> None:
    (decision,) = replayed(*DAY)["doubt"].decisions
    assert decision["released"] == (START + timedelta(hours=6)).isoformat()
    (alone,) = replayed(DAY[0], DAY[3])["doubt"].decisions
    assert alone["released"] == (START + timedelta(hours=9)).isoformat()
    assert "released" not in replayed(*DAY)["arrest"].decisions[0]


def test_entries_come_in_order_of_their_fetch_else_of_their_publication() -> None:
    early = Entry(id="early", title=FIRST, published=START - timedelta(hours=1))
    undated = Entry(id="undated", title=SAME)
    found = replayed(undated, DAY[3], early)
    assert list(found) == ["early", "doubt", "undated"]
    assert made(found["early"])[0] == "alert"


@pytest.mark.parametrize(
    ("updates", "actions"),
    [
        ("silent", ("silent", "silent", "silent", "silent")),
        ("always", ("silent", "update", "update", "update")),
        ("daily", ("silent", "silent", "waiting", "waiting")),
    ],
)
def test_a_watch_chooses_what_later_reports_do(updates: str, actions: tuple[str, ...]) -> None:
    found = replayed(*DAY, updates=updates)
    assert tuple(made(found[name])[0] for name in ("copy", "same", "doubt", "arrest")) == actions


def test_updates_beyond_the_limits_are_held() -> None:
    later = entry("charge", 7, "Captain of sunken Batangas ferry charged with manslaughter")
    assert made(replayed(*DAY, later)["charge"])[0] == "update"
    assert made(replayed(*DAY, later, cooldown="2h")["charge"])[0] == "held"
    assert made(replayed(*DAY, later, max_updates_a_day=1)["charge"])[0] == "held"
    assert made(replayed(*DAY, later, max_updates_a_day=1, severity="urgent")["charge"])[0] == "update"


def test_an_id_that_comes_again_is_a_changed_version() -> None:
    found = replay(
        Past(
            tuple(linked(in_order([DAY[0], entry("first", 1, FIRST, f"{SANK}, its spokesman said.")], START)))
        ),
        rules(),
    )
    first, again = found
    assert (again.story, made(again)[:2]) == (first.story, ("silent", "copy"))


def test_workers_change_nothing() -> None:
    many = [entry(f"e{n}", n / 10, f"Rain over hill number {n}") for n in range(1_000)]
    one, two = replayed(*DAY, *many), replayed(*DAY, *many, jobs=2)
    assert [each.as_line() for each in one.values()] == [each.as_line() for each in two.values()]


def test_a_line_is_json_and_the_summary_counts_actions_and_classes() -> None:
    summary = ReplaySummary()
    for each in replayed(*DAY).values():
        line = json.loads(each.as_line())
        assert set(line) == {"id", "story", "level", "score", "decisions"}
        assert {"watch", "action", "class", "reason", "told", "score"} <= set(line["decisions"][0])
        summary.add(each)
    counts = summary.as_json()
    assert (counts["entries"], counts["stories"], counts["alert"], counts["silent"]) == (7, 3, 2, 2)
    assert counts["classes"]["copy"] == 1

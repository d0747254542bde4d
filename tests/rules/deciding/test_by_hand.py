"""Alerts by hand: an update where every watch has told of the story, with the matches of the watches."""

from __future__ import annotations

from support.makers import NOW, entry, match_of

from rules.deciding.by_hand import alert_by_hand, fired_once
from rules.model import StoryHistory
from rules.schema import Watch

FERRY = match_of("ferry", "Ferry", "Ferry sinks off Batangas", "title")
TOLL = match_of("toll", "dead", "12 dead", "text")
SHIPS = Watch.model_validate({"id": "ships", "when": {"any": ["ferry"]}, "severity": "low"})
DEATHS = Watch.model_validate({"id": "deaths", "when": {"any": ["toll"]}, "severity": "urgent"})


def alert(*names: str, alerted: tuple[str, ...] = ()):
    firing = fired_once((SHIPS, DEATHS), names, [FERRY, TOLL])
    history = StoryHistory(alerted=frozenset(alerted))
    return alert_by_hand(entry("e2"), "e1", firing, history, why="told by hand", now=NOW, lines=[entry("e3")])


def test_the_gravest_severity_and_all_matches_of_the_watches_count() -> None:
    made = alert("ships", "deaths")
    assert (made.watches, made.severity, made.matches) == (("ships", "deaths"), "urgent", (FERRY, TOLL))
    assert [line.id for line in made.lines] == ["e3"]


def test_it_is_an_update_only_where_every_watch_told_of_the_story() -> None:
    assert alert("ships", "deaths", alerted=("ships",)).kind == "new"
    assert alert("ships", alerted=("ships",)).kind == "update"


def test_a_watch_that_fires_no_longer_keeps_all_matches() -> None:
    (firing,) = fired_once((SHIPS, DEATHS), ["ships"], [TOLL])
    assert (firing.watch.id, firing.matches) == ("ships", (TOLL,))
    assert fired_once((SHIPS,), ["gone"], [TOLL]) == []

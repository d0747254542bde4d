"""What the watches decide on a text and whom it reaches, foreseen without a config or a command."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from support.makers import NOW, entry

from monitor.delivery.dispatch.dispatcher import Dispatcher
from monitor.workshop.route import Route, Told, route_of_alert, route_of_entry
from rules.model import RuleSet
from rules.schema import Topic, Watch
from storage import Store

FERRY = Topic.model_validate({"id": "ferry", "terms": ["ferry"]})
PORTS = Watch.model_validate(
    {"id": "ports", "when": "ferry", "notify": ["desk"], "feeds": {"include": ["wire"], "tags": ["ships"]}}
)
ASLEEP = Watch.model_validate({"id": "asleep", "when": "ferry", "enabled": False})
RULES = RuleSet(topics=(FERRY,), watches=(PORTS, ASLEEP))


def routed(store: Store, title: str, feed: str = "", tags: tuple[str, ...] = ()) -> Route:
    dispatcher = Dispatcher(store, RULES, ZoneInfo("UTC"), 50, ())
    return route_of_entry(store, dispatcher, RULES, entry(title=title, feed=feed), {feed: tags}, NOW)


def test_a_text_without_a_feed_is_heard_by_every_watch(store: Store) -> None:
    route = routed(store, "Ferry stopped")
    assert [each.destination for each in route.foreseen] == ["desk"]
    assert route.watches[1] == Told("asleep", "none", "the watch is not enabled")


def test_a_watch_hears_the_feeds_and_tags_that_it_names(store: Store) -> None:
    assert routed(store, "Ferry stopped", "gazette").alert is None
    assert routed(store, "Ferry stopped", "gazette", ("ships",)).alert is not None


def test_what_was_found_in_vain_is_named(store: Store) -> None:
    assert routed(store, "Tram stopped").watches[0] == Told("ports", "none", "nothing found")


def test_an_alert_is_followed_to_whom_still_waits(store: Store) -> None:
    alert = routed(store, "Ferry stopped").alert
    assert alert is not None
    dispatcher = Dispatcher(store, RULES, ZoneInfo("UTC"), 50, ())
    route = route_of_alert(store, dispatcher, RULES, alert, NOW)
    assert (route.watches[0].action, route.foreseen, route.done) == ("alerted", (), ())

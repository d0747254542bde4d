"""Preparing deliveries on a real store: rendered once, frozen, addressed, and split where it must be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.makers import NOW, entry, judged
from support.sending import in_force, mail, queue, section

from monitor.delivery.prepare import Preparer, is_unworded
from monitor.delivery.senders import Destination
from rules.model import RuleSet
from rules.schema import Watch
from storage import Delivery, Payload, Store


def preparer(store: Store, title: str = "Ships") -> Preparer:
    watch = Watch.model_validate({"id": "w", "title": title, "when": {"any": ["ferry"]}, "notify": ["desk"]})
    return Preparer(store, RuleSet(watches=(watch,)), UTC)


def desk(store: Store, url: str = "console:", **more: Any) -> dict[str, Destination]:
    return dict(in_force(store, {"desk": section(url, **more)}).destinations)


def prepared(
    store: Store, destinations: dict[str, Destination], title: str = "Ships"
) -> dict[int, tuple[Payload, str | None]]:
    """Plans, claims and prepares, as the deliverer does."""
    work = preparer(store, title)
    with store.transaction():
        work.plan(NOW, destinations)
        return work.prepare(store.outbox.claim(NOW, 10), destinations)


def released(store: Store) -> list[Delivery]:
    claimed = [delivery.id for delivery in store.outbox.all(["sending"])]
    store.outbox.release(claimed, NOW)
    return store.outbox.all()


def test_a_payload_is_frozen_and_every_attempt_sends_the_same(store: Store) -> None:
    store.record([judged(entry())], NOW)
    destinations = desk(store)
    ((payload, recipient),) = prepared(store, destinations).values()
    assert payload.subject == "HIGH: Title of e1 [Ships]"
    assert recipient is None
    released(store)
    ((again, _),) = prepared(store, destinations, title="Renamed").values()
    assert again == payload


def test_each_recipient_becomes_a_delivery_of_its_own(store: Store) -> None:
    store.record([judged(entry())], NOW)
    url = mail(25, "a@example.org,b@example.org")
    ((_, recipient),) = prepared(store, desk(store, url)).values()
    deliveries = store.outbox.all()
    assert recipient in {delivery.recipient for delivery in deliveries}
    assert {delivery.recipient for delivery in deliveries} == {"a@example.org", "b@example.org"}
    assert len({delivery.key for delivery in deliveries}) == 2


def test_a_message_that_is_too_long_becomes_parts_that_share_an_alert(store: Store) -> None:
    queue(store, "desk", 1)
    store.outbox.add("long", "desk", Payload(subject="Long", text="word " * 20_000), NOW)
    prepared(store, desk(store, "json://127.0.0.1:9/x"))
    parts = [delivery for delivery in store.outbox.all() if delivery.parts > 1]
    assert len(parts) == parts[0].parts >= 4
    assert sorted(delivery.part for delivery in parts) == list(range(1, len(parts) + 1))
    assert all(len(delivery.payload.text) <= 32_768 for delivery in parts if delivery.payload)


def test_an_alert_of_a_destination_that_is_gone_is_rendered_and_not_frozen(store: Store) -> None:
    store.record([judged(entry())], NOW)
    ((payload, _),) = prepared(store, {}).values()
    assert payload.subject == "HIGH: Title of e1 [Ships]"
    (delivery,) = store.outbox.all()
    assert delivery.payload is None, "its templates and limits are not known yet"


def test_a_message_for_a_destination_with_templates_waits_for_its_own_words(store: Store) -> None:
    store.record([judged(entry())], NOW)
    destinations = desk(store, mail(25, "a@example.org,b@example.org"), body="{{ link }}")
    ((payload, _),) = prepared(store, destinations).values()
    (delivery,) = store.outbox.all()
    assert delivery.payload is None, "not frozen yet"
    assert is_unworded(delivery, destinations["desk"])
    work = preparer(store)
    told = work.facts(delivery, payload)
    assert told is not None
    assert (told.kind, told.watches, told.facts["headline"]) == ("alert", ("w",), "Title of e1")
    own = Payload(subject="Own", text="Words")
    assert work.freeze_worded(delivery, own, destinations["desk"]) == (own, "a@example.org")
    assert {(d.recipient, d.payload) for d in store.outbox.all()} == {
        ("a@example.org", own),
        ("b@example.org", own),
    }
    assert payload.subject == "HIGH: Title of e1 [Ships]"


@pytest.mark.parametrize("count", [2, 3])
def test_deliveries_that_are_folded_are_one_message_that_lists_them_all(store: Store, count: int) -> None:
    store.record([judged(entry(f"e{number}")) for number in range(count)], NOW)
    work, destinations = preparer(store), desk(store)
    flooded = Preparer(store, RuleSet(), UTC, flood_cap=1)
    with store.transaction():
        flooded.plan(NOW, destinations)
        ready = work.prepare(store.outbox.claim(NOW, 10), destinations)
    ((payload, _),) = ready.values()
    text = payload.text.replace("«", "").replace("»", "")
    assert all(f"Title of e{number}" in text for number in range(count))


def test_reports_that_waited_until_now_become_an_update_in_the_same_step(store: Store) -> None:
    store.record([judged(entry())], NOW)
    later = judged(entry("e2"), story="e1", tell=())
    waiting = replace(later.decisions[0], action="waiting", due=NOW + timedelta(hours=6))
    store.record([replace(later, decisions=(waiting,), alert=None)], NOW)
    assert len(prepared(store, desk(store))) == 1
    work, due = preparer(store), NOW + timedelta(hours=6)
    with store.transaction():
        work.plan(due, desk(store))
        ready = work.prepare(store.outbox.claim(due, 10), desk(store))
    ((payload, _),) = ready.values()
    assert payload.subject == "update: Title of e2 [Ships]"
    accounts = store.alerts.accounts()["pairs"]
    assert (accounts["matched"], accounts["alerted"], accounts["waiting"]) == (2, 2, 0)


def test_updates_of_one_story_are_one_message_in_its_thread(store: Store) -> None:
    for name in ("e1", "e2", "e3"):
        made = judged(entry(name), story="e1")
        assert made.alert is not None
        kind = "new" if name == "e1" else "update"
        store.record([replace(made, alert=replace(made.alert, kind=kind))], NOW)
    first, together = prepared(store, desk(store)).values()
    assert first[0].subject == "HIGH: Title of e1 [Ships]"
    assert together[0].subject == "HIGH: update: Title of e3 (and 1 more) [Ships]"
    assert first[0].thread == together[0].thread == "story:e1"


def test_the_reports_of_a_story_stand_together_in_a_digest(store: Store) -> None:
    for name, story in (("e1", "e1"), ("e2", "e2"), ("e3", "e1")):
        store.record([judged(entry(name), story=story)], NOW)
    work, destinations = preparer(store), desk(store)
    with store.transaction():
        Preparer(store, RuleSet(), UTC, flood_cap=1).plan(NOW, destinations)
        ((payload, _),) = work.prepare(store.outbox.claim(NOW, 10), destinations).values()
    assert payload.subject == "2 stories with 3 reports [w]"
    text = payload.text.replace("«", "").replace("»", "")
    order = [text.index(f"Title of {name}") for name in ("e1", "e3", "e2")]
    assert order == sorted(order)


def test_messages_say_when_an_alert_escalates_and_the_escalated_one_that_nobody_acknowledged_it(
    store: Store,
) -> None:
    watch = Watch.model_validate(
        {
            "id": "w",
            "title": "Ships",
            "when": {"any": ["ferry"]},
            "severity": "urgent",
            "notify": ["desk"],
            "escalate": {"after": "30m", "to": ["boss"]},
        }
    )
    work = Preparer(store, RuleSet(watches=(watch,)), UTC)
    destinations = in_force(store, {"desk": section("console:"), "boss": section("console:")}).destinations
    found = judged(entry())
    assert found.alert is not None
    urgent = replace(found.alert, severity="urgent", escalates=NOW + timedelta(minutes=30))
    store.record([replace(found, alert=urgent)], NOW)

    def texts(now: datetime) -> list[str]:
        with store.transaction():
            work.plan(now, destinations)
            return [
                payload.text
                for payload, _ in work.prepare(store.outbox.claim(now, 10), destinations).values()
            ]

    [to_desk] = texts(NOW)
    assert "Escalates at" in to_desk
    assert "unless acknowledged: wirewatch ack 1" in to_desk
    assert "Escalated" not in to_desk
    [to_boss] = texts(NOW + timedelta(minutes=31))
    assert "Escalated: nobody has acknowledged this alert." in to_boss
    assert "Escalates at" not in to_boss

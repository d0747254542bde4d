"""When an alert goes out: digests, quiet hours, limits and floods. Nothing is ever dropped."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from support.dispatching import NOW, Office, later, watch

from storage import Outcome, Store


def test_an_alert_of_a_plain_watch_goes_out_at_once(store: Store) -> None:
    office = Office(store, watch())
    office.alert(3)
    assert len(office.send()) == 3


def test_a_digest_gathers_until_its_time_and_tells_of_all(store: Store) -> None:
    office = Office(store, watch(digest="13:00", title="Ships and ferries"))
    office.alert(3)
    assert office.send() == []
    (held, *_) = store.outbox.all()
    assert (held.state, held.not_before, held.held_for) == ("held", later(hours=1), "digest of ships, 13:00")
    office.alert(2, later(minutes=30))
    assert office.send(later(minutes=59)) == []
    (digest,) = office.send(later(hours=1))
    assert digest.payload is not None
    assert digest.payload.subject == "5 stories [Ships and ferries]"
    for number in range(1, 6):
        assert f"«Ferry» {number} stopped" in digest.payload.text
        assert f"https://news.example/{number}" in digest.payload.text
    assert office.states() == {"sent": 6}
    assert office.send(later(hours=3)) == []


def test_a_digest_of_one_is_the_alert_itself(store: Store) -> None:
    office = Office(store, watch(digest="every 2h"))
    office.alert()
    (delivery,) = office.send(later(hours=2))
    assert delivery.alert is not None


def test_members_of_a_digest_share_its_fate(store: Store) -> None:
    office = Office(store, watch(digest="every 2h"))
    office.alert(2)
    office.claim()
    (digest,) = office.claim(later(hours=2))
    assert office.states() == {"held": 2, "sending": 1}
    store.outbox.mark(digest.id, Outcome(state="dead", reason="refused"), NOW, digest=True)
    assert office.states() == {"dead": 3}
    assert store.outbox.retry([digest.id], NOW) == [digest.id]
    assert office.states() == {"held": 2, "pending": 1}
    assert len(office.send(later(hours=2))) == 1
    assert office.states() == {"sent": 3}


def test_quiet_hours_hold_and_urgent_passes(store: Store) -> None:
    quiet = {"from": "11:00", "to": "14:30"}
    office = Office(store, watch(quiet_hours=quiet))
    office.alert()
    office.alert(severity="urgent")
    assert len(office.send()) == 1
    (held,) = store.outbox.all(["held"])
    assert (held.not_before, held.held_for) == (later(hours=2.5), "quiet hours of ships")
    assert office.send(later(hours=2.4)) == []
    assert len(office.send(later(hours=2.5))) == 1


def test_quiet_hours_have_a_zone_of_their_own(store: Store) -> None:
    quiet = {"from": "02:00", "to": "04:00", "timezone": "Asia/Tokyo"}  # 18:00 UTC is 03:00 there
    office = Office(store, watch(quiet_hours=quiet))
    office.alert()
    assert office.send() == []
    assert store.outbox.all()[0].not_before == later(hours=1)


def test_a_digest_that_falls_into_quiet_hours_waits_and_stays_a_digest(store: Store) -> None:
    office = Office(store, watch(digest="13:00", quiet_hours={"from": "12:30", "to": "15:00"}))
    office.alert(3)
    assert office.send() == []
    assert office.send(later(hours=1)) == []
    (digest,) = office.send(later(hours=3))
    assert digest.alert is None


def test_beyond_so_many_an_hour_the_rest_becomes_one_digest(store: Store) -> None:
    office = Office(store, watch(max_per_hour=5))
    office.alert(30)
    assert len(office.send()) == 5
    assert {delivery.held_for for delivery in store.outbox.all(["held"])} == {"more than 5 an hour of ships"}
    assert office.send(later(minutes=59)) == []
    (digest,) = office.send(later(minutes=60, seconds=1))
    assert digest.payload is not None
    assert "25 stories" in digest.payload.subject
    # The digest counts as one of the next hour's five.
    office.alert(10, later(minutes=61))
    assert len(office.send(later(minutes=61))) == 4


def test_updates_of_a_story_keep_their_distance(store: Store) -> None:
    office = Office(store, watch(cooldown="12h"))
    office.alert(story="s1")
    assert len(office.send()) == 1
    office.alert(2, later(hours=1), story="s1", kind="update")
    office.alert(1, later(hours=1), story="s2", kind="update")
    assert len(office.send(later(hours=1))) == 1
    assert office.send(later(hours=11)) == []
    (together,) = office.send(later(hours=12))
    assert together.payload is not None
    assert together.payload.subject.startswith("update: Ferry 3 stopped (and 1 more)")
    office.alert(1, later(hours=13), story="s1", kind="update")
    assert office.send(later(hours=23)) == []
    (held,) = store.outbox.all(["held"])[:1]
    assert held.held_for == "cooldown of ships: 12h between updates of a story"
    assert len(office.send(later(hours=24))) == 1


def test_a_flood_becomes_one_message_that_lists_them_all(store: Store) -> None:
    office = Office(store, watch(), cap=20)
    office.alert(21)
    (digest,) = office.send()
    assert digest.payload is not None
    assert "21 at once" in digest.payload.text
    assert all(f"Ferry» {n} stopped" in digest.payload.text for n in range(1, 22))
    office.alert(20, later(minutes=1))
    assert len(office.send(later(minutes=1))) == 20


def test_a_flood_of_one_feed_over_several_watches_is_a_flood(store: Store) -> None:
    office = Office(store, watch("ships"), watch("ports"), cap=20)
    office.alert(15, watches=("ships",))
    office.alert(15, watches=("ports",))
    assert len(office.send()) == 1


def test_a_digest_too_long_for_the_service_is_several(store: Store) -> None:
    office = Office(store, watch(), cap=5)
    office.alert(250)
    sent = office.send()
    assert len(sent) == 3
    text = "".join(delivery.payload.text for delivery in sent if delivery.payload)
    assert all(f"Ferry» {n} stopped" in text for n in range(1, 251))
    assert office.states() == {"sent": 253}


def test_rules_that_changed_meanwhile_decide_when_the_time_has_come(store: Store) -> None:
    Office(store, watch(quiet_hours={"from": "11:00", "to": "14:00"})).alert()
    office = Office(store, watch(quiet_hours={"from": "11:00", "to": "14:00"}))
    assert office.send() == []
    changed = Office(store, watch(quiet_hours={"from": "11:00", "to": "16:00"}))
    assert changed.send(later(hours=2)) == []
    assert len(changed.send(later(hours=4))) == 1


def test_both_accounts_hold_with_digests_and_holds(store: Store) -> None:
    office = Office(store, watch(max_per_hour=5))
    office.alert(12)
    office.send()
    office.send(later(hours=1, seconds=1))
    accounts = store.alerts.accounts()["deliveries"]
    assert accounts["created"] == sum(n for state, n in accounts.items() if state != "created") == 13


@pytest.mark.parametrize(
    "limits",
    [
        {"cooldown": "12h"},
        {"max_per_hour": 1},
        {"max_updates_a_day": 1},
        {"group_wait": "5m"},
        {"digest": "20:00"},
    ],
)
def test_what_a_clock_that_was_ahead_sent_or_made_holds_nothing_back_when_it_is_right(
    store: Store, limits: dict[str, Any]
) -> None:
    years = timedelta(days=730)
    office = Office(store, watch(**limits))
    office.alert(now=NOW + years, story="s1")
    office.update(now=NOW + years)
    office.send(NOW + years)
    office.update(now=NOW + years)
    store.shift(-years, NOW)
    office.update(now=NOW)
    sent = [delivery for hour in range(30) for delivery in office.send(later(hours=hour))]
    assert sent
    assert office.states()["held"] == sum(d.digest is not None for d in store.outbox.all(["held"]))

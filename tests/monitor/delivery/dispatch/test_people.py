"""When a person is told: the watch's holds come first, then the person's, and the soonest way counts."""

from __future__ import annotations

from typing import Any

from support.dispatching import Office, later, watch

from rules.deciding.people import Person
from rules.schema import QuietHours
from storage import Store


def ana(**more: Any) -> Person:
    return Person(name="ana", notify=("desk",), **more)


def quiet(start: str, end: str) -> QuietHours:
    return QuietHours.model_validate({"from": start, "to": end})


def test_the_quiet_hours_of_a_person_hold_in_the_zone_of_the_person(store: Store) -> None:
    person = ana(quiet_hours=quiet("02:00", "04:00"), timezone="Asia/Tokyo")  # 18:00 UTC is 03:00 there
    office = Office(store, watch(notify=["ana"]), people=[person])
    office.alert()
    assert office.send() == []
    assert office.reasons() == {"quiet hours for ana"}
    assert office.send(later(minutes=59)) == []
    assert len(office.send(later(hours=1))) == 1


def test_urgent_passes_the_holds_of_a_person(store: Store) -> None:
    person = ana(quiet_hours=quiet("11:00", "14:00"), digest="15:00")
    office = Office(store, watch(notify=["ana"]), people=[person])
    office.alert(severity="urgent")
    assert len(office.send()) == 1


def test_the_digest_of_a_person_gathers_the_alerts_of_all_watches(store: Store) -> None:
    watches = [watch("ships", notify=["ana"]), watch("trains", notify=[])]
    office = Office(store, *watches, people=[ana(digest="13:00", watches=("trains",))])
    office.alert(2)
    office.alert(watches=("trains",))
    assert office.send() == []
    assert office.reasons() == {"digest for ana, 13:00"}
    (digest,) = office.send(later(hours=1))
    assert digest.payload is not None
    assert digest.payload.subject.startswith("3 stories")
    assert office.states() == {"sent": 4}


def test_the_weekly_digest_of_a_person_ends_with_a_summary_of_all_watches_of_the_person(store: Store) -> None:
    watches = [watch("ships", notify=["ana"]), watch("trains", notify=[]), watch("planes")]
    office = Office(store, *watches, people=[ana(digest="tuesday 13:00", watches=("trains",))])
    office.alert()
    assert office.send() == []
    (digest,) = office.send(later(hours=1))
    assert digest.payload is not None
    assert digest.payload.text.partition("Alerts this week, and in the four weeks before\n")[2].startswith(
        "- ships: 1 (0, 0, 0, 0)\n- trains: 0 (0, 0, 0, 0)\n- ferry: 1 (0, 0, 0, 0)"
    )


def test_a_daily_digest_of_a_person_has_no_summary(store: Store) -> None:
    office = Office(store, watch(notify=["ana"]), people=[ana(digest="13:00")])
    office.alert(2)
    assert office.send() == []
    (digest,) = office.send(later(hours=1))
    assert digest.payload is not None
    assert "Alerts this week" not in digest.payload.text


def test_a_digest_of_a_person_that_falls_into_quiet_hours_waits_and_stays_a_digest(store: Store) -> None:
    office = Office(
        store, watch(notify=["ana"]), people=[ana(digest="13:00", quiet_hours=quiet("12:30", "15:00"))]
    )
    office.alert(2)
    assert office.send(later(hours=1)) == []
    assert len(office.send(later(hours=3))) == 1


def test_what_the_watch_held_is_told_with_the_next_digest_of_the_person(store: Store) -> None:
    office = Office(store, watch(notify=["ana"], digest="15:00"), people=[ana(digest="13:00")])
    office.alert()
    assert office.send() == []
    assert office.reasons() == {"digest of ships, 15:00"}
    assert office.send(later(hours=3)) == []
    assert office.reasons() == {"digest for ana, 13:00"}
    assert office.send(later(hours=24.9)) == []
    assert len(office.send(later(hours=25))) == 1


def test_the_soonest_way_to_a_destination_counts(store: Store) -> None:
    bob = Person(name="bob", notify=("desk",), digest="12:30")
    office = Office(store, watch(notify=["ana", "bob"]), people=[ana(digest="14:00"), bob])
    office.alert()
    assert office.send() == []
    assert office.reasons() == {"digest for bob, 12:30"}
    assert len(office.send(later(minutes=30))) == 1


def test_a_destination_that_the_watch_names_itself_does_not_wait_for_a_person(store: Store) -> None:
    office = Office(store, watch(notify=["desk", "ana"]), people=[ana(digest="14:00")])
    office.alert()
    assert len(office.send()) == 1


def test_updates_that_a_digest_of_a_person_gathers_are_not_grouped_before(store: Store) -> None:
    office = Office(store, watch(notify=["ana"], group_wait="5m"), people=[ana(digest="13:00")])
    office.update(2)
    assert office.send() == []
    assert office.reasons() == {"digest for ana, 13:00"}
    assert len(office.send(later(hours=1))) == 1


def test_times_in_a_message_are_those_of_its_reader(store: Store) -> None:
    office = Office(store, watch(notify=["ana"]), people=[ana(timezone="Asia/Tokyo")])
    office.alert()
    (delivery,) = office.send()
    assert delivery.payload is not None
    assert "03:00" in delivery.payload.text

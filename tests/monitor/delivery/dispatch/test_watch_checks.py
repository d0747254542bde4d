"""What a watch says about updates: how long they wait for each other, how far apart and how many a day they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from support.dispatching import NOW, Office, later, watch

from storage import Store


def test_updates_of_a_story_wait_for_each_other_from_the_first_on(store: Store) -> None:
    office = Office(store, watch(group_wait="5m"))
    office.alert(story="s1")
    assert office.subjects() == ["Ferry 1 stopped [ships]"]
    office.update(now=NOW)
    assert office.send() == []
    (held,) = store.outbox.all(["held"])
    assert held.not_before == later(minutes=5)
    assert held.held_for == "group_wait of ships: updates of a story within 5m go together"
    office.update(now=later(minutes=4))
    office.update(now=later(minutes=4), story="s2")
    assert office.send(later(minutes=4)) == []
    assert office.subjects(later(minutes=5)) == ["update: Ferry 3 stopped (and 1 more) [ships]"]
    assert office.subjects(later(minutes=9)) == ["update: Ferry 4 stopped [ships]"]


def test_urgent_updates_wait_for_each_other_too_and_for_nothing_else(store: Store) -> None:
    night = {"from": "11:00", "to": "14:00"}
    office = Office(store, watch(group_wait="5m", quiet_hours=night, digest="20:00", cooldown="2d"))
    office.alert(story="s1", severity="urgent")
    assert len(office.send()) == 1
    office.update(2, severity="urgent")
    assert office.send() == []
    assert office.subjects(later(minutes=5)) == ["URGENT: update: Ferry 3 stopped (and 1 more) [ships]"]


def test_the_shortest_wait_of_an_alerts_watches_counts(store: Store) -> None:
    office = Office(store, watch("ships", group_wait="1h"), watch("ports", group_wait="2m"))
    office.update(watches=("ships", "ports"))
    assert office.send(NOW) == []
    assert len(office.send(later(minutes=2))) == 1


def test_a_run_that_ends_waits_for_no_others(store: Store) -> None:
    office = Office(store, watch(group_wait="5m"))
    office.update()
    assert office.send() == []
    office.update()
    assert office.subjects(flush=True) == ["update: Ferry 2 stopped (and 1 more) [ships]"]


def test_a_run_that_ends_keeps_what_is_held_for_other_reasons(store: Store) -> None:
    office = Office(store, watch(group_wait="5m", quiet_hours={"from": "11:00", "to": "14:00"}))
    office.update()
    assert office.send(flush=True) == []
    assert office.reasons() == {"quiet hours of ships"}


def test_a_digest_gathers_updates_by_itself(store: Store) -> None:
    office = Office(store, watch(digest="12:03", group_wait="5m"))
    office.update(2)
    assert office.send() == []
    assert office.reasons() == {"digest of ships, 12:03"}
    assert office.subjects(later(minutes=3)) == ["1 story with 2 reports [ships]"]


def test_daily_updates_belong_to_the_digest_for_which_they_were_made(store: Store) -> None:
    office = Office(store, watch(digest="13:00", updates="daily", group_wait="5m"))
    office.alert(now=NOW)
    assert office.send() == []
    office.update(now=later(hours=1, seconds=1))
    assert office.subjects(later(hours=1, seconds=1)) == ["2 stories [ships]"]


def test_daily_updates_without_a_digest_go_out_as_soon_as_they_are_made(store: Store) -> None:
    office = Office(store, watch(updates="daily", group_wait="5m"))
    office.update()
    assert office.subjects() == ["update: Ferry 1 stopped [ships]"]


def told(office: Office, now: datetime, count: int) -> None:
    """Tells of an update each hour."""
    for hour in range(count):
        at = now.replace(hour=now.hour + hour)
        office.update(now=at)
        assert len(office.send(at)) == 1


def test_more_updates_of_a_story_than_a_day_may_have_wait_and_go_out_together(store: Store) -> None:
    office = Office(store, watch(max_updates_a_day=3))
    told(office, NOW, 3)
    for hour in (3, 4):
        office.update(now=later(hours=hour))
        assert office.send(later(hours=hour)) == []
    assert office.reasons() == {"max_updates_a_day of ships: 3 updates of the story went out within 24 hours"}
    assert {held.not_before for held in store.outbox.all(["held"])} == {later(hours=24)}
    assert office.subjects(later(hours=24)) == ["update: Ferry 5 stopped (and 1 more) [ships]"]
    office.update(now=later(hours=24.5))
    assert office.send(later(hours=24.5)) == [], "the two that went together count once"
    assert len(office.send(later(hours=25))) == 1


def test_another_story_and_first_reports_have_a_day_of_their_own(store: Store) -> None:
    office = Office(store, watch(max_updates_a_day=1))
    office.update()
    assert len(office.send()) == 1
    office.update(story="s2")
    office.alert(3)
    assert len(office.send()) == 4


def test_an_urgent_update_is_not_bound_and_takes_along_what_is(store: Store) -> None:
    office = Office(store, watch(max_updates_a_day=1))
    told(office, NOW, 1)
    office.update(now=later(hours=1))
    assert office.send(later(hours=1)) == []
    office.update(now=later(hours=2), severity="urgent")
    assert office.subjects(later(hours=2)) == ["URGENT: update: Ferry 3 stopped (and 1 more) [ships]"]


def test_urgent_messages_do_not_count_among_the_days(store: Store) -> None:
    office = Office(store, watch(max_updates_a_day=1))
    office.update(severity="urgent")
    assert len(office.send()) == 1
    office.update(now=later(minutes=1))
    assert len(office.send(later(minutes=1))) == 1


@pytest.mark.parametrize("held", [True, False])
def test_a_message_of_updates_counts_once_in_the_hour(store: Store, held: bool) -> None:
    office = Office(store, watch(max_per_hour=2, group_wait="5m"))
    office.update(3)
    office.update(3, story="s2")
    if held:
        office.send()
    assert len(office.send(later(minutes=5))) == 2
    office.update(story="s3", now=later(minutes=5))
    assert office.send(later(minutes=10)) == []
    assert office.reasons() == {"more than 2 an hour of ships"}


def test_a_weekly_digest_ends_with_a_summary_also_where_it_tells_one_alert(store: Store) -> None:
    office = Office(store, watch(digest="friday 08:00"))
    office.alert()
    assert office.subjects() == []
    assert office.reasons() == {"digest of ships, friday 08:00"}
    # NOW is a Tuesday; Friday 08:00 in Mexico City is 14:00 UTC.
    due = datetime(2026, 11, 27, 14, 0, tzinfo=UTC)
    assert office.subjects(due - timedelta(seconds=1)) == []
    (sent,) = office.send(due)
    assert sent.payload is not None
    assert sent.payload.subject == "1 story [ships]"
    assert "Alerts this week, and in the four weeks before\n- ships: 1 (0, 0, 0, 0)" in sent.payload.text

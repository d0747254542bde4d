"""The nights on which clocks change, hour by hour: what is held goes out once, at the time of day that was asked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from support.dispatching import Office, watch

from monitor.cli.options import since_when
from monitor.delivery.prepare import Preparer
from rules.model import RuleSet
from storage import Store

NEW_YORK = ZoneInfo("America/New_York")
# At 02:00 on 14 March clocks go to 03:00, and at 02:00 on 7 November to 01:00.
NIGHTS = {
    "spring": datetime(2027, 3, 13, 18, tzinfo=NEW_YORK),
    "autumn": datetime(2027, 11, 6, 18, tzinfo=NEW_YORK),
}
QUARTER = timedelta(minutes=15)


def sent_over(store: Store, night: str, **limits: Any) -> tuple[list[datetime], int]:
    """When messages left of a night with an alert each half hour; and how many alerts."""
    watching = watch(**limits)
    office = Office(store, watching, cap=1_000)
    office.preparer = Preparer(store, RuleSet(watches=(watching,)), NEW_YORK, flood_cap=1_000)
    now, count = NIGHTS[night].astimezone(UTC), 0
    times: list[datetime] = []
    for half_hour in range(2 * 20):
        if half_hour < 2 * 15:
            office.alert(now=now)
            count += 1
        times += [now for _ in office.send(now)]
        now += 2 * QUARTER
    assert office.states()["held"] == 0 or limits.get("digest")
    return times, count


@pytest.mark.parametrize(("night", "hours"), [("spring", 8), ("autumn", 10)])
def test_quiet_hours_hold_the_whole_night_and_let_all_go_in_the_morning(
    store: Store, night: str, hours: int
) -> None:
    times, count = sent_over(store, night, quiet_hours={"from": "22:00", "to": "07:00"})
    assert len(times) == count
    shown = [at.astimezone(NEW_YORK) for at in times]
    assert not [at for at in shown if at.hour >= 22 or at.hour < 7]
    # The night is an hour shorter or longer than the nine that clocks show.
    morning = [at for at in shown if (at.hour, at.minute) == (7, 0)]
    assert len(morning) == 2 * hours + 1


@pytest.mark.parametrize("night", NIGHTS)
@pytest.mark.parametrize("ends", ["01:30", "02:30"])
def test_quiet_hours_that_end_in_the_hour_of_the_change_end_once(store: Store, night: str, ends: str) -> None:
    times, count = sent_over(store, night, quiet_hours={"from": "22:00", "to": ends})
    assert len(times) == count
    held = [at for at in times if times.count(at) > 1]
    assert len(set(held)) == 1


@pytest.mark.parametrize("night", NIGHTS)
@pytest.mark.parametrize("digest", ["01:30", "02:30", "07:30", "every 2h"])
def test_a_digest_comes_once_on_each_night_and_tells_every_alert_once(
    store: Store, night: str, digest: str
) -> None:
    times, count = sent_over(store, night, digest=digest)
    assert len(set(times)) == len(times)
    if digest != "every 2h":
        assert len(times) == 1
    told = [
        delivery for delivery in store.outbox.all() if delivery.digest is not None or delivery.state == "sent"
    ]
    waiting = [delivery for delivery in store.outbox.all(["held"]) if delivery.digest is None]
    assert len([d for d in told if d.alert is not None]) + len(waiting) == count


@pytest.mark.parametrize(
    ("typed", "moment"),
    [("2027-03-14 02:30", "2027-03-14T07:30"), ("2027-11-07 01:30", "2027-11-07T05:30"),
     ("2027-11-07 02:30", "2027-11-07T07:30")],
)  # fmt: skip
def test_a_typed_time_that_is_skipped_or_comes_twice_is_a_moment(typed: str, moment: str) -> None:
    assert since_when(typed, NEW_YORK).astimezone(UTC) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


# The evenings before clocks change by an hour at midnight, by half an hour at two, and by an hour at two.
EVENINGS = [
    ("America/Havana", "2027-03-13T21:00"), ("America/Havana", "2027-11-06T21:00"),
    ("Australia/Lord_Howe", "2027-04-03T21:00"), ("Australia/Lord_Howe", "2027-10-02T21:00"),
    ("America/New_York", "2027-03-13T21:00"), ("America/New_York", "2027-11-06T21:00"),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "evening"), EVENINGS)
@pytest.mark.parametrize("digest", ["00:30", "01:45", "02:15"])
def test_a_digest_at_a_time_that_is_skipped_or_comes_twice_comes_once_also_after_restarts(
    store: Store, zone: str, evening: str, digest: str
) -> None:
    place, watching = ZoneInfo(zone), watch(digest=digest)
    office = Office(store, watching)
    now = datetime.fromisoformat(evening).replace(tzinfo=place).astimezone(UTC)
    shown = []
    for quarter in range(4 * 8):
        if quarter % 2 == 0:
            office.alert(2, now=now)
        # As after a restart: nothing is kept but what is stored.
        office.preparer = Preparer(store, RuleSet(watches=(watching,)), place)
        shown += [now.astimezone(place) for _ in office.send(now)]
        now += QUARTER
    [sent] = shown
    late = 60 * sent.hour + sent.minute - 60 * int(digest[:2]) - int(digest[3:])
    gap = place.utcoffset(sent) - place.utcoffset(sent - timedelta(hours=6))  # type: ignore[operator]
    assert late == 0 or timedelta(0) < timedelta(minutes=late) <= gap
    assert sent.fold == 0, "the first of a time that comes twice"


@pytest.mark.parametrize("night", NIGHTS)
@pytest.mark.parametrize("digest", ["01:30", "02:30"])
def test_a_digest_within_quiet_hours_comes_once_and_loses_nothing(
    store: Store, night: str, digest: str
) -> None:
    times, count = sent_over(store, night, digest=digest, quiet_hours={"from": "22:00", "to": "07:00"})
    assert len(times) == len({at.astimezone(NEW_YORK).date() for at in times}) == 1
    folded = [d for d in store.outbox.all() if d.alert is not None and d.state != "held"]
    held = [d for d in store.outbox.all(["held"]) if d.alert is not None]
    assert len(folded) + len(held) == count

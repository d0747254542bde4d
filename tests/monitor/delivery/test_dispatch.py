"""What holds alerts back: on a real store, with the clock in hand. Nothing is ever dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from monitor.config.schema import DestinationSection
from monitor.delivery.prepare import Preparer
from monitor.delivery.senders import Destination, open_senders
from rules.model import Alert, Decision, Entry, Join, Match, Reason, RuleSet, Span, TokenMatch
from rules.schema import Watch
from storage import Delivery, Judged, Outcome, Seen, Store
from storage.model import Mute

NOW = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)  # noon in Mexico City
MEXICO = ZoneInfo("America/Mexico_City")


def watch(name: str = "ships", **more: Any) -> Watch:
    return Watch.model_validate({"id": name, "when": {"any": ["ferry"]}, "notify": ["desk"], **more})


class Office:
    """A store, a preparer with these watches, and one destination; `claim` works as the deliverer's does."""

    def __init__(self, store: Store, *watches: Watch, cap: int = 50, **section: Any) -> None:
        self.store = store
        self.preparer = Preparer(store, RuleSet(watches=watches), MEXICO, flood_cap=cap)
        self.destinations: dict[str, Destination] = open_senders(
            {"desk": DestinationSection(url="console:", **section)}
        )
        self.number = 0

    def alert(self, count: int = 1, now: datetime = NOW, **more: Any) -> None:
        judged = []
        for _ in range(count):
            self.number += 1
            judged.append(judged_alert(self.number, now, **more))
        self.store.record(judged, now)

    def claim(self, now: datetime = NOW) -> list[Delivery]:
        with self.store.transaction():
            self.preparer.plan(now, self.destinations)
            claimed = self.store.outbox.claim(now, 1000)
            ready = self.preparer.prepare(claimed, self.destinations)
        assert set(ready) == {delivery.id for delivery in claimed}
        return [Delivery(**{**fields(delivery), "payload": ready[delivery.id][0]}) for delivery in claimed]

    def send(self, now: datetime = NOW) -> list[Delivery]:
        claimed = self.claim(now)
        for delivery in claimed:
            self.store.outbox.mark(
                delivery.id, Outcome(state="sent", reason="accepted"), now, digest=delivery.alert is None
            )
        return claimed

    def states(self) -> Counter[str]:
        return Counter(delivery.state for delivery in self.store.outbox.all())


def fields(delivery: Delivery) -> dict[str, Any]:
    return {name: getattr(delivery, name) for name in Delivery.__dataclass_fields__}


def judged_alert(number: int, now: datetime, **more: Any) -> Judged:
    entry = Entry(
        id=f"e{number}",
        title=f"Ferry {number} stopped",
        text="The ferry.",
        feed=more.get("feed", "wire"),
        url=f"https://news.example/{number}",
        outlet="Sample Wire",
        fetched=now,
    )
    token = TokenMatch("ferry", "Ferry", Span(0, 5), "exact", 1.0)
    match = Match(
        rule="ferry",
        variant="ferry",
        field="title",
        span=Span(0, 5),
        text="Ferry",
        score=1.0,
        tokens=(token,),
    )
    story = more.get("story", entry.id)
    alert = Alert(
        kind=more.get("kind", "new"),
        story=story,
        entry=entry,
        watches=more.get("watches", ("ships",)),
        severity=more.get("severity", "normal"),
        matches=(match,),
        reason=Reason("first_report", "first"),
        created=now,
    )
    return Judged(
        seen=Seen(entry=entry, state="new", version=1, story=None),
        matches=(match,),
        join=Join(story=story, level="new", same_as=None, score=0.0, reason=Reason("new", "new")),
        decisions=(
            Decision(watch="ships", action="alerted", reason=Reason("first_report", "first"), tell=("desk",)),
        ),
        quiet=False,
        rules_version="v1",
        alert=alert,
        tell=("desk",),
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(str(tmp_path / "wirewatch.db"), create=True)
    yield opened
    opened.close()


def later(**by: float) -> datetime:
    return NOW + timedelta(**by)


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
    assert digest.payload.subject == "[Ships and ferries] 5 stories"
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
    assert len(office.send(later(hours=12))) == 1
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


@pytest.mark.parametrize(("kind", "name"), [("watch", "ships"), ("feed", "wire"), ("story", "s1")])
def test_what_is_muted_is_held_until_then(store: Store, kind: Any, name: str) -> None:
    office = Office(store, watch())
    store.holds.mute(Mute(kind=kind, name=name, until=later(days=2)), NOW)
    office.alert(story="s1", severity="urgent")
    assert office.send() == []
    (held,) = store.outbox.all()
    assert (held.state, held.not_before, held.held_for) == ("held", later(days=2), f"muted: {kind} {name}")
    assert store.holds.mutes(NOW) != []
    assert len(office.send(later(days=2))) == 1


def test_a_mute_that_suppresses_is_shown_as_what_became_of_the_delivery(store: Store) -> None:
    office = Office(store, watch())
    store.holds.mute(Mute(kind="feed", name="wire", until=later(days=2), mode="suppress"), NOW)
    office.alert()
    assert office.send() == []
    (dead,) = store.outbox.all()
    assert (dead.state, dead.last_error) == ("dead", "muted: feed wire")
    assert store.outbox.retry([dead.id], NOW) == [dead.id]
    assert len(office.send()) == 1, "a person may still want it"


@pytest.mark.parametrize(("kind", "name"), [("watch", "ships"), ("feed", "wire"), ("story", "s1")])
@pytest.mark.parametrize("mode", ["hold", "suppress"])
def test_a_mute_counts_for_deliveries_that_were_made_before_it_but_not_for_what_was_tried(
    store: Store, kind: Any, name: str, mode: Any
) -> None:
    office = Office(store, watch())
    office.alert(3, story="s1")
    tried, released, done = office.claim()
    store.outbox.mark(done.id, Outcome(state="sent", reason="accepted"), NOW)
    store.outbox.mark(tried.id, Outcome(state="retry", reason="451"), NOW, later(minutes=1))
    store.outbox.release([released.id], NOW)
    office.alert(1, story="s1")  # nobody has decided upon it yet
    store.holds.mute(Mute(kind=kind, name=name, until=later(days=2), mode=mode), NOW)
    assert [delivery.id for delivery in office.send(later(minutes=2))] == [tried.id], (
        "it was under way already"
    )
    quiet = {"hold": "held", "suppress": "dead"}[mode]
    assert office.states() == {"sent": 2, quiet: 2}
    accounts = store.alerts.accounts()["deliveries"]
    assert accounts["created"] == 4 == accounts["sent"] + accounts[quiet]
    assert len(office.send(later(days=2))) == (2 if mode == "hold" else 0)


def test_a_mute_that_suppresses_gives_up_what_a_former_mute_held(store: Store) -> None:
    office = Office(store, watch())
    store.holds.mute(Mute(kind="feed", name="wire", until=later(days=9)), NOW)
    office.alert()
    assert office.send() == []
    store.holds.mute(Mute(kind="feed", name="wire", until=later(days=1), mode="suppress"), NOW)
    assert office.send() == []
    assert office.states() == {"dead": 1}


def test_a_mute_that_is_made_shorter_holds_no_longer_than_it_says(store: Store) -> None:
    office = Office(store, watch())
    store.holds.mute(Mute(kind="feed", name="wire", until=later(days=9)), NOW)
    office.alert()
    assert office.send() == []
    store.holds.mute(Mute(kind="feed", name="wire", until=later(days=1)), NOW)
    assert office.send() == []
    assert len(office.send(later(days=1))) == 1


def test_a_mute_that_suppresses_meets_what_was_held_for_the_night_and_leaves_other_feeds_alone(
    store: Store,
) -> None:
    office = Office(store, watch(quiet_hours={"from": "11:00", "to": "14:00"}))
    office.alert()
    assert office.send() == []
    store.holds.mute(Mute(kind="feed", name="another", until=later(days=2), mode="suppress"), NOW)
    assert office.states() == {"held": 1}
    store.holds.mute(Mute(kind="feed", name="wire", until=later(days=2), mode="suppress"), NOW)
    assert office.send(later(hours=2)) == []
    assert office.states() == {"dead": 1}, "when its time had come, it was muted"


def test_a_mute_that_is_lifted_lets_go_at_once(store: Store) -> None:
    office = Office(store, watch())
    store.holds.mute(Mute(kind="watch", name="ships", until=later(days=2)), NOW)
    office.alert()
    assert office.send() == []
    assert store.holds.unmute("watch", "ships", later(hours=1))
    assert not store.holds.unmute("watch", "ships", later(hours=1))
    assert len(office.send(later(hours=1))) == 1


def test_an_alert_under_two_watches_is_muted_only_if_both_are_and_goes_with_the_quicker(store: Store) -> None:
    office = Office(store, watch("ships", digest="13:00"), watch("ports"))
    store.holds.mute(Mute(kind="watch", name="ships", until=later(days=2)), NOW)
    office.alert(watches=("ports", "ships"))
    assert len(office.send()) == 1


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

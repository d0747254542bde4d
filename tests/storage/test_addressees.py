"""What waits for a destination that was renamed or dropped, on a real store."""

from __future__ import annotations

from support.dispatching import Office, watch
from support.makers import NOW, entry, judged
from support.sending import in_force, mail, section

from monitor.delivery.prepare import Preparer
from rules.model import RuleSet
from storage import Outcome, Store


def standing(store: Store) -> dict[int, tuple[str, str, str | None]]:
    return {d.id: (d.destination, d.state, d.recipient) for d in store.outbox.all()}


def expand(store: Store, url: str) -> None:
    """Plans and prepares, so that each recipient has a delivery of its own; then gives all back."""
    destinations = in_force(store, {"desk": section(url)}).destinations
    preparer = Preparer(store, RuleSet(), NOW.tzinfo)
    with store.transaction():
        preparer.plan(NOW, destinations)
        claimed = store.outbox.claim(NOW, 10)
        preparer.prepare(claimed, destinations)
    store.outbox.release([delivery.id for delivery in claimed], NOW)


def test_what_waits_is_counted_by_destination(store: Store) -> None:
    store.record([judged(entry("e1"), tell=("desk", "hook")), judged(entry("e2"), tell=("desk",))], NOW)
    (first, *_) = store.outbox.claim(NOW, 1)
    store.outbox.mark(first.id, Outcome(state="sent", reason="ok"), NOW)
    assert store.addressees.waiting() == {"desk": 1, "hook": 1}


def test_a_new_name_holds_for_what_was_sent_too(store: Store) -> None:
    store.record([judged(entry("e1")), judged(entry("e2"))], NOW)
    (first, *_) = store.outbox.claim(NOW, 1)
    store.outbox.mark(first.id, Outcome(state="sent", reason="ok"), NOW)
    assert store.addressees.rename("desk", "office", NOW).moved == 1
    assert standing(store) == {1: ("office", "sent", None), 2: ("office", "pending", None)}
    assert store.alerts.history(["e1"])["e1"].told == {"office"}
    assert store.addressees.rename("desk", "office", NOW).moved == 0


def test_nobody_is_told_an_alert_twice(store: Store) -> None:
    store.record([judged(entry("e1"), tell=("desk", "office")), judged(entry("e2"), tell=("desk",))], NOW)
    moved = store.addressees.move("desk", "office", (), NOW)
    assert (moved.moved, moved.told) == (1, 1)
    dead = next(d for d in store.outbox.all() if d.state == "dead")
    assert dead.last_error == "office gets the same alert by delivery 2"
    assert sorted(d.alert or 0 for d in store.outbox.all(["pending"])) == [1, 2]


def test_recipients_that_the_other_does_not_have_become_one_delivery_to_all_of_its_own(store: Store) -> None:
    store.record([judged(entry("e1"))], NOW)
    expand(store, mail(25, "a@example.org,b@example.org,c@example.org"))
    moved = store.addressees.move("desk", "office", ("c@example.org", "d@example.org"), NOW)
    assert (moved.moved, moved.told) == (2, 1)
    waiting = [d for d in store.outbox.all() if d.state == "pending"]
    assert {(d.destination, d.recipient) for d in waiting} == {("office", None), ("office", "c@example.org")}


def test_a_digest_moves_with_its_members(store: Store) -> None:
    office = Office(store, watch(), cap=1)
    office.alert(3)
    (digest,) = office.claim()
    store.outbox.release([digest.id], NOW)
    assert store.addressees.move("desk", "hook", (), NOW).moved == 1
    assert {destination for destination, _, _ in standing(store).values()} == {"hook"}

"""What becomes of a delivery after an attempt, and how long it waits for the next."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from support.makers import NOW
from support.sending import section

from monitor.delivery.retry import MAX_AGE, after_attempt, delay
from monitor.delivery.senders import Destination, open_sender
from monitor.delivery.senders.template import Templates
from storage import Delivery, Outcome, Payload, Store

UNKNOWN = Outcome(state="unknown", reason="cut", concerns_service=True)
REFUSED = Outcome(state="retry", reason="451 later")


@pytest.fixture
def delivery(store: Store) -> Delivery:
    """A delivery at its first attempt."""
    store.outbox.add("k", "desk", Payload(subject="s", text="t"), NOW)
    (claimed,) = store.outbox.claim(NOW, 1)
    return claimed


def destination(url: str = "console:", **more: str) -> Destination:
    described = section(url, **more)
    return Destination(open_sender("desk", described), described, Templates("desk", described))


@pytest.mark.parametrize("state", ["sent", "dead"])
def test_an_attempt_that_sent_or_was_refused_for_good_is_the_last(delivery: Delivery, state: str) -> None:
    outcome = Outcome(state=state, reason="x")
    assert after_attempt(delivery, outcome, destination(), NOW, random.Random(1)) == (outcome, None)


def test_a_refusal_for_now_is_tried_again_after_a_wait(delivery: Delivery) -> None:
    outcome, at = after_attempt(delivery, REFUSED, destination(), NOW, random.Random(1))
    assert outcome == REFUSED
    assert at is not None
    assert NOW < at <= NOW + timedelta(seconds=30)


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("late", "tried", "state"),
    [
        (MAX_AGE, [3 * HOUR, 2 * HOUR], "retry"),
        (MAX_AGE + HOUR, [3 * HOUR, 2 * HOUR], "dead"),
        (MAX_AGE + HOUR, [], "retry"),
        (MAX_AGE + HOUR, [2 * HOUR], "retry"),
        (MAX_AGE + HOUR, [HOUR, HOUR / 2], "dead"),
        (MAX_AGE + HOUR, [HOUR / 2, HOUR / 3, HOUR / 4, HOUR / 5], "retry"),
        (100 * MAX_AGE, [HOUR / 2, HOUR / 3, HOUR / 4, HOUR / 5], "retry"),
    ],
)
def test_what_is_old_is_given_up_only_after_it_was_tried_for_a_while(
    delivery: Delivery, late: timedelta, tried: list[timedelta], state: str
) -> None:
    now = NOW + late
    before = [now - ago for ago in tried]
    outcome, at = after_attempt(delivery, REFUSED, destination(), now, random.Random(1), before)
    assert outcome.state == state
    assert (at is None) == (state == "dead")
    if state == "dead":
        assert outcome.reason == "given up after 3 days: 451 later"


@pytest.mark.parametrize(
    ("url", "policy", "state", "reason"),
    [
        ("console:", "review", "unknown", "cut"),
        ("console:", "resend", "retry", "cut; sent again (on_unknown)"),
        ("mbox:x", "review", "retry", "cut; a second copy is not kept"),
    ],
)
def test_an_unknown_end_follows_the_policy_unless_a_second_copy_cannot_be_seen(
    delivery: Delivery, url: str, policy: str, state: str, reason: str
) -> None:
    outcome, at = after_attempt(delivery, UNKNOWN, destination(url, on_unknown=policy), NOW, random.Random(1))
    assert (outcome.state, outcome.reason) == (state, reason)
    assert (at is None) == (state == "unknown")


def test_an_unknown_end_at_a_destination_that_is_gone_stays_unknown(delivery: Delivery) -> None:
    assert after_attempt(delivery, UNKNOWN, None, NOW, random.Random(1)) == (UNKNOWN, None)


def test_the_wait_doubles_up_to_an_hour_and_never_undercuts_what_was_asked_for() -> None:
    source = random.Random(3)
    for attempt in range(1, 40):
        ceiling = min(30 * 2 ** (attempt - 1), 3600)
        waits = [delay(attempt, None, source).total_seconds() for _ in range(200)]
        assert 0 <= min(waits) < ceiling * 0.1
        assert ceiling * 0.9 < max(waits) <= ceiling
    assert delay(1, 7200, source) >= timedelta(hours=2)

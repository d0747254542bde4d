"""Circuit breakers: when a destination is left alone, and when the operator gets a notice."""

from __future__ import annotations

import random
from datetime import timedelta

from support.makers import NOW

from monitor.delivery.circuit_breaker import UNREACHABLE, Breaker, CircuitBreakers
from storage import Outcome

SENT = Outcome(state="sent", reason="accepted")
DOWN = Outcome(state="retry", reason="connection refused", concerns_service=True)
UNKNOWN = Outcome(state="unknown", reason="cut", concerns_service=True)


def breakers() -> CircuitBreakers:
    return CircuitBreakers(random.Random(1))


def test_a_breaker_opens_longer_with_each_failure_and_closes_with_a_success() -> None:
    breaker = Breaker()
    assert not breaker.blocked(NOW)
    breaker = breaker.failed(NOW, 60, random.Random(1))
    assert breaker.blocked(NOW + timedelta(seconds=59))
    assert not breaker.blocked(NOW + timedelta(seconds=61))
    assert breaker.probing
    assert not breaker.worked().probing


def test_a_failure_of_one_destination_leaves_the_others_open() -> None:
    circuit = breakers()
    circuit.note("desk", DOWN, Outcome(state="retry", reason="x", concerns_service=True, retry_after=60), NOW)
    assert circuit.blocked(NOW) == {"desk"}
    assert circuit.probing("desk")
    assert not circuit.probing("hook")


def test_a_refusal_of_one_message_blocks_no_other() -> None:
    circuit = breakers()
    refused = Outcome(state="retry", reason="451 greylisted")
    circuit.note("desk", refused, refused, NOW)
    assert circuit.blocked(NOW) == set()
    assert not circuit.probing("desk")


def test_a_reset_tries_every_destination_at_once_and_forgets_no_trouble() -> None:
    circuit = breakers()
    assert circuit.note("desk", UNKNOWN, UNKNOWN, NOW) is not None
    circuit.reset()
    assert circuit.blocked(NOW) == set()
    assert circuit.note("desk", UNKNOWN, UNKNOWN, NOW) is None, "the operator knows already"


def test_a_short_outage_gives_no_notice_and_a_success_begins_the_count_anew() -> None:
    circuit = breakers()
    assert circuit.note("desk", DOWN, DOWN, NOW) is None
    assert circuit.note("desk", SENT, SENT, NOW + UNREACHABLE / 2) is None
    assert circuit.note("desk", DOWN, DOWN, NOW + UNREACHABLE) is None
    notice = circuit.note("desk", DOWN, DOWN, NOW + 2 * UNREACHABLE)
    assert notice is not None
    assert notice.text == "connection refused\n\nSee: wirewatch deliveries --state retry"


def test_a_trouble_that_a_former_run_told_of_is_not_told_again_but_its_end_is() -> None:
    circuit = breakers()
    circuit.recall({"desk"})
    assert circuit.note("desk", UNKNOWN, UNKNOWN, NOW) is None
    notice = circuit.note("desk", SENT, SENT, NOW)
    assert notice is not None
    assert (notice.key, notice.begins) == ("destination:desk", False)

"""Tries of logins: five an address, a hundred of all, in five minutes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.web.security.limits import TRIES, TRIES_OF_ALL, WINDOW_SECONDS, LoginLimits


def test_the_sixth_try_of_an_address_waits_and_others_do_not() -> None:
    now = [0.0]
    limits = LoginLimits(lambda: now[0])
    assert [limits.begin("192.0.2.1") for _ in range(TRIES)] == [0] * TRIES
    now[0] = 100.0
    assert limits.begin("192.0.2.1") == WINDOW_SECONDS - 100
    assert limits.begin("192.0.2.2") == 0
    now[0] = WINDOW_SECONDS
    assert limits.begin("192.0.2.1") == 0


def test_all_addresses_together_have_a_bound() -> None:
    limits = LoginLimits(lambda: 0.0)
    heard = [limits.begin(f"192.0.2.{n}") for n in range(TRIES_OF_ALL + 5)]
    assert heard.count(0) == TRIES_OF_ALL


def test_addresses_of_one_ipv6_network_are_one() -> None:
    limits = LoginLimits(lambda: 0.0)
    assert [limits.begin(f"2001:db8::{n:x}") for n in range(TRIES)] == [0] * TRIES
    assert limits.begin("2001:db8::ffff")
    assert limits.begin("2001:db8:0:1::1") == 0


def test_an_address_that_logged_in_begins_anew() -> None:
    limits = LoginLimits(lambda: 0.0)
    for _ in range(TRIES):
        limits.begin("192.0.2.1")
    limits.forgive("192.0.2.1")
    assert limits.begin("192.0.2.1") == 0


@given(
    st.lists(
        st.tuples(st.floats(0, 60), st.sampled_from(["192.0.2.1", "192.0.2.2", "::1", "x"])), max_size=60
    )
)
def test_no_window_holds_more_tries_of_an_address(steps: list[tuple[float, str]]) -> None:
    now = [0.0]
    limits = LoginLimits(lambda: now[0])
    heard: list[tuple[float, str]] = []
    for step, address in steps:
        now[0] += step
        if not limits.begin(address):
            heard.append((now[0], address))
    for at, address in heard:
        window = [one for one, of in heard if of == address and at - WINDOW_SECONDS < one <= at]
        assert len(window) <= TRIES

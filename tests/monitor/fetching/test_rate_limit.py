"""Requests to one host are spaced: never more than its rate allows, and everyone gets its turn, in order."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.fuzzing import tries
from support.makers import MonotonicClock

from monitor.fetching import rate_limit as module
from monitor.fetching.rate_limit import PATIENCE, HostRateLimiter, Rate


@pytest.fixture
def clock() -> MonotonicClock:
    return MonotonicClock()


def test_a_few_go_at_once_and_then_one_at_a_time(clock: MonotonicClock) -> None:
    hosts = HostRateLimiter(2.0, 3, clock)
    assert [hosts.wait("a.example", n) for n in range(5)] == [0, 0, 0, 2, 4]
    assert hosts.wait("b.example", 0) == 0
    clock.now = 2.0
    assert [hosts.wait("a.example", n) for n in (3, 4)] == [0, 2]
    clock.now = 100.0
    assert [hosts.wait("a.example", n) for n in (4, 5, 6, 7)] == [0, 0, 0, 2]


def test_a_turn_that_was_told_is_kept_however_many_come_meanwhile(clock: MonotonicClock) -> None:
    hosts = HostRateLimiter(1.0, 1, clock)
    assert [hosts.wait("a.example", n) for n in range(200)] == list(range(200))
    for n in range(1, 200):
        clock.now = float(n)
        assert hosts.wait("a.example", f"newcomer {n}") == 199
        assert hosts.wait("a.example", n) == 0
    assert hosts.wait("a.example", "newcomer 1") == 1


def test_one_who_comes_late_goes_first_and_one_who_never_comes_holds_nobody_up_for_long(
    clock: MonotonicClock,
) -> None:
    hosts = HostRateLimiter(1.0, 1, clock)
    assert [hosts.wait("a.example", who) for who in ("taken", "late", "next")] == [0, 1, 2]
    clock.now = 5.0
    assert hosts.wait("a.example", "next") == 1
    assert hosts.wait("a.example", "late") == 0
    clock.now = 6.0
    assert hosts.wait("a.example", "never") == 1
    assert hosts.wait("a.example", "next") == 0
    assert hosts.wait("a.example", "patient") == 2
    clock.now = 8.0 + PATIENCE
    assert hosts.wait("a.example", "patient") == 0


def test_one_who_leaves_makes_room(clock: MonotonicClock) -> None:
    hosts = HostRateLimiter(1.0, 1, clock)
    assert [hosts.wait("a.example", who) for who in ("taken", "leaving", "next")] == [0, 1, 2]
    hosts.leave("a.example", "leaving")
    hosts.leave("unknown.example", "leaving")
    clock.now = 1.0
    assert hosts.wait("a.example", "next") == 0


def test_a_domain_with_a_rate_shares_it_with_its_subdomains_only(clock: MonotonicClock) -> None:
    hosts = HostRateLimiter(1.0, 5, clock)
    hosts.use({"reddit.com": Rate(60.0), "api.reddit.com": Rate(2.0)})
    asked = ("www.reddit.com", "old.reddit.com", "reddit.com", "api.reddit.com", "notreddit.com", "com")
    assert [hosts.wait(host, host) for host in asked] == [0, 60, 120, 0, 0, 0]
    assert hosts.domain("a.b.reddit.com") == "reddit.com"
    assert hosts.domain("notreddit.com") == "notreddit.com"
    assert hosts.domain("127.0.0.1") == "127.0.0.1"


def test_a_host_at_rest_is_not_asked_and_then_gently(clock: MonotonicClock) -> None:
    hosts = HostRateLimiter(1.0, 5, clock)
    hosts.rest("a.example", 30)
    clock.now = 10.0
    assert (hosts.resting("a.example"), hosts.resting("b.example")) == (20, 0)
    assert [hosts.wait("a.example", n) for n in range(3)] == [20, 21, 22]
    hosts.rest("a.example", 5)
    clock.now = 30.0
    assert [hosts.wait("a.example", n) for n in range(3)] == [0, 1, 2]


def test_new_rates_hold_at_once_and_places_are_kept(clock: MonotonicClock) -> None:
    hosts = HostRateLimiter(1.0, 1, clock)
    assert [hosts.wait("a.example", n) for n in range(3)] == [0, 1, 2]
    hosts.use({"a.example": Rate(10.0)})
    clock.now = 1.0
    assert [hosts.wait("a.example", n) for n in (2, 1)] == [10, 0]


def test_hosts_that_may_be_asked_at_once_are_forgotten_first(
    clock: MonotonicClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST", 10)
    hosts = HostRateLimiter(1.0, 1, clock)
    for who in ("taken", "waiting"):
        hosts.wait("busy.example", who)
    for n in range(100):
        clock.now += 2.0
        hosts.wait(f"{n}.example", "any")
        assert len(hosts._buckets) <= 10
    assert hosts._ahead(hosts._buckets["busy.example"].queue, "waiting", 0.0) == 0
    assert hosts.wait("busy.example", "newcomer") == 0, (
        "the place of one who is long gone is kept free no more"
    )
    clock.now += 2 * 3_600.0
    for n in range(10):
        hosts.wait(f"later-{n}.example", "any")
    assert "busy.example" not in hosts._buckets


@dataclass(order=True)
class Coming:
    at: float
    number: int
    who: int = field(compare=False)


@dataclass(frozen=True)
class Crowd:
    """Who asks one host and when; the `absent` ask once and never come back, the others up to `late` seconds late."""

    every: float
    burst: int
    arrivals: list[float]
    absent: frozenset[int]
    late: float
    rests: list[tuple[float, float]]
    seed: int

    def run(self) -> Iterator[tuple[float, int]]:
        """When who was let through."""
        clock, random = MonotonicClock(), Random(self.seed)
        hosts = HostRateLimiter(self.every, self.burst, clock)
        coming = [Coming(at, number, number) for number, at in enumerate(self.arrivals)]
        coming += [Coming(at, -1 - number, -1) for number, (at, _) in enumerate(self.rests)]
        rests, number = iter(sorted(self.rests)), len(coming)
        heapq.heapify(coming)
        while coming:
            next_ = heapq.heappop(coming)
            clock.now = max(clock.now, next_.at)
            if next_.who < 0:
                hosts.rest("a.example", next(rests)[1])
                continue
            wait = hosts.wait("a.example", next_.who)
            if not wait:
                yield clock.now, next_.who
            elif next_.who not in self.absent:
                number += 1
                assert number < 20_000, "somebody waits for ever"
                at = clock.now + wait + random.uniform(0, self.late)
                heapq.heappush(coming, Coming(at, number, next_.who))


seconds = st.floats(0, 100)
crowds = st.builds(
    Crowd,
    every=st.floats(0.01, 100),
    burst=st.integers(1, 6),
    arrivals=st.lists(seconds, min_size=1, max_size=25),
    absent=st.frozensets(st.integers(0, 24), max_size=8),
    late=st.sampled_from([0.0, 0.5, 5.0, 200.0]),
    rests=st.lists(st.tuples(seconds, seconds), max_size=3),
    seed=st.integers(0, 1000),
)


@tries(100)
@given(crowds)
def test_no_time_sees_more_than_a_burst_and_what_the_rate_allows(crowd: Crowd) -> None:
    times = [at for at, _ in crowd.run()]
    for first, since in enumerate(times):
        for last, until in enumerate(times[first:], 1):
            assert last <= crowd.burst + (until - since) / crowd.every + 1e-3
    for at, rest in crowd.rests:
        assert not any(at < time < at + rest - 1e-3 for time in times)


@tries(100)
@given(crowds)
def test_everyone_gets_its_turn_within_what_the_line_takes(crowd: Crowd) -> None:
    through = list(crowd.run())
    came = set(range(len(crowd.arrivals)))
    assert came - crowd.absent <= {who for _, who in through}
    longest = len(came) * (crowd.every + crowd.late) + sum(rest for _, rest in crowd.rests) + PATIENCE
    assert all(at <= max(crowd.arrivals) + longest + 100 * bool(crowd.rests) for at, _ in through)


@tries(100)
@given(st.builds(Crowd, every=st.floats(0.01, 100), burst=st.integers(1, 6), arrivals=st.lists(seconds, max_size=25),
                 absent=st.just(frozenset()), late=st.just(0.0), rests=st.just([]), seed=st.just(0)))  # fmt: skip
def test_who_asked_first_goes_first(crowd: Crowd) -> None:
    asked = sorted(range(len(crowd.arrivals)), key=lambda who: (crowd.arrivals[who], who))
    assert [who for _, who in crowd.run()] == asked

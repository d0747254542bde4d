"""How long entries wait until they are found, under four ways to space the polls, at equal requests.

    python benchmarks/schedule.py [--feeds 400] [--days 14] [--sigma 1.6] [--seed 1] [--json]

Feeds publish at rates spread as a lognormal distribution is (median 4 entries a day; `--sigma` of its
logarithm), by day more than by night, in eleven time zones, a fifth of them at all hours alike; entries come
at random (a Poisson process). All ways get four weeks to learn before `--days` are counted, and as many requests
as ours takes at its defaults:

    ours      monitor.schedule, as the daemon runs it: c / sqrt(rate at this hour), its knob fitted daily
    fixed     every feed as often as every other
    1/rate    as Miniflux's entry_frequency: in proportion to the entries of the last week
    AIMD      half the interval after news, a step longer without
"""

from __future__ import annotations

import argparse
import json
import random
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import exp
from statistics import NormalDist
from typing import Any

from rich.console import Console
from rich.progress import track

from monitor.config.schema import DefaultsSection
from monitor.polling.schedule import DAY, Pace, fit_pacing
from rules.times import parse_span

START = datetime(2026, 11, 2, tzinfo=UTC)
LEARNING = 28 * DAY
MEDIAN = 4.0  # entries a day
# Of a newsroom's hours, by its own clock.
_HOURS = (4, 3, 3, 3, 4, 8, 16, 24, 30, 34, 34, 32, 30, 31, 32, 32, 30, 28, 24, 19, 15, 12, 9, 6)
_ZONES = (-8, -5, -5, 0, 1, 1, 2, 3, 5, 8, 9)
_DEFAULTS = DefaultsSection()
LEAST = parse_span(_DEFAULTS.min_interval).total_seconds()
MOST = parse_span(_DEFAULTS.max_interval).total_seconds()

Trace = Sequence[float]  # when a feed's entries are published, in seconds since START


def trace(rate: float, draw: random.Random, seconds: float) -> Trace:
    """What a feed publishes at `rate` entries a day."""
    zone = draw.choice(_ZONES)
    mean = sum(_HOURS) / 24
    flat = draw.random() < 0.2
    profile = [1.0 if flat else _HOURS[(hour + zone) % 24] / mean for hour in range(24)]
    highest = max(profile)
    found, now = [], 0.0
    while (now := now + draw.expovariate(rate * highest / DAY)) < seconds:
        if draw.random() * highest < profile[int(now // 3_600) % 24]:
            found.append(now)
    return found


class Feed:
    """A feed under way: polled up to `now`, its first `found` entries known."""

    def __init__(self, entries: Trace, start: float) -> None:
        self.entries, self.now, self.found = entries, start, 0
        self.polls: list[float] = []

    def poll(self) -> Sequence[float]:
        """Polls now; returns the entries that are new."""
        self.polls.append(self.now)
        known, self.found = self.found, bisect_right(self.entries, self.now)
        return self.entries[known : self.found]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Feeds that were polled to beyond `end`; what came before LEARNING does not count."""

    feeds: Sequence[Feed]
    end: float

    @property
    def requests(self) -> float:
        """A day and feed."""
        counted = sum(bisect_left(f.polls, self.end) - bisect_left(f.polls, LEARNING) for f in self.feeds)
        return counted / len(self.feeds) / (self.end - LEARNING) * DAY

    def delays(self) -> list[float]:
        """Minutes that entries waited, the shortest first."""
        return sorted(
            (feed.polls[bisect_left(feed.polls, entry)] - entry) / 60
            for feed in self.feeds
            for entry in feed.entries
            if LEARNING <= entry < self.end
        )

    def facts(self) -> dict[str, float]:
        delays = self.delays()
        shares = {"median": 0.5, "p90": 0.9, "p99": 0.99}
        points = {name: delays[int(share * (len(delays) - 1))] for name, share in shares.items()}
        return {"mean": sum(delays) / len(delays), **points, "requests": self.requests}


def ours(traces: Sequence[Trace], starts: Sequence[float], end: float) -> Outcome:
    """As the daemon does it: what a feed publishes is learned from its entries, the knob fitted to all feeds."""
    feeds = [Feed(entries, start) for entries, start in zip(traces, starts, strict=True)]
    paces = [Pace() for _ in feeds]
    for day in track(range(1, int(end / DAY) + 2), "ours", console=_CONSOLE, transient=True):
        knob = fit_pacing(paces, _DEFAULTS.requests_per_day, least=LEAST, most=MOST)
        for number, feed in enumerate(feeds):
            while feed.now < day * DAY:
                before = feed.polls[-1] if feed.polls else feed.now
                new = [START + timedelta(seconds=entry) for entry in feed.poll()]
                paces[number] = paces[number].watched(feed.now - before, new)
                feed.now += knob.interval(paces[number], START + timedelta(seconds=feed.now))
    return Outcome(feeds, end)


Interval = Callable[[Feed, Sequence[float], float], float]


def simple(
    traces: Sequence[Trace], starts: Sequence[float], end: float, first: float, interval: Interval
) -> Outcome:
    """Polls every feed by itself; `interval` gets the feed, its new entries and the last interval."""
    feeds = [Feed(entries, start) for entries, start in zip(traces, starts, strict=True)]
    for feed in feeds:
        last = first
        while feed.now < end + DAY:
            last = interval(feed, feed.poll(), last)
            feed.now += last
    return Outcome(feeds, end)


def fixed(seconds: float) -> Interval:
    return lambda _feed, _new, _last: seconds


def by_rate(factor: float) -> Interval:
    def interval(feed: Feed, _new: Sequence[float], _last: float) -> float:
        week = feed.found - bisect_right(feed.entries, feed.now - 7 * DAY)
        return min(max(factor * 7 * DAY / week, LEAST), MOST) if week else MOST

    return interval


def aimd(step: float) -> Interval:
    def interval(_feed: Feed, new: Sequence[float], last: float) -> float:
        return min(max(last / 2 if new else last + step, LEAST), MOST)

    return interval


def tuned(name: str, run: Callable[[float], Outcome], low: float, high: float, requests: float) -> Outcome:
    """The outcome at the knob, between `low` and `high`, that takes as many requests; more of it takes fewer."""
    for _ in track(range(14), name, console=_CONSOLE, transient=True):
        knob = (low * high) ** 0.5
        found = run(knob)
        if abs(found.requests / requests - 1) < 0.003:
            break
        low, high = (knob, high) if found.requests > requests else (low, knob)
    return found


_CONSOLE = Console(stderr=True)


def run(feeds: int, days: float, sigma: float, seed: int) -> dict[str, Any]:
    draw = random.Random(seed)
    end = LEARNING + days * DAY
    spread = NormalDist(0.0, sigma)
    rates = [MEDIAN * exp(spread.inv_cdf((number + 0.5) / feeds)) for number in range(feeds)]
    traces = [trace(rate, draw, end + DAY) for rate in rates]
    starts = [draw.random() * 1_800 for _ in range(feeds)]
    mine = ours(traces, starts, end)

    def with_(make: Callable[[float], Interval]) -> Callable[[float], Outcome]:
        return lambda knob: simple(traces, starts, end, 1_800, make(knob))

    requests = mine.requests
    ways = {
        "ours": mine,
        "fixed": with_(fixed)(DAY / requests),
        "1/rate": tuned("1/rate", with_(by_rate), 1e-3, 1e3, requests),
        "AIMD": tuned("AIMD", with_(aimd), 1.0, MOST, requests),
    }
    facts = {name: one.facts() for name, one in ways.items()}
    figures = {
        "feeds": feeds,
        "days": days,
        "sigma": sigma,
        "entries": len(mine.delays()),
        "fixed_over_ours_mean": facts["fixed"]["mean"] / facts["ours"]["mean"],
        "ours_over_fixed_p99": facts["ours"]["p99"] / facts["fixed"]["p99"],
    }
    return {**figures, "minutes": facts}


def shown(figures: dict[str, Any]) -> str:
    entries, feeds, days = figures["entries"], figures["feeds"], figures["days"]
    lines = [f"{entries} entries of {feeds} feeds in {days:g} days; minutes until found", ""]
    lines.append(f"{'':8}{'mean':>9}{'median':>9}{'p90':>9}{'p99':>9}{'requests a day':>18}")
    for name, one in figures["minutes"].items():
        delays = "".join(f"{one[key]:9.1f}" for key in ("mean", "median", "p90", "p99"))
        lines.append(f"{name:8}{delays}{one['requests']:18.1f}")
    mean, p99 = figures["fixed_over_ours_mean"], figures["ours_over_fixed_p99"]
    lines += ["", f"mean: fixed / ours = {mean:.2f}; p99: ours / fixed = {p99:.2f}"]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--feeds", type=int, default=400)
    parser.add_argument("--days", type=float, default=14)
    parser.add_argument("--sigma", type=float, default=1.6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    figures = run(chosen.feeds, chosen.days, chosen.sigma, chosen.seed)
    print(json.dumps(figures) if chosen.json else shown(figures))


if __name__ == "__main__":
    main()

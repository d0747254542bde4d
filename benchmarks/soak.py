"""Measures how much the process of a daemon grows over simulated days of many entries, in minutes.

    python benchmarks/soak.py [--days 4] [--entries 20000] [--share .1] [--json]

Polls of ten made-up entries each are matched, judged, recorded and delivered as the daemon does it, on a real
store, with the clock in hand: no network, no parse processes. Of the entries `share` meet the watch, and each is a report
of its own story, so that the window of 72 hours holds as many as it can. `grown_mb` is by day, from the end of the warm-up
(a quarter of the first day, in which caches that are bounded fill): memory of the process itself, which `mb` has by tenths
of a day. Exit 1 where the first day grows by more than 20 MB, or the last
one, when the window is full, by more than 5.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from itertools import accumulate, pairwise
from pathlib import Path

from monitor.cli.run import set_garbage_collector
from monitor.config.schema import DestinationSection, FeedSection
from monitor.delivery.prepare import Preparer
from monitor.delivery.senders import open_senders
from monitor.evaluation.evaluate import ActiveRules, FirstPoll, match_all
from monitor.polling.record import PollResult, record_polls
from rules.deciding.defaults import WatchDefaults, with_defaults
from rules.matching import compile as compile_rules
from rules.model import Entry, RuleSet
from rules.schema import Topic, Watch
from storage import FeedSetting, Outcome, Store

NOW = datetime(2026, 11, 24, tzinfo=UTC)
FEEDS, A_POLL, WARM_UP = 40, 10, 4
# Words of a title and of a text, and those of a subject beside its names.
TITLE, TEXT, NAMES, SUBJECT = 9, 111, 8, 22
KNOWN_NAMES = 20_000
MOST_A_DAY, MOST_WHEN_FULL = 20, 5  # MB
SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in ("a", "e", "i", "o", "u", "an", "er", "is")]


def vocabulary() -> tuple[list[str], list[float]]:
    """The English words that the matcher knows, with how often each stands in a text."""
    table = (files("rules.matching.lexicon") / "known_words.txt").read_text(encoding="utf-8")
    marked = re.findall(r"(?:^| )([a-z]{2,}):\S*?e([0-9a-f])", table, re.MULTILINE)
    return [word for word, _ in marked], [10 ** (int(twice, 16) / 2) for _, twice in marked]


def invented_name(rng: random.Random) -> str:
    return "".join(rng.choices(SYLLABLES, k=rng.choice((2, 3, 3, 4)))).capitalize()


def polls(rng: random.Random, days: float, a_day: int, share: float) -> Iterator[list[Entry]]:
    """Yields the entries of each poll, evenly over the days.

    Words stand as often as in English; every third belongs to the entry's own subject, which some names of its own and
    words by chance make, so that it is no report of another's story.
    """
    words, weights = vocabulary()
    names = [invented_name(rng) for _ in range(KNOWN_NAMES)]
    summed = list(accumulate(weights))
    every = timedelta(days=1) * (A_POLL / a_day)
    for number in range(int(days * a_day / A_POLL)):
        at, feed = NOW + every * number, f"feed-{number % FEEDS}"
        entries = []
        for i in range(A_POLL):
            drawn = rng.choices(words, cum_weights=summed, k=TITLE + TEXT)
            subject = [*rng.sample(names, k=NAMES), *rng.sample(words, k=SUBJECT)]
            drawn[:TITLE:2] = subject[: len(drawn[:TITLE:2])]
            drawn[TITLE::3] = rng.choices(subject, k=len(drawn[TITLE::3]))
            meant = ["The harbour strike of"] if rng.random() < share else []
            name, url = f"{number}-{i}", f"https://{feed}.example/{number}/{i}"
            entries.append(
                Entry(
                    id=name, guid=name, feed=feed, outlet=feed, lang="en", url=url, published=at, fetched=at,
                    title=" ".join(drawn[:TITLE]), text=" ".join(meant + drawn[TITLE:]),
                )
            )  # fmt: skip
        yield entries


class Daemon:
    """The steps of a daemon on one store."""

    def __init__(self, store: Store) -> None:
        topic = Topic.model_validate({"id": "strike", "terms": ["harbour strike"]})
        watch = Watch.model_validate({"id": "strikes", "when": "strike", "notify": ["desk"]})
        rules = with_defaults(RuleSet(topics=(topic,), watches=(watch,)), WatchDefaults())
        self.store = store
        self.active = ActiveRules(rules, compile_rules(rules))
        self.preparer = Preparer(store, rules, UTC)
        self.destinations = open_senders({"desk": DestinationSection(url="console:")})

    def poll(self, entries: list[Entry]) -> int:
        """Records a poll and sends what it brought; returns the number of entries that matched."""
        now, feed = entries[0].fetched, entries[0].feed or ""
        [seen] = self.store.entries.unseen_of([entries])
        section = FeedSection(name=feed, url=f"https://{feed}.example/feed")
        result = PollResult(
            feed=section,
            matched=match_all(self.active, seen),
            rules=self.active,
            first_poll=FirstPoll(first=False, window=None),
            now=now,
        )
        [counts] = record_polls(self.store, [result])
        with self.store.transaction():
            self.store.silence.release(now, self.active.rules.watches)
            self.preparer.plan(now, self.destinations)
            claimed = self.store.outbox.claim(now, 1_000)
            self.preparer.prepare(claimed, self.destinations)
            for delivery in claimed:
                sent = Outcome(state="sent", reason="accepted")
                self.store.outbox.mark(delivery.id, sent, now, digest=delivery.alert is None)
        return counts.matched


def resident_mb() -> float:
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


def measure(folder: Path, days: int, a_day: int, share: float) -> dict[str, object]:
    rng = random.Random(4)
    store = Store.open(str(folder / "w.db"), create=True)
    settings = [
        FeedSetting(name=f"feed-{n}", url=f"https://feed-{n}.example/feed", interval=900, start_at=NOW)
        for n in range(FEEDS)
    ]
    store.feeds.sync(settings)
    daemon, matched, start = Daemon(store), 0, time.process_time()
    set_garbage_collector()
    marks = [a_day // WARM_UP, *(a_day * day for day in range(1, days + 1))]
    sizes: list[float] = []
    tenths: list[float] = []
    for number, entries in enumerate(polls(rng, days, a_day, share), 1):
        matched += daemon.poll(entries)
        if number * A_POLL in marks:
            sizes.append(resident_mb())
        if number * A_POLL % (a_day // 10) == 0:
            tenths.append(round(resident_mb(), 1))
            print(f"{number * A_POLL:,} entries, {tenths[-1]} MB", file=sys.stderr)
    store.close()
    return {
        "entries": days * a_day,
        "matched": matched,
        "mb": tenths,
        "warm_mb": round(sizes[0], 1),
        "grown_mb": [round(after - before, 1) for before, after in pairwise(sizes)],
        "cpu_ms_an_entry": round((time.process_time() - start) / (days * a_day) * 1_000, 2),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--days", type=int, default=4)
    parser.add_argument("--entries", type=int, default=20_000)
    parser.add_argument("--share", type=float, default=0.1)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), args.days, args.entries, args.share)
    if args.json:
        print(json.dumps(found))
    else:
        for name, figure in found.items():
            print(f"{name:16} {figure}")
    grown = found["grown_mb"]
    assert isinstance(grown, list)
    flat = grown[0] <= MOST_A_DAY and (args.days < 5 or grown[-1] <= MOST_WHEN_FULL)
    return 0 if flat else 1


if __name__ == "__main__":
    sys.exit(main())

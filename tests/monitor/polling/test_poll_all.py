"""One round of the daemon among hostile servers and documents: each feed comes to what it must, and no other is hurt.

make hostile    the heavy ones too
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import pickle
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from support.attacks import DOCUMENTS, HTTP, Attack, item, many, redirects, rss
from support.feed_server import FeedServer
from support.polling_folder import PollingFolder, bounded
from support.raw_server import RawServer, answer

from monitor.config import load as config_file
from monitor.daemon.application import Application, utc_now
from monitor.daemon.open_application import open_application
from monitor.parsing.model import Origin, Parsed, ParseError
from monitor.parsing.workers import pool as workers
from monitor.parsing.workers.pool import open_parsers
from monitor.polling.intervals import feed_settings
from monitor.polling.poller import Polled
from rules.loading.load import load
from rules.model import Entry
from storage import FeedSetting, FeedState, Store

ATTACKS = HTTP | DOCUMENTS
LIGHT = [name for name, attack in ATTACKS.items() if not attack.heavy]
HEAVY = [name for name, attack in ATTACKS.items() if attack.heavy]
RULES = "version: 1\ntopics: [{id: t, terms: [ferry]}]\nwatches: [{id: w, when: t, notify: [box]}]\n...\n"
HARMLESS = 5
NOW = datetime(2023, 3, 1, 12, tzinfo=UTC)


@dataclass
class Round:
    """What became of each feed, and of the same feeds at the next poll, when all of them were well again."""

    polled: dict[str, Polled]
    entries: dict[str, list[Entry]]
    again: dict[str, Polled]


def write_folder(folder: Path, feeds: str) -> None:
    (folder / "rules").mkdir(parents=True)
    (folder / "rules" / "a.yaml").write_text(RULES)
    (folder / "config.toml").write_text(
        '[storage]\nurl = "w.db"\n[destinations.box]\nurl = "mbox:out"\n'
        f'[defaults]\nfirst_poll = "all"\nread_timeout = 3.0\ntotal_timeout = 4.0\n{feeds}'
    )


def play(folder: Path, names: Sequence[str]) -> Round:
    good = rss(item("The ferry sails again", link="https://news.example/ferry"))
    answers = {f"/{n}": ATTACKS[name].serve for n, name in enumerate(names)} | redirects()
    answers |= {f"/good{n}": lambda: [answer(good)] for n in range(HARMLESS)}
    paths = [*(str(n) for n in range(len(names))), *(f"good{n}" for n in range(HARMLESS))]
    with RawServer(answers) as server:
        configs = [ATTACKS[name].config for name in names] + [""] * HARMLESS
        feeds = "".join(
            f'[[feeds]]\nname = "f{path}"\nurl = "{server.base}/{path}"\nallow_private = true\n{config}\n'
            for path, config in zip(paths, configs, strict=True)
        )
        write_folder(folder, feeds)

        async def rounds() -> tuple[list[Polled], list[Polled]]:
            config = config_file.load(folder / "config.toml")
            async with open_application(config, load(folder / "rules").rules) as application:
                first = await poll_all(application)
                well = rss(item("The ferry sails again", link="https://news.example/well"))
                page = b"<div class=x><div class=x><div class=x><p>Ferry</p></div></div></div>"
                for n, name in enumerate(names):
                    body = page if "kind" in ATTACKS[name].config else well
                    server.answers[f"/{n}"] = lambda body=body: [answer(body)]
                return first, await poll_all(application)

        first, again = asyncio.run(rounds())
    store = Store.open(str(folder / "w.db"))
    entries: dict[str, list[Entry]] = {}
    for recalled in store.history.recall():
        entries.setdefault(recalled.entry.feed, []).append(recalled.entry)
    store.close()
    call = {f"f{n}": name for n, name in enumerate(names)}
    return Round(*({call.get(f, f): value for f, value in found.items()} for found in (
        {one.feed: one for one in first}, entries, {one.feed: one for one in again},
    )))  # fmt: skip


async def poll_all(application: Application) -> list[Polled]:
    return await application.round(lambda polled: None)


def check(name: str, attack: Attack, played: Round) -> None:
    polled = played.polled[name]
    if attack.heavy and polled.error.startswith("Reading this document takes"):
        return
    if attack.error is not None:
        assert polled.outcome == "failed"
        assert attack.error in polled.error
        assert polled.error.isprintable()
        return
    assert (polled.outcome, polled.counts.new) == ("ok", attack.entries)
    found = played.entries[name][: attack.entries]
    assert attack.check(found)
    for entry in found:
        assert len(entry.title) <= 2_000
        assert entry.title.replace(" ", "").isprintable()
        assert "root:" not in entry.title


def check_recovered(played: Round, names: Sequence[str]) -> None:
    for name in names:
        assert played.again[name].outcome == "ok", played.again[name]
        assert played.again[name].counts.new == 1, name


@pytest.fixture(scope="module")
def light(tmp_path_factory: pytest.TempPathFactory) -> Round:
    """Played once, by the first process of the tests that needs it; the others read what came of it."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    kept = shared / "light.pickle"
    with (shared / "light.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(play(tmp_path_factory.mktemp("light") / "w", LIGHT)))
    return cast(Round, pickle.loads(kept.read_bytes()))


@pytest.mark.parametrize("name", LIGHT)
def test_a_hostile_feed_comes_to_what_it_must(light: Round, name: str) -> None:
    check(name, ATTACKS[name], light)


def test_the_feeds_beside_them_are_read(light: Round) -> None:
    for n in range(HARMLESS):
        assert (light.polled[f"fgood{n}"].outcome, light.polled[f"fgood{n}"].counts.new) == ("ok", 1)
    assert sum(len(polled.counts.alerts) for polled in light.polled.values()) == 1


def test_once_a_feed_is_well_again_what_it_says_is_found(light: Round) -> None:
    check_recovered(light, LIGHT)


@pytest.fixture(scope="module")
def heavy(tmp_path_factory: pytest.TempPathFactory) -> Round:
    return play(tmp_path_factory.mktemp("heavy") / "w", HEAVY)


@pytest.mark.slow
@pytest.mark.parametrize("name", HEAVY)
def test_a_heavy_feed_comes_to_what_it_must(heavy: Round, name: str) -> None:
    check(name, ATTACKS[name], heavy)


@pytest.mark.slow
def test_the_feeds_beside_heavy_ones_are_read_and_they_recover(heavy: Round) -> None:
    assert all(heavy.polled[f"fgood{n}"].counts.new == 1 for n in range(HARMLESS))
    check_recovered(heavy, HEAVY)


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize(("count", "first_poll", "alerts"), [(100_000, "none", 0), (20_000, "all", 1)])
def test_a_hundred_thousand_items_are_all_read(
    tmp_path: Path, count: int, first_poll: str, alerts: int
) -> None:
    """While they are read, other feeds are polled on time."""
    document = many(count).replace(b"Title %d<" % (count - 1), b"The ferry sails<")
    good = rss(item("T"))
    with RawServer({"/many": lambda: [answer(document)], "/good": lambda: [answer(good)]}) as server:
        write_folder(
            tmp_path / "w",
            "".join(
                f'[[feeds]]\nname = "{name}"\nurl = "{server.base}/{name}"\nallow_private = true\n'
                f'first_poll = "{first_poll}"\n'
                for name in ("many", "good")
            ),
        )

        async def rounds() -> tuple[list[Polled], list[float]]:
            config = config_file.load(tmp_path / "w" / "config.toml")
            reads, took = list[Polled](), list[float]()
            async with open_application(config, load(tmp_path / "w" / "rules").rules) as application:
                # Where other work takes the cores, a part may not be read in time: the next poll goes on there.
                while sum(read.counts.new for read in reads) < count and len(reads) < 20:
                    day = utc_now() + timedelta(days=1)
                    states = {s.name: s for s in await application.write(application.store.feeds.due, day)}
                    reading = asyncio.create_task(application.poller.poll(states["many"]))
                    while not reading.done():
                        began = time.monotonic()
                        await application.poller.poll(states["good"])
                        took.append(time.monotonic() - began)
                        await asyncio.sleep(0.5)
                    reads.append(await reading)
            return reads, took

        reads, took = asyncio.run(rounds())
    slow = "Reading this document takes over"
    assert all(read.outcome == "ok" or read.error.startswith(slow) for read in reads), reads
    assert sum(read.counts.new for read in reads) == count
    assert sum(len(read.counts.alerts) for read in reads) == alerts
    print(f"{len(took)} polls of another feed meanwhile took {max(took):.1f} s at most")
    assert max(took) < 10


def test_feeds_that_only_another_daemon_has_end_no_round_before_all_others_are_polled(
    tmp_path: Path, feeds: FeedServer
) -> None:
    folder = PollingFolder(tmp_path / "w", feeds)
    folder.config(*folder.news(2), more="[monitor]\nconcurrency = 1")
    # More than one claim takes, and all of them due before the feeds that are known.
    strange = [
        FeedSetting(name=f"s{n}", url=f"http://far.example/{n}", interval=60, start_at=NOW) for n in range(9)
    ]

    async def play() -> tuple[list[Polled], list[FeedState]]:
        async with folder.application(every=0.0, burst=9) as application:
            own = feed_settings(application.config, utc_now())
            await application.write(application.store.feeds.sync, [*own, *strange])
            polled = await poll_all(application)
            return polled, await application.write(application.store.feeds.all)

    polled, states = bounded(play())
    assert [(each.feed, each.outcome) for each in polled] == [("f0", "ok"), ("f1", "ok")]
    put_off = [state.name for state in states if "does not have it in its config" in state.why]
    assert put_off == [setting.name for setting in strange]


ATTRIBUTES = " ".join(f"a{n}=''" for n in range(60_000))


def test_a_document_that_holds_its_reader_is_ended_and_others_are_read_meanwhile() -> None:
    async def both() -> tuple[object, list[object]]:
        async with open_parsers(workers=2, deadline=3) as parsers:
            good = rss(item("T"))
            # Both workers have started: what is measured is the reading.
            await asyncio.gather(*(parsers.parse(good, Origin(feed="f"), None, NOW) for _ in range(2)))
            stuck = asyncio.create_task(
                parsers.parse(rss(f"<item {ATTRIBUTES}/>"), Origin(feed="f"), None, NOW)
            )
            await asyncio.sleep(0.1)
            others: list[object] = [await parsers.parse(good, Origin(feed="f"), None, NOW)]
            assert not stuck.done()
            others += [await parsers.parse(good, Origin(feed="f"), None, NOW) for _ in range(4)]
            ended = await stuck
            others.append(await parsers.parse(good, Origin(feed="f"), None, NOW))
            return ended, others

    ended, others = asyncio.run(both())
    assert isinstance(ended, ParseError)
    assert ended.kind == "timeout"
    assert all(isinstance(other, Parsed) for other in others)
    assert workers.DEADLINE < 5

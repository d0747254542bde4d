"""Feeds wait for their turn at their host: put off, never failed, never forgotten; a real server stands for all hosts.

Feeds of other hosts are fetched through it as through a proxy: what comes from the user's own servers never waits.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.feed_server import FeedServer, Reply
from support.polling_folder import NEWS, PollingFolder, bounded
from support.stored import change_feed

from monitor.config import load as config_file
from monitor.daemon.application import Application
from monitor.daemon.open_application import open_application
from monitor.daemon.run_forever import Daemon
from monitor.fetching.model import FetchError
from monitor.fetching.rate_limit import Rate
from monitor.polling import host_turns as module
from monitor.polling.host_turns import rest_after
from monitor.polling.poller import Polled
from rules.errors import ConfigError
from rules.model import RuleSet
from storage import FeedState


@pytest.fixture
def folder(tmp_path: Path, feeds: FeedServer) -> PollingFolder:
    return PollingFolder(tmp_path / "folder", feeds)


def test_a_round_begins_with_the_feeds_that_were_slow_the_last_time(folder: PollingFolder) -> None:
    """Begun last, they would be what the round waits for."""
    urls = [folder.server.serve(f"/{n}", NEWS) for n in range(4)]
    urls.append(folder.server.serve("/slow", Reply(body=NEWS.encode(), delay=0.6)))
    urls.append(folder.server.serve("/slower", Reply(body=NEWS.encode(), delay=1.2)))
    folder.config(*urls, proxy=False, own="allow_private = true", more="[monitor]\nconcurrency = 1\n")

    async def rounds() -> list[FeedState]:
        async with folder.application() as application:
            for _ in range(2):
                await application.round(lambda polled: None)
            return await application.write(application.store.feeds.all)

    states = bounded(rounds())
    asked = folder.asked()
    assert len(asked) == 12
    assert asked[6:8] == ["/slower", "/slow"]
    assert set(asked[8:]) == {"/0", "/1", "/2", "/3"}
    assert [state.took >= 0.5 for state in states] == [False] * 4 + [True] * 2


async def due(application: Application, ahead: float = 0.0) -> list[FeedState]:
    """Claims what is due so many seconds from now, as a daemon's tick then would."""
    now = datetime.now(UTC) + timedelta(seconds=ahead)
    return await application.write(application.store.feeds.due, now)


async def poll_due(application: Application, ahead: float = 60.0) -> list[Polled]:
    return [await application.poller.poll(state) for state in await due(application, ahead)]


async def poll_all(application: Application) -> list[Polled]:
    return await application.round(lambda polled: None)


def outcomes(polls: Sequence[Polled]) -> list[str]:
    return [polled.outcome for polled in polls]


def test_a_feed_whose_turn_is_later_is_put_off_and_nothing_else_of_it_changes(folder: PollingFolder) -> None:
    folder.config(*folder.news(3))

    async def poll() -> tuple[list[Polled], list[FeedState], list[FeedState], list[str]]:
        async with folder.application() as application:
            claimed = await due(application, 60)
            polls = [await application.poller.poll(state) for state in claimed]
            free = [state.name for state in await due(application, 63)]
            return polls, claimed, await application.write(application.store.feeds.all), free

    polls, before, after, free = bounded(poll())
    assert outcomes(polls) == ["ok", "put off", "put off"]
    assert polls[2].note == "waits its turn: news.example is asked once in 1m"
    now = datetime.now(UTC)
    for place, old in enumerate(before[1:], 1):
        (new,) = (state for state in after if state.name == old.name)
        assert asdict(replace(new, next_at=old.next_at, why=old.why)) == asdict(old)
        assert abs((new.next_at - now).total_seconds() - 60 * place) < 30
        assert new.why == polls[2].note
    assert free == [before[1].name], "its claim is given back, and it is due when its turn comes"


def test_every_feed_of_a_host_gets_its_turn_in_order_and_none_twice_before_others(
    folder: PollingFolder,
) -> None:
    folder.config(*folder.news(6), more='[hosts."news.example"]\nevery = "10s"\nburst = 2')

    async def poll() -> tuple[list[str], list[str]]:
        async with folder.application() as application:
            first = [state.name for state in await due(application, 60)]
            await application.write(application.store.feeds.release)
            polled = []
            for step in range(5):
                # Feeds that were polled are due again at once, as those of a person in a hurry.
                polls = await poll_due(application, 4000 + 10 * step)
                polled += [one.feed for one in polls if one.outcome != "put off"]
                folder.clock.now += 10
            return first, polled

    first, polled = bounded(poll())
    assert polled == first


def test_a_host_that_refuses_rests_for_all_its_feeds_and_for_no_others(folder: PollingFolder) -> None:
    folder.config(*folder.news(3), "http://other.example/0", own="interval = '1h'")
    folder.server.serve("/0", Reply(status=429, headers={"Retry-After": "600"}))

    async def poll() -> dict[str, Polled]:
        async with folder.application(every=1.0, burst=10) as application:
            states = sorted(await due(application, 60), key=lambda state: state.name)
            return {state.name: await application.poller.poll(state) for state in states}

    polls = bounded(poll())
    assert outcomes([*polls.values()]) == ["failed", "put off", "put off", "failed"]
    assert polls["f1"].note == "news.example asks to be left alone for 10m"
    assert folder.asked() == ["/0", "/0"]


@pytest.mark.parametrize(
    ("kind", "status", "asked", "rest"),
    [
        ("rate_limited", 429, None, 60.0),
        ("rate_limited", 429, 0.0, 60.0),
        ("rate_limited", 429, 5.0, 5.0),
        ("rate_limited", 429, 1e9, 3_600.0),
        ("server", 503, None, 0.0),
        ("server", 503, 120.0, 120.0),
        ("connect", 429, 5.0, 0.0),
        ("missing", 404, 5.0, 0.0),
    ],
)
def test_how_long_a_host_rests_is_what_it_asks_for_within_reason(
    kind: Any, status: int, asked: float | None, rest: float
) -> None:
    assert rest_after(FetchError(kind=kind, text="no", status=status, retry_after=asked)) == rest


def test_a_failure_of_one_feed_does_not_hold_up_the_others_of_its_host(folder: PollingFolder) -> None:
    folder.config(*folder.news(2))
    folder.server.serve("/0", Reply(status=503))

    async def poll() -> list[Polled]:
        async with folder.application(every=1.0, burst=10) as application:
            return await poll_all(application)

    assert outcomes(bounded(poll())) == ["failed", "ok"]


def test_feeds_of_ones_own_servers_never_wait_unless_their_host_is_named(folder: PollingFolder) -> None:
    urls = [f"{folder.server.base}/{number}" for number in range(len(folder.news(4)))]
    folder.config(*urls, proxy=False, own="allow_private = true")

    async def poll() -> list[Polled]:
        async with folder.application() as application:
            return await poll_due(application)

    assert outcomes(bounded(poll())) == ["ok"] * 4
    folder.config(*urls, proxy=False, own="allow_private = true", more='[hosts."127.0.0.1"]\nevery = "1d"')
    (folder.folder / "w.db").unlink()
    assert outcomes(bounded(poll())) == ["ok", "put off", "put off", "put off"]


def test_files_never_wait(folder: PollingFolder) -> None:
    for number in range(3):
        (folder.folder / f"{number}.xml").write_text(NEWS)
    folder.config("0.xml", "1.xml", "2.xml", proxy=False)

    async def poll() -> list[Polled]:
        async with folder.application() as application:
            return await poll_due(application)

    assert outcomes(bounded(poll())) == ["ok"] * 3


def test_a_feed_that_has_moved_for_good_waits_at_its_new_host(folder: PollingFolder) -> None:
    folder.config(*folder.news(1), "http://new.example/0")

    async def poll() -> list[Polled]:
        async with folder.application() as application:
            moved, other = sorted(await due(application, 60), key=lambda state: state.name)
            moved = replace(moved, moved_to="http://new.example/0", moved_count=9)
            return [await application.poller.poll(state) for state in (moved, other)]

    assert outcomes(bounded(poll())) == ["ok", "put off"]


def test_a_round_waits_for_turns_and_holds_no_place_meanwhile(folder: PollingFolder) -> None:
    folder.config(*folder.news(2), "http://other.example/1", more="[monitor]\nconcurrency = 1")

    async def poll() -> tuple[list[Polled], list[str]]:
        ended: list[str] = []

        def done(polled: Polled) -> None:
            ended.append(polled.feed)
            # The turn of the one that waits comes once the host that is not asked for long was polled.
            if polled.feed == "f2":
                folder.clock.now += 1

        async with folder.application(every=0.2) as application:
            return await application.round(done), ended

    polls, ended = bounded(poll())
    assert outcomes(polls) == ["ok", "ok", "ok"]
    assert ended[-1] in ("f0", "f1")


def test_what_would_wait_too_long_is_put_off_by_a_round_and_comes_first_in_the_next(
    folder: PollingFolder,
) -> None:
    folder.config(*folder.news(5))

    async def poll() -> list[list[Polled]]:
        async with folder.application() as application:
            polls = []
            for _ in range(10):
                polls.append(await poll_all(application))
                folder.clock.now += 300
            return polls

    rounds_ = bounded(poll())
    assert [sorted(outcomes(polls)).count("put off") for polls in rounds_] == [4] * 10
    reached = [polled.feed for polls in rounds_ for polled in polls if polled.outcome != "put off"]
    assert sorted(reached[:5]) == ["f0", "f1", "f2", "f3", "f4"]
    assert reached[5:] == reached[:5]


@pytest.mark.parametrize("took", [0.0, 2.0])
def test_feeds_that_were_put_off_come_first_after_a_restart_too_however_slow_the_others_are(
    folder: PollingFolder, took: float
) -> None:
    folder.config(*folder.news(4))

    async def poll() -> list[str]:
        reached = []
        for _ in range(8):
            async with folder.application() as application:
                reached += [one.feed for one in await poll_all(application) if one.outcome != "put off"]
                await application.write(change_feed, application.store, reached[-1], took=took)
        return reached

    reached = bounded(poll())
    assert sorted(reached[:4]) == ["f0", "f1", "f2", "f3"]
    assert reached[4:] == reached[:4]


def test_a_round_that_is_given_up_while_feeds_wait_loses_none(folder: PollingFolder) -> None:
    folder.config(*folder.news(3))

    async def poll() -> list[FeedState]:
        async with folder.application(every=20.0) as application:
            polling = asyncio.create_task(poll_all(application))
            while not folder.asked():
                await asyncio.sleep(0.01)
            polling.cancel()
            await asyncio.wait({polling})
        async with folder.application() as application:
            return await due(application, 60)

    assert len(bounded(poll())) >= 2


def test_the_daemon_polls_each_feed_of_a_host_in_its_turn(
    folder: PollingFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KNOWN", {"news.example": Rate(0.3)})
    folder.config(*folder.news(3, "feeds.news.example"))
    config = config_file.load(folder.folder / "config.toml")

    async def stay() -> list[FeedState]:
        async with open_application(config, RuleSet(version="none")) as application:
            await application.write(application.store.feeds.revive, ["f0", "f1", "f2"], datetime.now(UTC))
            daemon = Daemon(application, lambda: (config, RuleSet(version="none")))
            running = asyncio.create_task(daemon.run())
            states: list[FeedState] = []
            while not states or any(state.last_ok is None for state in states):
                await asyncio.sleep(0.05)
                states = await application.write(application.store.feeds.all)
            daemon.stop.set()
            await running
            return states

    assert all(not state.errors for state in bounded(stay()))
    assert sorted(folder.asked()) == ["/0", "/1", "/2"]


def test_run_once_says_what_was_put_off_and_counts_it_as_no_failure(
    folder: PollingFolder, run: Callable[..., Any]
) -> None:
    urls = folder.news(2, "www.reddit.com")
    folder.config(urls[0], urls[1].replace("www", "old"))
    done = run("run", "--once", cwd=folder.folder)
    assert "waits its turn: reddit.com is asked once in 1m" in " ".join(done.stdout.split())
    assert "1 feed put off" in done.stdout
    told = json.loads(run("run", "--once", "--json", cwd=folder.folder).stdout)
    assert (told["polled"], told["put_off"], told["failed_feeds"]) == (1, 1, 0)
    assert sorted((one["outcome"], one["note"] or "") for one in told["feeds"]) == [
        ("ok", ""),
        ("put off", "waits its turn: reddit.com is asked once in 1m"),
    ]
    assert sorted(folder.asked()) == ["/0", "/1"], "the one that was put off came first"
    assert "waits its turn" in run("feeds", "--json", cwd=folder.folder).stdout


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('[hosts."a b"]\nevery = "1s"', "the name of a host, as reddit.com"),
        ('[hosts."http://a.example"]\nevery = "1s"', "the name of a host, as reddit.com"),
        ('[hosts."a.example"]\n', "`every`"),
        ('[hosts."a.example"]\nevery = "0s"', "longer than nothing"),
        ('[hosts."a.example"]\nevery = "1s"\nburst = 0', "`burst`"),
    ],
)
def test_what_is_wrong_with_a_host_is_said(folder: PollingFolder, written: str, said: str) -> None:
    folder.config(more=written)
    with pytest.raises(ConfigError) as refused:
        config_file.load(folder.folder / "config.toml")
    assert said in str(refused.value)


def test_hosts_are_named_as_addresses_spell_them(folder: PollingFolder) -> None:
    folder.config(more='[hosts."Bücher.Example."]\nevery = "1s"')
    assert [*config_file.load(folder.folder / "config.toml").hosts] == ["xn--bcher-kva.example"]

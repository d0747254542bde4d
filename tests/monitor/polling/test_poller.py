"""What nobody foresaw, a bug of our own, is a failure of the one feed: told, tried again, and nothing lost."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from support.feed_server import FeedServer, Item, rss
from support.polling_folder import NEWS, PollingFolder, bounded

from monitor.daemon.application import utc_now
from monitor.daemon.run_forever import log_polled
from monitor.parsing.model import Origin, Parsed, ParseError
from monitor.polling import poller as pipeline
from monitor.polling.feed_state import MOVED_FOR_GOOD
from monitor.polling.poller import Polled
from storage import FeedSetting, FeedState


@pytest.fixture
def folder(tmp_path, feeds: FeedServer) -> PollingFolder:  # type: ignore[no-untyped-def]
    return PollingFolder(tmp_path / "folder", feeds)


def test_a_bug_met_in_one_feed_is_its_failure_and_the_others_are_read(
    folder: PollingFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    items = [rss([Item(title=f"Title {n}", link=f"https://news.example/{n}")]) for n in range(3)]
    urls = [folder.server.serve(f"/{n}", document) for n, document in enumerate(items)]
    folder.config(*urls, proxy=False, own="allow_private = true")

    async def rounds() -> tuple[list[Polled], list[Polled]]:
        async with folder.application() as application:
            parse = application.poller.parsers.parse

            async def buggy(body: bytes, origin: Origin, *rest: object) -> Parsed | ParseError:
                if origin.feed == "f1":
                    raise KeyError("an index that is not there")
                return await parse(body, origin, *rest)  # type: ignore[arg-type]

            application.poller.parsers.parse = buggy  # type: ignore[method-assign, assignment]
            first = await application.round(log_polled)
            (failed,) = [s for s in await application.write(application.store.feeds.all) if s.name == "f1"]
            assert failed.errors == 1
            assert utc_now() < failed.next_at < utc_now() + timedelta(days=1)
            application.poller.parsers.parse = parse  # type: ignore[method-assign]
            return first, await application.round(log_polled)

    first, again = bounded(rounds())
    assert [(one.outcome, one.counts.new) for one in first] == [("ok", 1), ("failed", 0), ("ok", 1)]
    assert first[1].error == pipeline.bug(KeyError()).text
    assert [(one.outcome, one.counts.new) for one in again] == [("unchanged", 0), ("ok", 1), ("unchanged", 0)]
    said = capsys.readouterr()
    assert "an index that is not there" in said.out + said.err


def test_a_feed_that_moved_for_good_to_another_origin_takes_nothing_of_the_config_along(
    folder: PollingFolder,
) -> None:
    # The proxy plays both hosts: it is asked for the whole address of each hop.
    folder.server.redirect("/old", "http://theirs.invalid/new", 301)
    folder.server.serve("/new", NEWS)
    folder.config("http://ours.invalid/old", own='auth = "u:canary"\nheaders = { X-Key = "canary" }')

    async def rounds() -> str | None:
        async with folder.application() as application:
            for _ in range(MOVED_FOR_GOOD + 2):
                folder.clock.now += 3600
                assert (await application.round(log_polled))[0].outcome in ("ok", "unchanged")
            await application.check_health()
            (troubles,) = [await application.write(application.store.troubles.open)]
            return troubles[0].text

    assert bounded(rounds()) == "feed f0 has moved to http://theirs.invalid"
    assert len(folder.server.hits("/old")) == MOVED_FOR_GOOD
    assert len(folder.server.hits("/new")) == MOVED_FOR_GOOD + 2
    assert all("canary" in hit.headers.get("X-Key", "") for hit in folder.server.hits("/old"))
    assert not any({"Authorization", "X-Key"} & hit.headers.keys() for hit in folder.server.hits("/new"))


def test_a_feed_of_the_users_own_network_is_not_followed_to_another_private_origin(
    folder: PollingFolder,
) -> None:
    with FeedServer() as other:
        other.serve("/admin", NEWS)
        folder.config(
            folder.server.redirect("/old", f"http://127.0.0.2:{other.port}/admin", 301),
            proxy=False,
            own="allow_private = true",
        )

        async def rounds() -> list[str]:
            async with folder.application() as application:
                return [(await application.round(log_polled))[0].error for _ in range(MOVED_FOR_GOOD + 1)]

        assert all("redirect from another origin" in error for error in bounded(rounds()))
        assert other.hits() == []


def test_a_feed_that_only_another_daemons_config_has_is_left_to_that_one(folder: PollingFolder) -> None:
    folder.config(folder.server.serve("/1", NEWS), own="allow_private = true")

    async def claimed() -> tuple[list[str], dict[str, str]]:
        async with folder.application() as application:
            store, now = application.store, utc_now()
            other = FeedSetting(name="theirs", url="http://theirs.invalid/", interval=60, start_at=now)
            own = FeedSetting(name="f0", url=f"{folder.server.base}/1", interval=60, start_at=now)
            await application.write(store.feeds.sync, [own, other])
            await application.write(store.feeds.revive, ["f0"], now)
            polls = await application.poll_due(5)
            states = await application.write(store.feeds.all)
            assert await application.poll_due(5) == {}, "it waits for the other"
            return list(polls), {state.name: state.why for state in states}

    polls, why = bounded(claimed())
    assert polls == ["f0"]
    assert why["theirs"] == "the daemon that claimed it does not have it in its config"


def test_a_place_is_free_when_the_server_has_answered_and_only_the_end_is_left_to_record(
    folder: PollingFolder,
) -> None:
    folder.config(folder.server.serve("/1", NEWS), own="allow_private = true")

    async def order() -> list[str]:
        async with folder.application() as application:
            poller, heard = application.poller, list[str]()
            await application.round(log_polled)
            finish = poller.batched.finish_unchanged

            async def ended(state: FeedState) -> bool:
                heard.append("recorded")
                return await finish(state)

            poller.batched.finish_unchanged = ended  # type: ignore[assignment]
            now = utc_now()
            (state,) = (await poller.claim(now, 1, unless_since=now)).feeds
            assert (await poller.poll_now(state, lambda: heard.append("answered"))).outcome == "unchanged"
            return heard

    assert bounded(order()) == ["answered", "recorded"]


def test_a_round_with_one_place_asks_the_next_feed_while_the_end_of_the_last_waits(
    folder: PollingFolder,
) -> None:
    urls = [folder.server.serve(f"/{n}", NEWS) for n in range(2)]
    folder.config(*urls, own="allow_private = true", more="[monitor]\nconcurrency = 1")

    async def rounds() -> list[str]:
        async with folder.application() as application:
            await application.round(log_polled)
            batched, waiting = application.poller.batched, asyncio.Barrier(len(urls))
            finish = batched.finish_unchanged

            async def ended(state: FeedState) -> bool:
                await waiting.wait()
                return await finish(state)

            batched.finish_unchanged = ended  # type: ignore[assignment]
            return [polled.outcome for polled in await application.round(log_polled)]

    assert bounded(rounds()) == ["unchanged", "unchanged"]

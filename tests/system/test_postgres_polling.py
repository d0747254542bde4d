"""Several daemons that share the feeds of one PostgreSQL database: each is polled by one of them, whoever dies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from support.feed_server import FeedServer
from support.many_daemons import COPIES, PATIENCE, Shared, sharing, wait
from support.sending import mail
from support.smtp_sink import SmtpSink

from storage import FeedSetting, Store, StoreError

pytestmark = pytest.mark.postgres
# Feeds, and the seconds for which one is claimed. The large form waits until the claims of the dead have lapsed.
SMALL, LARGE = (60, 300), (1_000, 45)


@pytest.fixture(params=[SMALL, pytest.param(LARGE, marks=pytest.mark.slow)], ids=lambda size: str(size[0]))
def shared(
    request: pytest.FixtureRequest,
    postgresql: Callable[[], str],
    feeds: FeedServer,
    smtp: SmtpSink,
    tmp_path: Path,
) -> Iterator[Shared]:
    with sharing(postgresql(), feeds, mail(smtp.port), tmp_path, *request.param) as made:
        yield made


def test_two_daemons_poll_each_feed_once_a_round_and_one_takes_over_when_the_other_is_killed(
    shared: Shared, smtp: SmtpSink
) -> None:
    shared.start("one", "other")
    stories = shared.count // COPIES
    paths = {f"/{feed}": 1 for feed in range(shared.count)}

    begun = shared.begin_round(0)
    shared.wait_for_round(begun)
    assert shared.polls("one") + shared.polls("other") == paths
    assert shared.polls("one")
    assert shared.polls("other")
    smtp.wait(stories, 30)

    begun = shared.begin_round(1, delay=2)
    wait(lambda: bool(shared.polls("one") and shared.polls("other")))
    shared.daemons["one"].kill()
    shared.answer_at_once()
    shared.lapse()
    shared.wait_for_round(begun, 2 * PATIENCE)
    assert shared.polls("other") == paths, "its own feeds and those of the dead, each once"
    assert shared.polls("one")

    sent = smtp.wait(2 * stories, 30)
    assert len({message["Message-ID"] for message in sent}) == len(sent) == 2 * stories
    assert shared.told() == (2 * stories, 2 * stories)


def test_four_daemons_of_which_one_is_killed_lose_nothing_and_tell_nothing_twice(
    shared: Shared, smtp: SmtpSink
) -> None:
    names = ("one", "two", "three", "four")
    shared.start(*names)
    stories = shared.count // COPIES
    paths = Counter({f"/{feed}": 1 for feed in range(shared.count)})

    begun = shared.begin_round(0)
    shared.wait_for_round(begun)
    assert sum((shared.polls(name) for name in names), Counter[str]()) == paths, "none was polled twice"
    assert shared.ask("SELECT count(*) FROM daemon WHERE ended IS NULL") == [(4,)]
    by_daemon = "SELECT count(*) FROM feed WHERE polled_by IN (SELECT id FROM daemon)"
    assert shared.ask(by_daemon) == [(shared.count,)]
    smtp.wait(stories, 30)

    begun = shared.begin_round(1, delay=2)
    # Who ended polls a moment ago may claim the share of another one, too: the last one that has some is killed.
    wait(lambda: any(map(shared.polls, names)))
    killed = next(name for name in reversed(names) if shared.polls(name))
    shared.daemons[killed].kill()
    shared.answer_at_once()
    shared.lapse()
    shared.wait_for_round(begun, 2 * PATIENCE)
    alive = [name for name in names if name != killed]
    assert sum(map(shared.polls, alive), Counter[str]()) == paths, "the dead one's too, once"
    assert shared.polls(killed)

    sent = smtp.wait(2 * stories, 30)
    assert len({message["Message-ID"] for message in sent}) == len(sent) == 2 * stories
    assert shared.told() == (2 * stories, 2 * stories)


def test_a_feed_that_is_put_off_is_free_and_keeps_all_but_its_time(postgresql: Callable[[], str]) -> None:
    now = datetime.now(UTC)
    with closing(Store.open(postgresql(), create=True)) as store:
        store.feeds.sync([FeedSetting(name="f", url="http://a.example/", interval=60, start_at=now)])
        (state,) = store.feeds.due(now)
        forgotten = replace(state, errors=9, next_at=now - timedelta(seconds=1), why="waits its turn")
        assert not store.feeds.finish([forgotten], put_off=True)
        (again,) = store.feeds.due(now)
        assert again == replace(forgotten, errors=0)


def test_claims_go_on_by_a_new_connection_where_the_server_ended_theirs(
    postgresql: Callable[[], str],
) -> None:
    location, now = postgresql(), datetime.now(UTC)
    with closing(Store.open(location, create=True)) as store, psycopg.connect(location) as admin:
        store.feeds.sync([FeedSetting(name="f", url="http://a.example/", interval=60, start_at=now)])
        with closing(store.feeds.beside()) as claims:
            (state,) = claims.due(now)
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            others += " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            admin.execute(others)
            with pytest.raises(StoreError):
                claims.finish([state], unchanged=True)
            assert claims.due(now) == [], "the end was not recorded, and the lease holds"
            assert claims.finish([state], unchanged=True) == []
            assert [again.name for again in claims.due(now)] == ["f"]

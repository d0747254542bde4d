"""Daemons on one PostgreSQL database that come and go: upgrades while others run, and ends that leave nothing behind."""

from __future__ import annotations

import signal
import subprocess
import tarfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text
from support.feed_server import FeedServer
from support.makers import NOW
from support.many_daemons import COPIES, Shared, config_of, sharing, wait
from support.places import ROOT
from support.sending import mail
from support.smtp_sink import SmtpSink

from storage import Store
from storage.database import migrate
from storage.database.engine import Database, resolve_url

pytestmark = pytest.mark.postgres
FEEDS, LEASE = 60, 300
STORIES = FEEDS // COPIES


@pytest.fixture
def shared(
    postgresql: Callable[[], str], feeds: FeedServer, smtp: SmtpSink, tmp_path: Path
) -> Iterator[Shared]:
    with sharing(postgresql(), feeds, mail(smtp.port), tmp_path, FEEDS, LEASE) as made:
        yield made


@pytest.fixture(scope="module")
def build_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The last code of the schema before: a build that people have running when they upgrade."""
    module = Path(migrate.__file__).relative_to(ROOT)
    for commit in _git("log", "--format=%H", "--", str(module)).decode().split():
        if f'HEAD = "{_former()}"' in _git("show", f"{commit}:{module}").decode():
            break
    else:
        pytest.skip("the history of git does not reach back to the build before")
    folder = tmp_path_factory.mktemp("before")
    with tarfile.open(fileobj=BytesIO(_git("archive", commit))) as packed:
        packed.extractall(folder, filter="data")
    return folder


def _former() -> str:
    scripts = ScriptDirectory(str(ROOT / "storage" / "migrations"))
    former = scripts.get_revision(migrate.HEAD).down_revision
    assert isinstance(former, str)
    return former


def _git(*arguments: str) -> bytes:
    done = subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"the build before is taken from git: {done.stderr.decode().strip()}")
    return done.stdout


def test_a_build_before_the_newest_migration_goes_on_beside_the_one_that_ran_it(
    postgresql: Callable[[], str], feeds: FeedServer, smtp: SmtpSink, tmp_path: Path, build_before: Path
) -> None:
    location, former = postgresql(), _former()
    with closing(Database(resolve_url(location))) as db:
        migrate.upgrade(db, former)
    config = config_of(location, feeds, mail(smtp.port), FEEDS)
    shared = Shared(FEEDS, LEASE, location, feeds, tmp_path, config)
    with closing(shared.stack):
        shared.serve(0)
        shared.start("old", source=build_before)
        assert shared.ask("SELECT version_num FROM alembic_version") == [(former,)]
        shared.start("new")
        assert shared.ask("SELECT version_num FROM alembic_version") == [(migrate.HEAD,)]
        for number in range(2):
            wait(lambda: shared.ask("SELECT 1 FROM feed WHERE owner IS NOT NULL LIMIT 1") == [])
            begun = shared.begin_round(number, delay=2)
            shared.wait_for_round(begun)
            assert shared.polls("old")
            assert shared.polls("new")
            assert set((shared.polls("old") + shared.polls("new")).values()) == {1}
        sent = smtp.wait(2 * STORIES, 30)
        assert len({message["Message-ID"] for message in sent}) == len(sent) == 2 * STORIES
        assert shared.told() == (2 * STORIES, 2 * STORIES)
        assert shared.stop("old") == 0
        assert '"level": "error"' not in shared.log("old")


def test_a_daemon_that_is_told_to_end_leaves_its_feeds_to_the_others_at_once(
    shared: Shared, smtp: SmtpSink
) -> None:
    shared.start("one", "other")
    begun = shared.begin_round(0, delay=3)
    wait(lambda: bool(shared.polls("one") and shared.polls("other")))
    assert shared.stop("one") == 0
    assert "stopped" in shared.log("one")
    assert shared.ask("SELECT count(*) FROM daemon WHERE ended IS NULL") == [(1,)]
    assert shared.ask(
        "SELECT count(*) FROM feed WHERE owner NOT IN (SELECT id FROM daemon WHERE ended IS NULL)"
    ) == [(0,)]
    shared.answer_at_once()
    shared.wait_for_round(begun)
    assert shared.polls("other").keys() == {f"/{feed}" for feed in range(FEEDS)}
    smtp.wait(STORIES, 30)
    assert shared.told() == (STORIES, STORIES)


def test_of_daemons_that_start_on_an_empty_database_one_makes_its_tables_and_the_others_wait(
    postgresql: Callable[[], str], feeds: FeedServer, smtp: SmtpSink, tmp_path: Path
) -> None:
    location = postgresql()
    config = config_of(location, feeds, mail(smtp.port), FEEDS)
    shared = Shared(FEEDS, LEASE, location, feeds, tmp_path, config)
    shared.serve(0)
    with closing(shared.stack):
        shared.start("one", "two", "three")
        assert shared.ask("SELECT version_num FROM alembic_version") == [(migrate.HEAD,)]
        wait(lambda: shared.ask("SELECT count(*) FROM feed WHERE last_poll IS NOT NULL") == [(FEEDS,)])
        polls = sum((shared.polls(name) for name in ("one", "two", "three")), Counter[str]())
        assert set(polls.values()) == {1}


def test_what_another_process_upgrades_is_waited_for_longer_than_a_lock(
    postgresql: Callable[[], str],
) -> None:
    with closing(Database(resolve_url(postgresql()))) as db, db.write(wait=migrate._PATIENCE) as conn:
        assert conn.execute(text("SHOW lock_timeout")).scalar() == "15min"


def test_daemons_poll_the_feeds_of_the_store_without_a_file_and_take_a_change_over(
    shared: Shared, smtp: SmtpSink
) -> None:
    shared.config = config_of(shared.location, shared.feeds, mail(smtp.port), 0).replace(
        "[destinations", "shared_feeds = true\n[destinations", 1
    )
    sections = {
        f"f{number}": {"name": f"f{number}", "url": f"{shared.feeds.base}/{number}", "allow_private": True}
        for number in range(FEEDS)
    }
    with closing(Store.open(shared.location)) as store:
        store.shared_feeds.put(sections, NOW)
        shared.start("one", "other")
        begun = shared.begin_round(0, delay=2)
        shared.wait_for_round(begun)
        assert shared.polls("one") + shared.polls("other") == {f"/{number}": 1 for number in range(FEEDS)}
        assert shared.polls("one")
        assert shared.polls("other")

        store.shared_feeds.take_out([f"f{number}" for number in range(1, FEEDS)])
        for name in ("one", "other"):
            shared.daemons[name].send_signal(signal.SIGHUP)
        wait(lambda: all("reloaded" in shared.log(name) for name in ("one", "other")))
    assert shared.ask("SELECT count(*) FROM feed WHERE active") == [(1,)]

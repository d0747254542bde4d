"""Daemons that reach PostgreSQL by PgBouncer, which lends a connection for one transaction: nothing of a session is left."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from support.feed_server import FeedServer
from support.makers import NOW
from support.many_daemons import COPIES, sharing
from support.real_servers import free_port, installed, serving
from support.sending import mail
from support.smtp_sink import SmtpSink

from storage import FeedSetting, Store
from storage.database.engine import Database, resolve_url

pytestmark = pytest.mark.postgres
FEEDS = 60


@pytest.fixture
def pooled(postgresql: Callable[[], str]) -> Iterator[tuple[str, str]]:
    """The URLs of one database: its own, and that by a real PgBouncer, which has three connections for everybody."""
    program, location, port = installed("pgbouncer"), postgresql(), free_port()
    facts = conninfo_to_dict(location)
    socket, name = Path(str(facts["host"])), facts["dbname"]
    with tempfile.TemporaryDirectory(prefix="wirewatch-pool-") as folder:
        ini, log = Path(folder) / "pgbouncer.ini", Path(folder) / "log"
        ini.write_text(
            f"[databases]\n{name} = host={socket} port={facts.get('port', 5432)} dbname={name} user=postgres\n"
            f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\n"
            "pool_mode = transaction\ndefault_pool_size = 3\nmax_client_conn = 100\n"
        )
        command = [program, str(ini)]
        if os.geteuid() == 0:  # it does not run as root: it runs as the server does, whose socket it reads
            owner = socket.owner()
            for path in (Path(folder), ini):
                shutil.chown(path, owner)
            command = [program, "-u", owner, str(ini)]
        with serving(command, port, log):
            yield location, f"postgresql://postgres@127.0.0.1:{port}/{name}"


def test_two_daemons_behind_pgbouncer_poll_each_feed_once_and_tell_each_story_once(
    pooled: tuple[str, str], feeds: FeedServer, smtp: SmtpSink, tmp_path: Path
) -> None:
    location, by_pool = pooled
    paths = {f"/{feed}": 1 for feed in range(FEEDS)}
    stories = FEEDS // COPIES
    with sharing(location, feeds, mail(smtp.port), tmp_path, FEEDS, 300, by=by_pool) as shared:
        shared.start("one", "other")
        for number in range(2):
            begun = shared.begin_round(number)
            shared.wait_for_round(begun)
            assert shared.polls("one") + shared.polls("other") == paths
        sent = smtp.wait(2 * stories, 30)
        assert len({message["Message-ID"] for message in sent}) == len(sent) == 2 * stories
        assert shared.told() == (2 * stories, 2 * stories)
        for name in ("one", "other"):
            assert shared.stop(name) == 0
            assert '"level": "error"' not in shared.log(name)


def test_a_connection_that_was_lent_is_given_back_as_it_was(pooled: tuple[str, str]) -> None:
    _, by_pool = pooled
    settings = "SELECT current_setting('lock_timeout'), current_setting('synchronous_commit')"
    with closing(Store.open(by_pool, create=True)) as store, psycopg.connect(by_pool) as guest:
        before = guest.execute(settings).fetchone()
        guest.commit()
        # More often than statements are run before they are prepared.
        for number in range(12):
            store.feeds.sync(
                [FeedSetting(name="f", url=f"http://a.example/{number}", interval=60, start_at=NOW)]
            )
            (state,) = store.feeds.due(NOW)
            assert not store.feeds.finish([state], unchanged=True)
        assert guest.execute(settings).fetchone() == before
        assert guest.execute("SELECT count(*) FROM pg_prepared_statements").fetchone() == (0,)
        assert guest.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'").fetchone() == (0,)


@pytest.mark.parametrize("pooler", [False, True])
def test_statements_are_prepared_only_where_no_pooler_stands_between(
    pooled: tuple[str, str], pooler: bool
) -> None:
    with closing(Database(resolve_url(pooled[pooler]))) as db, db.write() as conn:
        driver = conn.connection.driver_connection
        assert driver is not None
        assert (driver.prepare_threshold is None) is pooler

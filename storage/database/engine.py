"""The database: an engine, a connection that writes and a connection that reads. It knows no table.

SQLite's own defaults lose updates: Python's driver begins a transaction only at the first write, so two threads that
read, then write, overwrite each other. Every write here begins IMMEDIATE instead, and every durable commit is on the
disk before it returns (synchronous=FULL).
"""

from __future__ import annotations

import errno
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    ExceptionContext,
    TextClause,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from storage.model import BadRowError, StoreError

BUSY_SECONDS = 10
# SQLite's own wait cannot be cut short, so a writer waits in many short ones.
_SHORT_WAIT_MS = 200
# Pages in SQLite's log before they go into its file: 16 MB, so that pages that change often go there less often.
_LOG_PAGES = 4_000
# The writer's cache of SQLite's file: with the usual 2 MB, a transaction of some hundred entries reads many pages
# twice. 8 MB gain little more.
_CACHE_KIB = 4_000
# Any constant does: PostgreSQL's advisory locks are numbers that the clients agree on.
WRITE_LOCK = 0x77617463
# Seconds after which a connection that lay idle is tried before a write: a server may have closed it.
_IDLE_SECONDS = 5.0
# What a transaction on PostgreSQL begins with. The settings end with it, so that none is left to whoever has the
# server's connection next where a pooler lends it for one transaction.
_WAIT = "set_config('lock_timeout', :wait, true)"
_LAZILY = "set_config('synchronous_commit', 'off', true)"
_TURN = f"pg_advisory_xact_lock({WRITE_LOCK})"


def resolve_url(location: str) -> URL:
    """The URL of a location: a path means SQLite, a scheme a SQLAlchemy URL (psycopg for PostgreSQL)."""
    if "://" not in location:
        return URL.create("sqlite", database=str(Path(location)))
    url = make_url(location)
    if url.drivername in {"postgres", "postgresql"}:
        url = url.set(drivername="postgresql+psycopg")
    return url


def file_of(url: URL) -> Path | None:
    """The file of a SQLite database; None for a server's database, or for one in memory."""
    name = url.database
    return Path(name) if url.drivername.startswith("sqlite") and name and name != ":memory:" else None


def describe(url: URL) -> str:
    """The location for messages, without its password; the query goes too, as it may hold one (`?password=`)."""
    if url.drivername.startswith("sqlite"):
        return url.database or ":memory:"
    return url.set(query={}).render_as_string(hide_password=True)


_READING = (f"busy_timeout={BUSY_SECONDS * 1000}", "foreign_keys=ON", "temp_store=MEMORY")
_WRITING = ("journal_mode=WAL", "synchronous=FULL", f"wal_autocheckpoint={_LOG_PAGES}")


def _prepare_sqlite(dbapi: Any, pragmas: Iterable[str]) -> None:
    dbapi.isolation_level = None
    cursor = dbapi.cursor()
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _prepare_postgresql(dbapi: Any, _record: Any) -> None:
    """Sends lists in binary, and prepares no statements behind a pooler.

    As text, each value of a list would be looked through for what must be quoted, which takes longer than the rest of a
    statement. A pooler may send each transaction to another of the server's processes.
    """
    from psycopg.types.array import ListBinaryDumper

    dbapi.adapters.register_dumper(list, ListBinaryDumper)
    (process,) = dbapi.execute("SELECT pg_backend_pid()").fetchone()
    dbapi.rollback()
    if process != dbapi.info.backend_pid:
        dbapi.prepare_threshold = None


class Patience:
    """The time that a writer waits while another process keeps the database locked."""

    def __init__(self) -> None:
        self._end: float | None = None

    def hurry(self, seconds: float) -> None:
        """Ends all waiting after so many seconds. May be called from any thread."""
        self._end = time.monotonic() + seconds

    def is_over(self, since: float) -> bool:
        """Whether a writer that has waited since `since` (monotonic seconds) gives up."""
        now = time.monotonic()
        return now - since > BUSY_SECONDS or (self._end is not None and now > self._end)


def _begin_immediate(conn: Connection, patience: Patience) -> None:
    if conn.get_execution_options().get("isolation_level") == "AUTOCOMMIT":
        return
    since = time.monotonic()
    _set(conn, "busy_timeout", str(_SHORT_WAIT_MS))
    with closing(conn.connection.cursor()) as cursor:
        while True:
            try:
                cursor.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or patience.is_over(since):
                    raise


def _set(conn: Connection, pragma: str, value: str) -> None:
    """Sets a pragma of this connection, unless it has the value already."""
    if conn.info.get(pragma) != value:
        conn.connection.execute(f"PRAGMA {pragma}={value}").close()
        conn.info[pragma] = value


def make_engine(url: URL, patience: Patience, *, read_only: bool = False) -> Engine:
    """Makes an engine in whose transactions it is safe to read, then write. Errors: StoreError."""
    if url.drivername.startswith("sqlite"):
        engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS})
        pragmas = (*_READING, "query_only=ON") if read_only else (*_READING, *_WRITING)
        event.listen(engine, "connect", lambda dbapi, _record: _prepare_sqlite(dbapi, pragmas))
        event.listen(engine, "begin", lambda conn: _begin_immediate(conn, patience))
        return engine
    try:
        engine = create_engine(url, connect_args={"connect_timeout": BUSY_SECONDS})
    except ModuleNotFoundError as error:
        raise StoreError(
            f"PostgreSQL needs a driver that is not installed ({error.name}): "
            "install wirewatch with the extra `postgres`"
        ) from error
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


class Database:
    """The two connections to one database. Not thread-safe: one thread owns a Database (see Store).

    `reading` is another address of the same database, by which it can be read only.
    """

    def __init__(self, url: URL, reading: URL | None = None) -> None:
        self.url = url
        self.location = describe(url)
        self.is_sqlite = url.drivername.startswith("sqlite")
        self.patience = Patience()
        self.engine = make_engine(reading or url, self.patience, read_only=reading is not None)
        event.listen(self.engine, "handle_error", self._explain)
        self._writing: Connection | None = None
        self._reader: Connection | None = None
        self._writer: Connection | None = None
        self._written = 0.0
        self._lost: StoreError | None = None

    @property
    def file(self) -> Path | None:
        """The file of a SQLite database; None for a server's database, or for one in memory."""
        return file_of(self.url)

    @property
    def conn(self) -> Connection:
        """The connection to read from: inside `write()` the writing connection, which sees its own rows."""
        if self._writing is not None:
            return self._writing
        if self._reader is not None and self._reader.invalidated:
            # The server went away; a lost connection may not be used again.
            self._reader.close()
            self._reader = None
        if self._reader is None:
            with store_errors(self.location):
                reader = self.engine.connect()
                self._reader = reader.execution_options(isolation_level="AUTOCOMMIT")
        return self._reader

    def _explain(self, context: ExceptionContext) -> StoreError | None:
        """Turns an error of any read or write into a StoreError."""
        error = context.sqlalchemy_exception
        if context.is_pre_ping or not isinstance(error, DBAPIError):
            return None
        return _store_error(self.location, error.orig)

    @contextmanager
    def write(
        self, *, durable: bool = True, in_turn: bool = True, wait: float = BUSY_SECONDS
    ) -> Iterator[Connection]:
        """Begins a transaction, which nested calls join; commits at the end, rolls back on any error.

        Writers take turns, on PostgreSQL too: two that judge stories at once would not see each other's entries. Only
        what concerns rows that this process has claimed needs no turn there: `in_turn=False`. Without `durable` a
        commit outlives the process but, until the next durable one, not a power cut. A writer waits `wait` seconds.
        """
        if self._writing is not None:
            yield self._writing
            return
        if self._lost is not None:
            raise self._lost
        with store_errors(self.location), self._begun(durable) as conn:
            if not self.is_sqlite:
                conn.execute(_opening(durable, in_turn), {"wait": f"{wait:.0f}s"})
            self._writing = conn
            try:
                yield conn
            finally:
                self._writing = None
                self._written = time.monotonic()

    @contextmanager
    def _begun(self, durable: bool) -> Iterator[Connection]:
        conn = self._connected()
        if self.is_sqlite:
            # Set before the transaction: inside of it SQLite does not change how it syncs.
            _set(conn, "synchronous", "FULL" if durable else "NORMAL")
            _set(conn, "cache_size", f"-{_CACHE_KIB}")
        try:
            with conn.begin():
                yield conn
        finally:
            if conn.invalidated or self.is_sqlite:
                conn.close()
                self._writer = None

    def _connected(self) -> Connection:
        """The connection that writes: on PostgreSQL it is kept, for each new one would be tried before its use."""
        conn, self._writer = self._writer, None
        if conn is not None and time.monotonic() - self._written > _IDLE_SECONDS and not _answers(conn):
            conn.invalidate()
            conn.close()
            conn = None
        self._writer = conn or self.engine.connect()
        return self._writer

    def tidy(self) -> None:
        """Runs `PRAGMA optimize` and a checkpoint that no reader waits for; PostgreSQL looks after itself."""
        if self.is_sqlite:
            with store_errors(self.location):
                self.conn.exec_driver_sql("PRAGMA optimize")
                self.conn.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")

    def sync(self) -> None:
        """Makes every commit so far durable."""
        if self.is_sqlite:
            with store_errors(self.location):
                self.conn.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").close()

    def abandon(self, why: StoreError) -> None:
        """Ends all writing: every later write raises `why`, and the files are left as they are."""
        self._lost = why

    def close(self) -> None:
        if self._lost is not None:
            # SQLite would delete the log by its name, and it may be another store's by now.
            return
        for conn in filter(None, (self._reader, self._writer)):
            conn.close()
        self._reader = self._writer = None
        self.engine.dispose()


@cache
def _opening(durable: bool, in_turn: bool) -> TextClause:
    """The first statement of a transaction on PostgreSQL: its settings, and its turn, in one round trip."""
    steps = [_WAIT, *([] if durable else [_LAZILY]), *([_TURN] if in_turn else [])]
    return text(f"SELECT {', '.join(steps)}")


def _answers(conn: Connection) -> bool:
    """Whether the server still answers on this connection."""
    try:
        return conn.dialect.do_ping(conn.connection.dbapi_connection)  # type: ignore[arg-type]
    except conn.dialect.loaded_dbapi.Error:
        return False


@contextmanager
def store_errors(location: str) -> Iterator[None]:
    """Turns the database's own errors into one StoreError that says what to do."""
    try:
        yield
    except DBAPIError as error:
        raise _store_error(location, error.orig) from error
    except sqlite3.Error as error:
        raise _store_error(location, error) from error


def _store_error(location: str, error: BaseException | None) -> StoreError:
    # Each driver has classes of its own for these, with the names of PEP 249.
    bad_row = any(kind.__name__ in ("IntegrityError", "DataError") for kind in type(error).__mro__)
    kind = BadRowError if bad_row else StoreError
    return kind(f"the store {location} failed: {_advice(error)}")


@contextmanager
def path_errors(path: Path) -> Iterator[None]:
    """Turns the system's refusal of a file or folder into a StoreError that names it."""
    try:
        yield
    except OSError as error:
        why = error.strerror or type(error).__name__
        if error.errno in {errno.EROFS, errno.EACCES}:
            why += "; [storage] url in config.toml names another place"
        raise StoreError(f"the store needs {path}, which cannot be used: {why}") from error


def _advice(error: BaseException | None) -> str:
    message = str(error).strip()
    if not isinstance(error, sqlite3.Error):
        return message
    low = message.lower()
    if "locked" in low or "busy" in low:
        return f"{message}; another process is writing to it"
    if "full" in low:
        return f"{message}; free some space, nothing was lost"
    if "readonly" in low or "unable to open" in low:
        return f"{message}; check that the file and its folder exist and are writable"
    if "malformed" in low or "not a database" in low:
        return f"{message}; restore a backup or point [storage] url at another file"
    if "no such module" in low:
        return (
            f"{message}; this SQLite lacks what the store was made with: run the Python that the daemon runs"
        )
    if "no such" in low or "already exists" in low:
        return f"{message}; its tables are not those of its schema: restore a backup, or install the wirewatch that wrote it"
    if "i/o error" in low:
        return f"{message}; look at the disk: what was committed is safe if the disk is"
    return message

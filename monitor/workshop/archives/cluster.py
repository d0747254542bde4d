"""Workers of a Dask cluster, by the address of its scheduler; needs the extra `cluster`.

Whoever reaches a scheduler's port runs any code on its workers, so plain tcp is for this machine alone unless told
otherwise. A worker whose wirewatch differs from ours is refused, for it would find something else.
"""

from __future__ import annotations

import logging
import pickle
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.metadata import version
from ipaddress import ip_address
from pathlib import Path
from socket import gethostname
from typing import Any
from unicodedata import unidata_version
from urllib.parse import urlsplit

import monitor
import rules
import storage
from monitor.workshop.archives.chunk import Chunk, in_halves
from rules.errors import WirewatchError

LIBRARIES = ("anyascii", "PyStemmer", "rapidfuzz", "numpy")  # they fold, stem and compare words
CONNECT = 20  # seconds
GONE = "the cluster is gone: its scheduler answers no more; start it and its workers, then this command again"
HINTS = {
    "tcp": "see that the scheduler runs; one that wants TLS has an address with tls://",
    "tls": "certificates are named by DASK_DISTRIBUTED__COMM__TLS__CA_FILE, the same with __CLIENT__CERT and __CLIENT__KEY",
}
NO_WORKERS = 60  # seconds without any worker, after which nothing is waited for
_LOOK = 5  # seconds between looks whether there are workers
# The work as an expression: a worker that lacks what a pickle names dies of it, and cannot say what it lacks.
_WORK = f"__import__({__name__!r}, fromlist=['work_on']).work_on(setup, digest, engine, chunk)"


@dataclass(frozen=True, slots=True)
class Cluster:
    """The address of a scheduler, `tcp://host:8786` or `tls://host:8786`. Errors: WirewatchError if it is no such."""

    address: str
    insecure: bool = False

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        if parts.scheme not in {"tcp", "tls"} or not parts.hostname:
            raise WirewatchError(
                f"{self.address!r} is no scheduler: it reads tcp://HOST:8786 or tls://HOST:8786"
            )
        if parts.scheme == "tcp" and not self.insecure and not _is_loopback(parts.hostname):
            raise WirewatchError(
                f"{self.address}: whoever reaches a scheduler without TLS runs any code on its workers; "
                "use tls://, or --insecure-cluster in a network that is yours"
            )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class DaskCrew:
    """Workers of a cluster that all hold the same work; chunks go to them through an `Executor`."""

    def __init__(self, client: Any, prepare: Callable[[], Callable[[Any], Any]]) -> None:
        self._client = client
        pickled = pickle.dumps(prepare)
        self._digest = _digest(pickled)
        # A task, and not scattered data: where the worker that holds it dies, the scheduler makes it again.
        self._setup = client.submit(bytes, pickled, key=f"wirewatch-{self._digest}")
        self._engine = our_engine()
        # pure=False: two chunks that look the same are two.
        self._executor: Executor = client.get_executor(pure=False)

    def count(self) -> int:
        """The number of workers by now, at least one. Errors: WirewatchError where the scheduler is gone."""
        return self._workers() or 1

    def _workers(self) -> int:
        if self._client.status == "closed":
            raise WirewatchError(GONE)
        try:
            return len(self._client.nthreads())
        except OSError as error:  # which an output would take for its own
            raise WirewatchError(GONE) from error

    def submit(self, chunk: Chunk[Any]) -> Future[bytes]:
        """Gives a chunk to a worker."""
        names = {
            "setup": self._setup,  # goes to the work as what it holds
            "digest": self._digest,
            "engine": self._engine,
            "chunk": pickle.dumps(chunk),
        }
        submit: Any = self._executor.submit
        future: Future[bytes] = submit(eval, _WORK, names)
        return future

    def result(self, future: Future[bytes], chunk: Chunk[Any]) -> list[Any]:
        """Waits for the results of a chunk; one that killed its workers is halved.

        Errors: WirewatchError that names the item that kills workers, or says that the cluster has none, or others.
        """
        from distributed import KilledWorker

        killed: type[BaseException] = KilledWorker
        try:
            return self._wait(future)
        except ImportError as error:
            raise WirewatchError(f"a worker says: {error}; install the same wirewatch on it") from error
        except KilledWorker:
            return in_halves(lambda half: self._wait(self.submit(half)), chunk, killed)

    def _wait(self, future: Future[bytes]) -> list[Any]:
        alone_since: float | None = None
        while True:
            try:
                results: list[Any] = pickle.loads(future.result(timeout=_LOOK))
                return results
            except TimeoutError:
                if future.done():  # the work's own error
                    raise
            if self._workers():
                alone_since = None
                continue
            alone_since = alone_since or time.monotonic()
            if time.monotonic() - alone_since > NO_WORKERS:
                raise WirewatchError(
                    f"the cluster has had no workers for {NO_WORKERS} seconds: start some, or see in their logs why they end"
                )


@contextmanager
def open_crew(cluster: Cluster, prepare: Callable[[], Callable[[Any], Any]]) -> Iterator[DaskCrew]:
    """Connects to the scheduler. Errors: WirewatchError if it cannot be reached or goes, or the extra is missing."""
    try:
        from distributed import Client
        from distributed.comm.core import CommClosedError
        from distributed.security import Security
    except ImportError as error:
        raise WirewatchError(
            "--on needs Dask: install the extra `cluster`, as in wirewatch[cluster]"
        ) from error
    # Dask's own types say nothing of these two.
    open_client: Any = Client
    make_security: Any = Security
    try:
        # Certificates are named by Dask's own configuration (DASK_DISTRIBUTED__COMM__TLS__...).
        options: Any = {"require_encryption": True} if cluster.address.startswith("tls:") else {}
        client = open_client(
            cluster.address, security=make_security(**options), set_as_default=False, timeout=CONNECT
        )
    except (OSError, TypeError, ValueError, RuntimeError) as error:
        hint = HINTS[urlsplit(cluster.address).scheme]
        raise WirewatchError(f"{cluster.address} cannot be reached: {error}; {hint}") from error
    try:
        with _without_traces(), client:
            yield DaskCrew(client, prepare)
    except (CancelledError, CommClosedError) as error:
        raise WirewatchError(GONE) from error


@contextmanager
def _without_traces() -> Iterator[None]:
    """Keeps Dask from logging what is told in words, or is none: a lost connection, an end by Ctrl-C."""
    loggers = [logging.getLogger(name) for name in ("distributed.client", "tornado.application")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


@cache
def our_engine() -> str:
    """The version of the package, the digest of its code, and what else a result depends on, in words."""
    digest = blake2b(digest_size=12)
    # What decides and reads: code, and lists of words. A wheel holds a starter's files besides.
    for package, kinds in ((monitor, {".py"}), (storage, {".py"}), (rules, {".py", ".txt"})):
        folder = Path(package.__path__[0])
        for path in sorted(path for path in folder.rglob("*") if path.suffix in kinds):
            digest.update(f"{path.relative_to(folder)}\0".encode())
            digest.update(path.read_bytes())
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return f"{version('wirewatch')} ({digest.hexdigest()[:12]}, {libraries}, Unicode {unidata_version})"


def _digest(pickled: bytes) -> str:
    return blake2b(pickled, digest_size=12).hexdigest()


# Tasks of a worker with several threads share one matcher, whose caches are for one thread.
_one_at_a_time = threading.Lock()


def work_on(setup: bytes, digest: str, wanted: str, chunk: bytes) -> bytes:
    """Runs on a worker: the results of a pickled chunk, pickled too.

    Dask's own pickler asks Python about each object, which takes a twentieth of a worker's time.
    Errors: WirewatchError where its wirewatch is another.
    """
    if (here := our_engine()) != wanted:
        raise WirewatchError(
            f"a worker has wirewatch {here}, this machine {wanted}: install the same on both"
        )
    with _one_at_a_time:
        work = _prepared(_Setup(digest, setup))
        try:
            return pickle.dumps([work(item) for item in pickle.loads(chunk)])
        except WirewatchError as error:  # of a file that it cannot read, say
            raise WirewatchError(f"the worker on {gethostname()}: {error}") from error


class _Setup:
    """The pickled work, told apart by its digest alone."""

    def __init__(self, digest: str, pickled: bytes) -> None:
        self.digest, self.pickled = digest, pickled

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Setup) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)


@lru_cache(maxsize=2)
def _prepared(setup: _Setup) -> Callable[[Any], Any]:
    if _digest(setup.pickled) != setup.digest:
        raise WirewatchError("the rules came to a worker other than they were sent")
    prepare: Callable[[], Callable[[Any], Any]] = pickle.loads(setup.pickled)
    return prepare()

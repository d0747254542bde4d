"""Replays that are kept, so that the next backtest does not decide again what it decided under the same rules.

A kept replay is a file of the user's cache folder (`monitor.workshop.replays.recorded_replay`). It is used as far as the
history is the same, word for word; what its newest state does not know is replayed. Only a cache: a file that is missing,
broken or of another engine is made anew. Files that others may write are not read.
"""

from __future__ import annotations

import os
import pickle
import stat
import zlib
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import IO, cast
from zipfile import BadZipFile, ZipFile

import monitor.evaluation
import rules
from monitor.evaluation.replay import Replayer
from monitor.workshop.replays.recorded_replay import About, Check, RecordedReplay, Replay, Settled, Step
from rules.model import Join, Match
from storage import Recalled

SETTLED = timedelta(days=7)  # the age of a state that late copies seldom reach behind
GROWN = timedelta(days=28)  # a replay that lacks so much of the history is made anew
EDITIONS = 4  # files kept of one store, those used last
STEPS_READ = 1 << 18  # bytes at once
_ENGINES = ("anyascii", "PyStemmer", "rapidfuzz", "numpy")
_BROKEN = (
    *(OSError, BadZipFile, zlib.error, pickle.UnpicklingError, EOFError, AssertionError),
    *(KeyError, IndexError, AttributeError, ImportError, TypeError, ValueError),
)


class StaleReplayError(Exception):
    """A kept replay that is of another history, or broken."""


@cache
def engine() -> str:
    """The digest of all code that decides, and of the libraries that it reads words with."""
    digest = blake2b(digest_size=12)
    for package in (rules, monitor.evaluation):
        folder = Path(package.__path__[0])
        for path in sorted(folder.rglob("*.py")):
            digest.update(f"{path.relative_to(folder)}\0".encode())
            digest.update(path.read_bytes())
    for name in _ENGINES:
        with suppress(PackageNotFoundError):
            digest.update(f"{name} {version(name)}\0".encode())
    return digest.hexdigest()


class KeptReplay:
    """A replay that was kept: reads its decisions up to a state, and goes on live from there.

    Errors: StaleReplayError, at any step, where the entries are not those that it was made of.
    """

    def __init__(self, path: Path, replayer: Replayer, references: Mapping[str, int]) -> None:
        self.path, self._replayer = path, replayer
        try:
            require_private(path)
            self._file = ZipFile(path)
            about = pickle.loads(self._file.read("about"))
            assert isinstance(about, About)
            usable = [count for count, (at, _) in about.states.items() if at <= about.last - SETTLED]
            if not usable or about.references - Counter(references):
                raise StaleReplayError("no state is old enough, or entries that were linked are gone")
            self._more = Counter(references) - about.references
            self._until, self.last = max(usable), about.last
            self._expected = about.states[self._until][1]
            # What a ZipFile opens answers the many small reads of a pickle slowly.
            self._steps = BufferedReader(cast(RawIOBase, self._file.open("steps")), STEPS_READ)
            self._step = self._following()
        except _BROKEN as error:
            raise StaleReplayError(str(error)) from error
        self.check = Check()
        self._live = False
        self._out: Settled = []
        self.made = range(0)

    @property
    def kept(self) -> int:
        """The number of stories and decisions in memory."""
        return self._replayer.kept + len(self._out)

    def take(self, recalled: Recalled, matches: tuple[Match, ...]) -> Join | None:
        """Reads what was decided of the next entry; behind the state, evaluates it."""
        if self._live:
            join = self._replayer.take(recalled, matches)
            self.made = self._replayer.made
            return join
        if recalled.entry.id in self._more:
            raise StaleReplayError("an entry is named that was forgotten")
        self.check.add(recalled)
        self.made = range(0)
        if self._step.count == self.check.count:
            if self._step.check != self.check.value():
                raise StaleReplayError("other entries")
            self.made = self._step.made
            self._out += self._step.settled
            if self._step.pairs is not None:
                # Other rules ask the same of the same reports.
                self._replayer.pairs.put(self._step.pairs)
            self._step = self._following()
        if self.check.count == self._until:
            self._go_on()
        return None

    def settled(self) -> Settled:
        """The decisions that were settled since this was last asked for."""
        if self._live and not self._out:
            return self._replayer.settled()
        out, self._out = self._out, []
        return out

    def end(self) -> None:
        """Lets out what waits."""
        if not self._live:
            raise StaleReplayError("entries are gone")
        self._replayer.end()

    def discard(self) -> None:
        """Removes the file."""
        with suppress(OSError):
            self.path.unlink()

    def _following(self) -> Step:
        try:
            return _read(self._steps)
        except EOFError:
            return Step(0, b"", range(0), [])
        except _BROKEN as error:
            raise StaleReplayError(str(error)) from error

    def _go_on(self) -> None:
        if self._expected != self.check.value():
            raise StaleReplayError("other entries")
        try:
            saved = zlib.decompress(self._file.read(f"state-{self._until}"))
            self._replayer.restore(saved, self._more)
        except _BROKEN as error:
            raise StaleReplayError(str(error)) from error
        self._live = True
        self._file.close()


def file_of(folder: Path, version: str, setting: object) -> Path:
    """The file of a kept replay under rules of that version, in a setting that `repr` describes."""
    digest = blake2b(repr((engine(), version, setting)).encode(), digest_size=12).hexdigest()
    return folder / f"{digest}.replay"


def open_kept(path: Path, replayer: Replayer, references: Mapping[str, int]) -> KeptReplay | None:
    """The replay that was kept in a file, to be gone on with by `replayer`; None where there is none of use."""
    if not path.exists():
        return None
    try:
        return KeptReplay(path, replayer, references)
    except StaleReplayError:
        with suppress(OSError):
            path.unlink()
        return None


def keep(replay: Replay, end: datetime) -> None:
    """Keeps a replay that was recorded up to that time, and only the files that were used last."""
    with suppress(OSError):
        if isinstance(replay, RecordedReplay):
            replay.keep()
            newest_first = sorted(
                replay.path.parent.glob("*.replay"), key=lambda file: file.stat().st_mtime, reverse=True
            )
            for old in newest_first[EDITIONS:]:
                old.unlink(missing_ok=True)
        elif isinstance(replay, KeptReplay):
            os.utime(replay.path)
            if end - replay.last > GROWN:
                replay.discard()


def require_private(path: Path) -> None:
    """Errors: OSError, StaleReplayError where another user could have written the file."""
    facts = path.stat()
    if hasattr(os, "getuid") and (
        facts.st_uid != os.getuid() or facts.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    ):
        raise StaleReplayError(f"{path} may be written by others")


def _read(file: IO[bytes]) -> Step:
    step = pickle.load(file)
    assert isinstance(step, Step)
    return step

"""A replay that is written down while it runs: its decisions, and states of it a week apart.

`monitor.workshop.replays.kept_replays` reads the file. Temporary files hold what is written until it is whole.
"""

from __future__ import annotations

import pickle
import tempfile
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import IO, Protocol
from zipfile import ZIP_STORED, ZipFile

from monitor.evaluation.replay import ReplayedDecision, Replayer
from rules.model import Join, Match
from rules.silence.pairs.pair import Known
from storage import Recalled
from storage.files import whole

EVERY = timedelta(days=7)  # between two states
STATES = 16  # kept of a replay; with more, every second of the older ones goes
NEWEST = 4  # states that are spared then
Settled = list[tuple[int, ReplayedDecision]]


class Replay(Protocol):
    """A replay that goes through entries: live, or kept."""

    @property
    def made(self) -> range: ...

    @property
    def kept(self) -> int: ...

    def take(self, recalled: Recalled, matches: tuple[Match, ...], /) -> Join | None: ...

    def settled(self) -> Settled: ...

    def end(self) -> None: ...


class Check:
    """A digest of the entries so far: worked out here, or told by the process that reads ahead."""

    def __init__(self) -> None:
        self._digest = blake2b(digest_size=12)
        self._told: bytes | None = None
        self.count = 0

    def tell(self, value: bytes) -> None:
        """Takes over the digest of all entries up to the one that comes next; from then on it must be told before each."""
        self._told = value

    def add(self, recalled: Recalled) -> None:
        self.count += 1
        if self._told is not None:
            return
        entry = recalled.entry
        # Field by field: the `repr` of the whole takes twice as long.
        said = (
            entry.id,
            entry.title,
            entry.text,
            entry.feed,
            entry.guid,
            entry.url,
            entry.lang,
            entry.outlet,
        )
        times = (_moment(entry.published), _moment(entry.fetched), _moment(recalled.at))
        link = (recalled.version, recalled.quiet, recalled.level, recalled.same_as, recalled.score)
        self._digest.update(repr((said, times, link)).encode("utf-8", "surrogatepass"))

    def value(self) -> bytes:
        return self._digest.digest() if self._told is None else self._told


def _moment(at: datetime | None) -> float | None:
    return at.timestamp() if at is not None else None


@dataclass(frozen=True, slots=True)
class Step:
    """The decisions made on the entry of that number, those settled by it, and what was found of it beside others."""

    count: int
    check: bytes
    made: range
    settled: Settled
    pairs: Known | None = None


@dataclass(frozen=True, slots=True)
class About:
    """The states of a kept replay by the number of entries taken, with the time and the check of each."""

    states: dict[int, tuple[datetime, bytes]]
    references: Counter[str]
    last: datetime


class RecordedReplay:
    """A live replay whose decisions and states are written down."""

    def __init__(self, path: Path, replayer: Replayer, references: Mapping[str, int]) -> None:
        self.path = path
        self._replayer, self._references = replayer, Counter(references)
        self._check = Check()
        self._steps: IO[bytes] = tempfile.TemporaryFile(prefix="wirewatch-")  # noqa: SIM115 - closed with it
        self._states: dict[int, tuple[datetime, bytes, IO[bytes]]] = {}
        self._next_state: datetime | None = None
        self._last: datetime | None = None
        self._last_pairs = b""
        self._out: Settled = []

    @property
    def made(self) -> range:
        """The numbers of the decisions on the last entry."""
        return self._replayer.made

    @property
    def kept(self) -> int:
        """The number of stories and decisions in memory."""
        return self._replayer.kept

    def take(self, recalled: Recalled, matches: tuple[Match, ...]) -> Join | None:
        """Evaluates the next entry, and writes down what was decided."""
        self._check.add(recalled)
        join = self._replayer.take(recalled, matches)
        settled = [
            (number, replace(d, entry=replace(d.entry, text=""))) for number, d in self._replayer.settled()
        ]
        self._out += settled
        if self.made or settled:
            step = Step(self._check.count, self._check.value(), self.made, settled, self._pairs())
            pickle.dump(step, self._steps, pickle.HIGHEST_PROTOCOL)
        self._mark(recalled.at)
        return join

    def settled(self) -> Settled:
        """The decisions that were settled since this was last asked for."""
        out, self._out = self._out, []
        return out

    def end(self) -> None:
        """Lets out what waits; that is not written down, for more entries may come."""
        self._replayer.end()
        self._out += self._replayer.settled()

    def states(self) -> dict[int, tuple[datetime, bytes]]:
        """The time and the check of each state, by the number of entries taken."""
        return {count: (at, check) for count, (at, check, _) in self._states.items()}

    def keep(self) -> None:
        """Makes the file of this replay. Errors: OSError."""
        if self._last is None:
            return
        about = About(self.states(), self._references, self._last)
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with whole(self.path, durable=False) as part, ZipFile(part, "w", ZIP_STORED) as file:
            file.writestr("about", pickle.dumps(about, pickle.HIGHEST_PROTOCOL))
            for count, (_, _, state) in self._states.items():
                state.seek(0)
                file.writestr(f"state-{count}", state.read())
            self._steps.seek(0)
            with file.open("steps", "w", force_zip64=True) as steps:
                while piece := self._steps.read(1 << 20):
                    steps.write(piece)

    def _pairs(self) -> Known | None:
        """Everything found of the last entry beside others, if it was laid beside any."""
        known = self._replayer.pairs.known()
        if known[0] == self._last_pairs:
            return None
        self._last_pairs = known[0]
        return known

    def _mark(self, at: datetime) -> None:
        """Saves a state where the last one is a week old; of many old ones only every second stays."""
        self._last = at if self._last is None else max(self._last, at)
        if self._next_state is None:
            self._next_state = at + EVERY
        if at < self._next_state:
            return
        state: IO[bytes] = tempfile.TemporaryFile(prefix="wirewatch-")  # noqa: SIM115 - closed with this
        state.write(zlib.compress(self._replayer.save(), 1))
        self._states[self._check.count] = (at, self._check.value(), state)
        self._next_state = at + EVERY
        if len(self._states) > STATES:
            states = list(self._states.items())
            self._states = dict([*states[:-NEWEST:2], *states[-NEWEST:]])

"""Reads ahead of a replay, in a process of its own: the history, its kept matches, and the words of what will be judged.

The replay's own process is left with what depends on the order of entries. Run as a module it is that process: what is to
be read comes as a pickle from stdin, and chunks go to stdout, until nobody reads them any more. No child of
`multiprocessing`, since who replays may be a daemonic one itself, which may not have any.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from queue import Queue
from typing import IO, Any, TypeAlias

from monitor.workshop.archives.past import Past
from monitor.workshop.deadline import that_travels
from monitor.workshop.replays.comparison import Pair
from monitor.workshop.replays.kept_matches import matched
from monitor.workshop.replays.recorded_replay import Check
from rules.deciding.watches import fired
from rules.errors import WirewatchError
from rules.model import Entry, RuleSet
from rules.silence.facts import Facts, facts
from rules.stories.profile import Text, read_text
from storage import Recalled

WAITING = 3  # chunks that are read and not asked for yet
_ROOT = Path(__file__).parents[3]
# Facts of a report that are read when first asked for, and that most comparisons ask for.
_ASKED = (
    "digest",
    "form",
    "key",
    "marks",
    "names",
    "paragraphs",
    "title_figures",
    "title_forms",
    "title_stems",
)

# What was read of an entry that may be judged.
Words: TypeAlias = tuple[Text, Facts]
# An entry with its matches, the check of all entries so far, and its words. Where nothing matches, the entry has no text.
Item: TypeAlias = tuple[Recalled, Pair, bytes, Words | None]


class ReadAhead:
    """The entries of a past with their matches under two rule sets, read by a process that is at most some chunks ahead.

    `close` ends the process; as a context manager it closes itself.
    """

    def __init__(self, past: Past, old: RuleSet, new: RuleSet, kept: Path) -> None:
        paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "monitor.workshop.replays.ahead"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
        assert self._process.stdin is not None
        with suppress(BrokenPipeError), self._process.stdin as stdin:
            pickle.dump((past, old, new, kept), stdin, pickle.HIGHEST_PROTOCOL)

    def __enter__(self) -> ReadAhead:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def chunks(self) -> Iterator[list[Item]]:
        """Yields all entries, some at a time. Errors: StoreError, WirewatchError where the process dies."""
        assert self._process.stdout is not None
        while True:
            try:
                chunk = pickle.load(self._process.stdout)
            except (EOFError, pickle.UnpicklingError) as error:
                raise WirewatchError("the process that reads ahead died; start it again") from error
            if isinstance(chunk, Exception):
                raise chunk
            if not chunk:
                return
            yield [_unpacked(row) for row in chunk]

    def close(self) -> None:
        """Kills the process."""
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


def _packed(recalled: Recalled, pair: Pair, check: bytes, new: RuleSet) -> tuple[Any, ...]:
    if not any(pair):
        link = (recalled.quiet, recalled.level, recalled.same_as, recalled.score)
        return (recalled.entry.id, check, recalled.version, recalled.at, *link)
    judged = bool(fired(new.watches, pair[1]))
    return recalled, pair, check, _words(recalled.entry) if judged else None


def _unpacked(row: tuple[Any, ...]) -> Item:
    if isinstance(row[0], Recalled):
        return row
    name, check, version, at, quiet, level, same_as, score = row
    entry = Entry(id=name, title="")
    recalled = Recalled(
        entry=entry, version=version, at=at, quiet=quiet, level=level, same_as=same_as, score=score
    )
    return recalled, ((), ()), check, None


def _words(entry: Entry) -> Words:
    found = facts(entry)
    for name in _ASKED:
        getattr(found, name)
    return read_text(entry), found


def _chunks(past: Past, old: RuleSet, new: RuleSet, kept: Path) -> Iterator[Sequence[tuple[Any, ...]]]:
    check = Check()
    for pairs in matched(old, new, past, 1, kept):
        rows = []
        for recalled, pair in pairs:
            check.add(recalled)
            rows.append(_packed(recalled, pair, check.value(), new))
        yield rows


def _write(chunks: Queue[bytes], sink: IO[bytes]) -> None:
    try:
        while chunk := chunks.get():
            sink.write(chunk)
        sink.close()
    except OSError:
        os._exit(1)  # nobody waits any more


def main() -> None:
    """Reads what stdin asks for, and writes it to stdout."""
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not end up among the chunks
    waiting: Queue[bytes] = Queue(WAITING)
    writer = threading.Thread(target=_write, args=(waiting, sink), daemon=True)
    writer.start()
    try:
        for chunk in _chunks(*pickle.load(sys.stdin.buffer)):
            waiting.put(pickle.dumps(chunk, pickle.HIGHEST_PROTOCOL))
        waiting.put(pickle.dumps([]))
    except Exception as error:
        waiting.put(pickle.dumps(that_travels(error)))
    waiting.put(b"")
    writer.join()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()

"""An exact comparison of alerts in a process of its own: asked for its progress while it runs, and killed at any time.

For a daemon that goes on polling and serving pages meanwhile. The process is nice to others, and ends when the one that
started it is gone.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection

from monitor.workshop.backtest import Difference
from monitor.workshop.deadline import that_travels
from monitor.workshop.edits.edit import Edit, exact_alerts, stored
from rules.errors import WirewatchError

NICE = 5
NAME = "exact run"  # of its processes, among others of the daemon


class ExactRun:
    """A run of `exact_alerts` over the whole store of an edit, or of one that is made there; it begins when made.

    For one thread at a time. `close` ends it, whatever it does; as a context manager it closes itself.
    """

    def __init__(self, edit: Edit | Callable[[], Edit]) -> None:
        self._ours, theirs = get_context("spawn").Pipe(duplex=False)
        # A fork would take the threads' locks of a daemon along.
        self._process = get_context("spawn").Process(
            target=_work, args=(theirs, edit), name=NAME, daemon=True
        )
        self._process.start()
        theirs.close()
        self._answer: Difference | Exception | None = None
        self.taken = self.total = 0

    def __enter__(self) -> ExactRun:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def result(self, seconds: float = 0.0) -> Difference | None:
        """Returns the result, or None where there is none after so many seconds; `taken` of `total` entries are done.

        Errors: those of the work (StoreError, WirewatchError), and WirewatchError where the process died or was closed.
        """
        try:
            # What is said of the progress in between does not end the wait.
            until = time.monotonic() + seconds
            while self._answer is None and self._ours.poll(max(until - time.monotonic(), 0)):
                what = self._ours.recv()
                if isinstance(what, tuple):
                    self.taken, self.total = what
                else:
                    self._answer = what
        except (EOFError, OSError):
            self._answer = WirewatchError("the comparison ended before it was done; start it again")
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer

    def close(self) -> None:
        """Kills the process."""
        self._process.kill()
        self._process.join()
        self._ours.close()


def _work(pipe: Connection, made: Edit | Callable[[], Edit]) -> None:
    os.nice(NICE)
    taken, total = 0, 0

    def step(count: int) -> None:
        nonlocal taken
        taken += count
        pipe.send((taken, total))

    answer: Difference | Exception
    try:
        edit = made() if callable(made) else made
        past = stored(edit.config)
        total = len(past)
        answer = exact_alerts(edit, past, step=step)
    except BrokenPipeError:
        return  # nobody waits any more
    except Exception as error:
        answer = that_travels(error)
    with suppress(BrokenPipeError):
        pipe.send(answer)

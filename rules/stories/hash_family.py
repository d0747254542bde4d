"""The hash functions of MinHash, on numpy.

Numpy takes a tenth of a second to load, so callers import this module only when they hash. Bands are stored:
these functions never change without a migration.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

import numpy as np
from numpy.typing import NDArray

_KIND_SHIFT = 57
_ARTICLE_KIND = np.uint64(63)


class Family:
    """Hash functions for one kind of shingles; bands of different kinds never collide."""

    def __init__(self, seed: int, count: int, rows: int) -> None:
        self._shape = (count, rows)
        draw = np.random.Generator(np.random.PCG64(seed)).integers
        self._multiply = draw(0, 2**63, count * rows, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
        self._add = draw(0, 2**63, count * rows, dtype=np.uint64)
        self._mix = draw(0, 2**63, (count, rows), dtype=np.uint64) * np.uint64(2) + np.uint64(1)
        kinds = np.arange(count, dtype=np.uint64) + np.uint64(32 * (seed - 1))  # 63 is the article's
        self._prefix = kinds << np.uint64(_KIND_SHIFT)

    def of(self, shingles: Collection[int]) -> tuple[int, ...]:
        """Hashes shingles to one signed 64-bit number for each band."""
        hashed = _scramble(np.fromiter(shingles, np.uint64, len(shingles)))
        least = (hashed[:, None] * self._multiply + self._add >> np.uint64(32)).min(axis=0)
        mixed = _scramble((least.reshape(self._shape) * self._mix).sum(axis=1, dtype=np.uint64))
        return _pack(self._prefix, mixed)


def article_number(digest: bytes) -> tuple[int, ...]:
    """The number of an article's key, as a tuple of one, from the eight bytes of its digest."""
    hashed = np.frombuffer(digest, dtype="<u8")
    return _pack(_ARTICLE_KIND << np.uint64(_KIND_SHIFT), hashed)


@cache
def family(seed: int, count: int, rows: int) -> Family:
    """The hash functions of one kind of shingles: `count` bands of `rows` rows each. Made once."""
    return Family(seed, count, rows)


def _pack(kinds: NDArray[np.uint64] | np.uint64, hashed: NDArray[np.uint64]) -> tuple[int, ...]:
    low = hashed & np.uint64((1 << _KIND_SHIFT) - 1)
    return tuple((low | kinds).astype(np.int64).tolist())


def _scramble(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finalizer of splitmix64: neighbouring inputs come out far apart."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))

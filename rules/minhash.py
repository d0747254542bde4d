"""MinHash bands: near-duplicate texts share at least one of a few numbers that a database can index.

Broder, "On the resemblance and containment of documents" (1997); bands after Leskovec, Rajaraman and
Ullman, "Mining of Massive Datasets", chapter 3. Bands are stored: their parameters and hash functions
never change without a migration. Nothing here says that two texts are the same; bands only propose.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection
from functools import cache, lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from rules.model import Entry
from rules.signatures import Signature, signature
from rules.urls import article_key

# (bands, rows): a pair of Jaccard similarity s shares a band with probability 1 - (1 - s^rows)^bands:
# titles .93 at .5, texts .85 at .3.
TITLE = (20, 3)
TEXT = (20, 2)
WHOLE = (20, 2)
_KIND_SHIFT = 57
_ARTICLE_KIND = np.uint64(63)


@lru_cache(maxsize=2_048)
def lookup_keys(entry: Entry) -> tuple[int, ...]:
    """Under which numbers an entry is stored and looked up: its bands, and its article number."""
    article = article_key(entry.url)
    if article is None:
        return bands(signature(entry))
    hashed = np.frombuffer(blake2b(article.encode(), digest_size=8).digest(), dtype="<u8")
    return bands(signature(entry)) + _pack(_ARTICLE_KIND << np.uint64(_KIND_SHIFT), hashed)


def bands(signature: Signature) -> tuple[int, ...]:
    """Signed 64-bit numbers, at most 60: 20 of the title, of the lede, and of the whole article, where there are."""
    found = _family(1, *TITLE).of(signature.grams) if signature.title else ()
    found += _family(2, *TEXT).of(signature.runs) if signature.runs else ()
    return found + (_family(3, *WHOLE).of(signature.whole) if signature.whole else ())


class _Family:
    """Hash functions for one kind of shingles; bands of different kinds never collide."""

    def __init__(self, seed: int, count: int, rows: int) -> None:
        self._shape = (count, rows)
        draw = np.random.Generator(np.random.PCG64(seed)).integers
        self._multiply = draw(0, 2**63, count * rows, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
        self._add = draw(0, 2**63, count * rows, dtype=np.uint64)
        self._mix = draw(0, 2**63, (count, rows), dtype=np.uint64) * np.uint64(2) + np.uint64(1)
        kinds = np.arange(count, dtype=np.uint64) + np.uint64(32 * (seed - 1))  # 63 is the article's
        self._prefix = kinds << np.uint64(_KIND_SHIFT)

    def of(self, shingles: Collection[str]) -> tuple[int, ...]:
        hashed = np.fromiter((zlib.crc32(s.encode()) for s in shingles), np.uint64, len(shingles))
        hashed = _scramble(hashed)
        least = (hashed[:, None] * self._multiply + self._add >> np.uint64(32)).min(axis=0)
        mixed = _scramble((least.reshape(self._shape) * self._mix).sum(axis=1, dtype=np.uint64))
        return _pack(self._prefix, mixed)


def _pack(kinds: NDArray[np.uint64] | np.uint64, hashed: NDArray[np.uint64]) -> tuple[int, ...]:
    low = hashed & np.uint64((1 << _KIND_SHIFT) - 1)
    return tuple((low | kinds).astype(np.int64).tolist())


def _scramble(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finalizer of splitmix64: neighbouring inputs come out far apart."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


@cache
def _family(seed: int, count: int, rows: int) -> _Family:
    return _Family(seed, count, rows)

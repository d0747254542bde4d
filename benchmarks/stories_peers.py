"""Joins entries into stories by other methods, for benchmarks/stories.py. Dev tools only.

Each method takes one pass over time and joins an entry to the most similar earlier entry of the last 72 hours, at
every threshold of a sweep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from datasketch import MinHash, MinHashLSH
from numpy.typing import NDArray
from rapidfuzz import fuzz, process, utils
from sklearn.feature_extraction.text import TfidfVectorizer

HOURS = 72
SWEEP = np.arange(0.05, 1.0, 0.025)
Score = Callable[[Sequence[str], Sequence[str]], tuple[float, float, float]]


def best_of_each(
    given: Sequence[dict[str, Any]], score: Score
) -> Iterator[tuple[str, float, tuple[float, float, float]]]:
    """Yields each method as (name, its best threshold, (F1, precision, recall))."""
    rows = sorted(given, key=lambda row: (row["published"], row["id"]))
    gold = [row["story"] for row in rows]
    times = np.array([datetime.fromisoformat(row["published"]).timestamp() / 3600 for row in rows])
    near = np.abs(times[:, None] - times[None]) <= HOURS
    titles = [utils.default_process(row["title"]) for row in rows]
    whole = [f"{row['title']} {row.get('text', '')}" for row in rows]
    for name, alike in (
        ("token_set_ratio", lambda: process.cdist(titles, titles, scorer=fuzz.token_set_ratio) / 100),
        ("token_sort_ratio", lambda: process.cdist(titles, titles, scorer=fuzz.token_sort_ratio) / 100),
        ("TF-IDF max-linkage", lambda: _tfidf(whole)),
        ("MinHash-LSH", lambda: _minhash(titles)),
    ):
        matrix = alike() * near
        found = ((score(gold, _chain(matrix, t)), float(t)) for t in SWEEP)
        figures, threshold = max(found)
        yield name, threshold, figures


def _chain(alike: NDArray[np.float64], threshold: float) -> list[str]:
    story: list[str] = []
    for i in range(len(alike)):
        best = int(np.argmax(alike[i, :i])) if i else -1
        story.append(story[best] if i and alike[i, best] >= threshold else str(i))
    return story


def _tfidf(texts: Sequence[str]) -> NDArray[np.float64]:
    vectors = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(texts)
    return np.asarray((vectors @ vectors.T).todense())


def _minhash(titles: Sequence[str]) -> NDArray[np.float64]:
    """datasketch's LSH at a threshold low enough for the sweep; its estimate of the Jaccard similarity."""
    lsh = MinHashLSH(threshold=0.1, num_perm=128)
    alike = np.zeros((len(titles), len(titles)))
    hashes = []
    for i, title in enumerate(titles):
        sketch = MinHash(num_perm=128)
        sketch.update_batch([title[k : k + 4].encode() for k in range(max(1, len(title) - 3))])
        for j in lsh.query(sketch):
            alike[i, int(j)] = sketch.jaccard(hashes[int(j)])
        lsh.insert(str(i), sketch)
        hashes.append(sketch)
    return alike

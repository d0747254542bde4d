"""Times the look-up of near-duplicates among 10,000, 100,000 and 1,000,000 stored entries, in SQLite.

Part of benchmarks/stories.py (--index). Headlines are drawn from the words of the labelled files; among them
stand the originals of edited wire copies, whose edits are the queries. Beside it: a scan by rapidfuzz's
token_sort_ratio over all headlines in memory, on the same queries. Rows are loaded in the order of the
table's key, as a bulk load would; the cost of an insert is measured on the full table by itself.
"""

from __future__ import annotations

import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process, utils
from stories_data import FILES, NOW, as_new, entry, rows

from rules.model import Entry
from rules.stories.minhash import lookup_keys
from storage import Store
from storage.database.engine import Database, resolve_url
from storage.signatures import Signatures

SCANS = 100
# The least score at which the scan itself finds a duplicate; below it its best hit may be any headline.
DUPLICATE = 75
P99_MS, TIMES_FASTER, RECALL, GROWTH = 2.0, 1_000, 0.98, 4.0


def headlines(data: Path, count: int) -> Iterator[str]:
    """Headlines of 6 to 14 words, each word as frequent as in the labelled files. The same every time."""
    words = Counter(
        word
        for file in FILES.values()
        for row in rows(data / file)
        for word in re.findall(r"\S+", row["title"])
    )
    draw = random.Random(1)
    drawn = iter(draw.choices(list(words), list(words.values()), k=count * 10))
    for _ in range(count):
        yield " ".join(word for _, word in zip(range(draw.randint(6, 14)), drawn, strict=False))


def fill(folder: Path, data: Path, count: int) -> Path:
    """A store with `count` entries, the originals of the copies spread among them."""
    path = folder / f"{count}.db"
    Store.open(str(path), create=True).close()
    originals = [r for r in rows(data / "wire_edits.jsonl.gz") if r["kind"] == "original"]
    step = count // len(originals)
    titles = list(headlines(data, count - len(originals)))
    for i, row in enumerate(originals):
        titles.insert(i * step, row["title"])
    bands: list[np.ndarray] = []
    db = sqlite3.connect(path)
    db.executescript("PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF;")
    at = NOW.replace(tzinfo=None).isoformat(" ") + ".000000"
    for no, title in enumerate(titles, start=1):
        keys = lookup_keys(Entry(id=f"e{no}", title=title))
        bands.append(np.array([(key, no) for key in keys], dtype=np.int64).reshape(-1, 2))
        db.execute(
            "INSERT INTO entry (id, feed, title, text, fetched, version, digest, title_key, quiet, story, level,"
            " join_score, join_reason, rules_version) VALUES (?, 'f', ?, '', ?, 1, '', '', 0, ?, 'new', 0, '{}', '')",
            (f"e{no}", title, at, f"e{no}"),
        )
        db.execute("INSERT INTO signature (no, entry, at, event) VALUES (?, ?, ?, 0)", (no, f"e{no}", at))
    table = np.concatenate(bands)
    table = table[np.lexsort((table[:, 1], table[:, 0]))]
    for start in range(0, len(table), 100_000):
        db.executemany("INSERT INTO band VALUES (?, ?)", table[start : start + 100_000].tolist())
    db.commit()
    db.close()
    return path


def look_up(path: Path, queries: Sequence[Entry]) -> tuple[list[float], list[list[str]]]:
    """Milliseconds and found titles for each query, as the daemon looks up."""
    db = Database(resolve_url(str(path)))
    signatures = Signatures(db)
    times, found = [], []
    for query in queries:
        began = time.perf_counter()
        near = signatures.near(query, NOW)
        times.append((time.perf_counter() - began) * 1e3)
        found.append([c.entry.title for c in near])
    db.close()
    return times, found


def memory(path: Path, data: Path) -> float:
    """Peak memory in MB of a process that does nothing but look up (getrusage would count its parent's)."""
    code = (
        "import sys; sys.path[:0] = ['.', 'benchmarks']; from pathlib import Path\n"
        "from stories_index import look_up, questions\n"
        f"look_up(Path({str(path)!r}), questions(Path({str(data.resolve())!r})))\n"
        "status = Path('/proc/self/status').read_text()\n"
        "print(int(status.partition('VmHWM:')[2].split()[0]) / 1024)"
    )
    root = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    return float(done.stdout)


def questions(data: Path) -> list[Entry]:
    """The edited copies, as entries with only a headline."""
    given = rows(data / "wire_edits.jsonl.gz")
    return [
        replace(entry(row, with_text=False), fetched=NOW)
        for row in given
        if row["kind"] in {"light", "heavy"}
    ]


def index(sizes: Sequence[int], data: Path) -> tuple[list[dict[str, float]], list[str]]:
    """Prints a line for each size; returns the figures, and the names of those that miss their promise."""
    figures: list[dict[str, float]] = []
    queries = questions(data)
    short: list[str] = []
    medians: list[float] = []
    with tempfile.TemporaryDirectory(prefix="wirewatch-bench-") as folder:
        for size in sizes:
            path = fill(Path(folder), data, size)
            # As in a daemon that has run for a while: the pages are in memory, the entries are new.
            look_up(path, [replace(query, id=f"{query.id} before") for query in queries])
            times, found = look_up(path, queries)
            median, p99 = np.percentile(times, [50, 99])
            medians.append(float(median))
            scan, recall = _scan(path, queries, found)
            measured = {
                "stored": size,
                "median_ms": round(float(median), 3),
                "p99_ms": round(float(p99), 3),
                "scan_ms": round(scan, 1),
                "scan_over_lookup": round(scan / float(median)),
                "recall_of_scan": round(recall, 4),
                "memory_mb": round(memory(path, data)),
                "insert_ms": round(_insert(path, queries), 2),
                "file_mb": round(path.stat().st_size / 2**20),
            }
            figures.append(measured)
            print("  ".join(f"{name} {value:,}" for name, value in measured.items()), flush=True)
            if recall < RECALL:
                short.append(f"recall among {size:,}")
        if sizes[-1] >= 1_000_000 and (p99 > P99_MS or scan / median < TIMES_FASTER):
            short.append(f"look-up among {sizes[-1]:,}")
        if medians[-1] > GROWTH * medians[0]:
            short.append("growth of the look-up")
    return figures, short


def _scan(path: Path, queries: Sequence[Entry], found: Sequence[Sequence[str]]) -> tuple[float, float]:
    """Milliseconds a query of the scan, and the share of its duplicates that the look-up found too."""
    with sqlite3.connect(path) as db:
        titles = [title for (title,) in db.execute("SELECT title FROM entry")]
    prepared = [utils.default_process(title) for title in titles]
    picked = random.Random(2).sample(range(len(queries)), SCANS)
    began = time.perf_counter()
    hits = [
        process.extractOne(utils.default_process(queries[i].title), prepared, scorer=fuzz.token_sort_ratio)
        for i in picked
    ]
    took = (time.perf_counter() - began) * 1e3 / SCANS
    sure = [
        (titles[at], found[i]) for i, (_, score, at) in zip(picked, hits, strict=True) if score >= DUPLICATE
    ]
    return took, sum(title in near for title, near in sure) / len(sure)


def _insert(path: Path, queries: Sequence[Entry]) -> float:
    """Milliseconds an entry to record it with its bands, in transactions of 50."""
    store = Store.open(str(path))
    news = [replace(query, id=f"new-{query.id}", title=f"{query.title} again") for query in queries]
    began = time.perf_counter()
    for start in range(0, len(news), 50):
        store.record([as_new(news_entry) for news_entry in news[start : start + 50]], NOW)
    took = (time.perf_counter() - began) * 1e3 / len(news)
    store.close()
    return took

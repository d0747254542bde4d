"""Runs a daemon through every kind of trouble for some minutes, then reconciles four ledgers.

    PYTHONPATH=.:tests python -m system.soak.soak --minutes 20

Some 200 feeds fail, move and are cut; rules and config are edited well and badly; commands write to the store; the
daemon is killed. In the end all is mended, the daemon runs until nothing is left to do, and what the feeds showed, what
the sinks got and what the store says must agree. The last line is `missed M, twice T, lost L of N`; exit 1 unless all
three are 0. A kill between a message's hand-over and its end allows one extra copy for each destination: counted apart.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from support.feed_server import FeedServer
from support.places import ROOT
from system.crash.processes import Nursery, Sink, ended
from system.soak.edits import Edits
from system.soak.feeds import TroubledFeeds
from system.soak.growth import Sample, sample, table

from monitor.delivery.transport.email_message import message_id

COMMANDS = (
    ("mute", "feed-1", "--until", "1h"), ("unmute", "feed-1"), ("status",), ("backup", "copy.db"), ("deliveries",),
    ("alerts",), ("purge", "--older-than", "90d"),
)  # fmt: skip
PATIENCE = 240.0
STARTS = 60.0  # seconds until the first request of a daemon, on a machine that has much else to do


@dataclass
class Tally:
    """What the ledgers say. `copies`: extra messages that a kill allows."""

    items: int = 0
    missed: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    copies: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def well(self) -> bool:
        return not (self.missed or self.twice or self.lost or self.faults)


class Soak:
    """One watch folder, its servers and its daemon."""

    def __init__(self, folder: Path, feeds: int, seed: int, kill_every: float) -> None:
        self.folder, self.random = folder, random.Random(seed)
        self.server = FeedServer()
        self.server.__enter__()
        self.feeds = TroubledFeeds(self.server, self.random, feeds)
        self.mail = Sink("smtp_sink.py", folder / "mail.ledger")
        self.hook = Sink("webhook_sink.py", folder / "hook.ledger")
        self.edits = Edits(folder, self._config(feeds), self.random)
        self.nursery = Nursery(folder)
        self.kill_every, self.kills, self.lives = kill_every, 0, 0
        self.samples: list[Sample] = []
        self.commands: Counter[str] = Counter()
        self.pid = 0

    def _config(self, feeds: int) -> str:
        mail = f"mailto://127.0.0.1:{self.mail.port}?from=watch@example.org&mode=insecure&to=desk@example.org"
        tables = "".join(
            f'[[feeds]]\nname = "feed-{n}"\nurl = "{self.server.base}/feed-{n}.xml"\nallow_private = true\n'
            for n in range(feeds)
        )
        return (
            '[monitor]\nflood_cap = 100000\n[storage]\nurl = "wirewatch.db"\n'
            '[defaults]\nfirst_poll = "all"\ninterval = "10s"\n'
            f'[destinations.mail]\nurl = "{mail}"\n[destinations.hook]\nurl = "json://127.0.0.1:{self.hook.port}/hook"\n'
            f"{tables}"
        )

    def run(self, seconds: float) -> None:
        """Makes trouble for so long."""
        self.edits.write_all()
        self.feeds.start()
        began = time.monotonic()
        due = {"edit": 5.0, "publish": 0.0, "command": 8.0, "sample": 3.0, "kill": self.kill_every}
        self._start()
        while (now := time.monotonic() - began) < seconds:
            if ended(self.pid):
                self._revive()
            for what in [name for name, at in due.items() if at <= now]:
                due[what] = now + self._do(what, now)
            time.sleep(0.05)

    def _do(self, what: str, now: float) -> float:
        """Does one thing, and returns the seconds until it is due again."""
        match what:
            case "edit":
                self.edits.make_one()
                return self.random.uniform(2.0, 5.0)
            case "publish":
                self.feeds.publish(self.random.randrange(self.feeds.count))
                return 0.25
            case "command":
                self._command(self.random.choice(COMMANDS))
                return 10.0
            case "sample":
                taken = sample(self.lives, now, self.pid, self.folder)
                self.samples += [taken] if taken else []
                return 5.0
        os.kill(self.pid, signal.SIGKILL)
        self.kills += 1
        self._revive()
        return self.kill_every * self.random.uniform(0.7, 1.3)

    def _command(self, words: tuple[str, ...]) -> None:
        program = "from monitor.cli import main; main()"
        config = ("--config", str(self.folder / "config.toml"))
        done = subprocess.run(
            [sys.executable, "-c", program, *words, *config],
            cwd=self.folder, capture_output=True, text=True, timeout=60, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        self.commands[f"{words[0]}: {done.returncode}"] += 1
        if "Traceback" in done.stderr:
            raise AssertionError(f"{words}: {done.stderr[-2000:]}")

    def _start(self) -> None:
        """Starts the daemon, and waits for its first request: rules that an edit deletes before that are not in force."""
        self.lives += 1
        self.pid = self.nursery.start(self.folder / "daemon.log", {"CRASH_AT": ""})
        asked, deadline = len(self.server.hits()), time.monotonic() + STARTS
        while len(self.server.hits()) == asked and not ended(self.pid) and time.monotonic() < deadline:
            time.sleep(0.05)

    def _revive(self) -> None:
        """Starts the daemon anew after its end. It does not start on files that an edit left broken."""
        self.nursery.wait(self.pid)
        self.edits.write_all()
        self._start()

    def finish(self) -> Tally:
        """Mends everything, waits until nothing is left to do, ends the daemon in order, and reconciles."""
        tally = Tally(items=len(self.feeds.items))
        self.edits.write_all()
        self._command(("unmute", "feed-1"))
        self.feeds.mend()
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and not self._is_done():
            if ended(self.pid):
                self._revive()
            time.sleep(0.5)
        os.kill(self.pid, signal.SIGTERM)
        if code := self.nursery.wait(self.pid):
            tally.faults.append(f"the daemon ended with {code}")
        self._reconcile(tally)
        return tally

    def _is_done(self) -> bool:
        try:
            entries = self._query("SELECT count(*) FROM entry")[0][0]
            left = self._query(
                "SELECT count(*) FROM delivery WHERE state NOT IN ('sent', 'unknown', 'dead')"
            )[0][0]
        except sqlite3.Error:
            return False
        return bool(entries == len(self.feeds.items) and left == 0)

    def _query(self, sql: str) -> list[Any]:
        with closing(sqlite3.connect(self.folder / "wirewatch.db", timeout=10)) as db:
            return db.execute(sql).fetchall()

    def _reconcile(self, tally: Tally) -> None:
        guids = Counter(guid for (guid,) in self._query("SELECT guid FROM entry"))
        judged = {
            guid for (guid,) in self._query(
                "SELECT e.guid FROM entry e JOIN decision d ON d.entry = e.id WHERE d.watch = 'ships'"
            )
        }  # fmt: skip
        tally.missed += [self._missed(guid) for guid in self.feeds.items if guid not in guids]
        tally.missed += [
            f"{guid}, undecided" for guid, told in self.feeds.items.items() if told and guid not in judged
        ]
        tally.twice += [f"entry {guid}" for guid, count in guids.items() if count > 1]
        deliveries = self._query("SELECT key, destination, state, alert FROM delivery")
        got = self._received([key for key, *_ in deliveries])
        alerts = {alert for (alert,) in self._query("SELECT id FROM alert")}
        for name in ("mail", "hook"):
            own = {key: state for key, destination, state, _ in deliveries if destination == name}
            reached = {alert for _, destination, _, alert in deliveries if destination == name}
            tally.lost += [f"alert {alert} has no delivery to {name}" for alert in alerts - reached]
            tally.lost += [f"{key} to {name}: {state}" for key, state in own.items() if not got[name][key]]
            extra = sum(got[name].values()) - len(got[name])
            if extra > self.kills:
                tally.twice += [f"{name}: {key}" for key, count in got[name].items() if count > 1]
            else:
                tally.copies += extra
            tally.faults += [
                f"{name}: a message that no delivery accounts for: {key}"
                for key in got[name].keys() - own.keys()
            ]
        if (checked := self._query("PRAGMA integrity_check")) != [("ok",)]:
            tally.faults.append(f"integrity_check: {checked}")
        log = (self.folder / "daemon.log").read_text(errors="replace")
        tally.faults += [
            f"log: {line[:300]}" for line in log.splitlines() if "Traceback" in line or "a task broke" in line
        ]

    def _missed(self, guid: str) -> str:
        """An item that is not stored, with what the store says of its feed."""
        name = f"feed-{self.feeds.feed_of[guid]}"
        columns = "errors, last_error, last_poll, next_at, why, owner, lease_until"
        state = self._query(f"SELECT {columns} FROM feed WHERE name = '{name}'")
        return f"{guid} of {name}: {state}"

    def _received(self, keys: list[str]) -> dict[str, Counter[str]]:
        by_mail = {message_id(key, "example.org"): key for key in keys}
        return {
            "mail": Counter(by_mail.get(line["id"], line["id"]) for line in self.mail.lines()),
            "hook": Counter(line["id"] for line in self.hook.lines()),
        }

    def close(self) -> None:
        if self.pid and not ended(self.pid):
            os.kill(self.pid, signal.SIGKILL)
        self.nursery.close()
        self.mail.close()
        self.hook.close()
        self.server.__exit__(None, None, None)


def show(soak: Soak, tally: Tally) -> None:
    """Prints what was done, how the daemon grew, and what the ledgers say."""
    print(
        f"{soak.feeds.count} feeds, {len(soak.server.hits())} requests, {tally.items} entries, {soak.kills} kills"
    )
    print("edits:", ", ".join(f"{count} {name}" for name, count in sorted(soak.edits.made.items())))
    print(
        "commands (exit code):", ", ".join(f"{count} {name}" for name, count in sorted(soak.commands.items()))
    )
    print(table(soak.samples))
    print(f"allowed copies after kills: {tally.copies}")
    for what in (*tally.faults, *tally.missed, *tally.twice, *tally.lost)[:40]:
        print("NOT IN ORDER:", what)
    print(f"missed {len(tally.missed)}, twice {len(tally.twice)}, lost {len(tally.lost)} of {tally.items}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kill-every", type=float, default=45, help="seconds between kills; 0 for none")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wirewatch-soak-") as folder:
        soak = Soak(Path(folder), options.feeds, options.seed, options.kill_every or float("inf"))
        try:
            soak.run(60 * options.minutes)
            tally = soak.finish()
        finally:
            soak.close()
        show(soak, tally)
    return 0 if tally.well else 1


if __name__ == "__main__":
    sys.exit(main())

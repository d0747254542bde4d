"""How fast the outbox drains, beside a plain smtplib loop to the same server (aiosmtpd in its own process).

    python benchmarks/delivery.py [--count 10000]

The loop builds the same messages and sends them over one connection, keeping no record of anything. Ours
renders them from the store, marks each on the disk before it is handed over and after, and can be killed at
any point. Prints both rates and their ratio, and the time from a start to the first message; exit 1 if the
ratio is below .5.
"""

from __future__ import annotations

import argparse
import asyncio
import smtplib
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from email.headerregistry import Address
from pathlib import Path

from pydantic import SecretStr

from monitor.config.destination import DestinationSection
from monitor.daemon import logs
from monitor.delivery.claim import InForce
from monitor.delivery.deliverer import Deliverer
from monitor.delivery.prepare import Preparer
from monitor.delivery.rendering.alert import alert_document
from monitor.delivery.rendering.facts import Setting, facts_of
from monitor.delivery.rendering.forms import Form
from monitor.delivery.senders import open_senders
from monitor.delivery.transport.email_message import build_message
from monitor.delivery.transport.protocol import Message
from monitor.threads import OneThread
from rules.model import Alert, Decision, Entry, Join, Match, OutletReport, Reason, RuleSet, Span, TokenMatch
from storage import Judged, Payload, Seen, Store

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TEXT = "<p>The ferry between the two harbours was stopped on Monday, the harbour master said. </p>" * 8


def sink() -> tuple[subprocess.Popen[str], int]:
    """An SMTP server in its own process that takes everything and keeps nothing."""
    program = [sys.executable, str(ROOT / "tests" / "support" / "smtp_sink.py"), "-"]
    process = subprocess.Popen(program, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def alert(number: int) -> Alert:
    entry = Entry(
        id=f"e{number}",
        title=f"Ferry {number} stopped",
        text=TEXT,
        feed="sample",
        url=f"https://news.example/{number}",
        outlet="Sample Wire",
        published=NOW,
        fetched=NOW,
    )
    at = TEXT.index("ferry")
    token = TokenMatch("ferry", "ferry", Span(at, at + 5), "exact", 1.0)
    match = Match(
        rule="ferry", variant="ferry", field="text", span=token.span, text="ferry", score=1.0, tokens=(token,)
    )
    return Alert(
        kind="new",
        story=entry.id,
        entry=entry,
        watches=("ships",),
        severity="normal",
        matches=(match,),
        reason=Reason("first_report", "first report"),
        created=NOW,
        reports=(OutletReport(entry=f"e{number}", outlet="Wire", title="Ferry"),),
    )


def fill(store: Store, count: int) -> None:
    """`count` alerts with one pending delivery each, as polls would have left them."""
    reason = Reason("first_report", "first report")
    for start in range(0, count, 500):
        judged = []
        for number in range(start, min(count, start + 500)):
            one = alert(number)
            judged.append(
                Judged(
                    seen=Seen(entry=one.entry, state="new", version=1, story=None),
                    matches=one.matches,
                    join=Join(story=None, level="new", same_as=None, score=0.0, reason=reason),
                    decisions=(Decision(watch="ships", action="alerted", reason=reason, tell=("mail",)),),
                    quiet=False,
                    rules_version="v1",
                    alert=one,
                    tell=("mail",),
                )
            )
        store.record(judged, NOW)


def plain_loop(port: int, payloads: list[Payload]) -> float:
    """Seconds that smtplib takes for the same messages over one connection."""
    sender, to = Address("", "watch", "example.org"), Address("", "desk", "example.org")
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as link:
        for number, payload in enumerate(payloads):
            message = Message(subject=payload.subject, text=payload.text, html=payload.html)
            mail = build_message(message, key=str(number), sender=sender, recipients=[to])
            link.sendmail("watch@example.org", ["desk@example.org"], mail.as_bytes())
    return time.perf_counter() - began


async def ours(store: Store, port: int) -> tuple[float, float]:
    """Seconds to drain, and seconds from a cold start to the first message."""
    url = f"mailto://127.0.0.1:{port}?from=watch@example.org&to=desk@example.org&mode=insecure"
    began = time.perf_counter()
    write = OneThread("store")
    destinations = open_senders({"mail": DestinationSection(url=SecretStr(url))})
    in_force = InForce(Preparer(store, RuleSet(), UTC, flood_cap=10**9), destinations)
    deliverer = Deliverer(store, write, in_force, lambda: datetime.now(UTC))
    draining = asyncio.create_task(deliverer.drain())
    while not deliverer.counts["sent"]:
        await asyncio.sleep(0.01)
    first = time.perf_counter() - began
    counts = await draining
    took = time.perf_counter() - began
    await deliverer.close()
    write.close()
    assert set(counts) == {"sent"}, counts
    return took, first


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    count = parser.parse_args().count
    logs.setup(level="WARNING")
    process, port = sink()
    try:
        with tempfile.TemporaryDirectory() as folder:
            store = Store.open(str(Path(folder) / "bench.db"), create=True)
            fill(store, count)
            payloads = [Form().write(alert_document(facts_of(alert(n), Setting()))) for n in range(count)]
            plain = plain_loop(port, payloads)
            took, first = asyncio.run(ours(store, port))
            left = store.alerts.accounts()["deliveries"]
            assert left["sent"] == count, left
            store.close()
    finally:
        process.kill()
        process.wait()
    ratio = plain / took
    print(f"plain smtplib loop  {count / plain:8.0f} messages/s")
    print(f"the outbox          {count / took:8.0f} messages/s (first after {first:.2f} s)")
    print(f"ours / plain        {ratio:8.2f}")
    return 0 if ratio >= 0.5 else 1


if __name__ == "__main__":
    sys.exit(main())

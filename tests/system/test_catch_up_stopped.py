"""A whole daemon that is told to end in the midst of a new watch's history: it ends soon, and makes up for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from support.daemon_folder import RULES, DaemonFolder
from support.makers import entry, judged
from support.smtp_sink import SmtpSink

from storage import Store

pytestmark = pytest.mark.faults

WATCH = RULES.replace(
    "...\n",
    "  - id: works\n    when: {any: [harbour]}\n    catch_up: 7d\n    notify: [mail]\n...\n",
)
REPORTS = 2_000  # each is judged: seconds of work


def remember(watch: DaemonFolder) -> None:
    """A store with a long history of the harbour, in which no watch was told anything."""
    store = Store.open(str(watch.folder / "var" / "wirewatch.db"), create=True)
    began = datetime.now(UTC) - timedelta(days=6)
    for start in range(0, REPORTS, 500):
        some = []
        for number in range(start, start + 500):
            at = began + timedelta(minutes=4) * number
            title = f"Harbour works at pier {number} of Port {number * 7919 % 10_007}"
            made = judged(entry(f"h{number}", title=title, text="", fetched=at, published=at), tell=())
            some.append(replace(made, alert=None, decisions=(), matches=()))
        store.record(some, began)
    store.close()


def has_rules(watch: DaemonFolder) -> bool:
    store = Store.open(str(watch.folder / "var" / "wirewatch.db"))
    try:
        return any("catch_up" in source.content for source in store.rules_in_force())
    finally:
        store.close()


def digests(smtp: SmtpSink) -> list[str]:
    """The ids of the digest's messages: a long one has several."""
    return [str(m["message-id"]) for m in smtp.messages if "of the last 7d" in m["subject"]]


def test_a_new_watch_is_caught_up_after_a_stop_in_the_midst_of_it(
    watch: DaemonFolder, smtp: SmtpSink
) -> None:
    (watch.folder / "var").mkdir()
    remember(watch)
    watch.start()
    smtp.wait(1, 30)
    watch.rules.write_text(WATCH)
    watch.wait(lambda: has_rules(watch), "the new rules")
    assert watch.stop() < 6, "it ends between two batches"
    told = len(digests(smtp))
    watch.start()
    smtp.wait(2, 60)
    watch.wait(lambda: bool(digests(smtp)), "the digest", 60)
    watch.stop()
    parts = digests(smtp)
    assert len(parts) == len(set(parts)) > 0, "each part once"
    assert not told or len(parts) == told, "a watch that was caught up is new no longer"
    store = Store.open(str(watch.folder / "var" / "wirewatch.db"))
    assert store.alerts.has_decided("works")
    store.close()

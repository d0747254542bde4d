"""One run over all feeds, in this process: its summary, what it reports on the way, and its end when it is stopped."""

from __future__ import annotations

import asyncio
import mailbox
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import pytest
from support.feed_server import FeedServer, Item, Reply, rss
from support.watch_folder import ferry_folder

from monitor.config.load import load as load_config
from monitor.daemon.open_application import open_application
from monitor.daemon.run_once import RunSummary, _index, count, run_once
from monitor.polling.poller import Polled
from monitor.polling.record import PollCounts
from rules.loading.load import load
from storage import Store

NOTHING_SENT = {"pending": 0, "held": 0, "retry": 0, "sending": 0, "sent": 0, "dead": 0, "unknown": 0}


class Reports:
    """Collects what a run reports on its way, in order."""

    def __init__(self, stop_after: str = "") -> None:
        self.stop = asyncio.Event()
        self.lines: list[str] = []
        self._stop_after = stop_after

    def polled(self, polled: Polled) -> None:
        self.lines.append(f"{polled.feed}: {polled.outcome}")
        if polled.feed == self._stop_after:
            self.stop.set()

    def gone(self, names: Sequence[str]) -> None:
        self.lines.append(f"gone: {', '.join(names)}")


def run(folder: Path, stop_after: str = "") -> tuple[RunSummary, list[str]]:
    async def once() -> tuple[RunSummary, list[str]]:
        reports = Reports(stop_after)
        rules = load(folder / "rules", destinations=("desk",)).rules
        async with open_application(load_config(folder / "config.toml"), rules) as application:
            summary = await run_once(application, reports.stop, polled=reports.polled, gone=reports.gone)
        return summary, reports.lines

    return asyncio.run(once())


def with_feed(folder: Path, name: str, url: str) -> None:
    with (folder / "config.toml").open("a") as config:
        config.write(f'[[feeds]]\nname = "{name}"\nurl = "{url}"\nallow_private = true\n')


def test_a_run_polls_delivers_and_sums_up_and_the_next_has_nothing_to_do(tmp_path: Path) -> None:
    folder = ferry_folder(tmp_path / "w", "mbox:alerts.mbox")
    first, lines = run(folder)
    assert lines == ["wire: ok"]
    assert (first.counts.polled, first.counts.new, first.counts.alerts, first.counts.sent) == (1, 1, 1, 1)
    assert (first.unpolled, first.pending, first.stopped, first.is_cut_short) == (0, 0, False, False)
    second, _ = run(folder)
    assert (second.counts.new, second.counts.alerts, second.counts.sent) == (0, 0, 0)


def test_a_feed_that_is_gone_is_reported_and_counts_as_asked(tmp_path: Path, feeds: FeedServer) -> None:
    folder = ferry_folder(tmp_path / "w", "mbox:alerts.mbox")
    with_feed(folder, "old", feeds.serve("/old", Reply(status=410)))
    first, lines = run(folder)
    assert first.counts.failed_feeds == 1
    assert "old: gone" in lines
    assert lines[-1] == "gone: old"
    second, lines = run(folder)
    assert [poll.feed for poll in second.polls] == ["wire"]
    assert lines[-1] == "gone: old"
    assert second.unpolled == 0


def test_a_run_that_is_stopped_sends_nothing_and_says_what_is_left(tmp_path: Path, feeds: FeedServer) -> None:
    folder = ferry_folder(tmp_path / "w", "mbox:alerts.mbox")
    feeds.serve("/slow", Reply(delay=60))
    with_feed(folder, "slow", f"{feeds.base}/slow")
    summary, _ = run(folder, stop_after="wire")
    assert [poll.feed for poll in summary.polls] == ["wire"]
    assert (summary.unpolled, summary.pending, summary.counts.sent) == (1, 1, 0)
    assert summary.is_cut_short
    assert not (folder / "alerts.mbox").exists()


DEVELOPMENTS = (
    "Ferry Santa Rita stopped at Porto pier after storm damage",
    "Captain of ferry Santa Rita resigns after storm damage at Porto pier",
    "Town council sues owner of ferry Santa Rita over storm damage at Porto pier",
)


def developing_folder(folder: Path) -> Path:
    """A watch folder whose feed tells three developments of one story."""
    ferry_folder(folder, "mbox:alerts.mbox")
    (folder / "feed.xml").write_text(rss([Item(guid=title, title=title) for title in DEVELOPMENTS]))
    return folder


def subjects(folder: Path) -> list[str]:
    return [" ".join(mail["Subject"].split()) for mail in mailbox.mbox(folder / "alerts.mbox")]


def test_a_run_sends_its_group_of_updates_at_its_end(tmp_path: Path) -> None:
    folder = developing_folder(tmp_path / "w")
    summary, _ = run(folder)
    assert (summary.counts.alerts, summary.counts.held) == (3, 0)
    assert subjects(folder) == [
        f"{DEVELOPMENTS[0]} [ships]",
        f"update: {DEVELOPMENTS[2]} (and 1 more) [ships]",
    ]


def test_a_run_that_is_stopped_keeps_its_group_for_the_next(tmp_path: Path) -> None:
    folder = developing_folder(tmp_path / "w")
    summary, _ = run(folder, stop_after="wire")
    assert (summary.counts.sent, summary.pending) == (0, 3)
    run(folder)
    assert len(subjects(folder)) == 2


def test_a_stop_that_leaves_nothing_cuts_nothing_short(tmp_path: Path) -> None:
    folder = ferry_folder(tmp_path / "w", "mbox:alerts.mbox")
    rules = folder / "rules" / "w.yaml"
    rules.write_text(rules.read_text().replace("terms: [ferry]", "terms: [tram]"))
    summary, _ = run(folder, stop_after="wire")
    assert summary.stopped
    assert not summary.is_cut_short


def test_counts_add_up_over_polls_and_take_deliveries_of_this_run_only() -> None:
    polls = [
        Polled(feed="a", outcome="ok", counts=PollCounts(new=3, matched=2, folded=1, alerts=(7,))),
        Polled(feed="b", outcome="ok", counts=PollCounts(new=1, changed=2, alerts=(8, 9))),
        Polled(feed="c", outcome="unchanged"),
        Polled(feed="d", outcome="failed", error="timeout"),
        Polled(feed="e", outcome="gone", error="410"),
        Polled(feed="f", outcome="put off", note="its host"),
    ]
    before = NOTHING_SENT | {"sent": 10, "dead": 1, "held": 1}
    after = NOTHING_SENT | {"sent": 12, "dead": 2, "unknown": 1, "held": 1, "retry": 2, "pending": 1}
    assert asdict(count(polls, before, after)) == {
        "polled": 5, "put_off": 1, "ok": 2, "unchanged": 1, "failed_feeds": 2,
        "new": 4, "changed": 2, "matched": 2, "folded": 1, "alerts": 3,
        "sent": 2, "held": 4, "failed": 2,
    }  # fmt: skip


def test_a_store_that_is_locked_when_indexing_begins_ends_no_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("storage.database.engine.BUSY_SECONDS", 0)
    folder = ferry_folder(tmp_path / "w", "mbox:alerts.mbox")
    rules = load(folder / "rules", destinations=("desk",)).rules

    async def once() -> RunSummary:
        async with open_application(load_config(folder / "config.toml"), rules) as application:
            await run_once(application, asyncio.Event(), polled=lambda _: None, gone=lambda _: None)
            await application.write(application.store.search.prepare, wanted=False)
            await application.write(application.store.search.prepare, wanted=True)
            with closing(sqlite3.connect(application.store.location, isolation_level=None)) as other:
                # Nothing is due any more, so indexing is all that there is to write.
                other.execute("BEGIN IMMEDIATE")
                await _index(application, asyncio.Event())
            return await run_once(application, asyncio.Event(), polled=lambda _: None, gone=lambda _: None)

    asyncio.run(once())
    assert "the next run goes on with the index" in capsys.readouterr().out
    with closing(Store.open(load_config(folder / "config.toml").store_location())) as store:
        assert store.search.progress() == (1, 1)

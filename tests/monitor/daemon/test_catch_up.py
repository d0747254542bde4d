"""A new watch catches up on stored history as one quiet digest, if it asks for it."""

from __future__ import annotations

import asyncio
import json
import mailbox
import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from support.commands import Run
from support.makers import NOW, judged

from monitor.config.schema import Config
from monitor.daemon.catch_up import MOST, CaughtUp, Search, catch_up, new_watches, tell
from monitor.evaluation.replay import ReplayedDecision
from monitor.threads import OneThread
from rules.model import Entry, Reason, RuleSet
from rules.schema import Topic, Watch
from storage import Delivery, Payload, Recalled, Store

WATCH = """\
version: 1
topics:
  - {id: libraries, terms: [library, libraries, biblioteca]}
watches:
  - id: reading
    title: Libraries
    when: {any: [libraries, fentanyl]}
    notify: [mailbox]
    catch_up: 7d
...
"""


def messages(folder: Path) -> list[mailbox.mboxMessage]:
    return list(mailbox.mbox(folder / "var" / "alerts.mbox"))


def test_a_new_watch_reports_history_once_in_one_message(starter: Path, run: Run) -> None:
    run("run", "--once", cwd=starter)
    before = len(messages(starter))
    (starter / "rules" / "reading.yaml").write_text(WATCH)
    run("run", "--once", cwd=starter)
    (digest,) = messages(starter)[before:]
    assert digest["Subject"].startswith("Libraries: ")
    plain, html = digest.get_payload()
    text = plain.get_payload(decode=True).decode()
    assert html.get_content_type() == "text/html"
    alerts = json.loads(run("alerts", "--watch", "reading", "--json", "--limit", 0, cwd=starter).stdout)
    assert len(alerts) > 1
    assert all(alert["deliveries"] == [] for alert in alerts)
    assert len({alert["story"] for alert in alerts}) == len(alerts)
    # The mail wraps lines, so that a title may be broken there.
    assert all(alert["title"].split()[0] in text for alert in alerts)
    run("run", "--once", cwd=starter)
    assert len(messages(starter)) == before + 1
    assert json.loads(run("status", "--json", cwd=starter).stdout)["reconciled"]


def test_a_watch_that_does_not_ask_stays_silent_on_history(starter: Path, run: Run) -> None:
    run("run", "--once", cwd=starter)
    before = len(messages(starter))
    (starter / "rules" / "reading.yaml").write_text(WATCH.replace("    catch_up: 7d\n", ""))
    run("run", "--once", cwd=starter)
    assert len(messages(starter)) == before
    assert json.loads(run("alerts", "--watch", "reading", "--json", cwd=starter).stdout) == []


HOSTILE = "Library <script>alert(1)</script><b>burns</b>\r\nBcc: all@example.org \u202edesrever &lt;img src=x onerror=y&gt;"
READING = RuleSet(
    topics=(Topic.model_validate({"id": "libraries", "terms": ["library"]}),),
    watches=(
        Watch.model_validate(
            {
                "id": "reading",
                "title": "Books &\nlibraries",
                "when": {"any": ["libraries"]},
                "notify": ["desk", "chief"],
                "catch_up": "7d",
            }
        ),
    ),
    version="v2",
)


def remembered(store: Store, *entries: Entry) -> None:
    """Stores entries that no watch decided on."""
    bare = [replace(judged(entry), decisions=(), matches=(), alert=None, tell=()) for entry in entries]
    store.record(bare, NOW)


def caught_up(store: Store, folder: Path) -> tuple[CaughtUp, list[Delivery]]:
    config = Config(path=folder / "config.toml")
    (watch,) = new_watches(store, READING)
    search = Search(config, READING, watch, store.history.references(), NOW)
    search.take(store.history.recall())
    done = tell(store, config, READING, watch, search.told(), NOW)
    return done, store.outbox.claim(NOW, 100)


def library(name: str, title: str, days: float = 1, **more: str) -> Entry:
    at = NOW - timedelta(days=days)
    return Entry(id=name, title=title, feed="one", published=at, fetched=at, **more)


def payloads(deliveries: Sequence[Delivery], destination: str) -> list[Payload]:
    return [d.payload for d in deliveries if d.destination == destination and d.payload]


def test_a_hostile_headline_is_cleaned_in_the_digest_as_in_any_message(store: Store, tmp_path: Path) -> None:
    remembered(store, library("e1", HOSTILE, url="javascript:alert(1)"))
    _, deliveries = caught_up(store, tmp_path)
    (payload,) = payloads(deliveries, "desk")
    assert payload.html is not None
    for text in (payload.subject, payload.text):
        assert not re.search(r"<\w|script|javascript|\u202e|\r|\nBcc", text)
    assert not re.search(r"<script|<img|onerror=y>|<b>burns|javascript|\u202e|\r|\nBcc", payload.html)
    assert payload.subject == "Books & libraries: one story of the last 7d"
    assert "«Library» burns Bcc: all@example.org desrever" in " ".join(payload.text.split())


def test_each_destination_gets_one_digest_and_a_story_is_listed_once(store: Store, tmp_path: Path) -> None:
    remembered(
        store,
        library("e1", "Library opens in the harbour after ten years", 2, url="https://a.example/1"),
        library("e2", "Council votes to plant nine hundred trees"),
    )
    done, deliveries = caught_up(store, tmp_path)
    assert done == CaughtUp("reading", 1, ("desk", "chief"))
    assert sorted(d.destination for d in deliveries) == ["chief", "desk"]
    (payload,) = payloads(deliveries, "chief")
    assert payload.text.startswith("1 story\nwhat the watch reading would have told in the last")
    assert payload.text.count("https://a.example/1") == 1
    assert "Council" not in payload.text


def test_only_the_span_that_the_watch_asks_for_is_told(store: Store, tmp_path: Path) -> None:
    remembered(store, library("old", "Library closes its reading room for good", 9))
    done, deliveries = caught_up(store, tmp_path)
    assert (done.stories, done.told, deliveries) == (0, (), [])


def test_the_stories_of_a_digest_count_as_told_and_the_watch_is_new_no_longer(
    store: Store, tmp_path: Path
) -> None:
    remembered(store, library("e1", "Library opens in the harbour after ten years"))
    caught_up(store, tmp_path)
    assert store.alerts.history(["e1"])["e1"].alerted == {"reading"}
    assert new_watches(store, READING) == []


def test_more_stories_than_a_message_holds_come_as_several_each_with_its_own_key(
    store: Store, tmp_path: Path
) -> None:
    (watch,) = READING.watches
    entries = [library(f"e{number}", f"Library {number} opens") for number in range(MOST + 5)]
    remembered(store, *entries)
    decisions = [
        ReplayedDecision(e, 1, NOW, "reading", "alerted", "new", e.id, (), Reason("r", "why"))
        for e in entries
    ]
    done = tell(store, Config(path=tmp_path / "config.toml"), READING, watch, decisions, NOW)
    found = payloads(store.outbox.claim(NOW, 100), "desk")
    assert (done.stories, len(found)) == (MOST + 5, 2)
    assert {payload.subject for payload in found} == {f"Books & libraries: {MOST + 5} stories of the last 7d"}
    assert all("and 5 more: wirewatch alerts --watch reading" in " ".join(p.text.split()) for p in found)


def crowded(store: Store, count: int) -> None:
    """A store with half a year of entries, some of them on libraries, each of these about an event of its own."""
    titles = [f"Library {n} opens at {n} Elm Street" if n % 25 == 0 else f"Trees {n}" for n in range(count)]
    days = [180 * (1 - number / count) for number in range(count)]
    remembered(store, *(library(f"e{n}", title, days[n]) for n, title in enumerate(titles)))


class Watched(Search):
    """A search that notes how much it is given, and how much it keeps."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.batches, self.most = [], 0
        searches.append(self)

    def take(self, batch: Iterable[Recalled]) -> None:
        given = list(batch)
        super().take(given)
        self.batches.append(len(given))
        self.most = max(self.most, self.kept)


searches: list[Watched] = []


async def catch_up_on(store: Store, folder: Path) -> list[CaughtUp]:
    write, match = OneThread("store"), OneThread("match")
    try:
        return await catch_up(store, write, match, Config(path=folder / "config.toml"), READING, NOW)
    finally:
        write.close()
        match.close()


def test_a_long_history_is_caught_up_in_batches_of_which_little_is_kept(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowded(store, 1_000)
    monkeypatch.setattr("monitor.daemon.catch_up.Search", Watched)
    monkeypatch.setattr("monitor.daemon.catch_up.BATCH", 40)
    searches.clear()
    (done,) = asyncio.run(catch_up_on(store, tmp_path))
    (search,) = searches
    assert search.batches == [40] * 25
    assert done.stories == 1  # of the last seven days
    assert search.most <= 2


def test_a_catch_up_that_is_cancelled_ends_within_a_batch_and_is_made_up_for_later(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowded(store, 1_000)
    began, go_on = threading.Event(), threading.Event()

    class Slow(Watched):
        def take(self, batch: Iterable[Recalled]) -> None:
            super().take(batch)
            began.set()
            go_on.wait(10)

    async def cancelled() -> None:
        task = asyncio.create_task(catch_up_on(store, tmp_path))
        await asyncio.to_thread(began.wait, 10)
        task.cancel()
        go_on.set()
        await task

    monkeypatch.setattr("monitor.daemon.catch_up.Search", Slow)
    monkeypatch.setattr("monitor.daemon.catch_up.BATCH", 10)
    searches.clear()
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(cancelled())
    assert searches[0].batches == [10]
    assert [watch.id for watch in new_watches(store, READING)] == ["reading"]
    (done,) = asyncio.run(catch_up_on(store, tmp_path))
    assert done.told == ("desk", "chief")

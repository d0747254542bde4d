"""record_polls: polls are evaluated and written in one transaction, by the rules that matched them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from support.makers import NOW, entry

from monitor.config.schema import FeedSection
from monitor.evaluation.evaluate import ActiveRules, FirstPoll, match_all
from monitor.polling.record import PollCounts, PollResult, record_polls, renumbering
from rules.loading.load import load
from rules.matching import compile as compile_rules
from rules.model import Entry
from storage import FeedSetting, LostFeedError, Store

FERRY = "version: 1\ntopics: [{id: ferry, terms: [ferry]}]\nwatches: [{id: boats, when: ferry, notify: [box]}]\n...\n"
BRIDGE = FERRY.replace("ferry", "bridge").replace("boats", "roads")


def rules(folder: Path, text: str) -> ActiveRules:
    folder.mkdir(exist_ok=True)
    (folder / "a.yaml").write_text(text)
    loaded = load(folder).rules
    return ActiveRules(loaded, compile_rules(loaded))


def result(store: Store, by: ActiveRules, *entries: Entry, feed: str = "one") -> PollResult:
    return PollResult(
        feed=FeedSection(name=feed, url=f"https://{feed}.example/"),
        matched=match_all(by, store.entries.unseen_of([entries])[0]),
        rules=by,
        first_poll=FirstPoll(first=False, window=None),
        now=NOW,
    )


def test_counts_are_those_of_each_poll_and_a_copy_elsewhere_is_folded(store: Store, tmp_path: Path) -> None:
    by = rules(tmp_path / "r", FERRY)
    title = "The ferry to the northern island sails again"
    first = result(store, by, entry("e1", title=title), entry("e2", title="Markets close higher"))
    copy = result(store, by, entry("e3", title=title, feed="two"), feed="two")
    one, two = record_polls(store, [first, copy])
    assert (one.new, one.matched, one.folded, len(one.alerts)) == (2, 1, 0, 1)
    assert (two.new, two.matched, two.folded, two.alerts) == (1, 1, 1, ())


def test_each_poll_is_evaluated_by_the_rules_that_matched_it(store: Store, tmp_path: Path) -> None:
    old, new = rules(tmp_path / "old", FERRY), rules(tmp_path / "new", BRIDGE)
    polls = [
        result(store, old, entry("e1", title="The ferry sails again")),
        result(store, new, entry("e2", title="A bridge is closed", feed="two"), feed="two"),
    ]
    assert [len(counts.alerts) for counts in record_polls(store, polls)] == [1, 1]
    assert sorted(alert.watches for alert in store.alerts.find()) == [("boats",), ("roads",)]


def test_a_feed_that_another_process_polls_now_leaves_nothing_recorded(
    store: Store, path: Path, tmp_path: Path
) -> None:
    store.feeds.sync([FeedSetting(name="one", url="https://one.example/", interval=60.0, start_at=NOW)])
    (state,) = store.feeds.due(NOW + timedelta(days=1))
    poll = result(store, rules(tmp_path / "r", FERRY), entry("e1", title="The ferry sails again"))
    rival = Store.open(str(path))
    assert rival.feeds.due(NOW + timedelta(days=2))
    rival.close()
    with pytest.raises(LostFeedError):
        record_polls(store, [replace(poll, after=state)])
    assert store.lookup.find("e1") == []


def test_counts_add_up() -> None:
    total = PollCounts(new=1, changed=2, alerts=(1,)) + PollCounts(new=3, folded=1, alerts=(2, 3))
    assert total == PollCounts(new=4, changed=2, folded=1, alerts=(1, 2, 3))


@pytest.mark.parametrize(
    ("new", "renumbered", "noted"), [(3, 3, True), (6, 3, True), (7, 3, False), (2, 2, False), (0, 0, False)]
)
def test_a_feed_that_gives_its_old_entries_new_guids_is_noted(new: int, renumbered: int, noted: bool) -> None:
    note = renumbering(PollCounts(new=new, renumbered=renumbered))
    assert (note is not None) == noted

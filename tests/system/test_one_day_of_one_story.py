"""One day of one story through the real store: wire copies, edits, changed guids, a report in Spanish."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.stored import former_versions, unseen

from monitor.config.schema import FeedSection
from monitor.evaluation.evaluate import ActiveRules, FirstPoll, match_all
from monitor.polling.record import PollCounts, PollResult, record_polls, renumbering
from rules.loading.load import load
from rules.matching import compile  # noqa: A004
from rules.model import Entry
from storage import FeedSetting, Store

MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
RULES = """\
version: 1
actors:
  - {id: ebrard, name: Marcelo Ebrard, surname_alone: Ebrard}
  - {id: sherwood-randall, name: Elizabeth Sherwood-Randall, surname_alone: Sherwood-Randall}
topics:
  - {id: fentanyl, terms: [fentanyl, fentanilo]}
  - {id: arms, terms: [arms trafficking, "tráfico de armas"]}
watches:
  - {id: talks, when: {any: [ebrard, fentanyl, arms]}, notify: [desk, phone]}
  - {id: people, when: {any: [sherwood-randall]}, notify: [phone, archive]}
...
"""
LEDE = (
    "Marcelo Ebrard and Elizabeth Sherwood-Randall spoke on Tuesday in Washington about fentanyl and arms "
    "trafficking. The two governments agreed to meet again in three months, they said in a joint statement."
)
TITLE = "Ebrard and Sherwood-Randall speak about fentanyl and arms trafficking"


SPANISH = Entry(
    id="",
    guid="es",
    title="Ebrard y Sherwood-Randall hablan de fentanilo y tráfico de armas en Washington",
    text="Marcelo Ebrard y Elizabeth Sherwood-Randall hablaron el martes en Washington del fentanilo y del "
    "tráfico de armas. Los dos gobiernos se reunirán de nuevo en tres meses, dijeron en un comunicado.",
    lang="es",
)


@dataclass
class Preparer:
    """A store, the rules and a clock; `poll` settles what a feed brings."""

    store: Store
    judge: ActiveRules
    now: datetime = MORNING

    def poll(self, feed: str, *entries: Entry, hours: float = 1, late: timedelta = timedelta()) -> PollCounts:
        self.now += timedelta(hours=hours)
        published = self.now - late
        here = [
            replace(e, id=f"{feed}-{e.guid}", feed=feed, outlet=feed, published=published, fetched=self.now)
            for e in entries
        ]
        found = match_all(self.judge, unseen(self.store, here))
        section = FeedSection(name=feed, url=f"https://{feed}.example/feed")
        first = FirstPoll(first=False, window=None)
        poll = PollResult(feed=section, matched=found, rules=self.judge, first_poll=first, now=self.now)
        return record_polls(self.store, [poll])[0]

    def told(self) -> list[tuple[str, str, list[str]]]:
        """(kind, story, destinations) of every alert, oldest first."""
        alerts = self.store.alerts.find()[::-1]
        heard = self.store.alerts.deliveries([a.id for a in alerts if a.id is not None])
        return [(a.kind, a.story, sorted(d.destination for d in heard[a.id or 0])) for a in alerts]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Preparer]:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "talks.yaml").write_text(RULES, encoding="utf-8")
    rules = load(folder).rules
    store = Store.open(str(tmp_path / "wirewatch.db"), create=True)
    store.feeds.sync(
        [
            FeedSetting(name=name, url=f"https://{name}.example/feed", interval=60, start_at=MORNING)
            for name in ("one", "two", "three", "four", "five", "six")
        ]
    )
    yield Preparer(store, ActiveRules(rules=rules, matcher=compile(rules)))
    store.close()


def item(guid: str, title: str = TITLE, text: str = LEDE, **more: str) -> Entry:
    return Entry(id="", guid=guid, title=title, text=text, **more)


def test_a_story_of_a_day_is_one_alert_and_one_thread(desk: Preparer) -> None:
    desk.poll("one", item("1", url="https://one.example/a/talks?utm_source=rss"))
    desk.poll("two", item("a", f"UPDATE 1-{TITLE} - Two"))
    desk.poll(
        "three",
        item(
            "x", "Ebrard, Sherwood-Randall talk about fentanyl, arms trafficking", f"WASHINGTON (AP) - {LEDE}"
        ),
    )
    desk.poll(
        "four",
        item("77", TITLE.upper(), LEDE.replace("on Tuesday", "Tuesday") + " Officials gave no details."),
    )
    desk.poll(
        "five", item("5", f"{TITLE} | Five", LEDE.replace("spoke", "talked").replace("meet again", "meet"))
    )
    desk.poll("one", item("2", url="https://www.one.example/a/talks/"))
    desk.poll("six", SPANISH)
    assert desk.told() == [("new", "one-1", ["archive", "desk", "phone"])]
    (story,) = desk.store.stories.find()
    assert (story.id, story.size, set(story.outlets)) == (
        "one-1", 7, {"one", "two", "three", "four", "five", "six"},
    )  # fmt: skip
    links = {link.entry.id: link for link in desk.store.stories.links("one-1")}
    assert [links[k].level for k in ("two-a", "three-x", "four-77", "five-5")] == ["a", "b", "b", "b"]
    assert links["one-2"].reason.code == "same_url"
    assert links["six-es"].reason.code == "same_event_across"
    assert all(link.reason.text for link in links.values())
    assert desk.store.facts("six-es")["story"] == "one-1"
    (alert,) = desk.store.alerts.find()
    assert set(alert.outlets) == set(story.outlets)


@pytest.mark.parametrize("order", [(item("en"), SPANISH), (SPANISH, item("en"))], ids=["en-es", "es-en"])
def test_reports_that_come_a_week_late_join_across_polls_whichever_comes_first(
    desk: Preparer, order: tuple[Entry, Entry]
) -> None:
    for feed, one in zip(("one", "two"), order, strict=True):
        desk.poll(feed, one, late=timedelta(days=7))
    (story,) = desk.store.stories.find()
    assert story.size == 2
    assert len(desk.told()) == 1


def test_an_edit_that_first_names_someone_alerts_the_watch_that_waits_for_the_name(desk: Preparer) -> None:
    url, title = "https://one.example/1", "Talks on fentanyl in Washington"
    desk.poll("one", item("1", title, "The two governments spoke of fentanyl.", url=url))
    desk.poll("one", item("1", title, "Governments spoke of fentanyl again.", url=url))
    named = "Talks on fentanyl: Sherwood-Randall attends"
    desk.poll("one", item("1", named, "The governments spoke of fentanyl.", url=url))
    # The other watch's reader is told of the name, too: it is new in the story.
    assert desk.told() == [
        ("new", "one-1", ["desk", "phone"]),
        ("new", "one-1", ["archive", "desk", "phone"]),
    ]
    assert len(former_versions(desk.store, "one-1")) == 2


def test_two_watches_alert_for_one_story_and_a_shared_destination_hears_it_once(desk: Preparer) -> None:
    desk.poll("one", item("1"))
    (alert,) = desk.store.alerts.find()
    assert alert.watches == ("people", "talks")
    assert desk.told() == [("new", "one-1", ["archive", "desk", "phone"])]


def test_two_events_of_one_topic_are_two_stories(desk: Preparer) -> None:
    desk.poll("one", item("1", "Customs officers find fentanyl at the border", ""))
    desk.poll("two", item("2", "More fentanyl found at sea", ""), item("3", "Fentanyl talks resume", ""))
    desk.poll(
        "three", item("4", "Hallan fentanilo en un barco", ""), item("5", "Ebrard habla de fentanilo", "")
    )
    assert [kind for kind, _, _ in desk.told()] == ["new"] * 5


def test_a_feed_that_changes_its_guids_is_quiet_and_noted(desk: Preparer) -> None:
    titles = [f"Report number {n} on fentanyl in the {n}th district" for n in range(11, 16)]
    first = [item(f"a{n}", t, "", url=f"https://one.example/{n}") for n, t in enumerate(titles)]
    again = [item(f"b{n}", t, "", url=f"https://one.example/{n}") for n, t in enumerate(titles)]
    assert renumbering(desk.poll("one", *first)) is None
    counts = desk.poll("one", *again)
    assert (counts.renumbered, counts.alerts) == (5, ())
    assert renumbering(counts) == (
        "its guids change: 5 of 5 new entries were known by address or title and are not told again"
    )


def test_a_story_that_many_outlets_copy_is_not_told_again(desk: Preparer) -> None:
    desk.poll("one", item("1"))
    for n, feed in enumerate(("two", "three", "four", "five")):
        desk.poll(feed, item(f"c{n}", f"{TITLE} - Copy"))
    desk.poll("six", item("late", f"{TITLE} - Late"), hours=20)
    assert desk.told() == [("new", "one-1", ["archive", "desk", "phone"])]


def test_a_split_takes_an_entry_and_its_copies_out_and_tells_why(desk: Preparer) -> None:
    desk.poll("one", item("1"))
    desk.poll("two", item("2", f"{TITLE} again", LEDE + " More."))
    desk.poll("three", item("3", f"{TITLE} again", LEDE + " More."))
    parted = desk.store.stories.split("two-2", desk.now)
    assert parted is not None
    assert (parted.was, parted.now, set(parted.moved)) == ("one-1", "two-2", {"two-2", "three-3"})
    assert desk.store.facts("two-2")["join_reason"].code == "split"
    assert [link.entry.id for link in desk.store.stories.links("one-1")] == ["one-1"]
    assert desk.store.stories.split("two-2-unknown", desk.now) is None
    assert desk.store.stories.split("one-1", desk.now) is None


def test_splitting_off_the_first_entry_leaves_it_its_alert(desk: Preparer) -> None:
    desk.poll("one", item("1"))
    desk.poll(
        "two", item("2", "Ebrard and Sherwood-Randall speak of fentanyl, arms trafficking", "Both met.")
    )
    moved = desk.store.stories.split("one-1", desk.now)
    if moved is not None:
        assert (moved.was, moved.now, moved.moved) == ("one-1", "two-2", ("two-2",))
    assert desk.told()[0][1] == "one-1"

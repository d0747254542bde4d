"""to_entries: ids that stay what they are, and what an entry takes from its feed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.parsing.entries import key_of, to_entries
from monitor.parsing.model import Origin, RawEntry, RawFeed
from rules.model import Entry

NOW = datetime(2023, 3, 1, 12, tzinfo=UTC)
ORIGIN = Origin(feed="sample", url="https://news.example/feed")


def entries(
    *items: RawEntry, origin: Origin = ORIGIN, fresh: tuple[int, ...] | None = None, **head: str
) -> tuple[Entry, ...]:
    return to_entries(RawFeed(format="rss20", entries=items, fresh=fresh, **head), origin, NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("item", "identity"),
    [
        (RawEntry(guid="n-1"), "evnpj6ybdv6utm"),
        (RawEntry(link="https://www.news.example/1/?utm_source=rss&id=2"), "ecl7qd2l3mpr2w"),
        (RawEntry(title="One", texts=("Text.",)), "eaxmqyizskhggu"),
    ],
    ids=["guid", "link", "content"],
)
def test_ids_are_those_under_which_entries_are_stored(item: RawEntry, identity: str) -> None:
    (entry,) = entries(item)
    assert entry.id == identity


def test_an_entry_keeps_its_id_when_it_is_edited_and_has_another_in_another_feed() -> None:
    (first,), (edited,) = entries(RawEntry(guid="1", title="A")), entries(RawEntry(guid="1", title="B"))
    (elsewhere,) = entries(RawEntry(guid="1", title="A"), origin=Origin(feed="other"))
    assert first.id == edited.id != elsewhere.id


def test_a_guid_used_twice_hides_no_news() -> None:
    found = entries(*(RawEntry(guid="same", title=title) for title in ("One", "Two", "Two")))
    assert len({entry.id for entry in found}) == 2
    same = RawEntry(guid="same", title="One", link="https://news.example/")
    texts = [RawEntry(guid=same.guid, title=same.title, link=same.link, texts=(t,)) for t in ("a", "b")]
    assert len({entry.id for entry in entries(*texts)}) == 2


def test_an_id_is_the_same_whether_the_item_beside_it_is_known_or_not() -> None:
    items = [RawEntry(guid="same", title=title) for title in ("One", "Two")]
    both, (second,) = entries(*items), entries(*items, fresh=(1,))
    assert second.id == both[1].id


def test_only_fresh_items_become_entries_in_the_documents_order() -> None:
    items = [RawEntry(guid=str(n), title=f"T{n}") for n in range(5)]
    assert [entry.title for entry in entries(*items, fresh=(3, 1))] == ["T1", "T3"]


def test_what_an_item_does_not_say_its_feed_says() -> None:
    (entry,) = entries(
        RawEntry(guid="1", link="/1"), home="https://home.example/", lang="es-MX", title="Sample"
    )
    assert (entry.url, entry.lang, entry.outlet) == ("https://home.example/1", "es", "Sample")
    (own,) = entries(RawEntry(guid="1", lang="fr_CA", outlet="Wire"), lang="es", title="Sample")
    assert (own.lang, own.outlet) == ("fr", "Wire")
    configured = Origin(feed="f", url="https://news.example/", outlet="Mine", lang="de")
    (entry,) = entries(RawEntry(guid="1", lang="?", outlet="Wire"), origin=configured)
    assert (entry.lang, entry.outlet) == ("de", "Mine")


def test_a_text_that_another_holds_is_not_repeated() -> None:
    (entry,) = entries(RawEntry(guid="1", texts=("Short.", "Short. And long.", "", "Other.")))
    assert entry.text.splitlines() == ["Other.", "Short. And long."]


def test_the_first_plausible_date_counts() -> None:
    (entry,) = entries(RawEntry(guid="1", dates=("soon", "9999-01-01T00:00:00Z", "2023-02-28T10:00:00Z")))
    assert entry.published == datetime(2023, 2, 28, 10, tzinfo=UTC)


@given(
    st.lists(
        st.builds(
            RawEntry,
            guid=st.sampled_from(["", "1", "2"]),
            link=st.sampled_from(["", "/a", "/b"]),
            title=st.sampled_from("xy"),
        ),
        max_size=6,
    )
)
def test_items_that_differ_have_ids_that_differ(items: list[RawEntry]) -> None:
    found = entries(*items)
    assert len(found) == len(items)
    assert len({entry.id for entry in found}) == len({(e.guid, e.url, e.title) for e in found})


def test_the_key_of_an_item_is_its_guid_else_its_link_else_its_title() -> None:
    assert key_of(RawEntry(guid=" 1 ", link="/a")) == "guid 1"
    assert key_of(RawEntry(link="https://www.news.example/a/")) == "link //news.example/a"
    assert key_of(RawEntry(title="One")) == "title One"

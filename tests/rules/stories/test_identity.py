"""is_another: one guid or address under two reports, and one report whose headline is edited."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.model import Entry
from rules.stories.identity import another_id, is_another

FIRE = "Fire in the harbour of Alton kills two dock workers"
STRIKE = "Strike closes the harbour of Beswick for a week"
FIRE_TEXT = "Two dock workers died in the night when a warehouse in the harbour of Alton burned down, the fire service said."
STRIKE_TEXT = "Nobody loads or unloads ships in Beswick until Monday, the union of dockers decided after talks about pay had failed."


def entry(
    title: str, text: str = "", *, guid: str | None = "g", url: str | None = "https://news.example/a"
) -> Entry:
    return Entry(id="e1", feed="f", guid=guid, url=url, title=title, text=text)


@pytest.mark.parametrize(
    ("one", "other", "another"),
    [(entry(FIRE), entry(STRIKE, url="https://news.example/b"), True), (entry(FIRE, guid=None), entry(STRIKE, guid=None), True),
     (entry(FIRE, guid="1", url="https://news.example/live#1"), entry(STRIKE, guid="2", url="https://news.example/live#2"), True),
     (entry(FIRE), entry(STRIKE), False), (entry(FIRE, FIRE_TEXT), entry(STRIKE, STRIKE_TEXT), True),
     (entry(FIRE, FIRE_TEXT), entry(STRIKE, FIRE_TEXT), False),
     (entry(FIRE, guid=None), entry("Fire in the harbour of Alton kills three dock workers", guid=None), False),
     (entry(FIRE), entry(FIRE, url="https://news.example/b"), False), (entry("", guid=None), entry(FIRE, guid=None), False)],
)  # fmt: skip
def test_what_shares_a_guid_or_an_address_is_another_entry_where_all_else_disagrees(
    one: Entry, other: Entry, another: bool
) -> None:
    assert is_another(one, other) is another
    assert is_another(other, one) is another


def test_a_home_page_and_a_guid_make_no_entry_of_two_headlines_and_a_bare_id_is_believed() -> None:
    home = "https://news.example/"
    assert is_another(entry(FIRE, url=home), entry(STRIKE, url=home))
    assert is_another(entry(FIRE, guid=None, url=home), entry(STRIKE, guid=None, url=home))
    assert not is_another(entry(FIRE, guid=None, url=None), entry(FIRE, "Two died.", guid=None, url=None))
    assert is_another(entry("", FIRE_TEXT), entry("", STRIKE_TEXT)), "without headlines the texts count"


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from((FIRE, STRIKE, "")),
    st.sampled_from((FIRE_TEXT, STRIKE_TEXT, "")),
    st.sampled_from((None, "g")),
    st.sampled_from((None, "https://news.example/a", "https://news.example/")),
)
def test_an_entry_is_no_other_than_itself_and_both_ways_are_one(
    title: str, text: str, guid: str | None, url: str | None
) -> None:
    one, two = entry(title, text, guid=guid, url=url), entry(FIRE, FIRE_TEXT)
    assert not is_another(one, one)
    assert is_another(one, two) is is_another(two, one)


def test_the_id_of_another_entry_hangs_on_the_title_and_the_address_alone() -> None:
    ids = {another_id(entry(FIRE)), another_id(entry(FIRE, FIRE_TEXT)), another_id(entry(STRIKE))}
    assert len(ids) == 2
    assert "e1" not in ids


LIVE = "https://news.example/live"


@pytest.mark.parametrize(
    ("one", "other", "another"),
    [(f"{LIVE}#p1", f"{LIVE}#p2", True), (f"{LIVE}#p1", f"{LIVE}#p1", False), (LIVE, f"{LIVE}#p2", False), (f"{LIVE}#xtor=1", f"{LIVE}#xtor=2", False)],
)  # fmt: skip
def test_two_places_in_one_page_are_two_entries_where_their_texts_differ(
    one: str, other: str, another: bool
) -> None:
    first, second = (
        entry("Live: storm", "The storm comes.", guid=None, url=one),
        entry("Live: storm", "Ferries stop.", guid=None, url=other),
    )
    assert is_another(second, first) is another
    assert not is_another(entry("Live: storm", "The storm comes.", guid=None, url=other), first)

"""is_another: one guid or address under two reports, and one report whose headline is edited."""

from __future__ import annotations

import pytest

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


def test_the_id_of_another_entry_hangs_on_the_title_and_the_address_alone() -> None:
    ids = {another_id(entry(FIRE)), another_id(entry(FIRE, FIRE_TEXT)), another_id(entry(STRIKE))}
    assert len(ids) == 2
    assert "e1" not in ids

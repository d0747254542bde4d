"""Same entry, same text, or a new story: the judgement and its reasons."""

from datetime import UTC, datetime, timedelta

import pytest

from rules.model import Candidate, Entry
from rules.stories.join import join
from rules.stories.keys import candidate_of, content_key, entry_keys, title_key

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LEDE = (
    "The security delegations of Mexico and the United States met in the capital on Tuesday to agree on a "
    "joint plan against the smuggling of arms across the border, both governments said."
)


def entry(id_: str, title: str, text: str = "", **more: object) -> Entry:
    given = {"feed": "wire", "published": NOW, "fetched": NOW, "guid": f"guid-{id_}", **more}
    return Entry(id=id_, title=title, text=text, **given)  # type: ignore[arg-type]


def stored(e: Entry, story: str = "s") -> Candidate:
    return candidate_of(e, story, entry_keys(e))


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Delegations agree on border plan - The Daily Example", "delegations agree on border plan"),
        ("Delegations agree on border plan | Example", "delegations agree on border plan"),
        ("UPDATE 2-Delegations agree on border plan", "delegations agree on border plan"),
        ("Delegations agree on border plan - part 2", "delegations agree on border plan part 2"),
        ("Live updates - Mexico", "live updates mexico"),
        ("Acuerdo de seguridad", "acuerdo de seguridad"),
    ],
)
def test_a_title_key_drops_the_outlet_and_the_label_but_no_content(title: str, bare: str) -> None:
    assert title_key(title) == bare


def test_a_content_key_needs_eighty_characters_of_text() -> None:
    assert content_key("title", "short") is None
    assert content_key("title", LEDE) == content_key("title", f"<p>{LEDE}</p>")


def test_the_same_address_is_the_same_entry_whatever_the_feed() -> None:
    old = entry("1", "Delegations meet", url="https://example.com/a/meeting-1")
    new = entry("2", "Delegations met", url="http://www.example.com/a/meeting-1?utm_source=rss", feed="other")
    joined = join(new, [stored(old, "seven")], NOW)
    assert (joined.story, joined.level, joined.same_as) == ("seven", "a", "1")
    assert joined.reason.code == "same_url"
    assert joined.reason.text == "same address as entry 1 of feed wire"


def test_a_wire_copy_under_a_lightly_edited_title_joins() -> None:
    old = entry("1", "Mexico and United States agree on joint plan against arms smuggling", LEDE)
    new = entry(
        "2",
        "Mexico, United States agree joint plan against arms smuggling - Example",
        LEDE + " More.",
        feed="b",
    )
    joined = join(new, [stored(old)], NOW)
    assert (joined.level, joined.same_as) == ("b", "1")


def test_a_recurring_title_with_another_text_stays_apart() -> None:
    old = entry("1", "Press briefing by the spokesperson", LEDE)
    other = (
        "Good afternoon everyone. I have three announcements about wages, schools and the harvest this year."
    )
    assert join(entry("2", "Press briefing by the spokesperson", other), [stored(old)], NOW).level == "new"


def test_titles_whose_numbers_differ_stay_apart() -> None:
    old = entry("1", "Strong earthquake of magnitude 5.1 shakes the southern coast")
    new = entry("2", "Strong earthquake of magnitude 6.1 shakes the southern coast", feed="b")
    assert join(new, [stored(old)], NOW).level == "new"


def test_a_near_copy_joins_within_three_days_only() -> None:
    old = entry("1", "Delegations agree on a joint border plan", published=NOW - timedelta(hours=80))
    assert (
        join(entry("2", "Delegations agree a joint border plan", feed="b"), [stored(old)], NOW).level == "new"
    )

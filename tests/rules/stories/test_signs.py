"""The table of signs: which of guid, address, headline, text, figures, date and place make two entries one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.model import Entry
from rules.stories.join import join
from rules.stories.keys import candidate_of, entry_keys
from rules.stories.signs import SIGNS, TABLE, Signs, compare, follows

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TEXT = (
    "The harbour authority of Port Varne said on Friday it would close the northern terminal for six weeks "
    "after inspectors found cracks in two of its nine cranes."
)
OTHER_TEXT = (
    "Growers in the Pell Valley expect to lose a third of their apples after three nights of frost, the union "
    "of growers said on Monday, and asked the ministry for loans."
)


def entry(id_: str, title: str, text: str = "", *, days: float = 0, **more: object) -> Entry:
    published = NOW - timedelta(days=days)
    given = {"feed": "wire", "published": published, "fetched": published, **more}
    return Entry(id=id_, title=title, text=text, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("signs", "outcome"),
    [
        (Signs(guid=True, headline=True, text=True), "same"),
        (Signs(guid=True, address=True, headline=False), "version"),
        (Signs(guid=True, address=True, headline=False, text=False), "other"),
        (Signs(guid=True, headline=False), "other"),
        (Signs(guid=True, headline=True, text=False, date=False), "other"),
        (Signs(guid=True, headline=True, figures=False), "version"),
        (Signs(address=True, headline=True), "same"),
        (Signs(address=True, headline=False), "version"),
        (Signs(feed=True, address=True, headline=False), "other"),
        (Signs(feed=True, guid=False, address=True, headline=False), "other"),
        (Signs(address=True, headline=False, text=False), "other"),
        (Signs(address=True, text=True, headline=False), "version"),
        (Signs(headline=True, text=True), "same"),
        (Signs(headline=True, date=True), "same"),
        (Signs(headline=True, date=False), "other"),
        (Signs(headline=True, date=True, figures=False), "other"),
        (Signs(guid=True, address=True, headline=True, place=False), "same"),
        (Signs(guid=True, address=True, headline=False, place=False), "other"),
        (Signs(guid=True, address=True, headline=False, date=False), "other"),
        (Signs(address=True, figures=False, date=False), "other"),
        (Signs(address=True, figures=False), "version"),
        (Signs(), "other"),
    ],
)
def test_what_follows_from_signs(signs: Signs, outcome: str) -> None:
    assert follows(signs).outcome == outcome


def test_no_sign_makes_entries_the_same_where_figures_disagree_or_headline_and_text_do() -> None:
    for values in product((True, False, None), repeat=len(SIGNS)):
        signs = Signs(**dict(zip(SIGNS, values, strict=True)))
        if signs.figures is False:
            assert follows(signs).outcome != "same"
        if signs.headline is False and signs.text is False:
            assert follows(signs).outcome == "other"


def test_every_row_is_reached_and_has_its_reason() -> None:
    reached = {
        id(follows(Signs(**dict(zip(SIGNS, values, strict=True)))))
        for values in product((True, False, None), repeat=len(SIGNS))
    }
    assert all(id(row) in reached and row.reason for row in TABLE)


def test_one_headline_of_one_source_on_another_day_is_another_entry() -> None:
    old = entry(
        "1",
        "Gale warning for the north coast",
        "Force 8 on Monday night.",
        days=2,
        url="https://met.example/1",
    )
    new = entry("2", "Gale warning for the north coast", "Force 9 on Wednesday.", url="https://met.example/2")
    assert join(new, [candidate_of(old, "s", entry_keys(old))], NOW).level == "new"


def test_an_address_that_leads_to_many_articles_joins_none_of_them() -> None:
    address = "https://example.org/index.php"
    old = entry("1", "Council votes on the bridge of Sarn", TEXT, url=address)
    new = entry("2", "Frost spoils the apples of the valley", OTHER_TEXT, url=address)
    assert join(new, [candidate_of(old, "s", entry_keys(old))], NOW).level == "new"


def test_a_guid_given_to_another_article_joins_nothing() -> None:
    old = entry("1", "Council votes on the bridge of Sarn", TEXT, guid="17")
    new = entry("2", "Frost spoils the apples of the valley", OTHER_TEXT, guid="17")
    assert join(new, [candidate_of(old, "s", entry_keys(old))], NOW).level == "new"


def test_an_edited_entry_stays_one_by_guid_and_says_by_which_signs() -> None:
    old = entry("1", "Flood in Orsova leaves 7 dead", TEXT, guid="17", url="https://a.example/17", days=0.1)
    new = entry("2", "Orsova flood leaves 23 dead", TEXT, guid="17", url="https://a.example/17")
    joined = join(new, [candidate_of(old, "s", entry_keys(old))], NOW)
    assert (joined.level, joined.reason.code) == ("a", "same_guid")
    assert "guid" in str(joined.reason.data["signs"])


def test_a_place_exchanged_in_a_long_form_parts_two_texts() -> None:
    form = (
        "An earthquake of moderate strength shook the town of {} on Monday morning, the seismological centre said. "
        "Residents ran into the streets and schools were closed for the day, but no damage was reported. The mayor "
        "asked people to stay calm and to keep away from old walls until engineers had looked at them."
    )
    old = entry("1", "Earthquake shakes Orsova on Monday morning", form.format("Orsova"), feed="a")
    new = entry("2", "Earthquake shakes Delmira on Monday morning", form.format("Delmira"), feed="b")
    assert join(new, [candidate_of(old, "s", entry_keys(old))], NOW).level == "new"


def test_two_items_of_one_document_are_two_whatever_their_address_unless_they_say_the_same() -> None:
    address = "https://news.example/live"
    first = entry("1", "Council votes on the bridge of Sarn tonight", url=address)
    stored = [candidate_of(first, "s", entry_keys(first))]
    second = entry("2", "Council of Sarn votes on a new school bridge", url=address)
    assert join(second, stored, NOW).level == "new"
    assert join(replace(second, title=first.title), stored, NOW).level == "a"
    later = replace(second, fetched=NOW + timedelta(hours=1))
    assert join(later, stored, NOW).level == "a", "in another document it is a version"


def test_a_toll_alone_makes_no_headline_another_and_another_name_does() -> None:
    one = entry("1", "Fire in the harbour of Alton kills two")
    assert compare(one, entry("2", "Fire in the harbour of Alton kills three"), address=None).headline is None
    assert (
        compare(one, entry("2", "Fire in the harbour of Beswick kills two"), address=None).headline is False
    )


def test_a_guid_counts_within_its_feed_only() -> None:
    signs = compare(entry("1", "Storm", guid="1"), entry("2", "Storm", guid="1", feed="other"), address=None)
    assert signs.guid is None


@settings(deadline=None, max_examples=80)
@given(st.text(max_size=80), st.text(max_size=120), st.text(max_size=80), st.text(max_size=120))
def test_signs_of_any_two_entries_agree_both_ways(title: str, text: str, other: str, other_text: str) -> None:
    one, two = entry("1", title, text, guid="g"), entry("2", other, other_text, guid="h")
    assert compare(one, two, address=None) == compare(two, one, address=None)
    assert compare(one, replace(one, id="3"), address=None).headline is not False

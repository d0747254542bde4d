"""The past of a replay can be read again and again, and its entries come with their matches."""

from __future__ import annotations

from collections.abc import Callable

from support.histories import TITLES, history_of

from monitor.workshop.archives.past import Past, match_past
from rules.model import Entry

HISTORY = history_of([(1, title, "", 0, 9, True) for title in TITLES])


def test_a_loud_past_has_no_entry_that_was_only_stored() -> None:
    assert any(recalled.quiet for recalled in Past(HISTORY))
    assert not any(recalled.quiet for recalled in Past(HISTORY, loud=True))
    assert len(Past(HISTORY, loud=True)) == len(list(Past(HISTORY))) == len(TITLES)


def test_references_count_the_copies_and_versions_of_each_entry() -> None:
    copies = history_of([(1, TITLES[0], "", 0, 9, False), (1, TITLES[0], "", 1, 9, False)] * 2)
    assert sum(Past(copies).references().values()) == 3
    assert Past(HISTORY, links=lambda: {"e1": 7}).references() == {"e1": 7}


def _length() -> Callable[[Entry], int]:
    return lambda entry: len(entry.title)


def test_entries_come_in_their_order_with_what_was_found_in_them() -> None:
    past = Past(HISTORY * 120)
    for jobs in (1, 2):
        found = [each for chunk in match_past(past, _length, jobs) for each in chunk]
        assert [recalled for recalled, _ in found] == list(past)
        assert all(length == len(recalled.entry.title) for recalled, length in found)

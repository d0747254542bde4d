"""The index of edits for long lists. That it finds what the other one finds is in `test_edit_index.py`."""

from __future__ import annotations

import sys

from rules.matching.search.edit_index import EditIndex
from rules.matching.search.large_edit_index import LargeEditIndex


def test_a_word_takes_a_third_of_what_it_takes_in_dictionaries() -> None:
    words = [f"{n:07}"[::-1].translate(str.maketrans("0123456789", "abcdefghij")) for n in range(5_000)]
    budgets = [1] * len(words)
    large = sum(map(sys.getsizeof, LargeEditIndex(words, budgets).state()))
    deleted = EditIndex(words, budgets).state()[0]
    dictionary = (
        sys.getsizeof(deleted) + sum(map(sys.getsizeof, deleted)) + sum(map(sys.getsizeof, deleted.values()))
    )
    assert large < dictionary / 3

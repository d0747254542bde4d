"""Numbers under strings, in arrays."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from rules.matching.search.hash_file import HashFile, NumberedKeys, grouped, hash_of, joined, parted

STRINGS = st.lists(st.text(max_size=5))


@given(STRINGS, st.text(max_size=5))
def test_what_was_filed_under_a_string_is_found_under_it_also_after_a_restart(
    strings: list[str], other: str
) -> None:
    file = HashFile(array("I", map(hash_of, strings)), array("I", range(len(strings))))
    again = HashFile.restore(file.state())
    for string in [*strings, other]:
        found = list(file.found(hash_of(string)))
        assert {n for n in found if strings[n] == string} == {n for n, s in enumerate(strings) if s == string}
        assert list(again.found(hash_of(string))) == found


def test_most_of_what_was_not_filed_finds_nothing() -> None:
    strings = [f"word {n}" for n in range(1_000)]
    file = HashFile(array("I", map(hash_of, strings)), array("I", range(1_000)))
    assert sum(len(file.found(hash_of(f"another {n}"))) > 0 for n in range(1_000)) < 300


@given(st.lists(st.text(max_size=5), unique=True), st.text(max_size=5))
def test_keys_have_the_numbers_that_a_dictionary_gives_them(strings: list[str], other: str) -> None:
    wanted = {string: n for n, string in enumerate(strings)}
    keys = NumberedKeys(strings)
    assert {key: keys[key] for key in wanted} == wanted
    assert keys.get(other) == wanted.get(other)


@given(STRINGS)
def test_strings_that_are_joined_are_parted_as_they_were(strings: list[str]) -> None:
    assert parted(joined(strings)) == strings


@given(st.lists(st.integers(0, 6)))
def test_positions_are_grouped_in_their_order(groups: list[int]) -> None:
    starts, order = grouped(groups, 7)
    for group in range(7):
        assert list(order[starts[group] : starts[group + 1]]) == [
            n for n, g in enumerate(groups) if g == group
        ]

"""Names of places."""

from __future__ import annotations

from rules.seeding.lexicon.place_names import parts, places


def test_places_are_whole_names_in_small_letters_without_accents() -> None:
    assert {"mexico", "ciudad juarez", "new york", "nueva york", "el salvador"} <= places()
    assert all(name == name.casefold().strip() and name.isascii() for name in places())


def test_a_part_of_a_name_is_a_single_word_and_no_country() -> None:
    assert {"county", "ciudad", "san"} <= parts()
    assert all(" " not in word for word in parts())
    assert not {"mexico", "texas"} & parts()

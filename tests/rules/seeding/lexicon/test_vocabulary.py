"""The words that drafting knows by what they do in a text."""

from __future__ import annotations

from rules.seeding.lexicon import vocabulary as words


def test_the_words_of_a_line_of_roles_mean_the_same_in_both_languages() -> None:
    assert {"ambassador", "embajador", "embajadora"} <= set(words.equivalents("embajador"))
    assert set(words.equivalents("ambassador")) == set(words.equivalents("embajadora"))
    assert words.equivalents("embajadora")[0] == "embajadora"
    assert words.equivalents("ferry") == ()


def test_every_role_has_the_words_of_its_own_line() -> None:
    assert all(role in words.equivalents(role) for role in words.of(words.ROLES))


def test_a_list_is_read_as_its_words() -> None:
    assert words.of(" a  b\nc ") == {"a", "b", "c"}

"""Likeness: words known to two reports, headlines of one form, and runs of words that one holds of the other."""

from hypothesis import given, settings
from hypothesis import strategies as st
from support.facts import facts_of, watched

from rules.silence import Facts
from rules.silence.pairs import likeness
from rules.silence.words import Word

NONE: frozenset[str] = frozenset()


def word(entry: Facts, raw: str) -> Word:
    return next(each for each in entry.title if each.raw == raw)


def names(words: list[Word]) -> list[str]:
    return [each.fold for each in words]


def test_a_word_is_known_inflected_and_a_name_in_another_spelling() -> None:
    report = facts_of("Norlander protests end", "Closures of shops in Tamura ended.")
    new = facts_of("Norland closure protested in Tamurra")
    for known in ("Norland", "closure", "protested", "Tamurra"):
        assert likeness.knows(report, word(new, known), "en")
    other = facts_of("Lowmere harbour")
    assert not likeness.knows(report, word(other, "Lowmere"), "en")


def test_a_short_word_of_another_language_proves_nothing() -> None:
    report = facts_of("El pan sube en Sarn", lang="es")
    assert not likeness.knows(report, word(facts_of("The pan of Sarn"), "pan"), "en")
    assert likeness.knows(report, word(facts_of("Bread in Sarn"), "Sarn"), "en")


def test_names_are_shared_or_unknown_and_watched_ones_neither() -> None:
    new, told = facts_of("Quillon sues Ostrander in Sarn"), facts_of("Quillon speaks in Sarn")
    assert names(likeness.unknown_names(new, told, NONE)) == ["ostrander"]
    assert names(likeness.shared_names(new, told, watched("Quillon"))) == ["sarn"]


def test_a_subject_is_shared_with_all_its_words_or_not_at_all() -> None:
    almena, torrela = (
        facts_of("Shares held by Grupo Almena drop sharply again"),
        facts_of("Shares held by Grupo Torrela drop sharply again"),
    )
    assert likeness.one_subject(almena, torrela, NONE) == []
    assert names(
        likeness.one_subject(almena, facts_of("Reporters heard little from Grupo Almena today"), NONE)
    ) == [
        "grupo",
        "almena",
    ]


def test_headlines_whose_slots_alone_differ_are_one_form() -> None:
    one, two = facts_of("Gale warning for Sarn on 3 March"), facts_of("Gale warning for Pell on 4 April")
    assert likeness.form_likeness(one, two) == 1.0
    assert likeness.form_likeness(one, facts_of("Bakers want cheaper flour")) == 0.0


def test_names_at_one_place_of_a_form_are_exchanged() -> None:
    one, two = facts_of("Quillon recalls ovens"), facts_of("Tessaract recalls ovens")
    assert likeness.exchanged(one, two, list(one.names), list(two.names))
    assert not likeness.exchanged(one, one, list(one.names), list(one.names))


def test_a_section_before_the_colon_is_no_name_of_the_form() -> None:
    one, two = facts_of("Sarn: fire closes the old mill"), facts_of("Lowmere: fire closes the old mill")
    assert not likeness.exchanged(one, two, list(one.names), list(two.names))


def test_roles_are_named_with_their_words() -> None:
    assert likeness.roles_of(facts_of("Mayor of Sarn speaks")) == {"mayor": "Mayor"}


def test_names_side_by_side_are_one_thing() -> None:
    entry = facts_of("Quillon chief Mara Tolland meets Ostrander")
    groups = [[each.raw for each in group] for group in likeness.together(entry, list(entry.names))]
    assert groups == [["Quillon"], ["Mara", "Tolland"], ["Ostrander"]]


def test_a_reason_spells_few_words() -> None:
    entry = facts_of("Quillon chief Mara Tolland meets Ostrander")
    assert likeness.spell(entry.names) == "Quillon Mara"
    assert likeness.spell(()) == ""


def test_a_text_too_short_to_say_is_neither_held_nor_not() -> None:
    assert likeness.contained(facts_of("Sarn", "Short."), facts_of("Sarn", "Short.")) is None


TEXT = st.lists(
    st.sampled_from(
        ["harbour", "storm", "mayor", "bakers", "flour", "ferry", "tide", "crane", "quay", "fog"]
    ),
    min_size=12,
    max_size=40,
)


@settings(deadline=None, max_examples=100)
@given(TEXT, st.integers(0, 40))
def test_runs_of_a_cut_text_are_held_by_the_whole(words: list[str], cut: int) -> None:
    whole, part = facts_of("Sarn", " ".join(words)), facts_of("Sarn", " ".join(words[:cut]))
    assert likeness.contained(part, whole) in (None, 1.0)
    assert (likeness.contained(part, whole) is None) == (likeness.contained(whole, part) is None)


@settings(deadline=None, max_examples=100)
@given(TEXT, TEXT)
def test_likeness_of_forms_and_held_runs_are_parts(one: list[str], two: list[str]) -> None:
    mine, yours = facts_of(" ".join(one[:8]), " ".join(one)), facts_of(" ".join(two[:8]), " ".join(two))
    assert likeness.form_likeness(mine, yours) == likeness.form_likeness(yours, mine)
    assert 0 <= likeness.form_likeness(mine, yours) <= 1
    assert 0 <= (likeness.contained(mine, yours) or 0) <= 1

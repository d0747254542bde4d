"""Twins: headlines that differ at one place, where each report tells of a word that the other one does not hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.facts import facts_of, watched

from rules.silence import verdict_on
from rules.silence.pairs.twins import denied, is_told, twin

NONE: frozenset[str] = frozenset()
WORDS = st.lists(
    st.sampled_from(
        ["steel", "tariff", "Sarn", "raised", "court", "no", "12", "again", "quay", "ferry", "not"]
    ),
    max_size=8,
)


@pytest.mark.parametrize(
    ("lang", "told", "new", "text"),
    [
        ("en", "Sarn raises tariff on steel", "Sarn raises tariff on timber", "steel / timber"),
        ("en", "Sarn adopts sanctions on Delmar", "Sarn lifts sanctions on Delmar", "adopts / lifts"),
        ("es", "Sarn impone aranceles al acero", "Sarn impone aranceles al calzado", "acero / calzado"),
        ("fr", "Grève des pilotes lundi à Sarn", "Grève des contrôleurs lundi à Sarn", "pilotes / contrôleurs"),
        ("de", "Sarn senkt Preise für Strom", "Sarn friert Preise für Strom ein", "senkt / friert"),
        ("it", "Sarn riduce il prezzo del pane", "Sarn aumenta il prezzo del pane", "riduce / aumenta"),
    ],
)  # fmt: skip
def test_another_word_at_one_place_is_another_event_where_the_texts_tell_of_it(
    lang: str, told: str, new: str, text: str
) -> None:
    reports = [facts_of(title, f"{title}, it was said.", lang=lang) for title in (told, new)]
    verdict = verdict_on(reports[1], reports[:1])
    assert (verdict.kind, verdict.reason.text) == ("other", f"one form, other word: {text}")


def test_another_word_is_left_in_doubt_where_the_texts_say_nothing_of_it() -> None:
    told = facts_of("Quillon recalls 12,000 vans over brakes", "The maker spoke of a fault.")
    new = facts_of("Quillon recalls 12,000 vans over airbags", "Owners will get a letter this week.", hours=3)
    verdict = verdict_on(new, [told])
    assert (verdict.kind, verdict.reason.text) == ("doubt", "one form, other word: brakes / airbags")


@pytest.mark.parametrize(
    ("told", "new"),
    [
        ("Sarn raises tariff on steel", "Sarn lifts tariff on steel"),  # one class of act
        ("Sarn raises tariff on steel", "Sarn raises tariff on steels"),  # one stem
        ("Sarn raises tariff on steel", "Storm closes quay of Delmar"),  # two forms
        ("Sarn raises tariff on steel", "Sarn raises tariff"),  # nothing in its place
        (
            "Tariff on steel is raised",
            "Tariff on timber may soon be seen to have been raised by Sarn and Orsova",
        ),
    ],
)
def test_words_that_differ_otherwise_make_no_twins(told: str, new: str) -> None:
    assert twin(facts_of(new), facts_of(told), NONE) is None


def test_a_word_that_the_watch_looks_for_makes_no_twins() -> None:
    told, new = facts_of("Mayor of Sarn opens quay"), facts_of("Mayoress of Sarn opens quay")
    assert twin(new, told, watched("mayor mayoress")) is None


def test_a_word_that_the_other_text_holds_makes_no_twins() -> None:
    told = facts_of("Sarn raises tariff on steel", "Timber and steel will cost more.")
    assert twin(facts_of("Sarn raises tariff on timber"), told, NONE) is None


def test_texts_of_two_forms_do_not_tell_of_twins() -> None:
    told = facts_of("Sarn raises tariff on steel", "Ministers took the decision on steel at dawn.")
    new = facts_of("Sarn raises tariff on timber", "Builders protest, for timber is dear as it is.")
    found = twin(new, told, NONE)
    assert found is not None
    assert found.alone
    assert not is_told(found, new, told)


@pytest.mark.parametrize(
    ("lang", "told", "new", "word"),
    [
        ("en", "Leak near Sarn contained", "Leak near Sarn not contained", "not"),
        ("en", "No new cases in Sarn", "New cases in Sarn", "no"),
        ("es", "El alcalde deja el cargo", "El alcalde no deja el cargo", "no"),
        ("de", "Deich bei Sarn hält", "Deich bei Sarn hält nicht", "nicht"),
        ("fr", "Le pont de Sarn ferme", "Le pont de Sarn ne ferme pas", "ne"),
        ("ru", "Мэр Сарна уйдёт", "Мэр Сарна не уйдёт", "не"),
    ],
)
def test_a_denial_is_a_development_of_what_it_denies(lang: str, told: str, new: str, word: str) -> None:
    reports = [facts_of(title, lang=lang) for title in (told, new)]
    assert denied(reports[1], reports[0]) == denied(reports[0], reports[1]) == word
    assert verdict_on(reports[1], reports[:1]).kind in ("development", "other")


@pytest.mark.parametrize(
    ("told", "new"),
    [
        ("Order no 10 signed in Sarn", "Order 10 signed in Sarn"),
        ("Leak near Sarn not contained", "No leak contained near Sarn"),
        ("Storm closes quay of Delmar", "Leak near Sarn not contained"),
    ],
)
def test_a_number_and_denials_of_both_or_of_other_things_deny_nothing(told: str, new: str) -> None:
    assert denied(facts_of(new), facts_of(told)) is None


@given(WORDS, WORDS)
def test_twins_are_so_in_both_orders_and_no_report_is_its_own(one: list[str], other: list[str]) -> None:
    a, b = facts_of(" ".join(one)), facts_of(" ".join(other))
    assert twin(a, a, NONE) is None
    assert denied(a, a) is None
    assert (denied(a, b) is None) == (denied(b, a) is None)

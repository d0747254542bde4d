"""Clauses: the words of a headline that tell why, and those of what has not happened."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.silence.clauses import causes, unreal
from rules.silence.words import read


def cause_of(title: str, lang: str) -> list[str]:
    words = read(title, lang)
    return [words[at].fold for at in sorted(causes(words, lang))]


def open_in(title: str, lang: str) -> list[str]:
    words = read(title, lang)
    return [words[at].fold for at in sorted(unreal(words, lang, causes(words, lang)))]


@pytest.mark.parametrize(
    ("lang", "title", "why"),
    [
        ("en", "Shares fall after strike", ["after", "strike"]),
        ("en", "Prices jump on outage", ["on", "outage"]),
        ("en", "Council meets on Monday", []),
        ("en", "After strike shares fall", []),
        ("es", "Caen acciones tras huelga", ["tras", "huelga"]),
        ("de", "Chef tritt nach Streik zurück", ["nach", "streik"]),
        ("xx", "Shares fall after strike", ["after", "strike"]),
    ],
)
def test_what_follows_a_word_for_a_cause_is_why(lang: str, title: str, why: list[str]) -> None:
    assert cause_of(title, lang) == why


@pytest.mark.parametrize(
    ("lang", "title", "word"),
    [
        ("en", "Union threatens strike", "strike"),
        ("en", "Mayor denies theft", "theft"),
        ("es", "Piden renuncia del alcalde", "renuncia"),
        ("de", "Rücktritt gefordert", "rucktritt"),
        ("ru", "Мэр может уйти", "уити"),
    ],
)
def test_what_is_asked_for_or_denied_has_not_happened(lang: str, title: str, word: str) -> None:
    words = read(title, lang)
    at = next(n for n, each in enumerate(words) if each.fold.replace("й", "и") == word)
    assert at in unreal(words, lang, causes(words, lang))


def test_what_happened_is_not_open() -> None:
    assert open_in("Union begins strike", "en") == []
    assert open_in("Mayor quits", "en") == []


def test_a_word_for_a_cause_ends_what_has_not_happened() -> None:
    assert open_in("Union threatens strike after theft", "en") == ["strike"]


@given(
    st.lists(
        st.sampled_from(
            ["union", "may", "deny", "strike", "after", "on", "Monday", "over", "Sarn", "not", "die", "12"]
        ),
        max_size=14,
    )
)
def test_causes_and_open_words_are_places_of_the_headline(drawn: list[str]) -> None:
    words = read(" ".join(drawn), "en")
    why = causes(words, "en")
    assert why | unreal(words, "en", why) <= set(range(len(words)))

"""Acts and roles: one class for what is said in many words and languages."""

import pytest

from rules.silence import acts
from rules.silence.lexicon.acts import KINDRED
from rules.text.folding import fold


def told(headline: str, code: str) -> set[str]:
    return {act.name for act in acts.acts(fold(headline).replace(",", "").split(), code)}


@pytest.mark.parametrize(
    ("act", "code", "headline"),
    [
        ("resign", "en", "Chief steps down"),
        ("resign", "es", "Dimite el alcalde"),
        ("resign", "fr", "Le maire démissionne"),
        ("resign", "de", "Ministerin tritt nach Kritik zurück"),
        ("resign", "pt", "Prefeito renuncia"),
        ("resign", "ru", "Мэр подал в отставку"),
        ("sue", "en", "Owners sue maker"),
        ("charge", "de", "Bankier wegen Betrugs angeklagt"),
        ("die", "ru", "Умер актёр"),
        ("block", "fr", "Le tribunal interdit la vente"),
        ("halt", "es", "Paraliza la planta"),
        ("appoint", "en", "Finance chief named CEO"),
        ("arrest", "pt", "Polícia prende ex-ministro"),
        ("rescue", "es", "Rescatan a cinco mineros"),
    ],
)
def test_an_act_is_one_class_in_every_language(act: str, code: str, headline: str) -> None:
    assert act in told(headline, code)


@pytest.mark.parametrize(
    ("act", "code", "headline"),
    [
        ("rescue", "fr", "Les secours cherchent"),
        ("rescue", "ru", "Спасатели ищут"),
        ("open", "fr", "Les ouvriers demandent"),
        ("open", "pt", "Em abril"),
        ("steal", "es", "Un robot en la escuela"),
        ("approve", "en", "Storm passes coast"),
        ("sue", "en", "Workers demand more pay"),
        ("end", "en", "Clouds over town"),
    ],
)
def test_a_word_of_another_meaning_is_no_act(act: str, code: str, headline: str) -> None:
    assert act not in told(headline, code)


def test_the_words_of_another_language_are_not_read() -> None:
    assert not acts.classes("hund", "de")
    assert "sink" in acts.classes("hundio", "es")


def test_kindred_acts_are_of_the_table_and_mutual() -> None:
    known = {name for pair in KINDRED for name in pair.split()}
    for name in known:
        assert all(name in acts.kindred(other) for other in acts.kindred(name))
    assert acts.kindred("die") == {"die", "kill"}


def test_acts_that_are_news_are_told_from_words_like_any_other() -> None:
    assert acts.is_news("resign")
    assert not acts.is_news("warn")


@pytest.mark.parametrize(
    ("word", "code"),
    [("mayor", "en"), ("alcaldesa", "es"), ("maire", "fr"), ("oberburgermeister", "de"), ("prefeita", "pt")],
)
def test_a_role_is_one_class_in_every_language(word: str, code: str) -> None:
    assert acts.roles(word, code) == ("mayor",)

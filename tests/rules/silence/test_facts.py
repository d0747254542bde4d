"""Facts of an entry: what its headline and text state, without labels, datelines and standing sentences."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.model import Entry
from rules.silence import Facts, Memory, facts


def of(title: str, text: str = "", lang: str | None = "en", **more: object) -> Facts:
    return facts(Entry(id="1", title=title, text=text, lang=lang, **more))  # type: ignore[arg-type]


def test_a_word_that_the_text_writes_small_is_no_name() -> None:
    read = of("Quorble found in the attic", "A rare quorble was found by a boy in Lowmere.")
    assert "quorble" not in {word.fold for word in read.names}


@pytest.mark.parametrize(
    ("lang", "title", "dates"),
    [
        ("en", "Forecast for 3 March", {(3, 3)}),
        ("es", "Precio del dólar hoy, martes 14 de abril", {(4, 14)}),
        ("ru", "Погода на вторник, 5 мая", {(5, 5)}),
        ("en", "Fair may open later", set()),
    ],
)
def test_days_of_months_are_read(lang: str, title: str, dates: set[tuple[int, int]]) -> None:
    assert of(title, lang=lang).dates == dates


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("en", "Ardent third-quarter profit falls"),
        ("en", "Ardent Q3 profit falls"),
        ("es", "Baja la utilidad en el tercer trimestre"),
    ],
)
def test_quarters_are_one_however_written(lang: str, title: str) -> None:
    assert of(title, lang=lang).quarters == {"3"}


def test_labels_datelines_and_outlets_are_no_facts() -> None:
    read = of(
        "UPDATE 1-Quillon buys rival Tessaract - The Daily Post",
        "HARTWELL (Wire) - Quillon agreed on Monday.",
    )
    assert read.headline == "Quillon buys rival Tessaract"
    assert "wire" not in read.all_folds


def test_what_follows_a_cause_is_marked() -> None:
    read = of("Quillon chief resigns after data leak")
    assert "resign" in read.main_acts
    assert "leak" not in read.main_acts
    assert "leak" in read.lead_acts


def test_a_sentence_under_every_entry_of_a_feed_is_left_out() -> None:
    memory = Memory()
    standing = "This bulletin is edited by the harbour office of Sarn."
    for n in range(4):
        memory.learn(of(f"Tide table number {n} of Sarn", f"{standing} High water at {n}.", feed="tides"))
    entry = Entry(id="9", title="Fog at Sarn", text=f"{standing} Ferries wait.", lang="en", feed="tides")
    assert "harbour" not in facts(entry, memory).all_folds


@settings(deadline=None, max_examples=200)
@given(
    st.text(max_size=200),
    st.text(max_size=300),
    st.sampled_from([None, "en", "es", "fr", "de", "pt", "ru", "ja", "xx"]),
)
def test_any_text_is_read(title: str, text: str, lang: str | None) -> None:
    read = of(title, text, lang)
    assert read.size > 0
    assert len(read.marks) == len(read.title)
    assert read == of(title, text, lang)


@pytest.mark.parametrize(
    ("title", "cased"),
    [
        ("Harbour of Lowmere closes", True),
        ("ПОРТ ЗАКРЫТ НА МЕСЯЦ", True),
        ("港口關閉一個月", False),
        ("إغلاق الميناء شهرا", False),
        ("პორტი ერთი თვით დაიხურა", False),
    ],
)
def test_a_script_without_capitals_at_the_start_of_words_is_known(title: str, cased: bool) -> None:
    assert of(title, lang=None).cased is cased

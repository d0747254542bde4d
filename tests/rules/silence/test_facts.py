"""What an entry states: names, figures with units, dates, acts and roles, read from its words alone."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.model import Entry
from rules.silence import Facts, FactsCache, Memory, facts
from rules.silence.figures import are_close, value_of


def of(title: str, text: str = "", lang: str | None = "en", **more: object) -> Facts:
    return facts(Entry(id="1", title=title, text=text, lang=lang, **more))  # type: ignore[arg-type]


def figures(read: Facts) -> set[tuple[str, str]]:
    return {(figure.unit, figure.value) for figure in read.title_figures}


@pytest.mark.parametrize(
    ("lang", "title", "figure"),
    [
        ("en", "Two killed in blast at mill", ("!kill", "2")),
        ("en", "Storm leaves 1,200 homeless", ("homeless", "1200")),
        ("en", "Quillon raises $1.75B in bonds", ("money $", "1750000000")),
        ("en", "Rates rise to 6.5 percent", ("%", "6.5")),
        ("en", "Magnitude 5.4 earthquake hits Delmira", ("magnitude", "5.4")),
        ("en", "Hartwell wins Game 4", ("no. game", "4")),
        ("es", "Suben a 23 los muertos por la crecida", ("!die", "23")),
        ("es", "Un sismo de magnitud 4,6 sacude Tamura", ("magnitude", "4.6")),
        ("fr", "Crue à Belcastro : le bilan passe à 14 morts", ("!die", "14")),
        ("de", "Zahl der Toten steigt auf 9", ("!die", "9")),
        ("pt", "Sobe para 19 o número de mortos", ("!die", "19")),
        ("ru", "Паводок: погибли четыре человека", ("@people", "4")),
        ("en", "Update DSA 7001-1 closes hole", ("no. id", "7001-1")),
        ("en", "Hartwell beat Brenmoor 5-2", ("score", "5-2")),
    ],
)
def test_a_figure_has_its_value_and_what_it_counts(lang: str, title: str, figure: tuple[str, str]) -> None:
    assert figure in figures(of(title, lang=lang))


@pytest.mark.parametrize(
    ("lang", "title", "names"),
    [
        ("en", "Mayor of Hartwell quits over housing contract", {"hartwell"}),
        ("en", "Mayor Of Hartwell Quits Over Housing Contract", {"hartwell"}),
        ("fr", "L'offre d'Ostrel rejetée", {"ostrel"}),
        ("de", "Großbrand in Lagerhalle in Kronfeld", {"kronfeld"}),
        ("ru", "Мэр Заозёрска подал в отставку", {"заозерска"}),
    ],
)
def test_a_name_is_known_by_its_capital_and_its_place_without_a_list(
    lang: str, title: str, names: set[str]
) -> None:
    assert {word.fold for word in of(title, lang=lang).names} == names


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


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Dimite el alcalde tras la denuncia", "es"),
        ("Le maire jette l'éponge après la plainte", "fr"),
        ("Der Bürgermeister tritt nach der Wahl zurück", "de"),
        ("Prefeito não renuncia após denúncia", "pt"),
        ("Мэр подал в отставку", "ru"),
        ("The mayor quits after the vote", "en"),
    ],
)
def test_the_language_is_told_by_small_words_and_letters(title: str, code: str) -> None:
    assert of(title, lang=None).code == code


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


def test_the_cache_keeps_within_its_budget_and_lets_the_least_used_go() -> None:
    cache = FactsCache(budget=12_000)
    entries = [
        Entry(id=str(n), title=f"Report {n} of the harbour", published=datetime(2026, 1, 1, tzinfo=UTC))
        for n in range(9)
    ]
    first = cache.of(entries[0])
    for entry in entries:
        cache.of(entry)
        assert cache.of(entries[0]) is first
    assert cache.size <= 12_000
    assert len(cache) < 9


def test_a_changed_version_is_read_anew() -> None:
    cache = FactsCache()
    old = cache.of(Entry(id="1", title="Twelve dead in flood"))
    assert cache.of(Entry(id="1", title="Forty dead in flood")) is not old


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("1,200", "1200"),
        ("1.200", "1200"),
        ("4,9", "4.9"),
        ("4.2.1", "4.2.1"),
        ("twelve", "12"),
        ("12 000", "12000"),
    ],
)
def test_numbers_are_read_however_written(raw: str, value: str) -> None:
    assert value_of(raw, "en") == value


def test_rounded_figures_are_close_and_small_ones_are_not() -> None:
    assert are_close("245000", "240000")
    assert not are_close("12", "13")


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

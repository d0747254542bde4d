"""The verdict: a reader is told every new event and fact, and what was told stays silent with its reason."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.facts import facts_of as of
from support.facts import watched

from rules.silence import Facts, Verdict, verdict_on
from rules.silence.verdict import LAST, REPORTS, nearest

CASES = Path(__file__).parents[2] / "data" / "silence_cases.csv"
EXPECTED = {
    "twin": {"other"},
    "development": {"development", "other"},
    "repeat": {"same", "copy"},
    "copy": {"copy"},
    "unsure": {"doubt", "development", "other"},
}
# Repeats judged as labelled when the cases were last frozen.
REPEATS_RIGHT = 36
LEDE = (
    "The harbour authority of Port Varne said on Friday it would close the northern terminal for six weeks from "
    "December after inspectors found cracks in two of its nine cranes. About 340 dock workers will be moved."
)


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def judged(case: dict[str, str]) -> Verdict:
    again = case["told_title"] == case["title"] and case["kind"] == "twin"
    told = of(case["told_title"], case["told_text"], lang=case["lang"], outlet="one")
    new = of(case["title"], case["text"], lang=case["lang"], outlet="one" if again else "two", hours=24)
    return verdict_on(new, [told], watched=watched(case["watched"], case["lang"]))


@pytest.mark.parametrize("case", [c for c in cases() if c["strength"] == "STRONG"], ids=lambda c: c["id"])
def test_a_strong_case_is_judged_as_labelled(case: dict[str, str]) -> None:
    verdict = judged(case)
    assert verdict.kind in EXPECTED[case["kind"]], verdict.reason.text


def test_repeats_are_silent_as_often_as_when_they_were_frozen() -> None:
    repeats = [case for case in cases() if case["kind"] == "repeat"]
    assert sum(judged(case).is_silent for case in repeats) >= REPEATS_RIGHT


@pytest.mark.parametrize(
    ("told", "new", "kind", "text"),
    [
        ("Mayor of Lowmere quits over contract", "Mayor of Westerby quits over contract", "other", "one form, other place: Lowmere / Westerby"),
        ("Flood in Orsova: 12 die", "Flood in Orsova: 41 die", "development", "other figure: 12 / 41 die"),
        ("Quillon says data of clients was stolen", "Quillon chief Mara Tolland resigns", "development", "new: resigns"),
        ("Ardent second-quarter profit falls", "Ardent third-quarter profit falls", "other", "one form, other quarter: second / third"),
    ],
)  # fmt: skip
def test_a_verdict_says_why_in_plain_words(told: str, new: str, kind: str, text: str) -> None:
    verdict = verdict_on(of(new, hours=5), [of(told)])
    assert (verdict.kind, verdict.reason.text) == (kind, text)
    assert verdict.told == told


def test_a_cut_copy_under_another_headline_is_a_copy() -> None:
    told = of("Port Varne to shut terminal for six weeks", LEDE, outlet="one")
    verdict = verdict_on(of("Cracked cranes stop dockers", LEDE[:170], outlet="two"), [told])
    assert verdict.kind == "copy"
    assert verdict.reason.text.startswith("the same text, ")


def test_long_texts_of_one_form_with_other_facts_are_two_events() -> None:
    form = (
        "The regional court of {} sentenced a {}-year-old man to {} years in prison on Monday for robbing a jeweller. "
        "The verdict is not final, a spokeswoman said. He had taken {} crowns from the till before he fled by bus."
    )
    told = of("Court jails man for robbery", form.format("Hartwell", 34, "three", "9,000"), outlet="one")
    new = of("Court jails man for robbery", form.format("Lowmere", 51, "five", "4,500"), outlet="two")
    assert verdict_on(new, [told]).kind == "other"


def test_a_reader_who_was_told_nothing_is_told() -> None:
    verdict = verdict_on(of("Storm hits Sarn"), [])
    assert (verdict.kind, verdict.told) == ("development", None)


def test_a_site_puts_one_text_under_two_reports_and_neither_is_a_copy() -> None:
    text = "This page is not the one of the office. Readers find here what it left out. Write to us. We answer all letters."
    told = of("Mail to all staff of the centre", text, outlet="watch")
    assert not verdict_on(of("Long faces at the county fair", text, outlet="watch"), [told]).is_silent


def test_a_model_of_meaning_never_overrides_a_conflict() -> None:
    told, new = (
        of("Mayor of Lowmere quits over contract"),
        of("Mayor of Westerby quits over contract", hours=3),
    )
    assert verdict_on(new, [told], meaning=lambda a, b: 1.0).kind == "other"


def test_a_model_of_meaning_moves_the_bar_both_ways_but_never_decides_alone() -> None:
    told = of("Ferry with 60 aboard runs aground off Sarn", "Nobody was hurt, the coast guard said.")
    new = of("Ferry carrying many runs aground close to Sarn harbour wall", hours=3)
    assert verdict_on(new, [told]).kind == "doubt"
    assert verdict_on(new, [told], meaning=lambda a, b: 0.97).kind == "same"
    unlike = of("Bakers of Pell Valley want cheaper flour", hours=3)
    assert not verdict_on(unlike, [told], meaning=lambda a, b: 1.0).is_silent


def test_words_that_the_watch_looks_for_count_for_nothing() -> None:
    told = of("Quillon and Tessaract share plans", "Quillon and Tessaract spoke to reporters.")
    new = of("Quillon and Tessaract open shop", hours=3)
    assert not verdict_on(new, [told], watched=watched("Quillon Tessaract")).is_silent


def test_only_what_the_reader_was_told_counts() -> None:
    silent = of("Quillon chief Mara Tolland resigns", name="silent")
    told = of("Quillon says data of clients was stolen", name="told")
    new = of("Mara Tolland resigns as Quillon chief", hours=3)
    assert verdict_on(new, [told, silent]).is_silent
    assert verdict_on(new, [told]).kind == "development"


@pytest.mark.parametrize(
    ("lang", "word", "told", "open_", "new"),
    [
        ("en", "ferry", "Ferry with 200 aboard sinks off Batangas, 12 dead", "Ferry off Batangas was overloaded, survivors say", "Ferry with 90 aboard sinks off Cebu, 3 dead"),
        ("en", "mayor", "Mayor of Hartwell quits over contract", "Hartwell council meets after mayor's exit", "Mayor of Brenmoor quits over contract"),
        ("es", "alcalde", "Renuncia el alcalde de Lomas por un contrato", "Vecinos de Lomas piden cuentas al alcalde", "Renuncia el alcalde de Brenda por un contrato"),
        ("fr", "maire", "Le maire de Valmont démissionne", "A Valmont, le conseil se réunit après le départ du maire", "Le maire d'Orsival démissionne"),
        ("de", "Fähre", "Fähre mit 200 Menschen vor Batang gesunken, 12 Tote", "Fähre vor Batang war überladen, sagen Überlebende", "Fähre mit 90 Menschen vor Cebur gesunken, 3 Tote"),
        ("pt", "prefeito", "Prefeito de Lomas renuncia por contrato", "Moradores de Lomas cobram o prefeito", "Prefeito de Brenda renuncia por contrato"),
    ],
)  # fmt: skip
def test_another_event_stays_another_one_though_a_later_report_leaves_it_open(
    lang: str, word: str, told: str, open_: str, new: str
) -> None:
    reports = [of(told, lang=lang), of(open_, lang=lang, hours=2)]
    assert verdict_on(of(new, lang=lang, hours=4), reports, watched=watched(word, lang)).kind == "other"


@pytest.mark.parametrize(
    ("told", "lang", "new"),
    [
        ("Ferry sinks off Sarn, dozens missing", "de", "Fähre vor Sarn gesunken, Dutzende vermisst"),
        ("Ferry sinks off Sarn, dozens missing", "es", "Se hunde un ferri frente a Sarn, decenas de desaparecidos"),
        ("Ferry sinks off Sarn, dozens missing", "fr", "Un ferry coule au large de Sarn, des dizaines de disparus"),
        ("Train derails near Sarn, hundreds evacuated", "de", "Zug bei Sarn entgleist, Hunderte evakuiert"),
        ("Quillon fined $120 million over data leak", "es", "Multan a Quillon con 120 millones de dólares por fuga de datos"),
    ],
)  # fmt: skip
def test_the_same_facts_in_another_language_stay_silent(told: str, lang: str, new: str) -> None:
    assert verdict_on(of(new, lang=lang, hours=4), [of(told)], watched=watched("Sarn")).is_silent


# A watched company's day: five events, two outlets each, one of them in Spanish.
DAY = [
    ("theft", "en", "Quillon shuts plant in Orsova after gas leak", "Quillon said on Monday it had closed its plant in Orsova after a gas leak. Forty people were sent home."),
    ("theft", "es", "Quillon cierra su planta de Orsova por una fuga de gas", "Quillon cerró el lunes su planta de Orsova tras una fuga de gas. Cuarenta personas fueron enviadas a casa."),
    ("resign", "en", "Quillon chief Mara Tolland resigns", "Mara Tolland resigned on Tuesday as chief executive of Quillon."),
    ("resign", "es", "Renuncia Mara Tolland, directora general de Quillon", "Mara Tolland renunció el martes a la dirección general de Quillon."),
    ("suit", "en", "Residents sue Quillon over Orsova leak", "Residents of Orsova filed a lawsuit against Quillon on Wednesday, seeking 30 million."),
    ("suit", "es", "Vecinos de Orsova demandan a Quillon por la fuga", "Los vecinos de Orsova presentaron el miércoles una demanda contra Quillon."),
    ("price", "en", "Quillon shares fall 9% on plant closure", "Shares of Quillon fell 9 percent on Thursday."),
    ("price", "es", "Acciones de Quillon caen 9% por el cierre de la planta", "Las acciones de Quillon cayeron 9% el jueves."),
    ("chief", "en", "Quillon names Pavel Ostrander chief executive", "The board of Quillon named Pavel Ostrander chief executive on Friday."),
    ("chief", "es", "Quillon nombra a Pavel Ostrander director general", "El consejo de Quillon nombró el viernes a Pavel Ostrander director general."),
]  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.permutations(range(len(DAY))))
def test_every_event_of_a_watched_company_is_told_once_in_every_order(order: list[int]) -> None:
    looked_for = watched("Quillon Tolland Ostrander") | watched("Quillon Tolland Ostrander", "es")
    told: list[Facts] = []
    events: list[str] = []
    for n in order:
        event, lang, title, text = DAY[n]
        new = of(title, text, lang=lang, outlet=f"outlet-{n}", hours=n)
        verdict = verdict_on(new, told, watched=looked_for)
        if event not in events:
            assert verdict.kind in ("development", "other"), (title, verdict)
        else:
            assert verdict.is_silent or verdict.kind == "doubt", (title, verdict)
        events.append(event)
        if not verdict.is_silent:
            told.append(new)


ANY = st.text(max_size=120)
LANGUAGES = st.sampled_from([None, "en", "es", "fr", "de", "pt", "ru", "zh", "ar", "xx"])


@settings(deadline=None, max_examples=150)
@given(ANY, ANY, ANY, ANY, LANGUAGES)
def test_any_text_is_judged(title: str, text: str, told_title: str, told_text: str, lang: str | None) -> None:
    new, told = of(title, text, lang=lang, name="a"), of(told_title, told_text, lang=lang, name="b")
    verdict = verdict_on(new, [told] * 3)
    assert verdict.kind in ("copy", "same", "development", "doubt", "other")
    assert verdict.reason.text
    assert 0 <= verdict.score <= 1
    assert verdict.told in ("a", "b")


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            [
                "harbour",
                "Sarn",
                "closes",
                "after",
                "storm",
                "mayor",
                "of",
                "Lowmere",
                "12",
                "die",
                "40",
                "in",
                "May",
                "Quillon",
            ]
        ),
        min_size=4,
        max_size=12,
    ),
    st.booleans(),
)
def test_a_copy_of_a_report_is_a_copy(words: list[str], with_text: bool) -> None:
    title = " ".join(words)
    text = LEDE if with_text else ""
    told = of(title, text, name="one", outlet="one")
    verdict = verdict_on(of(title, text, name="two", outlet="two", hours=2), [told])
    assert verdict.is_silent
    assert verdict.told == "one"


def test_of_a_long_thread_the_likest_reports_are_asked() -> None:
    first = of("Port Varne shuts terminal over cracks in cranes", LEDE, name="first")
    many = [of(f"Dockers of Port Varne march again, day {n}", name=str(n)) for n in range(3 * REPORTS)]
    copy = of("Port Varne shuts terminal over cracks in cranes", LEDE, name="copy", hours=4)
    assert verdict_on(copy, [first, *many]).told == "first"


def test_of_a_short_story_every_report_is_asked() -> None:
    assert nearest({"flood"}, [frozenset()] * REPORTS) == list(range(REPORTS))


def test_of_a_long_story_the_likest_and_the_last_reports_are_asked_in_their_order() -> None:
    told = [frozenset({"flood", "dam"} if place in {3, 17} else {"flood"}) for place in range(40)]
    places = nearest({"flood", "dam"}, told)
    assert {3, 17} <= set(places)
    assert places[-LAST:] == [37, 38, 39]
    assert places == sorted(places)
    assert REPORTS - LAST <= len(places) <= REPORTS

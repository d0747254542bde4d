"""Rules drafted from documents: who and what is proposed, and that the draft is a rules file that loads."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.places import SHARED_DATA

from rules.checking import lint
from rules.loading.load import load
from rules.matching import compile as compile_rules
from rules.model import Entry
from rules.seeding import Draft, draft
from rules.seeding.sentences import Document

SEED = SHARED_DATA.parent / "seed.txt"

ENGLISH = """\
Harbour ministers agreed on Monday to curb money laundering in the ports of Norland.

The plan was announced by the Norland Transport Minister, Ingrid Halvorsen, who said that money laundering had grown.
Ambassador Tom Quimby and Dr. Rosa Delgado, head of the Northern Ports Authority, attended the Joint Summit on Ports.
Quimby said the talks were cordial. "Joint Summit with Harold Ellis-Wright, Crown Office Trade Adviser; Ambassador
Tom Quimby and others."
According to Governor of Texas Paul Brandt, container theft has doubled. Halvorsen denied it.
The Northern Ports Authority (NPA) will meet again in June. Container theft is up, the NPA found.
By Jane Smith in London
"""
SPANISH = """\
El canciller de Norlandia, Emilio Barrantes, se reunió este martes con la embajadora Lucía Tarradellas para hablar de
lavado de dinero.
Según la secretaria de Seguridad Marta Quiñonera, el robo de contenedores creció. “No lo aceptaremos”, dijo Barrantes.
El gobernador de Nuevo León, Pedro Zabaleta, pidió ayuda a la Comisión Nacional de Puertos (Conapu). La Conapu
respondió en el aeropuerto Benito Juárez. El robo de contenedores preocupa al director del FBI Henry Walcott.
"""


def drafted(text: str, title: str = "", name: str = "text.txt") -> Draft:
    return draft([Document(name, title, text)])


def names(made: Draft) -> set[str]:
    return {rule.name for rule in made.actors}


def topics(made: Draft) -> set[str]:
    return {rule.id for rule in made.topics}


def loaded(made: Draft, folder: Path):
    path = folder / "draft.yaml"
    path.write_text(made.text, encoding="utf-8")
    return load(path)


@pytest.fixture(scope="module")
def seed() -> Draft:
    if not SEED.exists():
        pytest.skip(f"the seed article is not at {SEED}")
    return drafted(SEED.read_text(encoding="utf-8"))


def test_the_seed_article_gives_its_people_and_topics(seed: Draft, tmp_path: Path) -> None:
    wanted = {"Marcelo Ebrard", "Elizabeth Sherwood-Randall", "Ken Salazar", "Andrés Manuel López Obrador"}
    assert wanted <= names(seed)
    assert {"fentanyl", "arms-trafficking", "immigration"} <= topics(seed)
    assert not any("Meeting" in name for name in names(seed))
    assert loaded(seed, tmp_path).warnings == ()


def test_titles_appositions_and_lower_case_offices_make_persons() -> None:
    found = names(drafted(ENGLISH))
    assert {"Ingrid Halvorsen", "Tom Quimby", "Rosa Delgado", "Harold Ellis-Wright", "Paul Brandt"} <= found
    found = names(drafted(SPANISH))
    assert {
        "Emilio Barrantes",
        "Lucía Tarradellas",
        "Marta Quiñonera",
        "Pedro Zabaleta",
        "Henry Walcott",
    } <= found


def test_places_events_offices_and_bylines_are_no_actors() -> None:
    found = " ".join(names(drafted(ENGLISH)) | names(drafted(SPANISH)))
    for innocent in ("Summit", "Texas", "Nuevo", "Seguridad", "Smith", "London", "Juárez", "Adviser", "June"):
        assert innocent not in found


def test_what_is_not_proposed_is_named_with_the_reason() -> None:
    made = drafted(ENGLISH)
    assert "London (a place)" in made.text.replace("\n# ", " ")


def test_organisations_take_their_acronyms_as_exact_aliases() -> None:
    (english,) = [rule for rule in drafted(ENGLISH).actors if rule.name == "Northern Ports Authority"]
    assert [(v.text, v.match) for v in english.variants] == [("NPA", "exact")]
    (spanish,) = [rule for rule in drafted(SPANISH).actors if rule.name == "Comisión Nacional de Puertos"]
    assert [v.text for v in spanish.variants] == ["Conapu"]


def test_known_topics_bring_their_translations_and_repeated_phrases_stand_for_themselves() -> None:
    made = drafted(ENGLISH)
    assert {"money-laundering", "container-theft"} <= topics(made)
    (laundering,) = [rule for rule in made.topics if rule.id == "money-laundering"]
    assert "lavado de dinero" in {v.text for v in laundering.variants}
    assert {"money-laundering", "robo-de-contenedores"} <= topics(drafted(SPANISH))


def test_a_surname_that_stands_alone_comes_with_the_office_in_both_languages() -> None:
    (quimby,) = [rule for rule in drafted(ENGLISH).actors if rule.name == "Tom Quimby"]
    assert quimby.surname == "Quimby"
    assert {"ambassador", "embajador", "embassy"} <= set(quimby.context)


@pytest.mark.parametrize(
    ("post", "name"),
    [
        ("— Andres Manuel (@lopezobrador_) May 31, 2023", "Andrés Manuel López Obrador"),
        ("— Marcelo Quintanar R. (@m_quintanar) 3 de junio de 2023", "Marcelo Quintanar"),
        ("— Rosa Maria (@RosaDelgadoRuiz) June 1, 2023", "Rosa María Delgado Ruiz"),
        ("Thanks to @AnneWalcott for the visit.", "Anne Walcott"),
    ],
)
def test_authors_of_posts_are_completed_from_their_handles(post: str, name: str) -> None:
    assert name in names(drafted(f"The minister wrote on social networks.\n“We move forward.”\n{post}\n"))


@pytest.mark.parametrize("post", ["— Daily News (@dailynews) May 1, 2023", "— Ana (@ana1990) May 1, 2023"])
def test_handles_that_are_no_persons_give_none(post: str) -> None:
    assert not names(drafted(f"Someone wrote this.\n“We move.”\n{post}\n"))


def test_each_proposal_carries_the_sentence_that_it_came_from() -> None:
    made = drafted(ENGLISH, name="ports.txt")
    text = made.text.replace("\n  # ", " ")
    assert "said that money laundering had grown.” (ports.txt, sentence 2)" in text
    for rule in (*made.actors, *made.topics):
        assert rule.source.document == "ports.txt"


def test_the_draft_matches_its_own_document_and_proves_it_by_examples(tmp_path: Path) -> None:
    for text in (ENGLISH, SPANISH):
        rules = loaded(drafted(text), tmp_path).rules
        found = {m.rule for m in compile_rules(rules).match(Entry(id="e", title="", text=text))}
        assert found == {rule.id for rule in (*rules.actors, *rules.topics)}
        assert rules.watches[0].examples.match


def test_a_draft_beside_other_rules_proposes_only_what_is_new(tmp_path: Path) -> None:
    first = loaded(drafted(ENGLISH), tmp_path).rules
    again = draft([Document("text.txt", "", ENGLISH)], known=first, beside=True)
    assert all(rule.tracked for rule in (*again.actors, *again.topics))
    more = draft([Document("otro.txt", "", ENGLISH + SPANISH)], known=first, beside=True)
    (tmp_path / "more.yaml").write_text(more.text, encoding="utf-8")
    both = load(tmp_path).rules
    assert {"Emilio Barrantes", "Tom Quimby"} <= {actor.name for actor in both.actors}


def test_a_text_without_names_or_topics_drafts_nothing() -> None:
    assert drafted("it rained all night, and then it did not.").text == ""
    assert draft([]).text == ""


def test_headlines_in_capitals_name_nobody_by_themselves() -> None:
    assert not names(
        drafted("Ministers Talk Of Bright New Future Across Northern Harbour Cities\n\nThey met. They left.")
    )


WORDS = st.sampled_from(
    [
        "Ana",
        "Ruiz",
        "López",
        "the",
        "of",
        "de",
        "la",
        "Minister",
        "embajador",
        "said,",
        "dijo",
        ".",
        "“",
        "”",
        ":",
        "#",
        "-",
        "{a}",
        "[b]",
        "'",
        '"',
        "&",
        "NO",
        "22:00",
        "@AnaRuiz",
        "(FBI)",
        "fentanyl",
        "tráfico",
        "armas",
        "Ministry",
        "Oaxaca",
        "Salazar",
        "\x07\x07",
        "yes",
        "~",
        "|",
        ">",
        "%",
        "!",
        "*",
        "012",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=60), st.text(max_size=30))
def test_every_draft_is_a_rules_file_that_loads(tmp_path_factory, words: list[str], title: str) -> None:
    made = draft([Document("d.txt", title, " ".join(words))])
    if made.text:
        assert made.text.endswith("\n...\n")
        rules = loaded(made, tmp_path_factory.mktemp("draft")).rules
        assert not [finding for finding in lint.check(rules) if finding.level == "error"]

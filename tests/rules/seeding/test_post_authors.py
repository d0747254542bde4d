"""Authors of quoted posts, with surnames from their handles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.drafting import cut, sentence

from rules.seeding.post_authors import authors


def named(text: str) -> list[str]:
    return [author.name for author in authors(sentence(text))]


@pytest.mark.parametrize(
    ("post", "name"),
    [
        ("— Andres Manuel (@lopezobrador_) May 31, 2023", "Andrés Manuel López Obrador"),
        ("— Marcelo Quintanar R. (@m_quintanar) 3 de junio de 2023", "Marcelo Quintanar"),
        ("— Rosa Maria (@RosaDelgadoRuiz) June 1, 2023", "Rosa María Delgado Ruiz"),
        ("Thanks to @AnneWalcott for the visit.", "Anne Walcott"),
    ],
)
def test_a_name_is_completed_from_the_handle_and_spelled_with_its_accents(post: str, name: str) -> None:
    assert named(post)[0] == name


@pytest.mark.parametrize(
    "post",
    [
        "— Daily News (@dailynews) May 1, 2023",
        "— Ana (@ana1990) May 1, 2023",
        "Thanks to @QuimbyWalcott for the visit.",
    ],
)
def test_a_handle_of_no_person_gives_none(post: str) -> None:
    assert named(post) == []


def test_an_author_comes_with_the_sentence_of_the_post() -> None:
    post = sentence("— Anne Walcott (@walcott) May 31, 2023")
    assert [(author.name, author.sentence) for author in authors(post)] == [("Anne Walcott", post)]


@given(st.text("AnaRuiz @_(—).,1", max_size=60))
def test_any_line_is_read_without_an_error_and_names_are_words(line: str) -> None:
    for one in cut(line):
        for author in authors(one):
            assert author.name.split()

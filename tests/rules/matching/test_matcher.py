"""The matcher's public seam: rules in, matches with spans out."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.fuzzing import tries

from rules import matching
from rules.model import Entry, RuleSet
from rules.schema import Actor, Topic

EBRARD = Actor.model_validate(
    {"id": "ebrard", "name": "Marcelo Ebrard", "surname_alone": "Ebrard", "not": ["Óscar Ebrard"]}
)
SALAZAR = Actor.model_validate(
    {
        "id": "ken-salazar",
        "name": "Ken Salazar",
        "surname_alone": "Salazar",
        "context": {"any": ["ambassador", "embajador", "embajada", "embassy"], "within": 12},
    }
)
FENTANYL = Topic.model_validate({"id": "fentanyl", "terms": ["fentanyl", "fentanilo"]})
ARMS = Topic.model_validate(
    {
        "id": "arms-trafficking",
        "terms": [
            "arms trafficking",
            "tráfico de armas",
            {"near": [["arms", "weapons", "guns"], ["trafficking", "smuggling"]], "within": 4},
        ],
        "not": ["arms control", "coat of arms"],
    }
)


def matcher() -> matching.Matcher:
    return matching.compile(RuleSet(actors=(EBRARD, SALAZAR), topics=(FENTANYL, ARMS)))


def rules_in(text: str) -> set[str]:
    return {m.rule for m in matcher().match(Entry(id="e", title=text))}


def test_an_actor_and_a_topic_are_found_in_one_sentence() -> None:
    assert rules_in("Marcelo Ébrard habló de fentanilo") == {"ebrard", "fentanyl"}


def test_a_term_does_not_match_inside_another_word() -> None:
    assert rules_in("Ranches trafficking in undocumented labour had to pay") == set()


def test_a_veto_takes_the_overlapping_span_and_not_the_entry() -> None:
    assert rules_in("A coat of arms hangs there. He was caught smuggling guns") == {"arms-trafficking"}
    assert rules_in("A coat of arms, smuggling aside, hangs above the gate") == set()


def test_a_surname_alone_needs_its_context_where_the_rule_asks_for_it() -> None:
    assert rules_in("El embajador Salazar visitó la frontera") == {"ken-salazar"}
    assert rules_in("Salazar ganó la carrera") == set()


def test_a_surname_after_another_given_name_is_another_person() -> None:
    assert rules_in("The chemist Pierre Ebrard died in 1902") == set()
    assert rules_in("El canciller Ebrard viajó") == {"ebrard"}


def test_spans_point_into_the_field_as_published() -> None:
    text = "Haul of &lt;b&gt;fent<wbr>anyl&lt;/b&gt; near Nogales"
    [match] = matcher().match(Entry(id="e", title="", text=text))
    assert (match.field, match.text) == ("text", "fent<wbr>anyl")
    assert text[match.span.start : match.span.end] == match.text
    assert match.tokens[0].how == "exact"


@pytest.mark.parametrize(
    "unit",
    [
        "arms trafficking ",
        "Salazar ",
        "abcdefghij",
        "M. ",
        "guns and weapons and arms ",
        "#LopezObrador",
        "Кен Салазар ",
    ],
)
def test_a_hostile_text_takes_little_time_and_gives_a_bounded_number_of_matches(unit: str) -> None:
    entry = Entry(id="e", title="", text=unit * (100_000 // len(unit)))
    start = time.process_time()
    found = matcher().match(entry)
    assert time.process_time() - start < 5
    assert len(found) <= 20 * 4


written = st.one_of(
    st.text(min_size=1, max_size=30).filter(str.strip),
    st.lists(st.sampled_from(["Marcelo", "de", "la", "López-Obrador", "S.A.", "M.", "吴", "Кен", "ال", "y", ",", "(x)", "#", "&amp;"]),
             min_size=1, max_size=6).map(" ".join),
)  # fmt: skip


@tries(60)
@given(st.lists(written, min_size=1, max_size=4), written, written, st.booleans())
def test_no_rule_and_no_text_breaks_the_matcher(
    names: list[str], surname: str, term: str, near: bool
) -> None:
    actor = Actor.model_validate(
        {"id": "a", "name": names[0], "aliases": names[1:], "surname_alone": surname, "not": [term]}
    )
    terms = [term, {"near": [[names[0], term], [surname]], "within": 3}] if near else [term]
    topic = Topic.model_validate({"id": "t", "terms": terms, "context": {"any": [surname]}})
    found = matching.compile(RuleSet(actors=(actor,), topics=(topic,)))
    for content in (" ".join([*names, surname, term]), f"{term}, {surname}. {names[-1]}"):
        entry = Entry(id="e", title=content, text=f"<p>{content}</p>")
        for match in found.match(entry):
            field = entry.title if match.field == "title" else entry.text
            assert match.text == field[match.span.start : match.span.end] != ""
        found.near_misses(entry)

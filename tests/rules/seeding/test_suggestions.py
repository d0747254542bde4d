"""Terms that are proposed for a topic: those of its hits, those of known topics, and none that would make it worse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.matching import compile as compile_rules
from rules.model import Entry, RuleSet
from rules.schema import Actor, Topic
from rules.seeding.suggestions import MOST, Proposals, likelihood_ratio, suggest

TOWNS = ("Alta", "Borla", "Cormeda", "Dunstel", "Erval", "Forgat", "Gaspra", "Hollin")


def topic(*terms: object, name: str = "stoppage") -> Topic:
    return Topic.model_validate({"id": name, "terms": list(terms)})


def proposed(rule: Topic, texts: list[str], *languages: str) -> Proposals:
    entries = [Entry(id=str(i), title=text) for i, text in enumerate(texts)]
    matcher = compile_rules(RuleSet(topics=(rule,)))
    found = [{match.rule for match in matcher.match(entry)} for entry in entries]
    return suggest(RuleSet(topics=(rule,)), entries, found, languages)


def others(count: int = 40) -> list[str]:
    return [f"Library number {n} opens its doors to readers of {TOWNS[n % 8]}" for n in range(count)]


def test_a_synonym_is_proposed_with_the_entries_that_it_adds_and_their_headlines() -> None:
    texts = [f"Work stoppage at the docks of {town} as walkout goes on" for town in TOWNS]
    texts += ["Nurses of Alta end walkout", "Walkout closes the mint of Borla"]
    (walkout,) = [
        s for s in proposed(topic("work stoppage"), [*texts, *others()]).suggestions if s.term == "walkout"
    ]
    assert (walkout.source, walkout.beside, walkout.adds, walkout.entries) == ("history", 8, 2, 50)
    assert walkout.examples == ("Nurses of Alta end walkout", "Walkout closes the mint of Borla")
    assert str(walkout).startswith("stoppage: `walkout` would add 2 entries of 50 (stands in 8 of its hits")


def test_a_phrase_is_proposed_as_it_is_written() -> None:
    texts = [f"Casos de gripe aviar e influenza aviar crecen en {town}" for town in TOWNS]
    texts += [
        "La influenza aviar llega a Alta",
        *(f"La biblioteca de {town} abre sus puertas" for town in TOWNS),
    ]
    made = proposed(topic("gripe aviar"), texts).suggestions
    assert any(s.term in {"influenza aviar", "influenza"} and s.adds == 1 for s in made)


def test_a_word_that_stands_everywhere_is_not_proposed() -> None:
    texts = [f"Work stoppage opens a debate among readers of {town}" for town in TOWNS] + others()
    assert proposed(topic("work stoppage"), texts).suggestions == ()


def test_names_and_copies_are_no_evidence() -> None:
    texts = [f"Work stoppage {n}: Ingrid Halvorsen meets the union of Alta" for n in range(8)]
    texts += ["Ingrid Halvorsen opens a park in Alta", *others()]
    assert not {s.term for s in proposed(topic("work stoppage"), texts).suggestions} & {
        "ingrid",
        "halvorsen",
        "alta",
    }
    copies = ["Work stoppage and walkout in Borla"] * 9 + ["Nurses end walkout", *others()]
    assert proposed(topic("work stoppage"), copies).suggestions == ()


def test_terms_of_a_known_topic_are_proposed_in_the_languages_of_the_feeds() -> None:
    texts = ["Incendio forestal cerca de Borla", "Wildfires near Alta", *others()]
    (spanish,) = proposed(topic("wildfires", name="fires"), texts, "es").suggestions
    assert (spanish.term, spanish.language, spanish.source, spanish.adds) == (
        "incendios forestales",
        "es",
        "table",
        1,
    )
    (german,) = proposed(
        topic("wildfires", name="fires"), ["Waldbrand bei Dunstel", "Wildfires near Alta", *others()]
    ).suggestions
    assert (german.term, german.language) == ("Waldbrand", "de")
    nobody_speaks = ["Waldbrand Dunstel", "Wildfires near Alta", *others()]
    assert proposed(topic("wildfires", name="fires"), nobody_speaks).suggestions == ()


def test_a_term_that_would_find_a_tenth_of_all_entries_is_refused() -> None:
    texts = [
        "Wildfires near Alta",
        *(f"Incendio forestal número {n} del simulacro" for n in range(30)),
        *others(200),
    ]
    made = proposed(topic("wildfires", name="fires"), texts, "es")
    assert made.suggestions == ()
    assert ("fires", "incendio forestal") in made.refused


def test_the_vetoes_of_a_topic_hold_for_what_is_proposed() -> None:
    rule = Topic.model_validate(
        {"id": "fires", "terms": ["wildfires"], "not": ["simulacro de incendio forestal"]}
    )
    texts = ["Simulacro de incendio forestal en Borla", "Wildfires near Alta", *others()]
    assert proposed(rule, texts, "es").suggestions == ()


def with_capitals(*texts: str) -> Proposals:
    rules = RuleSet(actors=(Actor.model_validate({"id": "target", "name": "Target"}),))
    entries = [Entry(id=str(i), title="", text=text) for i, text in enumerate(texts)]
    matcher = compile_rules(rules)
    return suggest(rules, entries, [{match.rule for match in matcher.match(entry)} for entry in entries])


def test_other_capitals_are_advised_only_where_they_do_not_make_the_rule_worse() -> None:
    hits = [f"Shares of Target rose in {town} on Monday." for town in TOWNS]
    (made,) = with_capitals(*hits, "The stores of target closed.", *others()).suggestions
    assert (made.rule, made.term, made.source, made.beside, made.adds) == (
        "target",
        "Target",
        "capitals",
        8,
        1,
    )
    assert "with `case: any`" in str(made)
    words = [f"They missed the target of {town} again." for town in TOWNS * 2]
    worse = with_capitals(*hits, *words, *others())
    assert worse.suggestions == ()
    assert ("target", "Target") in worse.refused


@pytest.mark.parametrize(
    ("hit", "term", "title", "more", "other"),
    [
        ("النفط", "أسعار", "أسعار {} عن النفط", "أسعار القمح", "مباراة الفريق {}"),
        ("原油", "ガソリン", "ガソリン {} 原油", "ガソリン 不足", "図書館 {} 開館"),
    ],
)
def test_words_whose_letters_bear_marks_are_counted_as_they_are_found(
    hit: str, term: str, title: str, more: str, other: str
) -> None:
    texts = [*(title.format(n) for n in range(8)), more, *(other.format(n) for n in range(40))]
    made = proposed(topic(hit, name="oil"), texts).suggestions
    assert [(s.term, s.beside, s.adds) for s in made] == [(term, 8, 1)]


def test_no_entries_propose_nothing() -> None:
    assert proposed(topic("wildfires"), [], "es") == Proposals()


def test_at_most_so_many_are_proposed_and_each_adds_something_new() -> None:
    words = ["walkout", "lockout", "picket", "sickout", "slowdown", "boycott"]
    texts = [f"Work stoppage: {' and '.join(words)} reported in {town}" for town in TOWNS]
    texts += [f"Only a {word} in {TOWNS[0]}" for word in words] + others(80)
    made = proposed(topic("work stoppage"), texts).suggestions
    assert 0 < len(made) <= 2 * MOST
    assert all(s.adds for s in made)


@pytest.mark.parametrize(("beside", "hits", "elsewhere", "others_", "sure"), [
    (8, 8, 2, 1000, True), (3, 3, 0, 1000, True), (8, 8, 1000, 1000, False), (0, 8, 5, 1000, False), (1, 0, 0, 0, False),
])  # fmt: skip
def test_the_ratio_grows_with_what_chance_would_not_do(
    beside: int, hits: int, elsewhere: int, others_: int, sure: bool
) -> None:
    assert (likelihood_ratio(beside, hits, elsewhere, others_) > 10.83) is sure


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 500), st.integers(0, 500))
def test_the_ratio_is_never_negative(beside: int, lacking: int, elsewhere: int, rest: int) -> None:
    assert likelihood_ratio(beside, beside + lacking, elsewhere, elsewhere + rest) >= -1e-9

"""The vocabulary of the rules: watched stems, and rules that two languages share."""

from __future__ import annotations

import pytest

from rules.model import ListedActor, LoadedList, RuleSet
from rules.schema import Actor, ActorList, Topic
from rules.stories.glossary import Glossary
from rules.text.tokens import tokens
from rules.text.word_frequency import stem

RULES = RuleSet(
    version="v1",
    actors=(Actor.model_validate({"id": "ebrard", "name": "Marcelo Ebrard", "aliases": ["M. Casaubón"], "surname_alone": "Ebrard"}),),
    topics=(
        Topic.model_validate({"id": "arms", "terms": ["arms trafficking", "tráfico de armas"]}),
        Topic.model_validate({"id": "ports", "terms": [{"near": [["port", "harbour"], ["strike"]]}]}),
    ),
    lists=(
        LoadedList(
            ActorList(id="sdn", file="x", format="csv"), (ListedActor("1", "Rogelio Quintanar"),)
        ),
    ),
)  # fmt: skip


def concepts(text: str, code: str, rules: RuleSet | None = RULES) -> set[str]:
    return set(Glossary(rules).concepts({stem(word, code) for word in tokens(text)}, code))


@pytest.mark.parametrize(
    ("text", "code", "rules"),
    [
        ("Ebrard speaks", "en", {"ebrard"}),
        ("Marcelo speaks", "en", set()),
        ("Arms are found; trafficking grows", "en", {"arms"}),
        ("El tráfico de las armas", "es", {"arms"}),
        ("Strikes in all harbours", "en", {"ports"}),
        ("A strike", "en", set()),
        ("Quintanar and nobody else", "en", set()),
        ("", "en", set()),
    ],
)
def test_a_text_has_the_rules_one_of_whose_phrases_it_holds(text: str, code: str, rules: set[str]) -> None:
    assert concepts(text, code) == rules


def test_a_term_and_its_translation_are_one_rule() -> None:
    assert concepts("arms trafficking", "en") == concepts("tráfico de armas", "es") == {"arms"}


def test_the_words_of_rules_are_watched_in_the_stems_of_a_language_and_lists_are_not() -> None:
    watched = Glossary(RULES).watched("en")
    assert {"ebrard", "casaubon", "traffick", "harbour", "strike"} <= watched
    assert "m" not in watched
    assert not {"quintanar", "rogelio"} & watched
    assert "traffick" not in Glossary(RULES).watched("es")


def test_without_rules_nothing_is_watched() -> None:
    empty = Glossary()
    assert (empty.version, empty.watched("en"), empty.concepts({"ebrard"}, "en")) == ("", set(), frozenset())
    assert Glossary(RULES).version == "v1"

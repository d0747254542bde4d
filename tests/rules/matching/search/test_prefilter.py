"""Which patterns are worth a look: those whose rarest word is there, with their others near it."""

from __future__ import annotations

import pickle

import pytest

from rules.matching.compiled_rules import compile_rules
from rules.matching.search.prefilter import ListLayer, RuleLayer
from rules.schema import Actor, Topic
from rules.text import tokens

NAMES = [("l/1", "GUZMAN LOERA, Joaquin"), ("l/2", "Norvexa Shipping Company"), ("l/3", "???")]


def rules() -> RuleLayer:
    actors = (Actor(id="ken", name="Ken Salazar"), Actor(id="rogelio", name="Rogelio Quintanar"))
    return compile_rules(actors, (Topic.model_validate({"id": "arms", "terms": ["arms trafficking"]}),)).layer


def likely(layer: RuleLayer | ListLayer, content: str) -> set[str]:
    return {p.rule for p in layer.likely(layer.rows(tokens.tokens(content)))}


@pytest.mark.parametrize(
    ("content", "expected"),
    [("Ken Salazar came", {"ken"}), ("Ken met Rogelio", set()), ("trafficking in arms", {"arms"}),
     ("trafficking is far away from all of those places where men still carry their arms", set()), ("", set())],
)  # fmt: skip
def test_a_pattern_is_likely_where_its_words_are_near(content: str, expected: set[str]) -> None:
    assert likely(rules(), content) == expected


def test_a_list_leaves_out_names_without_a_word() -> None:
    layer = ListLayer(NAMES)
    assert len(layer) == 2
    assert likely(layer, "Joaquín Guzmán Loera was caught") == {"l/1"}
    assert likely(layer, "Norvexa Shipping said") == {"l/2"}


def test_a_list_restored_from_its_state_selects_the_same() -> None:
    layer = ListLayer(NAMES)
    again = ListLayer.restore(layer.state())
    for content in ("Joaquín Guzmán Loera", "Norvexa Shipping", "nothing at all"):
        assert likely(again, content) == likely(layer, content)


def test_a_layer_travels_without_its_cache() -> None:
    layer = rules()
    before = likely(layer, "Ken Salazar came")
    assert likely(pickle.loads(pickle.dumps(layer)), "Ken Salazar came") == before

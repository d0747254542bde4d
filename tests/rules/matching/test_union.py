"""Two rule sets compiled as one find what each finds alone."""

from __future__ import annotations

import pytest

from rules import matching
from rules.matching.union import Union
from rules.model import Entry, ListedActor, LoadedList, RuleSet
from rules.schema import Actor, ActorList, Topic


def listed(*names: str) -> LoadedList:
    rule = ActorList(id="sdn", file="list.csv", format="csv")
    return LoadedList(rule, tuple(ListedActor(str(i), name) for i, name in enumerate(names)))


def topic(*terms: str) -> Topic:
    return Topic.model_validate({"id": "arms", "terms": list(terms)})


OLD = RuleSet(
    actors=(Actor(id="ken", name="Ken Salazar"),),
    topics=(topic("arms trafficking"),),
    lists=(listed("Fermin Aranda"),),
)
NEW = RuleSet(
    actors=(Actor(id="ken", name="Ken Salazar"), Actor(id="rogelio", name="Rogelio Quintanar")),
    topics=(topic("arms trafficking", "gun smuggling"),),
    lists=(listed("Fermin Aranda", "Zanavia Shipping"),),
)


@pytest.mark.parametrize("rules", [(OLD, NEW), (NEW, OLD), (OLD, OLD)])
@pytest.mark.parametrize(
    "text",
    [
        "Ken Salazar on arms trafficking",
        "gun smuggling by Rogelio Quintanar",
        "Fermín Aranda of Zanavia Shipping",
        "nothing",
    ],
)
def test_the_union_gives_what_each_set_gives_alone(rules: tuple[RuleSet, RuleSet], text: str) -> None:
    old, new = rules
    entry = Entry(id="e", title=text, text=text)
    alone = [tuple(matching.compile(one).match(entry)) for one in (old, new)]
    assert list(Union(old, new).match(entry)) == alone

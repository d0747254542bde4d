"""Lists of names: found, left out where they prove nothing, kept as bytes."""

from __future__ import annotations

import pickle

import pytest

from rules import matching
from rules.matching.compiled_lists import CompiledList, CompiledListError, compile_list, digest
from rules.model import Entry, ListedActor, LoadedList, Match, RuleSet
from rules.schema import ActorList, Topic


def loaded(*names: str, rule: str = "sdn") -> LoadedList:
    actors = tuple(ListedActor(str(i), name) for i, name in enumerate(names))
    return LoadedList(ActorList(id=rule, file="list.csv", format="csv"), actors)


def found(one: LoadedList, text: str) -> list[Match]:
    return matching.compile(RuleSet(lists=(one,))).match(Entry(id="e", title=text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ARANDA QUIJANO, Fermín", "Fermin Aranda Quijano was named"),
        ("ARANDA QUIJANO, Fermín", "ARANDA QUIJANO, Fermín (Querétaro)"),
        ("AL-TALMASANI, Rashid Salim", "Rashid Salim al Talmasani left"),
        ("ARANDA QUIJANO, Fermin Apolinar", "Fermín Aranda Quijano was named"),
        ("CARILLANCA VELEZ S.A.", "Carillanca Velez, S.A. lost the case"),
        ("National Bank of Zanavia", "the National Bank of Zanavia said"),
        ("Zanavia Shipping Co., Ltd", "Zanavia Shipping was fined"),
        ("TALMASANI", "fighters of the Talmasani withdrew"),
        ("Fermin Aranda", "Fermín Arnada was named"),
    ],
)
def test_a_listed_name_is_found_as_news_writes_it(name: str, text: str) -> None:
    assert [m.rule for m in found(loaded(name), text)] == ["sdn/0"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("SUNSHINE", "Sunshine is expected on Monday"),
        ("GLOBAL TRADING COMPANY LTD", "a global trading company was founded"),
        ("ABC", "ABC News said"),
        ("TALMASANI", "The lamp, a talmasani, stood with others in Leeds"),
        ("ARANDA QUIJANO, Fermin Apolinar", "Apolinar Quijano and Fermin Soto met"),
        ("MEYER, David", "Román Meyer, David Cervantes and others came"),
        ("Fermin Aranda", "Fermin met Aranda in the garden"),
    ],
)
def test_what_only_resembles_a_listed_name_is_left_alone(name: str, text: str) -> None:
    assert found(loaded(name), text) == []


def test_a_compiled_list_comes_back_from_its_bytes_and_finds_the_same() -> None:
    one = loaded("ARANDA QUIJANO, Fermin", "Zanavia Shipping Company", "吴晓明", "Яна Воронцова")
    compiled = compile_list(one)
    again = CompiledList.from_bytes(compiled.to_bytes())
    assert again.digest == compiled.digest == digest(one)
    rules = RuleSet(lists=(one,))
    for text in (
        "Fermín Arnda Quijano",
        "Zanavia Shipping",
        "昨天吴晓明在",
        "Яна Воронцова пришла",
        "nothing",
    ):
        entry = Entry(id="e", title=text)
        expected = matching.compile(rules).match(entry)
        assert matching.compile(rules, {again.digest: again}).match(entry) == expected
    assert [m.rule for m in matching.compile(rules).match(Entry(id="e", title="昨天吴晓明在"))] == ["sdn/2"]


def test_a_digest_tells_lists_apart_and_knows_the_same_list_again() -> None:
    names = ("Fermin Aranda", "Zanavia Shipping")
    assert digest(loaded(*names)) == digest(loaded(*names))
    assert digest(loaded(*names)) != digest(loaded(*reversed(names)))
    assert digest(loaded(*names)) != digest(loaded(*names, rule="other"))
    assert digest(loaded("Fermin Aranda", "x")) != digest(loaded("Fermin", "Aranda x"))


class Bomb:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return eval, ("1/0",)


@pytest.mark.parametrize(
    "data",
    [b"", b"rubbish", pickle.dumps(("wirewatch list 0", "d", ())), pickle.dumps(7), pickle.dumps(Bomb()),
     compile_list(loaded("Fermin Aranda")).to_bytes()[:-20]],
)  # fmt: skip
def test_bytes_that_are_no_compiled_list_are_refused_and_run_nothing(data: bytes) -> None:
    with pytest.raises(CompiledListError):
        CompiledList.from_bytes(data)


def test_a_matcher_travels_to_another_process() -> None:
    topic = Topic.model_validate(
        {"id": "drought", "terms": ["drought"], "context": {"any": ["farms"], "within": 5}}
    )
    matcher = matching.compile(RuleSet(topics=(topic,), lists=(loaded("Fermin Aranda"),)))
    entry = Entry(id="e", title="Drought hits farms", text="Fermín Aranda said so")
    before = matcher.match(entry)
    matcher.near_misses(entry)
    again = pickle.loads(pickle.dumps(matcher))
    assert again.match(entry) == before
    assert [m.rule for m in before] == ["drought", "sdn/0"]
    assert again.near_misses(entry) == matcher.near_misses(entry)

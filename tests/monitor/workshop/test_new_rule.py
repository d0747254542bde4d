"""Rules that are added to files: what goes where, and what is refused."""

from __future__ import annotations

import pytest

from monitor.workshop.new_rule import Wanted, with_rule
from rules.errors import WirewatchError
from rules.loading.yaml_positions import read

PORT = """\
version: 1
actors:
  - {id: roe, name: Jane Roe, aliases: [J. Roe]}
topics:
  - {id: ferry, terms: [ferry]} # the boat
watches:
  - {id: port, when: ferry}
  - {id: both, when: {all: [ferry, roe]}}
...
"""
TEXTS = {"port.yaml": PORT, "town.yaml": "version: 1\ntopics: [{id: mayor, terms: [mayor]}]\n"}


def test_a_new_rule_has_a_file_and_a_watch_of_its_own() -> None:
    texts, said = with_rule(Wanted(name="oil", terms=["oil"], title="Oil spills", notify=["desk"]), TEXTS)
    value = read(texts["oil.yaml"]).value
    assert value["topics"][0]["id"] == "oil"
    assert value["watches"] == [
        {"id": "oil-watch", "title": "Oil spills", "when": {"any": ["oil"]}, "notify": ["desk"]}
    ]
    assert said == "topic oil and watch oil-watch added"


def test_a_rule_goes_into_a_file_that_is_there() -> None:
    wanted = Wanted(name="poe", actor="Ann Poe", aliases=["A. Poe"], file="town.yaml")
    texts, _ = with_rule(wanted, TEXTS)
    value = read(texts["town.yaml"]).value
    assert list(texts) == ["town.yaml"]
    assert value["actors"] == [{"id": "poe", "name": "Ann Poe", "aliases": ["A. Poe"]}]
    assert value["watches"] == [{"id": "poe-watch", "title": "Ann Poe", "when": {"any": ["poe"]}}]


def test_a_watch_that_is_there_asks_for_the_rule() -> None:
    texts, said = with_rule(Wanted(name="poe", actor="Ann Poe", watch="port"), TEXTS)
    value = read(texts["port.yaml"]).value
    assert value["watches"][0]["when"] == {"any": ["ferry", "poe"]}
    assert len(value["watches"]) == 2
    assert said == "actor poe added, asked for by the watch port"


def test_terms_and_aliases_are_added_where_their_rule_is_each_once() -> None:
    texts, said = with_rule(Wanted(name="ferry", terms=["Ferry", "boat", "NOAA"]), TEXTS)
    assert "terms: [ferry, boat, {text: NOAA, match: exact}]} # the boat" in texts["port.yaml"]
    assert said == "terms added to ferry: boat, NOAA"
    texts, _ = with_rule(Wanted(name="roe", aliases=["Jane M. Roe"]), TEXTS)
    assert "aliases: [J. Roe, Jane M. Roe]" in texts["port.yaml"]


def test_a_watch_on_rules_that_are_there_is_made() -> None:
    texts, _ = with_rule(Wanted(name="all-of-it", rules=["ferry", "mayor"], file="town.yaml"), TEXTS)
    assert read(texts["town.yaml"]).value["watches"] == [
        {"id": "all-of-it", "title": "all-of-it", "when": {"any": ["ferry", "mayor"]}}
    ]
    texts, _ = with_rule(Wanted(name="all-of-it", rules=["ferry"]), TEXTS)
    assert list(texts) == ["all-of-it.yaml"]


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (Wanted(name="ferry", actor="Al Ferry"), "port.yaml has a rule ferry already"),
        (Wanted(name="ferry", aliases=["boat"]), "port.yaml has a rule ferry already"),
        (Wanted(name="ferry", terms=["FERRY"]), "ferry has these terms already"),
        (Wanted(name="port", rules=["ferry"]), "port.yaml has a rule port already"),
        (Wanted(name="poe", aliases=["A. Poe"]), "give --actor"),
        (Wanted(name="poe", actor="Ann Poe", watch="harbour"), "no watch has the id harbour"),
        (Wanted(name="poe", actor="Ann Poe", watch="both"), "write `poe` into its `when` by hand"),
    ],
)
def test_what_cannot_be_added_is_refused_with_a_way_out(wanted: Wanted, why: str) -> None:
    with pytest.raises(WirewatchError, match=why):
        with_rule(wanted, TEXTS)

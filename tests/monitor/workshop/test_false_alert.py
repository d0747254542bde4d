"""Exclusions for a false alert: what each costs among the other alerts, and how one is put into its file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.makers import NOW, entry, judged
from support.watch_folder import LITHIUM_RULES, lithium_folder

from monitor.workshop.false_alert import FalseAlert, with_phrase
from rules.errors import WirewatchError
from rules.loading.load import load
from storage import Store


def test_each_exclusion_says_which_other_alerts_it_costs_and_where_its_rule_stands(tmp_path: Path) -> None:
    config, _ = lithium_folder(tmp_path)
    store = Store.open(config.store_location(), create=True)
    titles = ["Lithium battery sale ends", "Lithium battery factory opens", "Andes mine yields lithium"]
    made = [judged(entry(f"e{number}", title=title)) for number, title in enumerate(titles)]
    ids = store.record(
        [replace(one, alert=replace(one.alert, watches=("news",))) for one in made if one.alert], NOW
    )
    store.verdicts.give(ids[1], correct=True, note="", now=NOW)
    store.close()
    sources = load(config.rules_folder).rules.sources
    asked = FalseAlert(config.store_location(), config.rules_folder, sources, ids[0])
    found = asked()
    costs = {each.phrase: (each.rule, each.file, each.lost, each.lost_true) for each in found.proposals}
    assert found.tried_on == 2
    assert costs["Lithium battery"] == ("lithium", "watch.yaml", (ids[1],), 1)
    assert costs["Lithium battery sale"] == ("lithium", "watch.yaml", (), 0)
    with pytest.raises(WirewatchError, match="no alert 99"):
        replace(asked, alert=99)()


def test_a_phrase_goes_into_its_rule_once_and_all_else_stays() -> None:
    edited = with_phrase(LITHIUM_RULES, "lithium", "lithium battery")
    assert "{id: lithium, terms: [lithium], not: [lithium battery]}" in edited
    assert with_phrase(edited, "lithium", "lithium battery") == edited
    assert edited.replace(", not: [lithium battery]", "") == LITHIUM_RULES


@pytest.mark.parametrize("text", ["", "a: [", "topics: 3", "topics: [3, {id: other}]"])
def test_a_file_without_the_rule_is_refused(text: str) -> None:
    with pytest.raises(WirewatchError):
        with_phrase(text, "lithium", "battery")

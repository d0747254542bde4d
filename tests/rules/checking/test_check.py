"""Rules that load, checked: the lint at its lines, and each watch's own examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.checking.check import check, examples, fires_for
from rules.loading.load import load
from rules.matching import compile as compile_rules

RULES = """\
version: 1
topics:
  - id: fentanyl
    terms: [fentanyl, fentanilo]
watches:
  - id: w
    when: fentanyl
    enabled: {enabled}
    examples:
      match: [Fentanilo en la frontera]
      no_match: [The weather, {other}]
"""


def folder_with(folder: Path, text: str) -> Path:
    (folder / "a.yaml").write_text(text, encoding="utf-8")
    return folder


def checked(folder: Path, text: str, *languages: str) -> list[str]:
    folder = folder_with(folder, text)
    problems = check(load(folder).rules, folder, languages)
    return [str(problem).replace(f"{folder}/", "") for problem in problems]


@pytest.mark.parametrize("enabled", ["true", "false"])
def test_examples_are_run_whether_the_watch_is_enabled_or_not(tmp_path: Path, enabled: str) -> None:
    good = RULES.format(enabled=enabled, other="Rain")
    assert checked(tmp_path, good) == []
    bad = RULES.format(enabled=enabled, other="Fentanyl seized")
    assert checked(tmp_path, bad) == [
        "a.yaml:11:31: watch w: fires on its example 'Fentanyl seized' (fentanyl found in 'Fentanyl')"
    ]


def test_an_example_that_does_not_fire_is_an_error_too(tmp_path: Path) -> None:
    text = RULES.format(enabled="true", other="Rain").replace("Fentanilo en", "Nada en")
    assert checked(tmp_path, text) == [
        "a.yaml:10:15: watch w: does not fire on its example 'Nada en la frontera'"
    ]


def test_findings_of_the_lint_come_at_their_lines_and_keep_examples_from_being_run(tmp_path: Path) -> None:
    text = RULES.format(enabled="true", other="Fentanyl seized").replace("fentanilo]", "the]")
    (message,) = checked(tmp_path, text)
    assert message.startswith("a.yaml:4:23: `the` is a word that nearly every text holds")


def test_a_warning_of_the_lint_does_not_keep_examples_from_being_run(tmp_path: Path) -> None:
    text = RULES.format(enabled="true", other="Fentanyl seized").replace(
        "topics:", "actors: [{id: x, name: Rogelio Quintanar}]\ntopics:"
    )
    messages = checked(tmp_path, text, "ar")
    assert [message.partition(": ")[0] for message in messages] == ["a.yaml:2:10", "a.yaml:12:31"]


def test_a_text_fires_a_watch_by_its_condition_alone(tmp_path: Path) -> None:
    text = RULES.format(enabled="false", other="Rain").replace("id: w", "id: w\n    feeds: {tags: [none]}")
    folder = folder_with(tmp_path, text)
    rules = load(folder).rules
    matcher = compile_rules(rules)
    by_id = {watch.id: watch for watch in rules.watches}
    assert fires_for(by_id, matcher, rules.watches[0], "Fentanilo")
    assert not fires_for(by_id, matcher, rules.watches[0], "Rain")
    assert examples(rules, matcher, folder) == []

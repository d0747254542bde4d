"""Rules files are formatted without losing a comment, and written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.places import ROOT

from monitor.workshop.rules_file import formatted, replace_file, write_new
from rules.errors import WirewatchError
from rules.loading.yaml_positions import YamlProblem
from rules.loading.yaml_positions import read as read_yaml

UNTIDY = """\
version:   1
topics:
- id: theft   # a comment that stays
  terms: [container theft,   "robo de contenedores"]
"""


def test_a_file_gets_the_projects_layout_and_keeps_comments_and_quotes() -> None:
    text = formatted(UNTIDY)
    assert "  - id: theft # a comment that stays\n" in text.replace("   #", " #")
    assert '"robo de contenedores"' in text
    assert text.endswith("\n...\n")


def test_a_formatted_file_stays_as_it_is() -> None:
    text = formatted(UNTIDY)
    assert formatted(text) == text


@pytest.mark.parametrize("path", sorted((ROOT / "rules").glob("*.yaml")), ids=lambda path: path.name)
def test_shipped_rules_mean_the_same_after_formatting(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert read_yaml(formatted(text)).value == read_yaml(text).value


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.text("abc: '\"#-é", max_size=12)))
def test_formatting_keeps_the_meaning_of_any_mapping(values: dict[str, str]) -> None:
    quoted = {key: value.replace("'", "''") for key, value in values.items()}
    text = "".join(f"{key}:   '{value}'\n" for key, value in quoted.items()) or "{}\n"
    assert read_yaml(formatted(text)).value == read_yaml(text).value


def test_a_text_that_is_no_yaml_is_a_problem_with_a_position() -> None:
    with pytest.raises(YamlProblem):
        formatted("topics: [")


def test_a_new_file_is_written_with_its_folder_and_never_over_another(tmp_path: Path) -> None:
    path = tmp_path / "rules" / "new.yaml"
    write_new(path, "version: 1\n")
    with pytest.raises(WirewatchError, match="is there already and was not changed"):
        write_new(path, "version: 2\n")
    assert path.read_text() == "version: 1\n"


def test_a_replaced_file_keeps_its_mode_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("old")
    path.chmod(0o640)
    replace_file(path, "new é")
    assert path.read_text(encoding="utf-8") == "new é"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_text_that_cannot_be_written_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        replace_file(path, "half \ud800")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("old")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(WirewatchError, match="cannot be written"):
            replace_file(path, "new")
    finally:
        tmp_path.chmod(0o700)


def test_a_file_that_is_not_there_cannot_be_replaced(tmp_path: Path) -> None:
    with pytest.raises(WirewatchError, match="cannot be written: No such file"):
        replace_file(tmp_path / "gone.yaml", "new")


def test_a_schema_is_named_only_where_it_is_beside_the_file(tmp_path: Path) -> None:
    text = "# yaml-language-server: $schema=./schema.json\nversion: 1\n"
    write_new(tmp_path / "a.yaml", text)
    (tmp_path / "schema.json").touch()
    write_new(tmp_path / "b.yaml", text)
    assert (tmp_path / "a.yaml").read_text() == "version: 1\n"
    assert (tmp_path / "b.yaml").read_text() == text

"""Drafts judged: findings with their places, examples, effects."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.makers import NOW, entry, judged
from support.watch_folder import LITHIUM_RULES, lithium_folder

from monitor.config.load import load as load_config
from monitor.web.editing.draft import Draft, Judge, Judged
from rules.loading.load import load
from storage import Store

EXAMPLES = """\
version: 1
topics:
  - {id: cobalt, terms: [cobalt]}
watches:
  - id: metals
    when: {any: [cobalt]}
    notify: [console]
    examples:
      match: ["Cobalt prices rise", "Copper prices rise"]
      no_match: ["Nothing here"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    config, _ = lithium_folder(tmp_path)
    with_store = Store.open(config.store_location(), create=True)
    with_store.search.prepare(wanted=True)
    entries = [entry("e1", title="Lithium found"), entry("e2", title="Cobalt <b>found</b>", outlet="Gazette")]
    with_store.record([judged(one) for one in entries], NOW)
    with_store.close()
    return tmp_path


def judge(folder: Path, text: str | None, name: str = "watch.yaml", *, effect: bool = False) -> Judged:
    rules = folder / "rules"
    return Judge()(
        Draft(
            folder=rules,
            name=name,
            text=text,
            addressees=("console",),
            feeds={},
            config=load_config(folder / "config.toml") if effect else None,
            alerts=effect,
            in_force=load(rules).rules.sources,
        )
    )


def test_a_finding_has_its_line_and_column(folder: Path) -> None:
    judged = judge(folder, LITHIUM_RULES.replace("any: [lithium]", "any: [litium]"))
    assert not judged.loads
    (found, *_) = judged.found
    assert (found.file, found.line, found.level) == ("watch.yaml", 5, "error")
    assert found.column > 1
    assert "did you mean `lithium`" in found.hint


@pytest.mark.parametrize(
    "text", ["", "\0", "a: [", "- x", "version: 1\nnonsense: 2", "&a [*a]", "version: 2", "{" * 2_000]
)
def test_any_text_is_judged(folder: Path, text: str) -> None:
    judged = judge(folder, text)
    assert not judged.loads
    assert judged.found


def test_findings_of_other_files_have_no_line_of_the_draft(folder: Path) -> None:
    judged = judge(folder, "version: 1\ntopics: []\n")
    assert judged.loads
    (folder / "rules" / "other.yaml").write_text("version: 9\n")
    # The rules in force are those that loaded.
    draft = Draft(
        folder=folder / "rules", name="watch.yaml", text=LITHIUM_RULES, addressees=["console"], feeds={}
    )
    found = Judge()(draft).found
    assert [(each.file, each.line) for each in found if each.level == "error"] == [("other.yaml", 0)]


def test_examples_that_pass_and_fail_are_told_apart(folder: Path) -> None:
    judged = judge(folder, EXAMPLES, "new.yaml")
    assert [(each.text, each.fires, each.passes) for each in judged.examples] == [
        ("Copper prices rise", True, False),
        ("Cobalt prices rise", True, True),
        ("Nothing here", False, True),
    ]
    assert judged.examples[0].line == 9
    assert not judged.loads
    assert judged.ids == ("cobalt", "lithium", "metals", "news")


def test_the_effect_names_entries_that_are_matched_otherwise(folder: Path) -> None:
    effect = judge(folder, LITHIUM_RULES.replace("[lithium]}\nw", "[cobalt]}\nw"), effect=True).effect
    assert effect is not None
    assert effect.trouble == ""
    assert dict(effect.appear) == {"lithium": 1}
    assert dict(effect.vanish) == {"lithium": 1}
    told = {each.outlet: (each.appear, each.vanish) for each in effect.entries}
    assert told["Gazette"] == (("lithium",), ())
    cobalt = next(each for each in effect.entries if each.outlet == "Gazette")
    assert cobalt.headline.runs[0] == ("Cobalt", True)


def test_a_new_file_is_compared_with_rules_without_it(folder: Path) -> None:
    effect = judge(folder, EXAMPLES.partition("    examples")[0], "new.yaml", effect=True).effect
    assert effect is not None
    assert dict(effect.appear) == {"cobalt": 1}


def test_a_deleted_file_takes_its_rules_along(folder: Path) -> None:
    judged = judge(folder, None, effect=True)
    assert judged.loads
    assert judged.effect is not None
    assert dict(judged.effect.vanish) == {"lithium": 1}


def test_a_store_that_cannot_be_read_costs_the_effect_only(folder: Path) -> None:
    (folder / "store.db").write_bytes(b"no store")
    judged = judge(folder, LITHIUM_RULES, effect=True)
    assert judged.loads
    assert judged.effect is not None
    assert judged.effect.trouble

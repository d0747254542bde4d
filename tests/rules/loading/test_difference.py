"""What a reload announces."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.loading.difference import difference
from rules.loading.load import load
from rules.model import RuleSet

BEFORE = """\
version: 1
actors:
  - {id: ebrard, name: Marcelo Ebrard, aliases: [M. Ebrard]}
topics:
  - {id: arms, terms: [arms trade, weapons, guns, {near: [[a b], [c d]]}]}
lists:
  - {id: mine, file: mine.csv, format: csv}
watches:
  - {id: w1, when: {any: [ebrard, arms, mine]}}
"""


def rules(folder: Path, text: str, listed: str = "name\nX Y\nZ Z\n") -> RuleSet:
    (folder / "a.yaml").write_text(text, encoding="utf-8")
    (folder / "mine.csv").write_text(listed, encoding="utf-8")
    return load(folder).rules


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("w1", "w1", "no change"),
        ("version", "# hello\nversion", "no change"),
        (", weapons, guns, {near: [[a b], [c d]]}", "", "-3 terms"),
        ("M. Ebrard]", "M. Ebrard, M. E. Casaubón]", "+1 alias"),
        ("guns", "{text: guns, match: exact}", "+1 term, -1 term"),
        ("name: Marcelo Ebrard", "name: Marcelo X. Ebrard", "1 actor changed (ebrard)"),
        ("format: csv", "format: csv, on_lint: refuse", "1 list changed (mine)"),
        ("]}}\n", "]}}\n  - {id: w2, when: arms}\n", "+1 watch"),
        ("any: [ebrard, ", "any: [ebrard], all: [", "1 watch changed (w1)"),
        ("id: w1", "id: w2", "+1 watch, -1 watch"),
    ],
)
def test_a_difference_is_counted_by_kind(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert difference(rules(tmp_path, BEFORE), rules(tmp_path, BEFORE.replace(old, new))) == said


def test_a_difference_of_lists_and_many_changes_stays_one_line(tmp_path: Path) -> None:
    many = BEFORE + "".join(f"  - {{id: more{i}, when: arms}}\n" for i in range(5))
    before = rules(tmp_path, many)
    after = rules(tmp_path, many.replace("when: arms", "when: ebrard"), "name\nX Y\nNew One\nNew Two\n")
    assert difference(before, after) == (
        "5 watches changed (more0, more1, more2 ...), +2 listed actors, -1 listed actor"
    )
    assert difference(RuleSet(), before) == (
        "+6 watches, +1 actor, +1 alias, +1 topic, +4 terms, +1 list, +2 listed actors"
    )

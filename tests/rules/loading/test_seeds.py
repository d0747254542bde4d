"""Seed documents and rules point at each other."""

from __future__ import annotations

from pathlib import Path

from rules.loading.load import check_seeds, load

RULES = """\
version: 1
actors:
  - {id: ebrard, name: Marcelo Ebrard, seed: talks.md}
topics:
  - id: fentanyl
    terms: [fentanyl]
    seed: talks.md
watches: [{id: w, when: {any: [ebrard, fentanyl]}}]
"""
SEED = """\
# Talks, see [the rules](../rules/a.yaml)
[Marcelo Ebrard](../rules/a.yaml#ebrard) spoke of
[fentanyl](../rules/a.yaml#fentanyl), as [this page](https://example.org/x.yaml) says.
"""


def found(folder: Path, seed: str | None, rules: str = RULES) -> list[str]:
    for name in ("rules", "seeds"):
        (folder / name).mkdir(exist_ok=True)
    (folder / "rules" / "a.yaml").write_text(rules, encoding="utf-8")
    if seed is not None:
        (folder / "seeds" / "talks.md").write_text(seed, encoding="utf-8")
    problems = check_seeds(load(folder / "rules").rules, folder / "seeds")
    return [str(problem).replace(f"{folder}/", "") for problem in problems]


def test_rules_and_seeds_that_link_each_other_are_well(tmp_path: Path) -> None:
    assert found(tmp_path, SEED) == []


def test_a_seed_that_is_not_there_dangles(tmp_path: Path) -> None:
    assert found(tmp_path, None) == [
        "rules/a.yaml:3:46: there is no seed talks.md",
        "rules/a.yaml:7:11: there is no seed talks.md",
    ]
    assert "(did you mean `talks.md`?)" in found(tmp_path, SEED, RULES.replace("talks.md}", "talk.md}"))[0]


def test_a_link_that_leads_nowhere_dangles(tmp_path: Path) -> None:
    seed = SEED.replace("a.yaml#fentanyl", "a.yaml#fentanil") + "[x](../rules/b.yaml#ebrard) [y](a.yaml)\n"
    assert found(tmp_path, seed) == [
        "seeds/talks.md:3:1: a.yaml has no rule `fentanil` (did you mean `fentanyl`?)",
        "seeds/talks.md:4:1: this link leads to no rules file: ../rules/b.yaml (did you mean `a.yaml`?)",
        "seeds/talks.md:4:29: this link leads to no rules file: a.yaml (did you mean `a.yaml`?)",
        "rules/a.yaml:7:11: seed talks.md does not link `fentanyl` (it needs a link to ../rules/a.yaml#fentanyl)",
    ]


def test_links_within_code_are_no_links(tmp_path: Path) -> None:
    fenced = "```\n[x](../rules/none.yaml#x)\n```\n"
    assert found(tmp_path, SEED + fenced + "Write `[x](../rules/none.yaml#x)`.\n") == []


def test_a_seed_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "other.md").write_bytes(b"a\nb\xff")
    assert found(tmp_path, SEED) == ["seeds/other.md:2:2: this file is not UTF-8 (save it as UTF-8)"]


def test_links_follow_the_folders_of_the_config(tmp_path: Path) -> None:
    for name, text in (("watch/rules/a.yaml", RULES), ("papers/talks.md", SEED)):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(text.replace("../rules", "../watch/rules"), encoding="utf-8")
    rules = load(tmp_path / "watch" / "rules").rules
    assert check_seeds(rules, tmp_path / "papers", tmp_path / "watch" / "rules") == []

"""Checks that seed documents and rules link to each other. Pure: it gets texts.

A seed is Markdown; it links each rule that was drawn from it as `[text](../rules/FILE.yaml#ID)`, and the
rule names the seed by its `seed:` key. A link or a `seed:` that leads nowhere is dangling; a rule whose
seed does not link back is an orphan.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from rules.errors import Problem
from rules.loading.explain import did_you_mean, listed
from rules.loading.rule_positions import RulePositions
from rules.loading.yaml_positions import YamlPosition
from rules.model import RuleSet

# CommonMark, https://spec.commonmark.org/0.31.2/: fenced blocks, code spans, inline links without spaces.
_CODE = re.compile(r"^ {0,3}(`{3,}+|~{3,}+)[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)|`[^`\n]+`", re.M | re.S)
_LINK = re.compile(r"\[[^\[\]\n]*\]\((?![A-Za-z][A-Za-z0-9+.-]*:)([^()\s#]+\.ya?ml)(?:#([^()\s]*))?\)")


@dataclass(frozen=True, slots=True)
class _Link:
    file: str
    id: str
    place: YamlPosition


def check(
    rules: RuleSet, seeds: Mapping[str, str], rules_folder: Path, seeds_folder: Path, way: str
) -> Iterator[Problem]:
    """Findings about links that dangle and rules that are orphans.

    `seeds`: texts by the name of the document; `way`: the path of a link from the seeds folder to the rules
    folder, as `../rules`.
    """
    positions = RulePositions(rules, rules_folder)
    files = {source.name: positions.ids(source.name) for source in rules.sources}
    links = {name: list(_links(text)) for name, text in seeds.items()}
    for name in seeds:
        yield from _dangling(seeds_folder / name, links[name], files, way)
    seeded = {rule.id: rule.seed for rule in rules.actors} | {rule.id: rule.seed for rule in rules.topics}
    for rule, seed in seeded.items():
        if seed is not None:
            yield from _unseeded(rule, seed, positions, links, way)


def _links(text: str) -> Iterator[_Link]:
    plain = _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), text)
    for found in _LINK.finditer(plain):
        start = plain.rfind("\n", 0, found.start()) + 1
        place = YamlPosition(plain.count("\n", 0, found.start()) + 1, found.start() - start + 1)
        yield _Link(posixpath.normpath(unquote(found[1])), unquote(found[2] or ""), place)


def _dangling(seed: Path, links: list[_Link], files: Mapping[str, list[str]], way: str) -> Iterator[Problem]:
    for link in links:
        name = posixpath.basename(link.file)
        at = (seed, link.place.line, link.place.column)
        if link.file != posixpath.normpath(f"{way}/{name}") or name not in files:
            yield Problem(*at, f"this link leads to no rules file: {link.file}", did_you_mean(name, files))
        elif link.id and link.id not in (ids := files[name]):
            hint = did_you_mean(link.id, ids) or (f"it has {listed(ids, 'and')}" if ids else "")
            yield Problem(*at, f"{name} has no rule `{link.id}`", hint)


def _unseeded(
    rule: str, seed: str, positions: RulePositions, links: Mapping[str, list[_Link]], way: str
) -> Iterator[Problem]:
    file = positions.file(rule)
    if seed not in links:
        yield positions.problem(rule, ("seed",), f"there is no seed {seed}", did_you_mean(seed, links))
    elif not any(link.id == rule and posixpath.basename(link.file) == file for link in links[seed]):
        hint = f"it needs a link to {way}/{file}#{rule}"
        yield positions.problem(rule, ("seed",), f"seed {seed} does not link `{rule}`", hint)

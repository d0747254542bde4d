"""Checks that seed documents and rules point at each other. Pure: it gets texts.

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
from rules.plain import did_you_mean, listed
from rules.yamlpos import Document, Place

# CommonMark, https://spec.commonmark.org/0.31.2/: fenced blocks, code spans, inline links without spaces.
_CODE = re.compile(r"^ {0,3}(```+|~~~+)[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)|`[^`\n]+`", re.M | re.S)
_LINK = re.compile(r"\[[^\]\n]*\]\(([^()\s]+\.ya?ml)(?:#([^()\s]*))?\)")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A rule that names its seed, or None, and where it does so."""

    id: str
    seed: str | None
    path: Path
    place: Place


@dataclass(frozen=True, slots=True)
class _Link:
    file: str
    id: str
    place: Place


def rules_in(path: Path, document: Document) -> Iterator[Drawn]:
    """Every rule of a rules file with the seed that it names."""
    for group in ("actors", "topics", "lists", "watches"):
        for i, rule in enumerate(document.value.get(group, ())):
            yield Drawn(rule["id"], rule.get("seed"), path, document.place((group, i, "seed")))


def check(
    files: Mapping[str, list[Drawn]], seeds: Mapping[str, str], seeds_folder: Path, way: str
) -> Iterator[Problem]:
    """What dangles and what is orphaned.

    `files`: rules by the name of their file; `seeds`: texts by the name of the document; `way`: how a link
    leads from the seeds folder to the rules folder, as `../rules`.
    """
    links = {name: list(_links(text)) for name, text in seeds.items()}
    for name in seeds:
        yield from _dangling(seeds_folder / name, links[name], files, way)
    for file, rules in files.items():
        for rule in rules:
            if rule.seed is not None:
                yield from _unseeded(rule, file, links, way)


def _links(text: str) -> Iterator[_Link]:
    plain = _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), text)
    for found in _LINK.finditer(plain):
        start = plain.rfind("\n", 0, found.start()) + 1
        place = Place(plain.count("\n", 0, found.start()) + 1, found.start() - start + 1)
        yield _Link(posixpath.normpath(unquote(found[1])), unquote(found[2] or ""), place)


def _dangling(
    seed: Path, links: list[_Link], files: Mapping[str, list[Drawn]], way: str
) -> Iterator[Problem]:
    for link in links:
        name = posixpath.basename(link.file)
        at = (seed, link.place.line, link.place.column)
        if link.file != posixpath.normpath(f"{way}/{name}") or name not in files:
            yield Problem(*at, f"this link leads to no rules file: {link.file}", did_you_mean(name, files))
        elif link.id and link.id not in (ids := [rule.id for rule in files[name]]):
            hint = did_you_mean(link.id, ids) or (f"it has {listed(ids, 'and')}" if ids else "")
            yield Problem(*at, f"{name} has no rule `{link.id}`", hint)


def _unseeded(rule: Drawn, file: str, links: Mapping[str, list[_Link]], way: str) -> Iterator[Problem]:
    at = (rule.path, rule.place.line, rule.place.column)
    seed = str(rule.seed)
    if seed not in links:
        yield Problem(*at, f"there is no seed {seed}", did_you_mean(seed, links))
    elif not any(link.id == rule.id and posixpath.basename(link.file) == file for link in links[seed]):
        yield Problem(
            *at, f"seed {seed} does not link `{rule.id}`", f"it needs a link to {way}/{file}#{rule.id}"
        )

"""Loads rules from YAML, strictly: every finding has a file, a line, a column and a hint.

No other module of `rules` opens files. It reads a folder of rules files with the lists that they
name, checks everything, and returns plain frozen types, or raises RulesError with every finding.
It never guesses: a file that may be cut short does not load.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import re
import zlib
from collections.abc import Collection, Container, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal
from zoneinfo import available_timezones

from pydantic import ValidationError

from rules.errors import Problem, RulesError
from rules.loading import actor_lists, references, seeds
from rules.loading.difference import version_of
from rules.loading.explain import Loc, explain, quoted, zone_hint
from rules.loading.references import ValidFile
from rules.loading.yaml_positions import Document, YamlPosition, YamlProblem
from rules.loading.yaml_positions import read as read_yaml
from rules.model import ListedActor, LoadedList, RuleSet, RuleSource
from rules.schema import FORMS, ActorList, RulesFile
from rules.times import zone_of

MAX_BYTES = 2_000_000
MAX_LIST_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """Rules that are valid, with the warnings that a person should still see."""

    rules: RuleSet
    warnings: tuple[Problem, ...] = ()


def load(
    folder: Path,
    *,
    destinations: Collection[str] | None = None,
    ended: Container[str] = (),
    kept: Collection[RuleSource] = (),
) -> Loaded:
    """Loads the rules of `folder` (its `*.yaml`), or of a single file.

    `destinations`: the names that `notify` may use; None: any. `ended`: names of the files (as in
    `RuleSource.name`) that closed with the end mark `...` when last loaded; without it they are cut
    short, and refused. `kept`: files that are taken as they were, whatever is there now. Raises RulesError with every
    finding, in file order.
    """
    warnings: list[Problem] = []
    problems: list[Problem] = []
    files: list[ValidFile] = []
    sources: list[RuleSource] = []
    texts = {source.name: source.content for source in kept}
    for path in _rules_files(folder, warnings, texts):
        try:
            source, document = _read_source(path, ended, texts.get(path.name))
            sources.append(source)
            files.append(ValidFile(path, _validate(path, document), document))
        except RulesError as error:
            problems += error.problems
    complete = not problems
    findings = [*references.check(files, destinations, complete=complete), *_bad_zones(files)]
    lists = tuple(loaded for file in files for loaded in _lists_of(file, findings))
    warnings += [finding for finding in findings if finding.level == "warning"]
    problems += [finding for finding in findings if finding.level == "error"]
    if problems:
        raise RulesError(sorted(problems, key=lambda p: (str(p.path), p.line, p.column)))
    rules = RuleSet(
        actors=tuple(actor for file in files for actor in file.rules.actors),
        topics=tuple(topic for file in files for topic in file.rules.topics),
        lists=lists,
        watches=tuple(watch for file in files for watch in file.rules.watches),
        sources=tuple(sources),
    )
    return Loaded(replace(rules, version=version_of(rules)), tuple(warnings))


def check_seeds(rules: RuleSet, seeds_folder: Path, rules_folder: Path | None = None) -> list[Problem]:
    """Links between rules and seed documents that lead nowhere or are missing; `rules.loading.seeds` says how they link.

    `rules_folder` is `rules` beside the seeds unless given.
    """
    rules_folder = rules_folder or seeds_folder.parent / "rules"
    way = os.path.relpath(rules_folder, seeds_folder).replace(os.sep, "/")
    texts, problems = {}, []
    for path in sorted(seeds_folder.iterdir()) if seeds_folder.is_dir() else ():
        if path.suffix in (".md", ".markdown", ".txt"):
            try:
                texts[path.name] = read_text(path)
            except RulesError as error:
                problems += error.problems
    return [*problems, *seeds.check(rules, texts, rules_folder, seeds_folder, way)]


def watches_in(text: str) -> list[str]:
    """The ids of the watches in the text of a rules file that once loaded; none where it does not read as one."""
    try:
        value = read_yaml(text).value
    except YamlProblem:
        return []
    watches = value.get("watches") if isinstance(value, dict) else None
    return [str(watch["id"]) for watch in watches or () if isinstance(watch, dict) and "id" in watch]


def _rules_files(folder: Path, warnings: list[Problem], kept: Collection[str] = ()) -> list[Path]:
    if folder.is_file() or (folder.name in kept and not folder.is_dir()):
        return [folder]
    try:
        # Editors leave hidden files beside the one they edit: Emacs a dangling link named .#x.yaml
        names = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        if not kept:
            there = (
                ""
                if folder.exists()
                else "`wirewatch rules new NAME --term WORDS` makes it, with a first rule"
            )
            raise _refusal(folder, f"the rules folder cannot be read: {error.strerror}", there) from None
        names = []
    warnings.extend(
        Problem(path, 0, 0, "this file is not read", "name it .yaml", "warning")
        for path in names
        if path.suffix == ".yml"
    )
    files = sorted({*(path for path in names if path.suffix == ".yaml"), *(folder / name for name in kept)})
    if not files:
        other = next((warning.path for warning in warnings if warning.path.suffix == ".yml"), None)
        hint = f"rename {other.name} to {other.stem}.yaml" if other else "a rules file is named *.yaml"
        raise _refusal(folder, "there is no rules file here", hint)
    return files


def _read_source(path: Path, ended: Container[str], kept: str | None = None) -> tuple[RuleSource, Document]:
    """Reads a file, or the text that is kept of it: as it is, and as YAML. Raises RulesError."""
    text = read_text(path) if kept is None else kept
    if not _has_end_mark(text) and path.name in ended:
        end = YamlPosition(text.count("\n") + 1, 1)
        hint = "it closed with `...` when last loaded; write that as its last line once it is whole"
        raise _refusal(path, "this file is cut short: the end mark is missing", hint, end)
    try:
        document = read_yaml(text)
    except YamlProblem as problem:
        raise _refusal(path, problem.message, problem.hint, problem.place) from None
    digest = hashlib.sha256(text.encode()).hexdigest()
    return RuleSource(path.name, digest, document.ended, text), document


def _has_end_mark(text: str) -> bool:
    """Whether the last line that is neither blank nor a comment is `...`, at the margin.

    This is known before parsing, so that a file cut within a quote is called cut short, not badly quoted.
    """
    lines = (line for line in reversed(text.splitlines()) if line.strip() and not line.startswith("#"))
    return next(lines, "").partition("#")[0].rstrip() == "..."


def read_text(path: Path) -> str:
    """The text of a rules file or a seed. Raises RulesError."""
    content = _read_bytes(path, MAX_BYTES, "names by the thousand belong in a list, see `lists`")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        raise _refusal(
            path, "this file is not UTF-8", "save it as UTF-8", YamlPosition(line, column)
        ) from None


def _read_bytes(path: Path, limit: int, hint: str) -> bytes:
    if not path.is_file():
        raise _refusal(path, "this is no file" if path.exists() else "there is no such file")
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise _refusal(path, f"this file cannot be read: {error.strerror}") from None
    if len(content) > limit:
        raise _refusal(path, f"this file is larger than {limit / 1e6:g} MB", hint)
    return content


def _refusal(path: Path, message: str, hint: str = "", place: YamlPosition | None = None) -> RulesError:
    line, column = (place.line, place.column) if place else (0, 0)
    return RulesError([Problem(path, line, column, message, hint)])


def _validate(path: Path, document: Document) -> RulesFile:
    """Validates the document as a rules file. Raises RulesError."""

    def locate(loc: Loc, key: bool) -> tuple[int, int]:
        place = document.place(loc, key)
        return place.line, place.column

    problems = [
        Problem(
            path,
            again.line,
            again.column,
            f"key {quoted(key)} is written twice",
            f"first in line {first.line}",
        )
        for again, key, first in document.repeated
    ]
    if not isinstance(document.value, dict):
        hint = "a rules file begins with `version: 1`"
        message = "this file is empty" if document.value is None else "this file has no keys"
        raise RulesError([*problems, Problem(path, 1, 1, message, hint)])
    try:
        file = RulesFile.model_validate(document.value, by_alias=True, by_name=False)
    except ValidationError as error:
        problems += explain(error, path=path, model=RulesFile, locate=locate, forms=FORMS)
    if problems:
        raise RulesError(problems)
    return file


def _bad_zones(files: list[ValidFile]) -> Iterator[Problem]:
    for file in files:
        for i, watch in enumerate(file.rules.watches):
            name = watch.quiet_hours.timezone if watch.quiet_hours else None
            if name is not None and zone_of(name) is None:
                hint = zone_hint(name, available_timezones())
                loc = ("watches", i, "quiet_hours", "timezone")
                yield file.problem(loc, f"there is no timezone {quoted(name)}", hint)


def _lists_of(file: ValidFile, problems: list[Problem]) -> Iterator[LoadedList]:
    """Loads the lists that a rules file names; findings go to `problems`, at the list's `file`."""
    for i, rule in enumerate(file.rules.lists):
        path = file.path.parent / rule.file
        try:
            actors, digest = _read_list(path, rule, problems)
        except RulesError as error:
            for problem in error.problems:
                message = f"list `{rule.id}`: {problem.message}: {rule.file}"
                problems.append(file.problem(("lists", i, "file"), message, problem.hint))
            continue
        for j, message, hint in actor_lists.unknown_kinds(actors, rule.kinds):
            problems.append(file.problem(("lists", i, "kinds", j), message, hint))
        yield LoadedList(rule, actor_lists.keep_kinds(actors, rule.kinds), digest)


def _read_list(path: Path, rule: ActorList, problems: list[Problem]) -> tuple[list[ListedActor], str]:
    """Reads the actors of a list, and a digest of its bytes. Findings inside the list go to `problems`."""
    content = _read_list_bytes(path)
    digest = hashlib.sha256(content)
    if rule.format == "ofac":
        beside = alt_beside(path)
        alt = _read_list_bytes(beside) if beside else None
        digest.update(alt or b"")
        actors, findings, in_alt = actor_lists.read_ofac(content, alt)
        if beside is None:
            message = "there is no ALT.CSV beside this list: its aliases are not known"
            problems.append(Problem(path, 0, 0, message, level="warning"))
        else:
            problems += _in_list(beside, in_alt)
    else:
        read = actor_lists.read_csv if rule.format == "csv" else actor_lists.read_jsonl
        actors, findings = read(content)
    problems += _in_list(path, findings)
    if not actors and not findings:
        problems.append(Problem(path, 0, 0, "this list names nobody"))
    return actors, digest.hexdigest()


def load_list(path: Path, form: Literal["ofac", "csv", "jsonl"] | None = None) -> Loaded:
    """Loads a list file by itself, as rules without a watch.

    A `form` of None is guessed by the name and the first line.

    Raises RulesError with every finding.
    """
    content = _read_list_bytes(path)
    named = path.name.casefold().removesuffix(".gz")
    first = content[:2000].split(b"\n", 1)[0].strip().lower()
    if form is None and (named.endswith((".jsonl", ".ndjson", ".json")) or first.startswith(b"{")):
        form = "jsonl"
    elif form is None:
        form = "csv" if b"name" in first.replace(b'"', b"").replace(b";", b",").split(b",") else "ofac"
    name = re.sub(r"[^a-z0-9]+", "-", named.partition(".")[0]).strip("-") or "list"
    rule = ActorList(id=name, file=str(path), format=form)
    problems: list[Problem] = []
    actors, digest = _read_list(path, rule, problems)
    warnings = [problem for problem in problems if problem.level == "warning"]
    if len(warnings) < len(problems):
        raise RulesError([problem for problem in problems if problem.level == "error"])
    return Loaded(RuleSet(lists=(LoadedList(rule, tuple(actors), digest),)), tuple(warnings))


def _in_list(path: Path, findings: list[actor_lists.Finding]) -> list[Problem]:
    return [Problem(path, f.line, 1 if f.line else 0, f.message, f.hint) for f in findings]


def alt_beside(path: Path) -> Path | None:
    """Path of OFAC's file of aliases in the same folder: SDN.CSV has ALT.CSV, sdn.csv.gz has alt.csv.gz."""
    wanted = path.name.casefold().replace("sdn", "alt")
    return next((p for p in sorted(path.parent.iterdir()) if p.name.casefold() == wanted and p != path), None)


def _read_list_bytes(path: Path) -> bytes:
    content = _read_bytes(path, MAX_LIST_BYTES, "")
    if path.suffix != ".gz":
        return content
    try:
        with gzip.open(io.BytesIO(content)) as file:
            unpacked = file.read(MAX_LIST_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        raise _refusal(path, "this file is no gzip, or cut short") from None
    if len(unpacked) > MAX_LIST_BYTES:
        raise _refusal(path, f"this file unpacks to more than {MAX_LIST_BYTES / 1e6:g} MB")
    return unpacked

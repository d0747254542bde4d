"""Reads actor lists from bytes: OFAC's CSV files, plain CSV, and JSON lines. Opens no file.

A program writes a list, so unknown columns and keys are ignored; a missing name or a key that is not unique
is an error. A person's name written `SURNAME, Given` is turned round.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from rules.loading.explain import did_you_mean, kind_of, listed, quoted
from rules.loading.yaml_positions import UNFIT
from rules.model import ListedActor

MAX_FINDINGS = 20
MAX_NAME = 500
# Words of the sources for each kind. OFAC writes "individual", and -0- for organisations:
# https://ofac.treasury.gov/specially-designated-nationals-list-data-formats-data-schemas
_KINDS = {
    "individual": "person",
    "people": "person",
    "entity": "organization",
    "organisation": "organization",
    "company": "organization",
    "": "",
}
_NO_VALUE = "-0-"
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "md", "phd"})
_OFAC_NAME, _OFAC_KIND, _OFAC_COLUMNS = 1, 2, 12


class Finding(NamedTuple):
    """A finding in a list, at a line (from 1; 0: the whole file)."""

    line: int
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """An actor with its line in the list."""

    line: int
    actor: ListedActor


def kind(word: str) -> str:
    """Translates a source's word for a kind of actor into the project's word."""
    plain = word.strip().casefold()
    return _KINDS.get(plain, plain)


def keep_kinds(actors: Iterable[ListedActor], kinds: Iterable[str]) -> tuple[ListedActor, ...]:
    """The actors of these kinds; all of them where `kinds` is empty."""
    wanted = {kind(word) for word in kinds}
    return tuple(actor for actor in actors if not wanted or actor.kind in wanted)


def unknown_kinds(actors: Iterable[ListedActor], kinds: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """Findings about `kinds` that no actor of the list has: position in `kinds`, message, hint."""
    present = sorted({actor.kind for actor in actors} - {""})
    for i, word in enumerate(kinds):
        if kind(word) not in present:
            has = f"this list has {listed(present, 'and')}" if present else "this list tells no kinds"
            yield i, f"no actor of this list is of kind {quoted(word)}", did_you_mean(word, present) or has


def read_ofac(sdn: bytes, alt: bytes | None) -> tuple[list[ListedActor], list[Finding], list[Finding]]:
    """Reads OFAC's SDN.CSV and ALT.CSV (None: absent): actors, findings in SDN.CSV, findings in ALT.CSV."""
    aliases, in_alt = _ofac_aliases(alt) if alt is not None else ({}, [])
    rows: list[Row] = []
    in_sdn: list[Finding] = []
    for line, cells in _csv_rows(_ofac_text(sdn), in_sdn):
        if len(cells) < _OFAC_COLUMNS or not cells[0].strip().isdigit():
            in_sdn.append(Finding(line, "this row is not of OFAC's SDN.CSV: a number and 11 more columns"))
            continue
        key, name = cells[0].strip(), cells[_OFAC_NAME].strip()
        written = cells[_OFAC_KIND].strip()
        group = kind("entity" if written == _NO_VALUE else written)
        rows.append(_row(line, key, name, aliases.get(key, []), group))
    actors, more = _checked(rows)
    return actors, _first(in_sdn + more), _first(in_alt)


def _ofac_aliases(alt: bytes) -> tuple[dict[str, list[str]], list[Finding]]:
    aliases: dict[str, list[str]] = {}
    findings: list[Finding] = []
    for line, cells in _csv_rows(_ofac_text(alt), findings):
        if len(cells) < 4 or not cells[0].strip().isdigit():
            findings.append(Finding(line, "this row is not of OFAC's ALT.CSV: two numbers, type, name"))
            continue
        aliases.setdefault(cells[0].strip(), []).append(cells[3].strip())
    return aliases, findings


def _ofac_text(content: bytes) -> str:
    # OFAC's files end with a DOS end-of-file character, and older ones are Latin-1.
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    return text.rstrip("\x1a\r\n\x00 ")


def read_csv(content: bytes) -> tuple[list[ListedActor], list[Finding]]:
    """Reads CSV with a header: `name`; optional are `aliases` (separated by `;`), `kind` and `id`."""
    text = _utf8(content)
    if isinstance(text, Finding):
        return [], [text]
    findings: list[Finding] = []
    lines = _csv_rows(text, findings)
    _, header = next(lines, (0, []))
    columns = {title.strip().casefold(): i for i, title in enumerate(header)}
    if "name" not in columns:
        hint = did_you_mean("name", columns) if columns else ""
        return [], [Finding(1, "the first row must name the columns, `name` among them", hint)]
    rows = []
    for line, cells in lines:
        cell = {title: cells[i].strip() if i < len(cells) else "" for title, i in columns.items()}
        key = cell.get("id") or re.sub(r"[\s/]+", "-", cell["name"].casefold())
        aliases = cell.get("aliases", "").split(";")
        rows.append(_row(line, key, cell["name"], aliases, kind(cell.get("kind", ""))))
    actors, more = _checked(rows)
    return actors, _first(findings + more)


def read_jsonl(content: bytes) -> tuple[list[ListedActor], list[Finding]]:
    """Reads one JSON object a line: `id`, `name`, `type` or `kind`, `aliases` as texts or as `{"name": ...}`."""
    text = _utf8(content)
    if isinstance(text, Finding):
        return [], [text]
    rows, findings = [], []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        row = _json_row(number, line)
        if isinstance(row, Finding):
            findings.append(row)
        else:
            rows.append(row)
    actors, more = _checked(rows)
    return actors, _first(findings + more)


def _json_row(number: int, line: str) -> Row | Finding:
    try:
        item: Any = json.loads(line)
    except (ValueError, RecursionError):
        return Finding(number, "this line is no JSON")
    if not isinstance(item, dict):
        return Finding(number, f"a line must be a JSON object, not {kind_of(item)}")
    key, name, group = item.get("id"), item.get("name"), item.get("kind") or item.get("type") or ""
    aliases = [a.get("name") if isinstance(a, dict) else a for a in _as_list(item.get("aliases"))]
    if not all(isinstance(part, str) for part in (key, name, group, *aliases)):
        return Finding(number, "`id`, `name`, `kind` and each alias must be text")
    return _row(number, str(key), str(name), [str(alias) for alias in aliases], kind(str(group)))


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _row(line: int, key: str, name: str, aliases: Iterable[str], group: str) -> Row:
    names = [_in_order(text, group) for text in (name, *aliases)]
    others = dict.fromkeys(text for text in names[1:] if text and text != names[0])
    return Row(line, ListedActor(key=key.strip(), name=names[0], aliases=tuple(others), kind=group))


def _in_order(name: str, group: str) -> str:
    """Turns `EBRARD CASAUBON, Marcelo` into `Marcelo EBRARD CASAUBON`; other names stay as they are."""
    name = " ".join(name.split())
    surname, comma, given = name.partition(", ")
    if group != "person" or not comma or "," in given:
        return name
    return name if given.casefold().strip(".") in _SUFFIXES else f"{given} {surname}"


def _checked(rows: Iterable[Row]) -> tuple[list[ListedActor], list[Finding]]:
    """Separates the actors that can be used from findings about the others."""
    actors: list[ListedActor] = []
    findings: list[Finding] = []
    lines: dict[str, int] = {}
    for row in rows:
        actor = row.actor
        if not actor.name or not actor.key:
            findings.append(Finding(row.line, "an actor needs a name and an id"))
        elif actor.key in lines:
            first = lines[actor.key]
            findings.append(
                Finding(row.line, f"id {quoted(actor.key)} is used twice", f"first in line {first}")
            )
        elif any(len(name) > MAX_NAME or UNFIT.search(name) for name in (actor.name, *actor.aliases)):
            findings.append(Finding(row.line, f"a name is no text, or longer than {MAX_NAME} characters"))
        else:
            lines[actor.key] = row.line
            actors.append(actor)
    return actors, findings


def _csv_rows(text: str, findings: list[Finding]) -> Iterator[tuple[int, list[str]]]:
    """Yields line and cells of each row that is not blank. Stops, with a finding, at a row that is no CSV."""
    reader = csv.reader(io.StringIO(text, newline=""))
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            findings.append(Finding(line, f"this row is no CSV: {error}"))
            return
        if any(cell.strip() for cell in cells):
            yield line, cells


def _utf8(content: bytes) -> str | Finding:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Finding(content.count(b"\n", 0, error.start) + 1, "this line is not UTF-8")


def _first(findings: list[Finding]) -> list[Finding]:
    """The first findings in file order: a list in the wrong format has a finding in every line."""
    findings = sorted(findings)
    if len(findings) <= MAX_FINDINGS:
        return findings
    rest = len(findings) - MAX_FINDINGS
    return [*findings[:MAX_FINDINGS], Finding(0, f"{rest} more lines like these")]

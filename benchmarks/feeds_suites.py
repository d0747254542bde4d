"""Compares entries with what the test suite of gofeed expects of its documents, field by field.

    python benchmarks/feeds_found.py --suites FOLDER [--json]

FOLDER holds published sources, such as those that Debian's package golang-github-mmcdole-gofeed-dev installs. A document of
gofeed's suite lies beside a JSON file with the expected feed. Of the suites of miniflux and SimplePie the documents stand
inside their test programs, so that these are not compared, which is said. No test is executed.

A document is equal in a field if all its entries are that have the field, and near if markup and blanks alone differ.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

from monitor.parsing.model import Origin, Parsed
from monitor.parsing.parse import parse
from rules.model import Entry

NOW = datetime(2100, 1, 1, tzinfo=UTC)  # no date of a suite lies ahead
NOT_COMPARED = "not compared: miniflux, SimplePie (their documents stand inside test programs)"
FIELDS = ("title", "link", "date", "text")
_DATES = ("publishedParsed", "pubDateParsed", "updatedParsed", "dateParsed")
_TEXTS = ("content", "description", "summary")


def compare_suites(folder: Path, *, as_json: bool) -> int:
    """Prints the figures of each folder of documents. Returns the exit code: 3 where there is no suite, which is said."""
    pairs = sorted(_pairs(folder))
    if not pairs:
        print(f"skipped: no suite of gofeed in {folder}", file=sys.stderr)
        return 3
    report: dict[str, Counter[str]] = {}
    for document, expected in pairs:
        counts = report.setdefault("/".join(document.parent.parts[-2:]), Counter())
        _compare(document, _entries(json.loads(expected.read_text())), counts)
    print(json.dumps(report) if as_json else _shown(report))
    print(NOT_COMPARED, file=sys.stderr)
    return 0


def _pairs(folder: Path) -> list[tuple[Path, Path]]:
    """Finds the documents that lie beside what is expected of them."""
    found = [(path, path.with_suffix(".json")) for path in folder.rglob("testdata/**/*.xml")]
    found += [
        (path, path.with_name(f"{path.stem}_expected.json")) for path in folder.rglob("testdata/**/*.json")
    ]
    return [(document, expected) for document, expected in found if expected.exists()]


def _entries(expected: dict[str, Any]) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = expected.get("items") or expected.get("entries") or []
    return entries


def _compare(document: Path, expected: list[dict[str, Any]], counts: Counter[str]) -> None:
    parsed = parse(document.read_bytes(), Origin(feed="suite", url=""), None, NOW)
    counts["documents"] += 1
    if not isinstance(parsed, Parsed):
        counts["not read"] += 1
        return
    counts["read"] += 1
    if len(parsed.entries) != len(expected):
        counts["count differs"] += 1
        return
    counts["count"] += 1
    for field in FIELDS:
        pairs = [
            (_ours(entry, field), wanted)
            for entry, item in zip(parsed.entries, expected, strict=True)
            if (wanted := _wanted(item, field))
        ]
        if pairs:
            counts[f"{field} of"] += 1
            verdict = min(_verdict(ours, wanted, field) for ours, wanted in pairs)
            counts[f"{field} {('differs', 'near', 'equal')[verdict]}"] += 1


def _ours(entry: Entry, field: str) -> str:
    published = entry.published.astimezone(UTC).isoformat() if entry.published else ""
    return {"title": entry.title, "link": entry.url or "", "date": published, "text": entry.text}[field]


def _wanted(item: dict[str, Any], field: str) -> str:
    """Returns what the suite expects of a field; empty where it says nothing."""
    match field:
        case "link":
            links = [link.get("href", "") for link in item.get("links", []) if isinstance(link, dict)]
            return item.get("link") or item.get("url") or next(filter(None, links), "")
        case "date":
            date = next((item[name] for name in _DATES if item.get(name)), "")
            return (
                datetime.fromisoformat(date).astimezone(UTC).replace(microsecond=0).isoformat()
                if date
                else ""
            )
        case "text":
            text = next((item[name] for name in _TEXTS if item.get(name)), "")
            return text.get("value", "") if isinstance(text, dict) else text
    return str(item.get(field) or "")


def _verdict(ours: str, wanted: str, field: str) -> int:
    """Returns 2 where the suite's value is ours (or stands in our text), 1 where it is but for markup and blanks, else 0."""
    if ours == wanted or (field == "text" and wanted in ours):
        return 2
    plain, wanted = (re.sub(r"<[^>]*>|\s+", "", unescape(text)) for text in (ours, wanted))
    return int(plain == wanted or (field == "text" and wanted in plain))


def _shown(report: dict[str, Counter[str]]) -> str:
    lines = []
    for suite, counts in report.items():
        cells = [f"{counts['read']}/{counts['documents']} read", f"{counts['count']} with the same count"]
        cells += [
            f"{field} {counts[f'{field} equal']}+{counts[f'{field} near']} near/{counts[f'{field} of']}"
            for field in FIELDS
        ]
        lines.append(f"{suite:20} {', '.join(cells)}")
    return "\n".join(lines)

"""Items found in every document of feedparser's own test suite, beside feedparser itself; JSON Feed is read, too.

    python benchmarks/feeds_found.py [--suite FOLDER] [--json]

The suite is in feedparser's source distribution, of the version that is installed; pip downloads it into a folder
that is removed at the end, or `--suite` names a copy. Each document is handed to both as the body of an answer, with
the Content-Type that its first lines ask for. Nothing of it is executed. JSON Feed documents are generated.

Exits with 1 where we find fewer items than feedparser in any document, or not all of a JSON Feed.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser
from rich.console import Console
from rich.progress import track
from rich.table import Table

from monitor.entries import clean_line, plain_title
from monitor.outcome import Origin, Parsed
from monitor.parse import parse
from rules.model import Entry

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SAMPLES = 200
_HEADER = re.compile(rb"^Header:\s*Content-Type:\s*(.+?)\s*$", re.IGNORECASE | re.MULTILINE)


@dataclass
class Found:
    files: int = 0
    ours: int = 0
    theirs: int = 0
    less: list[str] = field(default_factory=list)
    more: list[str] = field(default_factory=list)
    compared: int = 0
    differing: Counter[str] = field(default_factory=Counter)


def main() -> int:
    args = _arguments()
    with tempfile.TemporaryDirectory() as scratch:
        suite = args.suite or _download(Path(scratch))
        files = sorted(path for path in suite.rglob("*.xml") if path.is_file())
        if not files:
            sys.exit(f"{suite} holds no document of feedparser's tests")
        found = Found()
        for path in track(files, console=Console(stderr=True), disable=args.json, transient=True):
            _compare(path.read_bytes(), str(path.relative_to(suite)), found)
    samples, items, read = _json_feeds()
    report: dict[str, Any] = {
        "feedparser": version("feedparser"),
        "files": found.files,
        "items": found.ours,
        "items_of_feedparser": found.theirs,
        "files_with_less": found.less,
        "files_with_more": len(found.more),
        "items_compared": found.compared,
        "fields_differing": dict(sorted(found.differing.items())),
        "json_feeds": samples,
        "json_items": items,
        "json_items_read": read,
    }
    print(json.dumps(report, indent=1)) if args.json else _show(report)
    return 1 if found.less or read != items else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--suite", type=Path, help="a folder with feedparser's tests, instead of a download")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _download(folder: Path) -> Path:
    wanted = f"feedparser=={version('feedparser')}"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*command, "--no-binary", ":all:", "--dest", str(folder), wanted], check=True)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return next(folder.glob("*/tests"))


def _compare(body: bytes, name: str, found: Found) -> None:
    said = _HEADER.search(body[:2000])
    content_type = said[1].decode("latin-1") if said else "application/xml"
    theirs = feedparser.parse(BytesIO(body), response_headers={"content-type": content_type}).entries
    parsed = parse(body, Origin(feed="f"), content_type, NOW)
    ours = parsed.entries if isinstance(parsed, Parsed) else ()
    found.files += 1
    found.ours += len(ours)
    found.theirs += len(theirs)
    if len(ours) < len(theirs):
        found.less.append(f"{name}: {len(ours)} of {len(theirs)}")
    elif len(ours) > len(theirs):
        found.more.append(name)
    else:
        found.compared += len(ours)
        for mine, other in zip(ours, theirs, strict=True):
            found.differing.update(_differing(mine, other))


def _differing(ours: Entry, theirs: Any) -> Iterator[str]:
    if ours.title != plain_title(theirs.get("title", "")):
        yield "title"
    if (ours.url or "") != theirs.get("link", ""):
        yield "link"
    if (ours.guid or "") != clean_line(theirs.get("id", "")):
        yield "guid"
    date = theirs.get("published_parsed") or theirs.get("updated_parsed")
    if (ours.published.timetuple()[:6] if ours.published else None) != (tuple(date)[:6] if date else None):
        yield "date"


def _json_feeds() -> tuple[int, int, int]:
    """(documents, items in them, items read of them)."""
    draw = random.Random(1)
    items = read = 0
    for number in range(SAMPLES):
        one = [_json_item(draw, number, n) for n in range(draw.randint(0, 40))]
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": f"Feed {number}", "items": one}
        parsed = parse(json.dumps(feed).encode(), Origin(feed="f"), "application/feed+json", NOW)
        items += len(one)
        read += len(parsed.entries) if isinstance(parsed, Parsed) else 0
    return SAMPLES, items, read


def _json_item(draw: random.Random, feed: int, number: int) -> dict[str, Any]:
    item: dict[str, Any] = {"id": draw.choice([f"{feed}-{number}", number])}
    optional = {
        "url": f"https://news.example/{feed}/{number}",
        "title": f"Headline {number}",
        "content_html": f"<p>Text {number} of {feed}</p>",
        "content_text": f"Text {number} of {feed}",
        "summary": "Short.",
        "date_published": "2023-02-28T10:00:00-06:00",
        "language": "es",
    }
    return item | {key: value for key, value in optional.items() if draw.random() < 0.7}


def _show(report: dict[str, Any]) -> None:
    table = Table(title=f"Items found in the tests of feedparser {report['feedparser']}")
    table.add_column("")
    table.add_column("", justify="right")
    for name, value in report.items():
        shown = len(value) if isinstance(value, list) else value
        if isinstance(shown, dict):
            shown = ", ".join(f"{key} {count}" for key, count in shown.items()) or "none"
        table.add_row(name.replace("_", " "), str(shown))
    Console().print(table)
    for name in report["files_with_less"]:
        print(name)


if __name__ == "__main__":
    sys.exit(main())

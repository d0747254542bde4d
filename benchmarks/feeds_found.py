"""Counts the items found in each document of feedparser's own test suite, beside feedparser itself.

    python benchmarks/feeds_found.py [--suite FOLDER] [--json]
    python benchmarks/feeds_found.py --suites FOLDER [--json]    # gofeed's suite instead: feeds_suites.py

The suite is in feedparser's source distribution, of the version that is installed; pip downloads it into a folder
that is removed at the end, or `--suite` names a copy. Each document is handed to both as the body of an answer, with
the Content-Type and the address that its first lines ask for. No test of the suite is executed. JSON Feed
documents are generated, and read too. A field that differs on purpose is counted under its reason; any other is
named with its document.

Exits with 1 where we find fewer items than feedparser in any document, or not all of a JSON Feed, or where a field
differs for no reason that is known here.
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
from urllib.parse import urljoin

import feedparser
from feeds_suites import compare_suites
from rich.console import Console
from rich.progress import track
from rich.table import Table

from monitor.parsing.model import Origin, Parsed
from monitor.parsing.parse import parse
from monitor.text.sanitize import clean_line, plain_title
from rules.model import Entry

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SAMPLES = 200
_HEADER = re.compile(
    rb"^Header:\s*(Content-Type|Content-Location):\s*(.+?)\s*$", re.IGNORECASE | re.MULTILINE
)
# The address of documents that ask for none.
ADDRESS = "http://127.0.0.1:8097/feed"
HTML_TYPES = ("text/html", "application/xhtml+xml")
# Reasons why a field differs on purpose.
CREATED = "date: where no other is given, that of creation counts"
NO_ADDRESS = "link: an id that is no address is no link"
AS_PUBLISHED = "guid: kept as published, not resolved against the address"
ID_STANDS_IN = "link: without one, an id that is an address stands in"
STANDS_IN = "link: without one, the enclosure or related page stands in"
BOTH_GUESS = "title: no encoding is declared and the bytes are not UTF-8; both guess"
SCRIPT = "title: what stands in comments and scripts is not read"


@dataclass
class Found:
    """Counts over all documents, ours and feedparser's."""

    files: int = 0
    ours: int = 0
    theirs: int = 0
    less: list[str] = field(default_factory=list)
    more: list[str] = field(default_factory=list)
    compared: int = 0
    differing: Counter[str] = field(default_factory=Counter)
    unexplained: list[str] = field(default_factory=list)


def main() -> int:
    args = _arguments()
    if args.suites:
        return compare_suites(args.suites, as_json=args.json)
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
        "differing_on_purpose": dict(sorted(found.differing.items())),
        "differing_unexplained": found.unexplained,
        "json_feeds": samples,
        "json_items": items,
        "json_items_read": read,
    }
    print(json.dumps(report, indent=1)) if args.json else _show(report)
    return 1 if found.less or found.unexplained or read != items else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--suite", type=Path, help="a folder with feedparser's tests, instead of a download")
    parser.add_argument(
        "--suites", type=Path, help="a folder with gofeed's sources: compares with its suite instead"
    )
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
    asked = {key.decode().lower(): value.decode("latin-1") for key, value in _HEADER.findall(body[:2000])}
    headers = {"content-type": "application/xml", "content-location": ADDRESS} | asked
    theirs = feedparser.parse(BytesIO(body), response_headers=headers).entries
    origin = Origin(feed="f", url=headers["content-location"])
    parsed = parse(body, origin, headers["content-type"], NOW)
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
            for what, reason in _differing(mine, other, body, origin.url):
                if reason:
                    found.differing[reason] += 1
                else:
                    found.unexplained.append(f"{name}: {what}")


def _differing(ours: Entry, theirs: Any, body: bytes, address: str) -> Iterator[tuple[str, str | None]]:
    """Yields each field that differs, with the reason if it differs on purpose."""
    title = theirs.get("title", "")
    # Atom declares the type of a title; RSS does not, and there publishers write HTML.
    is_html = b"<feed" not in body or theirs.get("title_detail", {}).get("type") in HTML_TYPES
    if ours.title != (plain_title(title) if is_html else clean_line(title)):
        yield "title", _title_reason(ours.title, title, body)
    if (ours.url or "") != _lower_scheme(theirs.get("link", "")):
        yield "link", _link_reason(ours, theirs)
    if (ours.guid or "") != clean_line(theirs.get("id", "")):
        yield "guid", AS_PUBLISHED if urljoin(address, ours.guid) == theirs.get("id") else None
    date = theirs.get("published_parsed") or theirs.get("updated_parsed")
    if ours.published != _utc(date):
        yield "date", CREATED if not date and ours.published == _utc(theirs.get("created_parsed")) else None


def _title_reason(ours: str, theirs: str, body: bytes) -> str | None:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return None if b"encoding=" in body[:100] else BOTH_GUESS
    return SCRIPT if "<script" in theirs and all(word in theirs for word in ours.split()) else None


def _link_reason(ours: Entry, theirs: Any) -> str | None:
    if ours.url is None:
        # Where the item has no link of its own, feedparser takes the id for one.
        return NO_ADDRESS if not theirs.get("links") and "://" not in (ours.guid or "") else None
    if not theirs.get("link") and ours.url.rstrip("/") == (ours.guid or "").rstrip("/"):
        return ID_STANDS_IN
    stand_ins = [
        ref.get("href") for ref in theirs.get("links", ()) if ref.get("rel") in ("enclosure", "related")
    ]
    return STANDS_IN if not theirs.get("link") and ours.url in stand_ins else None


def _lower_scheme(url: str) -> str:
    scheme, colon, rest = url.partition(":")
    return f"{scheme.lower()}{colon}{rest}"


def _utc(date: Any) -> datetime | None:
    return datetime(*date[:6], tzinfo=UTC) if date else None


def _json_feeds() -> tuple[int, int, int]:
    """Reads generated JSON Feeds; returns the numbers of documents, of their items, and of items read."""
    draw = random.Random(1)
    items = read = 0
    for number in range(SAMPLES):
        written = [_json_item(draw, number, n) for n in range(draw.randint(0, 40))]
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": f"Feed {number}", "items": written}
        parsed = parse(json.dumps(feed).encode(), Origin(feed="f"), "application/feed+json", NOW)
        items += len(written)
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
            shown = "\n".join(f"{key}: {count}" for key, count in shown.items()) or "none"
        table.add_row(name.replace("_", " "), str(shown))
    Console().print(table)
    for name in (*report["files_with_less"], *report["differing_unexplained"]):
        print(name)


if __name__ == "__main__":
    sys.exit(main())

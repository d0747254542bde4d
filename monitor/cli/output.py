"""How commands speak: tables of 80 columns for people, JSON and CSV for programs, the same facts in both.

No meaning by colour alone. Text that comes from feeds is data: it is never read as markup.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from rules.errors import Problem
from rules.model import Alert, Match
from storage import AlertDelivery, match_json, reason_json


class _Out(Console):
    """Standard output, which may have been closed by its reader (`wirewatch alerts | head`)."""

    def on_broken_pipe(self) -> None:
        # Rich would end the program here, in the middle of a round of polls.
        self.quiet = True


out = _Out(highlight=False, soft_wrap=False)
err = Console(highlight=False, stderr=True)


def print_json(value: object) -> None:
    """One JSON document on standard output."""
    with suppress(BrokenPipeError):
        json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=_plain)
        sys.stdout.write("\n")


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    return str(value)


def print_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """RFC 4180 on standard output. A cell that a spreadsheet would run as a formula gets an apostrophe."""
    writer = csv.writer(sys.stdout)
    with suppress(BrokenPipeError):
        writer.writerow(columns)
        for row in rows:
            writer.writerow([_cell(row.get(column)) for column in columns])


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return "'" + text if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def table(*columns: str, title: str | None = None) -> Table:
    """A plain table; the last column takes what room is left."""
    made = Table(
        title=title, title_justify="left", box=None, pad_edge=False, header_style="bold", expand=False
    )
    for name in columns[:-1]:
        made.add_column(name, overflow="fold")
    made.add_column(columns[-1], overflow="fold", ratio=1)
    return made


def show_table(made: Table) -> None:
    out.print(made)


def row(made: Table, *cells: object) -> None:
    """Adds a row whose cells are data, not markup."""
    made.add_row(
        *[cell if isinstance(cell, Text) else Text("" if cell is None else str(cell)) for cell in cells]
    )


def say(text: str = "") -> None:
    out.print(Text(text), soft_wrap=True)


def warn(text: str) -> None:
    err.print(Text(text), soft_wrap=True)


def show_problems(problems: Sequence[Problem]) -> None:
    """Each finding on a line of its own, as file:line:column, so that editors can jump to it."""
    for problem in problems:
        warn(f"{problem.level}: {problem}")


def local(moment: datetime | None, zone: tzinfo) -> str:
    """A moment on the user's clock; a dash where there is none."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") if moment else "-"


def iso(moment: datetime | None, zone: tzinfo = UTC) -> str | None:
    return moment.astimezone(zone).isoformat(timespec="seconds") if moment else None


def marked(text: str, spans: Iterable[tuple[int, int]]) -> Text:
    """`text` with the spans set off by «» and bold: the marks carry the meaning, the weight helps the eye."""
    shown = Text()
    at = 0
    for start, end in sorted(spans):
        if start < at:
            continue
        shown.append(text[at:start])
        shown.append(f"«{text[start:end]}»", style="bold")
        at = end
    shown.append(text[at:])
    return shown


def alert_json(alert: Alert, deliveries: Sequence[AlertDelivery], zone: tzinfo) -> dict[str, Any]:
    """An alert as `alerts --json` prints it."""
    return {
        "id": alert.id,
        "kind": alert.kind,
        "story": alert.story,
        "watches": list(alert.watches),
        "severity": alert.severity,
        "title": alert.entry.title,
        "url": alert.entry.url,
        "outlet": alert.entry.outlet or alert.entry.feed,
        "outlets": list(alert.outlets),
        "published": iso(alert.entry.published, zone),
        "created": iso(alert.created, zone),
        "entry": alert.entry.id,
        "reason": reason_json(alert.reason),
        "matches": [match_json(match) for match in alert.matches],
        "deliveries": [
            {"destination": d.destination, "state": d.state, "attempts": d.attempts} for d in deliveries
        ],
    }


def match_line(match: Match) -> str:
    """Rule, what was found, and why, on one line."""
    how = sorted({token.how for token in match.tokens} - {"exact"}) or ["exact"]
    return f"{match.rule}: «{match.text}» as {match.sought!r} ({', '.join(how)}, {match.score:.2f})"

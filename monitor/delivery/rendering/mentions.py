"""Renders the reports that a message mentions beside its own: lines that waited for it, and what stayed silent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from html import escape

from monitor.delivery.rendering.pieces import fill, safe_link, source_line
from monitor.delivery.rendering.split import shorten
from monitor.text.readable import plain
from rules.model import Alert, Entry

# More silent reports than people look at: the rest is counted.
MOST_SILENT = 10
_HEADLINE = 200
_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Mention:
    """A report in two lines: its headline with the source, and the link."""

    text: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Mentions:
    """Reports under a heading; `more` says how many are only counted."""

    heading: str
    reports: tuple[Mention, ...]
    more: str = ""


def lines_of(alerts: Sequence[Alert], timezone: tzinfo) -> Mentions | None:
    """The reports that waited for a message; all are listed, for nothing else tells of them."""
    lines = _others(alerts, (line for alert in alerts for line in alert.lines))
    if not lines:
        return None
    heading = f"Waited for this message: {_reports(len(lines))}."
    return Mentions(heading, tuple(_mention(line, timezone) for line in lines))


def silent_of(alerts: Sequence[Alert], timezone: tzinfo, most: int = MOST_SILENT) -> Mentions | None:
    """The reports that stayed silent since the message before: counted, and the newest of them linked."""
    told = {line.id for alert in alerts for line in alert.lines}
    silent = [s for s in _others(alerts, (s for a in alerts for s in a.silent)) if s.id not in told]
    if not silent:
        return None
    rest = len(silent) - most
    more = f"and {rest} more: wirewatch stories" if rest > 0 else ""
    heading = f"Silent since the last message: {_reports(len(silent))}."
    return Mentions(heading, tuple(_mention(report, timezone) for report in silent[:most]), more)


def _others(alerts: Sequence[Alert], entries: Iterable[Entry]) -> list[Entry]:
    """Entries that no alert is about, each once, newest first."""
    about = {alert.entry.id for alert in alerts}
    others = {entry.id: entry for entry in entries if entry.id not in about}
    return sorted(
        others.values(), key=lambda entry: entry.fetched or entry.published or _EARLIEST, reverse=True
    )


def _reports(count: int) -> str:
    return "1 report" if count == 1 else f"{count} reports"


def _mention(entry: Entry, timezone: tzinfo) -> Mention:
    headline = shorten(plain(entry.title), _HEADLINE) or "(no headline)"
    return Mention(f"{headline} ({source_line(entry, timezone)})", safe_link(entry.url))


def as_text(mentions: Mentions, indent: int = 0) -> str:
    """The reports as lines of text under their heading."""
    lines = [fill(mentions.heading, indent=indent)]
    for report in mentions.reports:
        lines.append(fill(report.text, first=" " * indent + " - ", indent=indent + 3))
        if report.link is not None:
            lines.append(" " * (indent + 3) + report.link)
    if mentions.more:
        lines.append(" " * (indent + 3) + mentions.more)
    return "\n".join(lines)


def as_html(mentions: Mentions) -> str:
    """The reports as an HTML list; everything is escaped."""
    items = [
        f'<li><a href="{escape(report.link)}">{escape(report.text)}</a></li>'
        if report.link
        else f"<li>{escape(report.text)}</li>"
        for report in mentions.reports
    ]
    if mentions.more:
        items.append(f"<li>{escape(mentions.more)}</li>")
    return f"<p>{escape(mentions.heading)}</p>\n<ul>{''.join(items)}</ul>"

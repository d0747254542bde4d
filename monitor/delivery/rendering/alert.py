"""Renders one alert as a message, the same for every attempt and every destination.

Headlines come from strangers. So the text has no markup, no control characters and no line break that could end a
header, and in the HTML part everything is escaped. Nothing here sends.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from html import escape
from urllib.parse import urlsplit

from monitor.delivery.rendering.split import shorten
from monitor.text.readable import Passage, passages, plain, readable, whole
from rules.model import Alert, Match, RuleSet
from storage.model import Payload

WIDTH = 78
SUBJECT_LENGTH = 180
_MOST_REASONS = 8
_MOST_OUTLETS = 12


def rule_titles(rules: RuleSet) -> dict[str, str]:
    """The title of each rule and watch, by id; of a list's actor, by "LIST/KEY"."""
    titles = {topic.id: topic.id for topic in rules.topics}
    titles |= {actor.id: actor.name for actor in rules.actors}
    titles |= {watch.id: watch.title or watch.id for watch in rules.watches}
    for loaded in rules.lists:
        titles |= {f"{loaded.rule.id}/{actor.key}": actor.name for actor in loaded.actors}
    return titles


def render_alert(alert: Alert, *, titles: Mapping[str, str], timezone: tzinfo) -> Payload:
    """Renders one alert as a message. `titles` as from `rule_titles`; a rule that is gone shows its id."""
    entry = alert.entry
    headline = whole(readable(entry.title), [m.span for m in alert.matches if m.field == "title"])
    quotes = passages(readable(entry.text), [m.span for m in alert.matches if m.field == "text"])
    facts = [
        ("Source", source_line(alert, timezone)),
        ("Outlets", outlet_line(alert.outlets)),
        ("Watch", f"{', '.join(_title(titles, watch) for watch in alert.watches)} ({alert.severity})"),
        ("Why", "\n".join(reasons(alert, titles))),
    ]
    facts = [(name, value) for name, value in facts if value]
    link = safe_link(entry.url)
    return Payload(
        subject=_subject(alert, titles),
        text=_as_text(headline, quotes, facts, link),
        html=_as_html(headline, quotes, facts, link),
        url=link,
        thread=f"story:{alert.story}",
    )


def alert_facts(alert: Alert, titles: Mapping[str, str], timezone: tzinfo) -> dict[str, object]:
    """The facts that a destination's own templates may use: plain strings and lists of them."""
    entry = alert.entry
    headline = whole(readable(entry.title), [m.span for m in alert.matches if m.field == "title"])
    quotes = passages(readable(entry.text), [m.span for m in alert.matches if m.field == "text"])
    usual = render_alert(alert, titles=titles, timezone=timezone)
    return {
        "subject": usual.subject,
        "text": usual.text,
        "headline": plain(entry.title),
        "marked": headline.marked(),
        "passages": [passage.marked() for passage in quotes],
        "source": source_line(alert, timezone),
        "outlet": plain(entry.outlet or entry.feed),
        "outlets": [plain(name) for name in alert.outlets],
        "time": local_time(entry.published or alert.created, timezone),
        "watches": [_title(titles, watch) for watch in alert.watches],
        "rules": rule_names(alert, titles),
        "reasons": reasons(alert, titles),
        "severity": alert.severity,
        "kind": alert.kind,
        "link": safe_link(entry.url) or "",
    }


def safe_link(url: str | None) -> str | None:
    """The URL in one line, if it is http or https and may be clicked; else None."""
    if url is None:
        return None
    link = "".join(url.split())
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    good = parts.scheme in {"http", "https"} and parts.hostname and link.isprintable()
    return link.replace("<", "%3C").replace(">", "%3E") if good else None


def _subject(alert: Alert, titles: Mapping[str, str]) -> str:
    label = {"urgent": "URGENT ", "high": "", "normal": "", "low": ""}[alert.severity]
    watch = _title(titles, alert.watches[0]) if alert.watches else "wirewatch"
    update = "update: " if alert.kind == "update" else ""
    headline = plain(alert.entry.title) or "(no headline)"
    return shorten(f"{label}[{watch}] {update}{headline}", SUBJECT_LENGTH)


def _title(titles: Mapping[str, str], identity: str) -> str:
    return plain(titles.get(identity, identity))


def source_line(alert: Alert, timezone: tzinfo) -> str:
    """The outlet that reported it, and when, in the user's timezone."""
    entry = alert.entry
    name = plain(entry.outlet or entry.feed) or "unknown"
    if entry.published is not None:
        return f"{name}, {local_time(entry.published, timezone)}"
    if entry.fetched is not None:
        return f"{name}, undated, seen {local_time(entry.fetched, timezone)}"
    return name


def local_time(moment: datetime, timezone: tzinfo) -> str:
    """A moment in the user's timezone, with the timezone's abbreviation."""
    return moment.astimezone(timezone).strftime("%a %d %b %Y, %H:%M %Z").rstrip()


def outlet_line(outlets: Sequence[str]) -> str:
    """The number of outlets that report it, and their names; empty if none is known."""
    names = list(dict.fromkeys(plain(name) for name in outlets))
    if not names:
        return ""
    more = f" and {len(names) - _MOST_OUTLETS} more" if len(names) > _MOST_OUTLETS else ""
    verb = "reports" if len(names) == 1 else "report"
    return f"{len(names)} {verb} it: {', '.join(names[:_MOST_OUTLETS])}{more}"


def rule_names(alert: Alert, titles: Mapping[str, str]) -> list[str]:
    """The titles of the rules that matched, each once."""
    return list(dict.fromkeys(_title(titles, match.rule) for match in alert.matches))


def reasons(alert: Alert, titles: Mapping[str, str]) -> list[str]:
    """The reasons of the alert: for each rule its best match, with how it matched and the score."""
    best: dict[str, Match] = {}
    for match in alert.matches:
        if match.rule not in best or match.score > best[match.rule].score:
            best[match.rule] = match
    lines = [_reason(match, titles) for match in best.values()]
    if len(lines) > _MOST_REASONS:
        lines[_MOST_REASONS:] = [f"and {len(lines) - _MOST_REASONS} more rules"]
    return lines


def _reason(match: Match, titles: Mapping[str, str]) -> str:
    how = "/".join(dict.fromkeys(token.how for token in match.tokens if token.how != "exact")) or "exact"
    name, variant, text = _title(titles, match.rule), plain(match.sought), plain(match.text)
    line = f'{name}: "{text}"' if text == variant else f'{name}: "{text}" for "{variant}"'
    context = f', beside "{plain(match.context)}"' if match.context else ""
    return f"{line} ({how}, {match.score:.2f}{context})"


def _as_text(
    headline: Passage, quotes: Sequence[Passage], facts: Sequence[tuple[str, str]], link: str | None
) -> str:
    blocks = [fill(headline.marked() or "(no headline)")]
    blocks += [fill(passage.marked()) for passage in quotes]
    label = max(len(name) for name, _ in facts) + 2
    lines = []
    for name, value in facts:
        for number, line in enumerate(value.split("\n")):
            lines.append(fill(line, first=f"{name + ':':{label}}" if number == 0 else "", indent=label))
    blocks.append("\n".join(lines))
    if link is not None:
        blocks.append(link)
    return "\n\n".join(blocks) + "\n"


def fill(text: str, *, first: str = "", indent: int = 0) -> str:
    """Wraps a text to `WIDTH`. Words, and so links, are never broken."""
    blank = " " * indent
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=first or blank,
        subsequent_indent=blank,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _as_html(
    headline: Passage, quotes: Sequence[Passage], facts: Sequence[tuple[str, str]], link: str | None
) -> str:
    title = html_passage(headline) or "(no headline)"
    parts = [f'<h3><a href="{escape(link)}">{title}</a></h3>' if link else f"<h3>{title}</h3>"]
    parts += [f"<p>{html_passage(passage)}</p>" for passage in quotes]
    rows = [
        f'<tr><td valign="top"><b>{name}</b></td><td>{escape(value).replace(chr(10), "<br>")}</td></tr>'
        for name, value in facts
    ]
    parts.append(f"<table>{''.join(rows)}</table>")
    body = "\n".join(parts)
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n{body}\n</body></html>\n'


def html_passage(passage: Passage) -> str:
    """A passage as HTML: escaped, with the matched words marked."""
    return "".join(f"<mark>{escape(text)}</mark>" if hit else escape(text) for text, hit in passage.runs)

"""Renders one alert as a message, the same for every attempt and every destination.

Headlines come from strangers. So the text has no markup, no control characters and no line break that could end a
header, and in the HTML part everything is escaped. Nothing here sends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from html import escape

from monitor.delivery.rendering.mentions import as_html, as_text, lines_of, silent_of
from monitor.delivery.rendering.pieces import (
    fill,
    html_page,
    html_passage,
    local_time,
    safe_link,
    source_line,
)
from monitor.delivery.rendering.split import shorten
from monitor.text.readable import Passage, passages, plain, readable, whole
from rules.model import Alert, Entry, Match, RuleSet
from storage.model import Payload

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
        ("Update", update_line([alert])),
        ("Source", source_line(entry, timezone)),
        ("Outlets", outlet_line(alert.outlets)),
        ("Watch", f"{', '.join(_title(titles, watch) for watch in alert.watches)} ({alert.severity})"),
        ("Why", "\n".join(reasons(alert, titles))),
    ]
    facts = [(name, value) for name, value in facts if value]
    link = safe_link(entry.url)
    mentions = [section for section in (lines_of([alert], timezone), silent_of([alert], timezone)) if section]
    return Payload(
        subject=subject_line(alert, titles),
        text="\n\n".join([_as_text(headline, quotes, facts, link), *map(as_text, mentions)]) + "\n",
        html=html_page("\n".join([_as_html(headline, quotes, facts, link), *map(as_html, mentions)])),
        url=link,
        thread=f"story:{alert.story}",
    )


def alert_facts(alert: Alert, titles: Mapping[str, str], timezone: tzinfo) -> dict[str, object]:
    """The facts that a destination's own templates may use: plain strings, lists of them, and reports by their fields."""
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
        "source": source_line(entry, timezone),
        "outlet": plain(entry.outlet or entry.feed),
        "outlets": [plain(name) for name in alert.outlets],
        "time": local_time(entry.published or alert.created, timezone),
        "watches": [_title(titles, watch) for watch in alert.watches],
        "rules": rule_names(alert, titles),
        "reasons": reasons(alert, titles),
        "severity": alert.severity,
        "kind": alert.kind,
        "update": update_line([alert]),
        "lines": [_mention(line) for line in alert.lines],
        "silent": [_mention(report) for report in alert.silent],
        "link": safe_link(entry.url) or "",
    }


def _mention(entry: Entry) -> dict[str, str]:
    outlet = plain(entry.outlet or entry.feed)
    return {"headline": plain(entry.title), "outlet": outlet, "link": safe_link(entry.url) or ""}


def subject_line(alert: Alert, titles: Mapping[str, str], more: str = "") -> str:
    """The subject: severity, watch and headline; `more` stands at its end."""
    label = {"urgent": "URGENT ", "high": "", "normal": "", "low": ""}[alert.severity]
    watch = _title(titles, alert.watches[0]) if alert.watches else "wirewatch"
    update = "update: " if alert.kind == "update" else ""
    headline = plain(alert.entry.title) or "(no headline)"
    return shorten(f"{label}[{watch}] {update}{headline}", SUBJECT_LENGTH - len(more)) + more


def update_line(alerts: Sequence[Alert]) -> str:
    """The news in updates of a story, as their reasons say it; empty for first reports."""
    return "; ".join(dict.fromkeys(plain(a.reason.text) for a in alerts if a.kind == "update"))


def _title(titles: Mapping[str, str], identity: str) -> str:
    return plain(titles.get(identity, identity))


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
    return "\n\n".join(blocks)


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
    return "\n".join(parts)

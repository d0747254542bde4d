"""Alert -> Payload: what a person reads, the same for every attempt and every destination.

Headlines come from strangers. What leaves here is plain text without markup, control characters or line
breaks that a header could take for its own, and an HTML part in which everything is escaped. Nothing here
sends.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, tzinfo
from html import escape
from urllib.parse import urlsplit

from monitor.excerpt import Passage, passages, plain, readable, whole
from monitor.senders import Destination
from monitor.split import shorten, split
from rules.model import Alert, Match, RuleSet
from storage import Delivery, Payload, Store

WIDTH = 78
SUBJECT_LENGTH = 180
_MOST_REASONS = 8
_MOST_OUTLETS = 12


def rule_titles(rules: RuleSet) -> dict[str, str]:
    """What people call each rule and watch, by id; a list's actor by "LIST/KEY"."""
    titles = {topic.id: topic.id for topic in rules.topics}
    titles |= {actor.id: actor.name for actor in rules.actors}
    titles |= {watch.id: watch.title or watch.id for watch in rules.watches}
    for loaded in rules.lists:
        titles |= {f"{loaded.rule.id}/{actor.key}": actor.name for actor in loaded.actors}
    return titles


def render_alert(alert: Alert, *, titles: Mapping[str, str], timezone: tzinfo) -> Payload:
    """The message of one alert. `titles` as from `rule_titles`; a rule that is gone shows its id."""
    entry = alert.entry
    headline = whole(readable(entry.title), [m.span for m in alert.matches if m.field == "title"])
    found = passages(readable(entry.text), [m.span for m in alert.matches if m.field == "text"])
    facts = [
        ("Source", _source(alert, timezone)),
        ("Outlets", _outlets(alert.outlets)),
        ("Watch", f"{', '.join(_title(titles, watch) for watch in alert.watches)} ({alert.severity})"),
        ("Why", "\n".join(_reasons(alert, titles))),
    ]
    facts = [(name, said) for name, said in facts if said]
    link = safe_link(entry.url)
    return Payload(
        subject=_subject(alert, titles),
        text=_as_text(headline, found, facts, link),
        html=_as_html(headline, found, facts, link),
        url=link,
        thread=f"story:{alert.story}",
    )


def safe_link(url: str | None) -> str | None:
    """The URL if it is one that may be clicked: http or https, in one line."""
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
    said = plain(alert.entry.title) or "(no headline)"
    return shorten(f"{label}[{watch}] {update}{said}", SUBJECT_LENGTH)


def _title(titles: Mapping[str, str], identity: str) -> str:
    return plain(titles.get(identity, identity))


def _source(alert: Alert, timezone: tzinfo) -> str:
    entry = alert.entry
    name = plain(entry.outlet or entry.feed) or "unknown"
    if entry.published is not None:
        return f"{name}, {local_time(entry.published, timezone)}"
    if entry.fetched is not None:
        return f"{name}, undated, seen {local_time(entry.fetched, timezone)}"
    return name


def local_time(moment: datetime, timezone: tzinfo) -> str:
    """In the user's timezone, with its abbreviation."""
    return moment.astimezone(timezone).strftime("%a %d %b %Y, %H:%M %Z").rstrip()


def _outlets(outlets: Sequence[str]) -> str:
    names = list(dict.fromkeys(plain(name) for name in outlets))
    if not names:
        return ""
    more = f" and {len(names) - _MOST_OUTLETS} more" if len(names) > _MOST_OUTLETS else ""
    verb = "reports" if len(names) == 1 else "report"
    return f"{len(names)} {verb} it: {', '.join(names[:_MOST_OUTLETS])}{more}"


def _reasons(alert: Alert, titles: Mapping[str, str]) -> list[str]:
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
    name, variant, found = _title(titles, match.rule), plain(match.variant), plain(match.text)
    said = f'{name}: "{found}"' if found == variant else f'{name}: "{found}" for "{variant}"'
    context = f', beside "{plain(match.context)}"' if match.context else ""
    return f"{said} ({how}, {match.score:.2f}{context})"


def _as_text(
    headline: Passage, found: Sequence[Passage], facts: Sequence[tuple[str, str]], link: str | None
) -> str:
    blocks = [fill(headline.marked() or "(no headline)")]
    blocks += [fill(passage.marked()) for passage in found]
    label = max(len(name) for name, _ in facts) + 2
    lines = []
    for name, said in facts:
        for number, line in enumerate(said.split("\n")):
            lines.append(fill(line, first=f"{name + ':':{label}}" if number == 0 else "", indent=label))
    blocks.append("\n".join(lines))
    if link is not None:
        blocks.append(link)
    return "\n\n".join(blocks) + "\n"


def fill(text: str, *, first: str = "", indent: int = 0) -> str:
    """Wrapped to `WIDTH`; words, such as links, are never broken."""
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
    headline: Passage, found: Sequence[Passage], facts: Sequence[tuple[str, str]], link: str | None
) -> str:
    title = _html_passage(headline) or "(no headline)"
    parts = [f'<h3><a href="{escape(link)}">{title}</a></h3>' if link else f"<h3>{title}</h3>"]
    parts += [f"<p>{_html_passage(passage)}</p>" for passage in found]
    rows = [
        f'<tr><td valign="top"><b>{name}</b></td><td>{escape(said).replace(chr(10), "<br>")}</td></tr>'
        for name, said in facts
    ]
    parts.append(f"<table>{''.join(rows)}</table>")
    body = "\n".join(parts)
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n{body}\n</body></html>\n'


def _html_passage(passage: Passage) -> str:
    return "".join(f"<mark>{escape(text)}</mark>" if hit else escape(text) for text, hit in passage.runs)


class Renderer:
    """Renders deliveries with the rules in force. Reads the store: to be called on the store's thread."""

    def __init__(self, store: Store, rules: RuleSet, timezone: tzinfo) -> None:
        self._store = store
        self._titles = rule_titles(rules)
        self._timezone = timezone

    def transaction(self) -> AbstractContextManager[None]:
        """What is written inside is written together, with the payloads."""
        return self._store.transaction()

    def prepare(
        self, deliveries: Sequence[Delivery], destinations: Mapping[str, Destination]
    ) -> dict[int, tuple[Payload, str | None]]:
        """The payload and recipient of each delivery, by its id; frozen from now on.

        A delivery to several recipients, or longer than the service takes, becomes several. One whose alert
        is gone is left out; one whose destination is gone is rendered, but not frozen.
        """
        wanted = {one.alert for one in deliveries if one.payload is None and one.alert is not None}
        alerts = {alert.id: alert for alert in self._store.alerts.find(ids=wanted)} if wanted else {}
        ready: dict[int, tuple[Payload, str | None]] = {}
        frozen: dict[int, Payload] = {}
        for one in deliveries:
            alert = alerts.get(one.alert) if one.alert is not None else None
            payload = one.payload or (self._render(alert) if alert else None)
            if payload is not None:
                ready[one.id] = self._address(one, payload, destinations.get(one.destination), frozen)
        self._store.outbox.freeze(frozen)
        return ready

    def _render(self, alert: Alert) -> Payload:
        return render_alert(alert, titles=self._titles, timezone=self._timezone)

    def _address(
        self,
        delivery: Delivery,
        payload: Payload,
        destination: Destination | None,
        frozen: dict[int, Payload],
    ) -> tuple[Payload, str | None]:
        if destination is None or delivery.recipient is not None:
            return payload, delivery.recipient
        sender = destination.sender
        parts = split(payload, sender.limits) if delivery.parts == 1 else [payload]
        pieces = [
            (name, number, len(parts), part)
            for name in (sender.recipients or (None,))
            for number, part in enumerate(parts, 1)
        ]
        if len(pieces) > 1:
            self._store.outbox.expand(delivery, pieces)
        elif delivery.payload is None:
            frozen[delivery.id] = parts[0]
        return parts[0], pieces[0][0]

"""Renders several alerts as one message: for a digest, a flood, or more than `max_per_hour`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from html import escape

from monitor.delivery.rendering.alert import (
    fill,
    html_passage,
    outlet_line,
    rule_names,
    safe_link,
    source_line,
)
from monitor.delivery.rendering.split import MessageLimits, shorten
from monitor.text.readable import Passage, readable, whole
from rules.model import Alert
from storage.model import Payload

# More than people read at once; the rest comes as another message.
_MOST = 100
_HEADLINE = 200
# Room for the heading, and for the subject and part number that a service may add.
_SPARE = 600


@dataclass(frozen=True, slots=True)
class Item:
    """An alert of a digest, as text and as HTML."""

    alert: Alert
    text: str
    html: str


def render_item(alert: Alert, titles: Mapping[str, str], timezone: tzinfo) -> Item:
    """Renders one alert of a digest: headline, source, outlets, watches and rules, link."""
    entry = alert.entry
    headline = whole(readable(entry.title), [m.span for m in alert.matches if m.field == "title"])
    lines = [_headline(headline), source_line(alert, timezone)]
    if len(alert.outlets) > 1:
        lines.append(outlet_line(alert.outlets))
    lines.append(
        f"{_names(titles, alert.watches)} ({alert.severity}): {', '.join(rule_names(alert, titles))}"
    )
    link = safe_link(entry.url)
    text = "\n".join(fill(line, indent=3) for line in lines) + (f"\n   {link}" if link else "")
    title = html_passage(headline) or "(no headline)"
    head = f'<a href="{escape(link)}">{title}</a>' if link else title
    rest = "<br>".join(escape(line) for line in lines[1:])
    return Item(alert, text, f"<li><p><b>{head}</b><br>{rest}</p></li>")


def digests(
    items: Sequence[Item], why: str, titles: Mapping[str, str], limits: MessageLimits
) -> list[tuple[Payload, list[Item]]]:
    """The messages that hold the items within the service's limits, each with its items."""
    return [(_payload(chunk, why, titles), chunk) for chunk in _chunks(items, limits.body - _SPARE)]


def _chunks(items: Iterable[Item], room: int) -> Iterable[list[Item]]:
    chunk: list[Item] = []
    cost = 0
    for item in items:
        price = len(escape(item.text)) + 8
        if chunk and (cost + price > room or len(chunk) == _MOST):
            yield chunk
            chunk, cost = [], 0
        chunk.append(item)
        cost += price
    if chunk:
        yield chunk


def _payload(items: Sequence[Item], why: str, titles: Mapping[str, str]) -> Payload:
    count = f"{len(items)} {'story' if len(items) == 1 else 'stories'}"
    watches = list(dict.fromkeys(watch for item in items for watch in item.alert.watches))
    label = _names(titles, watches[:3]) + (" ..." if len(watches) > 3 else "")
    blocks = [fill(f"{count} in one message: {why}.")]
    blocks += [f"{number}. {item.text.lstrip()}" for number, item in enumerate(items, 1)]
    listed = "\n".join(item.html for item in items)
    html = (
        '<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n'
        f"<p>{escape(f'{count} in one message: {why}.')}</p>\n<ol>\n{listed}\n</ol>\n</body></html>\n"
    )
    return Payload(subject=shorten(f"[{label}] {count}", 180), text="\n\n".join(blocks) + "\n", html=html)


def _names(titles: Mapping[str, str], watches: Iterable[str]) -> str:
    return ", ".join(titles.get(watch, watch) for watch in watches)


def _headline(headline: Passage) -> str:
    return shorten(headline.marked(), _HEADLINE) or "(no headline)"

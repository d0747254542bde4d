"""Renders several alerts as one message: for a digest, a flood, or more than `max_per_hour`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from html import escape

from monitor.delivery.rendering.alert import outlet_line, rule_names, update_line
from monitor.delivery.rendering.mentions import Mentions, as_html, as_text, lines_of, silent_of
from monitor.delivery.rendering.pieces import fill, html_page, html_passage, safe_link, source_line
from monitor.delivery.rendering.split import MessageLimits, shorten
from monitor.text.readable import Passage, readable, whole
from rules.model import Alert
from storage.model import Payload

# More than people read at once; the rest comes as another message.
_MOST = 100
_HEADLINE = 200
_MOST_SILENT = 3
# Room for the heading, and for the subject and part number that a service may add.
SPARE = 600


@dataclass(frozen=True, slots=True)
class Item:
    """An alert of a digest, as text and as HTML. `copies` are alerts that it tells of, too."""

    alert: Alert
    text: str
    html: str
    copies: tuple[Alert, ...] = ()


def render_item(alert: Alert, titles: Mapping[str, str], timezone: tzinfo) -> Item:
    """Renders one alert of a digest: headline, news, source, outlets, watches and rules, link, and other reports."""
    mentions = (lines_of([alert], timezone), silent_of([alert], timezone, _MOST_SILENT))
    return item_of(alert, titles, timezone, mentions=[section for section in mentions if section])


def item_of(
    alert: Alert,
    titles: Mapping[str, str],
    timezone: tzinfo,
    *,
    copies: Sequence[Alert] = (),
    mentions: Sequence[Mentions] = (),
) -> Item:
    """An item with the mentions that it shall have."""
    entry = alert.entry
    headline = whole(readable(entry.title), [m.span for m in alert.matches if m.field == "title"])
    lines = [_headline(headline)]
    if news := update_line([alert, *copies]):
        lines.append(f"Update: {news}")
    lines.append(source_line(entry, timezone))
    if len(alert.outlets) > 1:
        lines.append(outlet_line(alert.outlets))
    rules = ", ".join(rule_names(alert, titles))
    lines.append(f"{_names(titles, alert.watches)} ({alert.severity}): {rules}")
    link = safe_link(entry.url)
    blocks = [fill(line, indent=3) for line in lines] + ([f"   {link}"] if link else [])
    blocks += [as_text(section, indent=3) for section in mentions]
    title = html_passage(headline) or "(no headline)"
    head = f'<a href="{escape(link)}">{title}</a>' if link else title
    rest = "<br>".join(escape(line) for line in lines[1:])
    more = "".join(map(as_html, mentions))
    return Item(alert, "\n".join(blocks), f"<li><p><b>{head}</b><br>{rest}</p>{more}</li>", tuple(copies))


def digests(
    items: Sequence[Item], why: str, titles: Mapping[str, str], limits: MessageLimits
) -> list[tuple[Payload, list[Item]]]:
    """The messages that hold the items within the service's limits, each with its items."""
    return [(_payload(chunk, why, titles), chunk) for chunk in chunks(items, limits.body - SPARE)]


def chunks(items: Iterable[Item], room: int) -> Iterator[list[Item]]:
    """The items in order, in pieces that each take up no more than `room` characters, if they hold more than one."""
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
    stories = len({item.alert.story for item in items})
    count = "1 story" if stories == 1 else f"{stories} stories"
    if stories < len(items):
        count += f" with {len(items)} reports"
    watches = list(dict.fromkeys(watch for item in items for watch in item.alert.watches))
    label = _names(titles, watches[:3]) + (" ..." if len(watches) > 3 else "")
    heading = f"{count} in one message: {why}."
    text = "\n\n".join([fill(heading), *numbered(items)]) + "\n"
    listed = "\n".join(item.html for item in items)
    html = html_page(f"<p>{escape(heading)}</p>\n<ol>\n{listed}\n</ol>")
    return Payload(subject=shorten(f"[{label}] {count}", 180), text=text, html=html)


def numbered(items: Sequence[Item]) -> list[str]:
    """The items' texts with their numbers."""
    return [f"{number}. {item.text.lstrip()}" for number, item in enumerate(items, 1)]


def _names(titles: Mapping[str, str], watches: Iterable[str]) -> str:
    return ", ".join(titles.get(watch, watch) for watch in watches)


def _headline(headline: Passage) -> str:
    return shorten(headline.marked(), _HEADLINE) or "(no headline)"

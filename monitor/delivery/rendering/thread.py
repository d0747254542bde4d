"""Renders the updates of one story that go out together: the newest first, copies folded, silent reports at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from html import escape

from monitor.delivery.rendering.alert import subject_line
from monitor.delivery.rendering.digest import SPARE, Item, chunks, item_of, numbered
from monitor.delivery.rendering.mentions import Mention, Mentions, as_html, as_text, lines_of, silent_of
from monitor.delivery.rendering.pieces import fill, html_page, safe_link, source_line
from monitor.delivery.rendering.split import MessageLimits
from monitor.text.readable import plain
from rules.model import Alert
from storage.model import Payload


def thread_messages(
    alerts: Sequence[Alert], titles: Mapping[str, str], timezone: tzinfo, limits: MessageLimits
) -> list[tuple[Payload, list[Alert]]]:
    """The message that tells of alerts of one story, with the alerts; several where a service's limits ask for it."""
    newest_first = sorted(alerts, key=lambda alert: (alert.created, alert.id or 0), reverse=True)
    items = [_item(copies, titles, timezone) for copies in _copies(newest_first)]
    silent = silent_of(alerts, timezone)
    room = limits.body - SPARE
    if silent is not None and len(escape(as_text(silent))) > room // 2:
        silent = Mentions(silent.heading, ())
    if silent is not None:
        room -= len(escape(as_text(silent)))
    pieces = list(chunks(items, room))
    return [
        (_payload(piece, silent if piece is pieces[-1] else None, titles), _alerts(piece)) for piece in pieces
    ]


def _copies(alerts: Sequence[Alert]) -> list[list[Alert]]:
    """Alerts by what they tell: about one entry, or under one headline."""
    groups: list[list[Alert]] = []
    for alert in alerts:
        like = next((group for group in groups if any(_says_the_same(alert, told) for told in group)), None)
        if like is None:
            groups.append([alert])
        else:
            like.append(alert)
    return groups


def _says_the_same(alert: Alert, other: Alert) -> bool:
    headline = plain(alert.entry.title).casefold()
    return alert.entry.id == other.entry.id or (
        headline != "" and headline == plain(other.entry.title).casefold()
    )


def _item(alerts: Sequence[Alert], titles: Mapping[str, str], timezone: tzinfo) -> Item:
    newest, *copies = alerts
    others = {copy.entry.id: copy.entry for copy in copies if copy.entry.id != newest.entry.id}
    sources = tuple(Mention(source_line(copy, timezone), safe_link(copy.url)) for copy in others.values())
    told_by = Mentions("Told by others, too:", sources) if sources else None
    mentions = [section for section in (told_by, lines_of(alerts, timezone)) if section]
    return item_of(newest, titles, timezone, copies=copies, mentions=mentions)


def _alerts(items: Sequence[Item]) -> list[Alert]:
    return [alert for item in items for alert in (item.alert, *item.copies)]


def _payload(items: Sequence[Item], silent: Mentions | None, titles: Mapping[str, str]) -> Payload:
    newest = items[0].alert
    more = f" (and {len(items) - 1} more)" if len(items) > 1 else ""
    blocks = numbered(items) if len(items) > 1 else [items[0].text.lstrip()]
    listed = "\n".join(item.html for item in items)
    body = [f"<ol>\n{listed}\n</ol>"]
    if len(items) > 1:
        heading = f"{len(items)} reports of one story, the newest first."
        blocks.insert(0, fill(heading))
        body.insert(0, f"<p>{escape(heading)}</p>")
    if silent is not None:
        blocks.append(as_text(silent))
        body.append(as_html(silent))
    return Payload(
        subject=subject_line(newest, titles, more),
        text="\n\n".join(blocks) + "\n",
        html=html_page("\n".join(body)),
        url=safe_link(newest.entry.url),
        thread=f"story:{newest.story}",
    )

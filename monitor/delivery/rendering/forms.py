"""The forms of messages: how each service is written to, and how much it takes. A document becomes a payload here.

A destination knows its form by its URL. No form contacts anybody; what a service wants beside the text (a priority, a
click) is in the payload, and put into its request by the transport.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from monitor.delivery.rendering.card import as_card, elements
from monitor.delivery.rendering.document import Block, Document
from monitor.delivery.rendering.mail_html import as_html
from monitor.delivery.rendering.markup import DISCORD, MARKDOWN, MATRIX, SLACK, TELEGRAM, Marks, as_markup
from monitor.delivery.rendering.plain import as_plain
from monitor.delivery.rendering.split import MessageLimits, cost
from storage.model import Markup, Payload

# More than people read at once; the rest comes as another message.
MOST_ITEMS = 100
# Room for the heading and the foot, and for the subject and part number that a service may add.
_SPARE = 600
_MARKS: dict[str, tuple[Marks, Markup]] = {
    "slack": (SLACK, "slack"),
    "telegram": (TELEGRAM, "html"),
    "matrix": (MATRIX, "html"),
    "discord": (DISCORD, "markdown"),
    "mattermost": (MARKDOWN, "markdown"),
}
# The services' own limits, where they are narrower than Apprise's: of a section of Slack's blocks, of Telegram after
# its entities, of Discord's content, of ntfy in bytes, of an event of Matrix that holds the text twice, of Teams' card.
_BODIES = {
    "slack": (3_000, False),
    "telegram": (4_096, False),
    "discord": (2_000, False),
    "mattermost": (4_000, False),
    "ntfy": (4_096, True),
    "matrix": (20_000, True),
    "teams": (24_000, True),
    "json": (10_000_000, True),
}


class _Item(Protocol):
    @property
    def blocks(self) -> tuple[Block, ...]: ...


AnItem = TypeVar("AnItem", bound=_Item)


@dataclass(frozen=True, slots=True)
class Form:
    """The form of one destination: `name` is that of its service, or plain, mail, push or json."""

    name: str = "mail"
    limits: MessageLimits = field(default_factory=MessageLimits)

    @property
    def room(self) -> int:
        """How much the items of one message may cost."""
        return self.limits.body - _SPARE

    def cost(self, blocks: Sequence[Block]) -> int:
        """How much of a message blocks take."""
        if not blocks or self.name == "json":
            return 0
        if self.name == "teams":
            return len(json.dumps(elements(blocks), ensure_ascii=False).encode())
        if self.name in _MARKS:
            marks, markup = _MARKS[self.name]
            return cost(as_markup(blocks, marks), self.limits, markup) + len(marks.line)
        return cost(as_plain(blocks), self.limits) + 2

    def write(self, document: Document) -> Payload:
        """The payload of a document. It may still be longer than the service takes."""
        payload = Payload(
            subject=document.subject,
            text="",
            url=document.url,
            thread=document.thread,
            severity=document.severity,
            tags=document.tags,
            actions=document.actions,
        )
        if self.name in _MARKS:
            marks, markup = _MARKS[self.name]
            return replace(payload, text=as_markup(document.blocks, marks), markup=markup)
        if self.name == "mail":
            return replace(payload, text=as_plain(document.blocks), html=as_html(document))
        if self.name in ("ntfy", "gotify", "pushover"):
            text = as_plain(document.blocks, headline=False, marks=False, links=False)
            return replace(payload, subject=document.title, text=text)
        text = as_plain(document.blocks, headline=False)
        if self.name == "teams":
            return replace(payload, text=text, document=as_card(document))
        if self.name == "json":
            # Imported here, because every command knows the forms, and the models take time to build.
            from monitor.delivery.rendering.webhook import as_json

            return replace(payload, text=text, document=as_json(document, text))
        return replace(payload, text=text)


def form_of(name: str, limits: MessageLimits) -> Form:
    """The form of a service, with its own limits where they are narrower than `limits`."""
    body, in_bytes = _BODIES.get(name, (limits.body, limits.in_bytes))
    if name != "json" and not in_bytes:
        body = min(body, limits.body)
    return Form(name, replace(limits, body=body, in_bytes=in_bytes))


def chunks(items: Iterable[AnItem], form: Form, *, reserved: int = 0) -> Iterator[list[AnItem]]:
    """The items in order, in pieces that each fit a message beside what is `reserved`, if they hold more than one."""
    chunk: list[AnItem] = []
    spent = 0
    for item in items:
        price = form.cost(item.blocks) + 8
        if chunk and (spent + price > form.room - reserved or len(chunk) == MOST_ITEMS):
            yield chunk
            chunk, spent = [], 0
        chunk.append(item)
        spent += price
    if chunk:
        yield chunk

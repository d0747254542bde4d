"""Splits a message so that it fits a service: numbered parts, or a short text where messages are tiny.

Services count the text that they receive, which may be longer than ours: a character that is escaped on the way
counts as its escape.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from storage.model import Payload

# Below this, as for SMS, passages and reasons would cost several messages: only headline and link are sent.
_TINY = 500
_NUMBER_ROOM = 16
_ESCAPED_MARKS = re.compile(r"[\\`*_~|\[\]()#>+-]")


@dataclass(frozen=True, slots=True)
class MessageLimits:
    """The most that one message of a service may hold, in characters; in bytes of UTF-8 where `in_bytes`.

    `body` counts the subject too where `subject` is 0: such a service has no subject, and shows it above the text.
    """

    subject: int = 250
    body: int = 100_000
    in_bytes: bool = False


def shorten(text: str, most: int) -> str:
    """The text in at most `most` characters, cut at the end of a word if there is one near."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    blank = cut.rfind(" ", most * 3 // 4)
    return (cut[:blank] if blank > 0 else cut).rstrip() + "…"


def split(payload: Payload, limits: MessageLimits) -> list[Payload]:
    """The payload itself where it fits, else parts that each fit; parts have no HTML, and no document."""
    if payload.document is not None:
        if len(payload.document.encode()) <= limits.body:
            return [payload]
        payload = replace(payload, document=None)
    if payload.markup != "text":
        return _numbered(payload, _lines_apart(payload.text, limits))
    room = limits.body
    subject = payload.subject
    if limits.subject:
        subject = shorten(subject, limits.subject)
    else:
        room -= cost(subject, limits) + 2  # the service puts the subject on top of the text
    if limits.body < _TINY:
        tail = f"\n{payload.url}" if payload.url and cost(payload.url, limits) < limits.body // 2 else ""
        text = shorten(subject, max(20, limits.body - cost(tail, limits) - 8)) + tail
        return [replace(payload, subject=subject if limits.subject else "", text=text, html=None)]
    payload = replace(payload, subject=subject)
    if cost(payload.text, limits) <= room:
        return [payload]
    return _numbered(payload, _parts(payload.text, max(_TINY // 2, room - _NUMBER_ROOM), limits))


def cost(text: str, limits: MessageLimits, markup: str = "text") -> int:
    """How much of a message a text takes: as it is where it is in marks already, else with its escapes."""
    size = len(text.encode("utf-8", "replace")) if limits.in_bytes else len(text)
    if markup != "text":
        return size
    return size + len(escape(text)) - len(text) + len(_ESCAPED_MARKS.findall(text))


def _numbered(payload: Payload, texts: Sequence[str]) -> list[Payload]:
    if len(texts) < 2:
        return [replace(payload, text=text) for text in texts]
    return [
        replace(payload, text=f"({number}/{len(texts)}) {text}", html=None)
        for number, text in enumerate(texts, 1)
    ]


def _lines_apart(text: str, limits: MessageLimits) -> list[str]:
    """A text in marks, parted between its lines only: each line closes what it opens.

    A line that is too long by itself is left out: no form writes one, but for a link as long as a message.
    """
    room = limits.body - _NUMBER_ROOM
    parts: list[str] = []
    for line in text.split("\n"):
        kept = line if cost(line, limits, "marks") <= room else "…"
        joined = f"{parts[-1]}\n{kept}" if parts else kept
        if parts and cost(joined, limits, "marks") <= room:
            parts[-1] = joined
        else:
            parts.append(kept)
    return [part for part in parts if part.strip()] or [text]


def _parts(text: str, room: int, limits: MessageLimits) -> list[str]:
    """Cuts at the end of a paragraph, else of a line, else of a word, else anywhere."""
    parts = []
    rest = text.strip()
    while rest:
        if cost(rest, limits) <= room:
            parts.append(rest)
            break
        end = _longest(rest, room, limits)
        for mark in ("\n\n", "\n", " "):
            cut = rest.rfind(mark, math.ceil(end / 2), end)
            if cut > 0:
                end = cut
                break
        parts.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return parts


def _longest(text: str, room: int, limits: MessageLimits) -> int:
    """The number of characters from the start that cost at most `room`; at least one."""
    low, high = 1, min(len(text), room)
    while low < high:
        middle = (low + high + 1) // 2
        if cost(text[:middle], limits) <= room:
            low = middle
        else:
            high = middle - 1
    return low

"""Splits a message so that it fits a service: numbered parts, or a short text where messages are tiny.

Services count the text that they receive, which may be longer than ours: a character that is escaped on the way
counts as its escape.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from html import escape

from storage.model import Payload

# Below this, as for SMS, passages and reasons would cost several messages: only headline and link are sent.
_TINY = 500
_NUMBER_ROOM = 16
_ESCAPED_MARKS = re.compile(r"[\\`*_~|\[\]()#>+-]")


@dataclass(frozen=True, slots=True)
class MessageLimits:
    """The most that one message of a service may hold, in characters.

    `body` counts the subject too where `subject` is 0: such a service has no subject, and shows it above the text.
    """

    subject: int = 250
    body: int = 100_000


def shorten(text: str, most: int) -> str:
    """The text in at most `most` characters, cut at the end of a word if there is one near."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    blank = cut.rfind(" ", most * 3 // 4)
    return (cut[:blank] if blank > 0 else cut).rstrip() + "…"


def split(payload: Payload, limits: MessageLimits) -> list[Payload]:
    """The payload itself where it fits, else parts that each fit; parts have no HTML."""
    room = limits.body
    subject = payload.subject
    if limits.subject:
        subject = shorten(subject, limits.subject)
    else:
        room -= _cost(subject) + 2  # the service puts the subject on top of the text
    if limits.body < _TINY:
        tail = f"\n{payload.url}" if payload.url and _cost(payload.url) < limits.body // 2 else ""
        text = shorten(subject, max(20, limits.body - _cost(tail) - 8)) + tail
        return [replace(payload, subject=subject if limits.subject else "", text=text, html=None)]
    if _cost(payload.text) <= room:
        return [replace(payload, subject=subject)]
    texts = _parts(payload.text, max(_TINY // 2, room - _NUMBER_ROOM))
    return [
        replace(payload, subject=subject, text=f"({number}/{len(texts)}) {text}", html=None)
        for number, text in enumerate(texts, 1)
    ]


def _parts(text: str, room: int) -> list[str]:
    """Cuts at the end of a paragraph, else of a line, else of a word, else anywhere."""
    parts = []
    rest = text.strip()
    while rest:
        if _cost(rest) <= room:
            parts.append(rest)
            break
        end = _longest(rest, room)
        for mark in ("\n\n", "\n", " "):
            cut = rest.rfind(mark, math.ceil(end / 2), end)
            if cut > 0:
                end = cut
                break
        parts.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return parts


def _longest(text: str, room: int) -> int:
    """The number of characters from the start that cost at most `room`; at least one."""
    low, high = 1, min(len(text), room)
    while low < high:
        middle = (low + high + 1) // 2
        if _cost(text[:middle]) <= room:
            low = middle
        else:
            high = middle - 1
    return low


def _cost(text: str) -> int:
    return len(escape(text)) + len(_ESCAPED_MARKS.findall(text))

"""Neutralizes what chat services act upon in a text: mentions of everybody, markup, links with a hidden target.

The text is already free of control characters. A mention is broken by an invisible word joiner; a
bracket that could open a tag becomes another that looks alike; where a service reads Markdown, its marks are
escaped. Web addresses stay as they are.
"""

from __future__ import annotations

import re

_JOINER = "\u2060"
_EVERYBODY = re.compile(r"@(?=(?:everyone|here|channel|all|room|team|users?|online)\b)", re.IGNORECASE)
_OPENS = re.compile(r"<(?=[a-zA-Z/@#!?:&])")
_ADDRESS = re.compile(r"https?://[^\s<>]+")
_MARKS = re.compile(r"([\\`*_~|\[\]()#])|^([>+-])", re.MULTILINE)


def neutralize(text: str, *, markdown: bool = False) -> str:
    """The text that people read the same and services do not act upon.

    `markdown`: the service reads Markdown, with its backslash escapes.
    """
    text = inert(text)
    if not markdown:
        return text.replace("](", f"]{_JOINER}(")
    pieces, end = [], 0
    for address in _ADDRESS.finditer(text):
        pieces += [_escaped(text[end : address.start()]), address[0]]
        end = address.end()
    return "".join([*pieces, _escaped(text[end:])])


def inert(text: str) -> str:
    """The text with mentions of everybody and the beginnings of tags broken."""
    return _OPENS.sub("‹", _EVERYBODY.sub(f"@{_JOINER}", text))


def escape_markdown(text: str) -> str:
    """The text with every mark of Markdown escaped, also those in web addresses."""
    return _escaped(inert(text))


def _escaped(text: str) -> str:
    return _MARKS.sub(lambda mark: f"\\{mark[0]}", text)

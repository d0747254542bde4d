"""Resolves the markup of feeds and, where asked, keeps the position of every published character.

A text is either a plain `str` or a `Mapped`; `substitute` and `substitute_mapped` do the same to both, so that one
sequence of substitutions serves the fast path and the exact path. Must not know of words.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.S | re.I)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_BREAK = re.compile(r"<br\b[^<>]*>", re.I)
_BLOCK = re.compile(
    r"</?(?:p|div|li|ul|ol|dl|dt|dd|h[1-6]|tr|td|th|table|blockquote|hr|section|article|figure|figcaption"
    r"|header|footer|pre)\b[^<>]*>",
    re.I,
)
_INLINE = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_ENTITY = re.compile(r"&(?:#\d{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};)")

JOINT = "\x1f"  # separates the parts of a glued word; stored text holds no control characters

Replacement = str | Callable[[re.Match[str]], str]
T = TypeVar("T", bound="Substitutable")
Substitute = Callable[[re.Pattern[str], Replacement, T], T]


class Substitutable(Protocol):
    """A text that can be searched for a substring: `str` or `Mapped`."""

    def __contains__(self, item: str, /) -> bool: ...


class Mapped:
    """A string in which every character has its span in the original text."""

    __slots__ = ("ends", "starts", "text")

    def __init__(self, text: str, starts: Sequence[int], ends: Sequence[int]) -> None:
        self.text, self.starts, self.ends = text, starts, ends

    @classmethod
    def of(cls, text: str) -> Mapped:
        """Maps a text onto itself."""
        return cls(text, range(len(text)), range(1, len(text) + 1))

    def __contains__(self, item: str) -> bool:
        return item in self.text


def substitute(pattern: re.Pattern[str], replacement: Replacement, s: str) -> str:
    """Substitutes in plain text: `pattern.sub`."""
    return pattern.sub(replacement, s)


def substitute_mapped(pattern: re.Pattern[str], replacement: Replacement, s: Mapped) -> Mapped:
    """Substitutes in mapped text: every new character is mapped to the whole match that it replaces."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for m in pattern.finditer(s.text):
        a, b = m.span()
        new = replacement if isinstance(replacement, str) else replacement(m)
        parts += (s.text[done:a], new)
        starts += s.starts[done:a]
        ends += s.ends[done:a]
        if new.replace(JOINT, "") == s.text[a:b]:
            _spread(new, s, a, starts, ends)
        elif new:
            at = s.starts[a] if a < len(s.starts) else (s.ends[-1] if s.ends else 0)
            starts += [at] * len(new)
            ends += [s.ends[b - 1] if b > a else at] * len(new)
        done = b
    if not parts:
        return s
    parts.append(s.text[done:])
    starts += s.starts[done:]
    ends += s.ends[done:]
    return Mapped("".join(parts), starts, ends)


def _spread(new: str, s: Mapped, at: int, starts: list[int], ends: list[int]) -> None:
    """Maps the characters of `new` one by one to the characters of `s` from `at` on; joints have no width."""
    for char in new:
        if char == JOINT:
            starts.append(s.starts[at])
            ends.append(s.starts[at])
        else:
            starts.append(s.starts[at])
            ends.append(s.ends[at])
            at += 1


def _unescape(m: re.Match[str]) -> str:
    return html.unescape(m[0])


def resolve(s: T, sub: Substitute[T]) -> T:
    """Removes tags (blocks become a paragraph end) and resolves entities, even if they are escaped twice."""
    for _ in range(3):
        if "<" in s:
            if "<!" in s or "<s" in s or "<S" in s:
                s = sub(_CDATA, "", s)
                s = sub(_COMMENT, "", s)
            s = sub(_BREAK, "\n", s)
            s = sub(_BLOCK, "\n\n", s)
            s = sub(_INLINE, "", s)
        if "&" not in s:
            break
        s = sub(_ENTITY, _unescape, s)
    return s

"""Makes stored text readable: without markup and control characters, with the matched words still known.

A stored field keeps its markup, and spans count its code points. `Readable` keeps for each shown character its place in
the stored field. Nothing here decides how a mark looks.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rules.model import Span

# One alternative for each kind of markup. Whole tags only: "a < b" stays text. What is never closed lasts to the end, as
# it does for the matcher.
_MARKUP = re.compile(
    r"(?P<gone><!--.*?(?:-->|\Z)|<(?P<raw>script|style)\b.*?(?:</(?P=raw)\s*>|\Z)|<!\[CDATA\[|\]\]>)"
    r"|(?P<tag></?[a-zA-Z][^<>]*>|<![^<>]*>|<\?[^<>]*>)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)",
    re.DOTALL | re.IGNORECASE,
)
# Tags that may stand inside a word: `<b>E</b>brard` is one word.
_INLINE = re.compile(
    r"</?(?:a|abbr|b|cite|em|font|i|mark|s|small|span|strong|sub|sup|u|wbr)\b", re.IGNORECASE
)
_OPENS_MARKUP = re.compile(r"<(?=[a-zA-Z/!?@#])")
# Characters that are not shown: controls, surrogates, private use and invisible format characters. Direction overrides
# and isolates can make a text read as another (Unicode TR 36, 2.4). The joiners U+200C and U+200D stay: Persian, Indic
# scripts and emoji need them.
_HIDDEN = (
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]+"
)
_HIDDEN_BUT_LINES = re.compile(_HIDDEN.replace("\x00-\x1f", "\x00-\x09\x0b-\x1f"))
# Blanks that are not a single space, and what is not shown.
_ODD = re.compile(rf"(?P<blank>\s\s+|[^\S ])|{_HIDDEN}")
# Of what is not shown, all that Unicode calls printable.
_HIDDEN_SELECTORS = re.compile("[\U000e0100-\U000e01ef]")


@dataclass(frozen=True, slots=True)
class Readable:
    """Text as shown; `origin[i]` is the code point of the stored field that character i came from."""

    text: str
    origin: Sequence[int]

    def locate(self, spans: Iterable[Span]) -> list[tuple[int, int]]:
        """Returns where the spans of the stored field are shown: ordered, merged where they touch."""
        shown: list[tuple[int, int]] = []
        for span in sorted(spans, key=lambda s: (s.start, s.end)):
            start, end = bisect_left(self.origin, span.start), bisect_left(self.origin, span.end)
            if start == end:
                continue
            if shown and start <= shown[-1][1]:
                shown[-1] = (shown[-1][0], max(end, shown[-1][1]))
            else:
                shown.append((start, end))
        return shown


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of readable text as alternating runs: (text, is it matched)."""

    runs: tuple[tuple[str, bool], ...]

    def marked(self, before: str = "«", after: str = "»") -> str:
        """Returns the piece with marks around each match."""
        return "".join(f"{before}{text}{after}" if hit else text for text, hit in self.runs)


def readable(stored: str) -> Readable:
    """Drops tags and control characters, decodes entities, and folds white space to single blanks."""
    if _is_plain(stored):
        return Readable(stored, range(len(stored)))
    characters: list[str] = []
    origin: list[int] = []

    def show(text: str, at: int, step: int = 1) -> None:
        end = 0
        for odd in _ODD.finditer(text):
            _extend(characters, origin, text[end : odd.start()], at + end * step, step)
            if odd["blank"] and characters and characters[-1] != " ":
                characters.append(" ")
                origin.append(at + odd.start() * step)
            end = odd.end()
        _extend(characters, origin, text[end:], at + end * step, step)

    end = 0
    for piece in _MARKUP.finditer(stored):
        show(stored[end : piece.start()], end)
        if piece["entity"]:
            show(html.unescape(piece["entity"]), piece.start(), 0)
        elif piece["tag"]:
            show("" if _INLINE.match(piece["tag"]) else " ", piece.start(), 0)
        end = piece.end()
    show(stored[end:], end)
    if characters and characters[-1] == " ":
        characters.pop()
        origin.pop()
    # Text that still looks like the start of a tag or a mention was written as entities, to hide it.
    return Readable(_OPENS_MARKUP.sub("‹", "".join(characters)), tuple(origin))


def visible(text: str) -> str:
    """Drops the characters that are not shown; the lines stay."""
    return _HIDDEN_BUT_LINES.sub("", text.replace("\r\n", "\n").replace("\t", " "))


def plain(stored: str) -> str:
    """Returns the text of `readable`, where no spans are needed."""
    return stored if _is_plain(stored) else readable(stored).text


def _is_plain(stored: str) -> bool:
    """Whether a text is readable as it is stored, as most are."""
    if stored[:1] == " " or stored[-1:] == " " or "<" in stored or "&" in stored or "  " in stored:
        return False
    # A hundred times as fast as to look for what is odd.
    if stored.isprintable():
        return stored.isascii() or not _HIDDEN_SELECTORS.search(stored)
    return not _ODD.search(stored)


def _extend(characters: list[str], origin: list[int], text: str, at: int, step: int) -> None:
    skip = 1 if text[:1] == " " and (not characters or characters[-1] == " ") else 0
    characters.extend(text[skip:])
    count = len(text) - skip
    origin.extend(range(at + skip, at + skip + count) if step else [at] * count)


def passages(text: Readable, spans: Sequence[Span], *, around: int = 110, most: int = 3) -> list[Passage]:
    """Returns up to `most` pieces in reading order: the matched words and about `around` characters on each side."""
    hits = text.locate(spans)
    windows: list[tuple[int, int]] = []
    for start, end in hits:
        low, high = _word_start(text.text, start - around), _word_end(text.text, end + around)
        if windows and low <= windows[-1][1]:
            windows[-1] = (windows[-1][0], high)
        else:
            windows.append((low, high))
    return [_passage(text.text, window, hits) for window in windows[:most]]


def whole(text: Readable, spans: Sequence[Span]) -> Passage:
    """Returns all of the text as one passage."""
    return _passage(text.text, (0, len(text.text)), text.locate(spans))


def _passage(text: str, window: tuple[int, int], hits: Iterable[tuple[int, int]]) -> Passage:
    low, high = window
    runs: list[tuple[str, bool]] = [("… ", False)] if low > 0 else []
    at = low
    for start, end in hits:
        if start < low or start >= high:
            continue
        runs += [(text[at:start], False), (text[start : min(end, high)], True)]
        at = min(end, high)
    runs.append((text[at:high], False))
    if high < len(text):
        runs.append((" …", False))
    return Passage(tuple((piece, hit) for piece, hit in runs if piece))


def _word_start(text: str, at: int) -> int:
    """Returns the start of a word at or after `at`, if it is near: scripts without blanks have none."""
    if at <= 0:
        return 0
    blank = text.find(" ", at, at + 30)
    return blank + 1 if blank >= 0 else at


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    blank = text.rfind(" ", at - 30, at)
    return blank if blank >= 0 else at

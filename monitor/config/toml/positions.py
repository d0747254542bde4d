"""Finds the line and column of every key in a TOML text, which tomllib does not report, and bounds its nesting.

The text is read as tokens, leniently, because tomllib decides what is valid.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from rules.loading.explain import Loc

MAX_DEPTH = 60
# A string that never ends runs to the end of the text, so that no text is read twice.
_TOKEN = re.compile(
    r"""
    (?P<skip>[ \t\r]+|\#[^\n]*)
  | (?P<string>\"{3}(?:\\.|[^\\])*?(?:\"{3,5}|\Z)|'{3}.*?(?:'{3,5}|\Z)
              |"(?:\\[^\n]|[^"\\\n])*"?|'[^'\n]*'?)
  | (?P<sign>[\[\]{},=.\n])
  | (?P<bare>[^\s\[\]{},=.\#"']+|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


@dataclass(slots=True)
class TomlPositions:
    """The line and column (from 1) of every key and value, by path, as `("feeds", 0, "url")`."""

    keys: dict[Loc, tuple[int, int]] = field(default_factory=dict)
    values: dict[Loc, tuple[int, int]] = field(default_factory=dict)

    def place(self, loc: Loc, key: bool = False) -> tuple[int, int]:
        """The place of the value at `loc`, or of its key; for a path that is not in the file, of the table around it.

        (0, 0) where the file has no such table either.
        """
        while loc:
            place = self.keys.get(loc) if key else self.values.get(loc) or self.keys.get(loc)
            if place:
                return place
            loc, key = loc[:-1], False
        return 0, 0


def too_deep(text: str) -> tuple[int, int] | None:
    """The line and column of the first bracket or dotted key nested beyond MAX_DEPTH; None where all is shallow."""
    brackets = dots = 0
    for token in _tokens(text):
        if token.kind == "sign" and token.text in "[{":
            brackets += 1
        elif token.kind == "sign" and token.text in "]}":
            brackets -= 1
        dots = dots + 1 if token.text == "." else dots if token.kind in ("bare", "string") else 0
        if brackets > MAX_DEPTH or dots > MAX_DEPTH:
            return _Lines(text).place(token.at)
    return None


def places(text: str) -> TomlPositions:
    """Finds the places of all keys and values of a text that tomllib accepts, and of some keys in any other text."""
    return _Scanner(text).run()


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "skip":
            yield _Token(match.lastgroup or "bare", match[0], match.start())


class _Lines:
    """Converts offsets in a text to line and column."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(newline.end() for newline in re.finditer("\n", text))]

    def place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


class _Scanner:
    """Walks the tokens of valid TOML and notes where keys and values begin."""

    def __init__(self, text: str) -> None:
        self._tokens = [*_tokens(text), _Token("end", "", len(text))]
        self._next = 0
        self._lines = _Lines(text)
        self._lengths: dict[Loc, int] = {}
        self._positions = TomlPositions()

    def run(self) -> TomlPositions:
        table: Loc = ()
        while self._here.kind != "end":
            if self._here.text == "[":
                table = self._header()
            elif self._here.kind in ("bare", "string"):
                self._pair(table)
            else:
                self._next += 1
        return self._positions

    @property
    def _here(self) -> _Token:
        return self._tokens[self._next]

    def _skip(self, *signs: str) -> None:
        while self._here.kind == "sign" and self._here.text in signs:
            self._next += 1

    def _header(self) -> Loc:
        start = self._here.at
        is_array = self._tokens[self._next + 1].text == "["
        self._next += 2 if is_array else 1
        loc: Loc = ()
        bare: Loc = ()
        for part, _ in self._key():
            bare = (*loc, part)
            loc = self._into_array(bare)
            self._positions.keys.setdefault(bare, self._lines.place(start))
        if is_array:
            self._lengths[bare] = self._lengths.get(bare, 0) + 1
            loc = self._into_array(bare)
        self._positions.keys.setdefault(loc, self._lines.place(start))
        self._skip("]")
        return loc

    def _into_array(self, loc: Loc) -> Loc:
        return (*loc, self._lengths[loc] - 1) if loc in self._lengths else loc

    def _key(self) -> list[tuple[str, int]]:
        """The parts of a dotted key, each with its offset."""
        parts = []
        while self._here.kind in ("bare", "string"):
            parts.append((_unquoted(self._here), self._here.at))
            self._next += 1
            if self._here.text != ".":
                break
            self._next += 1
        return parts

    def _pair(self, table: Loc) -> None:
        loc = table
        for part, at in self._key():
            loc = (*loc, part)
            self._positions.keys.setdefault(loc, self._lines.place(at))
        self._skip("=")
        self._value(loc)

    def _value(self, loc: Loc) -> None:
        self._positions.values[loc] = self._lines.place(self._here.at)
        if self._here.text == "[":
            self._array(loc)
        elif self._here.text == "{":
            self._inline(loc)
        else:
            # A number or date may be several tokens, as 1.5 is.
            while self._here.kind in ("bare", "string") or self._here.text == ".":
                self._next += 1

    def _array(self, loc: Loc) -> None:
        self._next += 1
        self._skip("\n")
        count, before = 0, -1
        while self._here.text != "]" and self._next > before:
            before = self._next
            self._value((*loc, count))
            count += 1
            self._skip(",", "\n")
        self._next += self._here.text == "]"

    def _inline(self, loc: Loc) -> None:
        self._next += 1
        self._skip("\n")
        while self._here.kind in ("bare", "string"):
            self._pair(loc)
            self._skip(",", "\n")
        self._next += self._here.text == "}"


def _unquoted(token: _Token) -> str:
    if token.kind != "string":
        return token.text
    if token.text.startswith("'"):
        return token.text[1:-1]
    return _ESCAPE.sub(_unescaped, token.text[1:-1])


def _unescaped(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    if code:
        return chr(int(code, 16))
    return {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}.get(escape[3], escape[3])

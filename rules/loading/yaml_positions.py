"""Reads one YAML 1.2 document into plain values, with the place of every key and value.

Anchors, aliases, merge keys, tags, directives and further documents are refused while the events come in:
a rules file needs none of them, and so nothing is ever expanded. Work and memory grow with the length of
the text alone, and no function recurses. Must not read files: it gets text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from rules.loading.explain import Loc

MAX_DEPTH = 60
MAX_VALUES = 100_000
# Characters that neither people nor editors write into a rules file: controls, lone surrogates, non-characters,
# and the line separators that end a line in YAML 1.1, but not in 1.2 or in an editor.
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")

# The core schema, https://yaml.org/spec/1.2.2/#103-core-schema
_INT = re.compile(r"[-+]?[0-9]{1,4000}|0o[0-7]{1,4000}|0x[0-9a-fA-F]{1,4000}")
_FLOAT = re.compile(
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
)
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


@dataclass(frozen=True, slots=True)
class YamlPosition:
    """A line and a column, both from 1."""

    line: int
    column: int


class YamlProblem(Exception):  # noqa: N818 - a finding on its way to the caller, never shown as an exception
    """The text is not the YAML of a rules file: what is wrong, where, and how to mend it."""

    def __init__(self, place: YamlPosition, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.place, self.message, self.hint = place, message, hint


@dataclass(slots=True)
class Document:
    """A YAML document: its `value` in plain types, and the positions of values and keys by path.

    `ended`: whether the end mark `...` was there; `repeated`: the keys written twice in one group, as
    position of the second, key, position of the first.
    """

    value: Any = None
    ended: bool = False
    values: dict[Loc, YamlPosition] = field(default_factory=dict)
    keys: dict[Loc, YamlPosition] = field(default_factory=dict)
    repeated: list[tuple[YamlPosition, str, YamlPosition]] = field(default_factory=list)

    def place(self, loc: Loc, key: bool = False) -> YamlPosition:
        """The position of the value (or key) at `loc`, or of the nearest group around a missing one."""
        if key and loc in self.keys:
            return self.keys[loc]
        while loc and loc not in self.values:
            loc = loc[:-1]
        return self.values.get(loc, YamlPosition(1, 1))


@dataclass(slots=True)
class _Group:
    """A mapping or sequence being filled; `key` waits for its value."""

    value: dict[str, Any] | list[Any]
    loc: Loc
    key: str | None = None


@lru_cache(maxsize=8)  # a file is parsed once for its rules, and again for the positions of findings
def read(text: str) -> Document:
    """Parses `text`; raises YamlProblem at the first thing that is no YAML, or not allowed in a rules file."""
    unfit = UNFIT.search(text)
    if unfit:
        place = _place_of(text, unfit.start())
        raise YamlProblem(place, f"a character that is no text: U+{ord(unfit[0]):04X}")
    document, documents = Document(), 0
    groups: list[_Group] = []
    for event in _events(text):
        if isinstance(event, DocumentStartEvent):
            documents += 1
            _check_start(event, documents)
        elif isinstance(event, DocumentEndEvent):
            document.ended = bool(event.explicit)
        else:
            _take(event, document, groups)
    return document


def _events(text: str) -> Iterator[Event]:
    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = YamlPosition(mark.line + 1, mark.column + 1) if mark else YamlPosition(1, 1)
        raise YamlProblem(place, *_in_plain_words(error)) from None
    except (YAMLError, ValueError) as error:
        # ruamel raises a bare ValueError for an escape beyond U+10FFFF
        raise YamlProblem(YamlPosition(1, 1), f"this is no YAML: {str(error).splitlines()[0]}") from None


def _take(event: Event, document: Document, groups: list[_Group]) -> None:
    _refuse_cleverness(event)
    if isinstance(event, ScalarEvent):
        _put(_scalar(event), event, document, groups)
    elif isinstance(event, MappingStartEvent | SequenceStartEvent):
        if len(groups) >= MAX_DEPTH:
            raise YamlProblem(_start(event), f"nested more than {MAX_DEPTH} levels deep")
        value: dict[str, Any] | list[Any] = {} if isinstance(event, MappingStartEvent) else []
        groups.append(_Group(value, _put(value, event, document, groups)))
    elif isinstance(event, MappingEndEvent | SequenceEndEvent):
        groups.pop()


def _put(value: Any, event: Event, document: Document, groups: list[_Group]) -> Loc:
    """Stores a value, or remembers a key, in the innermost group. Returns the value's path."""
    place = _start(event)
    if len(document.values) >= MAX_VALUES:
        message = f"more than {MAX_VALUES} values in one file"
        raise YamlProblem(place, message, "names by the thousand belong in a list, see `lists`")
    if not groups:
        document.value, document.values[()] = value, place
        return ()
    group = groups[-1]
    if isinstance(group.value, list):
        loc: Loc = (*group.loc, len(group.value))
        group.value.append(value)
    elif group.key is None:
        _take_key(value, place, document, group)
        return group.loc
    else:
        loc = (*group.loc, group.key)
        group.value[group.key], group.key = value, None
    document.values[loc] = place
    return loc


def _take_key(value: Any, place: YamlPosition, document: Document, group: _Group) -> None:
    if not isinstance(value, str):
        raise YamlProblem(place, "a key must be a plain word", "put other keys in quotes")
    loc = (*group.loc, value)
    if loc in document.keys:
        document.repeated.append((place, value, document.keys[loc]))
    else:
        document.keys[loc] = place
    group.key = value


def _scalar(event: ScalarEvent) -> Any:
    text: str = event.value
    unfit = UNFIT.search(text)
    if unfit:
        raise YamlProblem(_start(event), f"an escape for a character that is no text: U+{ord(unfit[0]):04X}")
    if event.style or len(text) > 4000:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))
    if _FLOAT.fullmatch(text):
        return float(re.sub(r"(?i)\.(?=inf|nan)", "", text))
    return text


def _check_start(event: DocumentStartEvent, documents: int) -> None:
    if documents > 1:
        raise YamlProblem(_start(event), "a second document in one file", "keep one document a file")
    if event.tags or event.version not in (None, (1, 2)):
        message = "a directive; a rules file is YAML 1.2 without any"
        raise YamlProblem(_start(event), message, "remove the % line")


def _refuse_cleverness(event: Event) -> None:
    for used, name, sign in (
        (isinstance(event, AliasEvent), "an alias", "*"),
        (getattr(event, "anchor", None) is not None, "an anchor", "&"),
        (getattr(event, "ctag", None) is not None, "a tag", "!"),
    ):
        if used:
            hint = f"put quotes around a text that begins with {sign}"
            raise YamlProblem(_start(event), f"{name} ({sign}); rules files have none", hint)


def _start(event: Event) -> YamlPosition:
    return YamlPosition(event.start_mark.line + 1, event.start_mark.column + 1)


def _place_of(text: str, offset: int) -> YamlPosition:
    line_start = text.rfind("\n", 0, offset) + 1
    return YamlPosition(text.count("\n", 0, offset) + 1, offset - line_start + 1)


# Parts of ruamel.yaml's messages, each with a message and a hint for people. The first part that fits wins.
_PLAIN: tuple[tuple[str, str, str], ...] = (
    ("'\\t'", "a tab; YAML indents with spaces", "replace it by spaces"),
    ("cannot start any token", "a text cannot begin with this character", "put quotes around it"),
    ("mapping values are not allowed", "a second `: ` in one value", "put quotes around a text with a colon"),
    ("expected <block end>", "the indentation does not fit the lines above", "line it up with the others"),
    ("not find expected ':'", "neither a `key: value` nor an item after `- `", "is a colon missing?"),
    ("expected ',' or", "a bracket that is not closed, or a missing comma", "close it with ] or }"),
    ("end of stream", "a quote or a bracket that is not closed", "is the file cut short?"),
    ("<stream end>", "a quote or a bracket that is not closed", "is the file cut short?"),
    ("document separator", "a quote that is not closed", "is the file cut short?"),
    ("unknown escape", "a backslash that is no escape", "use single quotes, or write \\\\"),
)


def _in_plain_words(error: MarkedYAMLError) -> tuple[str, str]:
    technical = str(error.problem or error.context or "")
    for part, message, hint in _PLAIN:
        if part in technical:
            return message, hint
    return f"this is no YAML: {technical}", ""

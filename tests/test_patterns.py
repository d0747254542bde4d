"""No regular expression of the program takes time out of proportion to the length of a text made to hurt it."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import monitor
import rules
import storage

METHODS = "search|match|fullmatch|finditer|findall|sub|split"
LENGTH = 2_000  # characters: what is quadratic takes some 20 ms for them, what is not a tenth of one
SUSPECT = 0.005  # seconds of CPU time, from which on growth is looked at
MOST_GROWTH = 10  # of four times the text: 4 in proportion, 16 where quadratic
KINDS = {
    codes.CATEGORY_DIGIT: "1", codes.CATEGORY_SPACE: " ", codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_SPACE: "a", codes.CATEGORY_NOT_WORD: "-", codes.CATEGORY_NOT_DIGIT: "a",
}  # fmt: skip


def modules() -> Iterator[Any]:
    for package in (rules, monitor, storage):
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if ".migrations." not in found.name:
                yield importlib.import_module(found.name)


def patterns() -> dict[str, tuple[re.Pattern[Any], set[str]]]:
    """The patterns by module and name, each with the methods by which it is asked."""
    found = {}
    sources = {module: Path(module.__file__).read_text(encoding="utf-8") for module in modules()}
    everywhere = asked_of("".join(sources.values()))
    for module, source in sources.items():
        here, named = asked_of(source), set(re.findall(r"^\w+", source, re.M))
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern) and name in named:
                used = (here if name.startswith("_") else everywhere).get(name, {"finditer"})
                whole = f"{module.__name__}.{name}"
                found[whole] = (value, BY_HAND.get(whole, used))
    return found


def asked_of(source: str) -> dict[str, set[str]]:
    """The methods by which each name is asked."""
    asked: dict[str, set[str]] = {}
    for name, method in re.findall(rf"\b(\w+)\.({METHODS})\(", source):
        asked.setdefault(name, set()).add(method)
    return asked


# Asked in a loop over several.
BY_HAND = {"monitor.parsing.dates._WORDY": {"fullmatch"}, "monitor.parsing.dates._MONTH_FIRST": {"fullmatch"}}
# Asked of at most about so many characters: a tail.
BOUNDED = {
    "rules.text.tokens._PREFIX": 24,
    "rules.seeding.sentences._DOTTED": 60,
}
FOUND = patterns()


def of_class(members: list[Any]) -> str:
    """A character of a class, as `[^a-z]`."""
    for character in "a1 -.,<\"\n&/Z'(é":
        if fits(members, character):
            return character
    kind, value = members[-1]
    return chr(value if kind is codes.LITERAL else value[0]) if kind is not codes.CATEGORY else KINDS[value]


def fits(members: list[Any], character: str) -> bool:
    hit = any(
        (kind is codes.LITERAL and value == ord(character))
        or (kind is codes.RANGE and value[0] <= ord(character) <= value[1])
        or (kind is codes.CATEGORY and bool(re.fullmatch(CATEGORIES[value], character)))
        for kind, value in members
    )
    return hit is not (members[0][0] is codes.NEGATE)


CATEGORIES = {
    codes.CATEGORY_DIGIT: r"\d", codes.CATEGORY_SPACE: r"\s", codes.CATEGORY_WORD: r"\w",
    codes.CATEGORY_NOT_SPACE: r"\S", codes.CATEGORY_NOT_WORD: r"\W", codes.CATEGORY_NOT_DIGIT: r"\D",
}  # fmt: skip


def example(parts: Any, repeated: list[tuple[str, str]]) -> str:
    """A text that a parsed pattern fits; adds what it repeats without a near bound, and what stands before."""
    text = ""
    for kind, value in parts:
        match kind:
            case codes.LITERAL:
                text += chr(value)
            case codes.NOT_LITERAL:
                text += "b" if value == ord("a") else "a"
            case codes.ANY:
                text += "a"
            case codes.IN:
                text += of_class(value)
            case codes.BRANCH:
                text += next(example(branch, repeated) for branch in value[1])
            case codes.SUBPATTERN:
                text += example(value[3], repeated)
            case codes.ATOMIC_GROUP:
                text += example(value, repeated)
            case codes.ASSERT | codes.ASSERT_NOT:
                example(value[1], repeated)
            case codes.MAX_REPEAT | codes.MIN_REPEAT | codes.POSSESSIVE_REPEAT:
                least, most, what = value
                body = example(what, repeated)
                if most >= 16:
                    repeated.append((text, body))
                text += body * max(least, 1)
    return text


def hurting(pattern: re.Pattern[Any]) -> set[tuple[str, str]]:
    """Beginnings, and what to repeat after each."""
    repeated: list[tuple[str, str]] = []
    whole = example(parser.parse(pattern.pattern, pattern.flags), repeated)
    starts = {start for start, _ in repeated}
    pumps = {(start, body) for start, body in repeated} | {("", start + body) for start, body in repeated}
    pumps |= (
        {("", body) for _, body in repeated}
        | {("", start) for start in starts}
        | {("", whole), ("", whole[:-1])}
    )
    return {(start, body) for start, body in pumps | {("", " "), ("", "a")} if body}


def seconds(ask: Callable[[Any], Any], text: Any) -> float:
    took = []
    for _ in range(3):
        start = time.process_time()
        found = ask(text)
        if hasattr(found, "__next__"):
            for _ in found:
                pass
        took.append(time.process_time() - start)
        if took[-1] < SUSPECT:
            break
    return min(took)


def asked(pattern: re.Pattern[Any], method: str) -> Callable[[Any], Any]:
    if method == "sub":
        return lambda text: pattern.sub(text[:0], text)
    return getattr(pattern, method)  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", sorted(FOUND.keys() - BOUNDED.keys()))
def test_a_pattern_takes_time_in_proportion_to_the_text(name: str) -> None:
    pattern, methods = FOUND[name]
    for start, body in sorted(hurting(pattern)):
        for method in sorted(methods):
            texts: list[Any] = [start + body * (many * LENGTH // len(body) + 1) + "\x01" for many in (1, 4)]
            if isinstance(pattern.pattern, bytes):
                texts = [text.encode("latin-1", "replace") for text in texts]
            ask = asked(pattern, method)
            if (short := seconds(ask, texts[0])) > SUSPECT:
                grown = seconds(ask, texts[1]) / short
                assert grown < MOST_GROWTH, (
                    f"{method} of {start!r} and {body!r} again and again: {grown:.0f} times"
                )

"""Figures: the numbers of a text with what they count, and the dates beside them.

12 dead and 41 dead conflict, 12 dead and 41 hurt do not. Units are "%", "magnitude", "date", "score", "year",
"no. ..." (one of a series), a class of acts or roles ("!die" for "12 muertos"), else the stem of what is counted;
"number" where nothing says. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple, TypeAlias

from rules.silence import acts
from rules.silence.lexicon import vocabulary
from rules.silence.words import Word, month_of, number_of, ordinal_of, weekday_of
from rules.text.folding import fold

# A month and a day, None where the text does not say.
DateKey: TypeAlias = tuple[int | None, int | None]

_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+\Z")
_DECIMAL = re.compile(r"\d+(?:[.,]\d+)?\Z")
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}\Z|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})\Z")
_SCORE = re.compile(r"\d{1,3}[–-]\d{1,3}\Z")
# "2:1" is a score, "20:30" and "2:15" are times.
_SCORE_COLON = re.compile(r"\d{1,2}:\d\Z")
# "por 2 a 0", "2 x 0".
_SCORE_BETWEEN = frozenset({"a", "x"})
_SCORE_BEFORE = frozenset({"por"})
# "DSA 6001-1", "file 2031/88": of two numbers joined the longer ones name a thing.
_IDENTIFIER = re.compile(r"\d{3,}[-/]\d+\Z")
_DAY = re.compile(r"[0-9]{1,2}\Z")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_LETTERS = {"b": 1e9, "bn": 1e9, "m": 1e6, "mn": 1e6, "k": 1e3}
# Acts that say how a figure moves, not what it counts.
_MOVES = frozenset({"!rise", "!raise", "!fall", "!lower", "!cut", "!begin", "!end", "!win", "!lose"})
# So far from a number stands what it counts.
_AHEAD = 4
_BEHIND = 5
# A month behind these words is what the news is measured by.
_SINCE = frozenset({"since", "desde", "depuis", "seit"})
# Figures so near to each other are one, rounded in two ways.
ROUNDED = 0.04


class Figure(NamedTuple):
    """`value` is a plain number as text ("1200", "4.9"), or as written where it is none ("4.2.1"); `at` its word."""

    unit: str
    value: str
    at: int


def figures(words: Sequence[Word], code: str) -> list[Figure]:
    """The figures of a text in their order."""
    found = []
    skip = -1
    for at, word in enumerate(words):
        if word.kind != "figure" or at <= skip:
            continue
        if score := _score(words, at):
            found.append(Figure("score", score, at))
            skip = at + 2
        elif figure := _figure(words, at, code):
            found.append(figure)
    return found


def _score(words: Sequence[Word], at: int) -> str:
    """A score that is written as three words, "" where there is none."""
    if at + 2 >= len(words) or words[at + 1].fold not in _SCORE_BETWEEN:
        return ""
    if words[at + 1].fold == "a" and not (at and words[at - 1].fold in _SCORE_BEFORE):
        return ""
    mine, yours = words[at].raw, words[at + 2].raw
    return f"{mine}-{yours}" if mine.isdigit() and yours.isdigit() and len(mine + yours) < 5 else ""


def _figure(words: Sequence[Word], at: int, code: str) -> Figure | None:
    raw = words[at].fold.strip("$€£¥%")
    if _SCORE_COLON.match(raw):
        return Figure("score", raw.replace(":", "-"), at)
    if ":" in raw or not raw:
        return None
    if raw.startswith("cve-"):
        return Figure("no. cve", raw, at)
    if _DATE.match(raw):
        return Figure("date", raw, at)
    if _SCORE.match(raw):
        return Figure("score", raw.replace("–", "-"), at)
    if _IDENTIFIER.match(raw):
        return Figure("no. id", raw, at)
    serial = _serial(words, at)
    if serial:
        return Figure(f"no. {serial}", value_of(raw, code), at)
    if _YEAR.match(raw) and words[at].raw[0].isdigit():
        return Figure("year", raw, at)
    value, after = value_of(raw, code), at + 1
    if after < len(words) and words[after].fold in _times():
        number = _number(value)
        value = f"{number * _times()[words[after].fold]:.15g}" if number is not None else value
        after += 1
    return Figure(_unit(words, at, after, code), value, at)


@lru_cache(maxsize=4_096)
def value_of(raw: str, code: str) -> str:
    """A number as plain text, whether written in digits, with separators, or as a word."""
    for spelled in (number_of(raw, code), ordinal_of(raw), vocabulary.TENS.get(raw)):
        if spelled is not None:
            return str(spelled)
    joined = re.sub(r"[ \u00a0\u202f]", "", raw)
    letters = joined.lstrip("0123456789.,-")
    digits = joined[: len(joined) - len(letters)] if letters in _LETTERS else joined
    if _THOUSANDS.match(digits):
        number = float(re.sub(r"[.,]", "", digits))
    elif _DECIMAL.match(digits) and digits.isascii():
        number = float(digits.replace(",", "."))
    else:
        return joined
    return f"{number * _LETTERS.get(letters, 1):.15g}"


def _serial(words: Sequence[Word], at: int) -> str:
    """The unit of a number: "game" for "Game 4" and "fourth game"."""
    if at and words[at - 1].fold in _series():
        return words[at - 1].stem
    if ordinal_of(words[at].fold) is None:
        return ""
    return words[at + 1].stem if at + 1 < len(words) and words[at + 1].kind != "small" else "in order"


def _unit(words: Sequence[Word], at: int, after: int, code: str) -> str:
    word = words[at]
    if word.raw.endswith("%") or (after < len(words) and words[after].fold in _percent()):
        return "%"
    if any(w.fold.startswith(_magnitudes()) for w in words[max(0, at - 3) : at]):
        return "magnitude"
    if word.raw[0] in "$€£¥":
        return f"money {word.raw[0]}"
    for ahead in words[after : after + _AHEAD]:
        if sign := _currency(ahead.fold):
            return f"money {sign}"
        if ahead.fold in _ages():
            return "age"
        if ahead.kind in ("figure", "month", "weekday"):
            break
        if ahead.kind in ("word", "name") and ahead.fold not in vocabulary.COUNTERS:
            named = _class_of(ahead, code)
            if named in _MOVES:
                break
            return named or ahead.stem
    for behind in reversed(words[max(0, at - _BEHIND) : at]):
        named = _class_of(behind, code) if behind.kind == "word" else ""
        if named and named not in _MOVES:
            return named
    return "number"


def measures(words: Sequence[Word]) -> frozenset[int]:
    """The places of words that say how large a figure is, or in what: "million", "percent", "dólares"."""
    places: set[int] = set()
    for at, word in enumerate(words):
        if word.kind == "figure":
            after = range(at + 1, min(len(words), at + 1 + _AHEAD))
            for place in after:
                fold_ = words[place].fold
                if (
                    not (fold_ in _times() or fold_ in _percent() or _currency(fold_))
                    and words[place].kind != "small"
                ):
                    break
                if words[place].kind != "small" or fold_ in _times():
                    places.add(place)
    return frozenset(places)


@lru_cache(maxsize=4_096)
def _currency(word: str) -> str:
    """The sign of the money that a folded word names, "" where it names none."""
    return next((sign for sign, names in vocabulary.CURRENCIES.items() if word.startswith(names)), "")


def _class_of(word: Word, code: str) -> str:
    """The class of acts or roles that a word stands for, marked so that no stem is taken for it."""
    happened = acts.classes(word.fold, code)
    if happened:
        return f"!{happened[0]}"
    roles = acts.roles(word.fold, code)
    return f"@{roles[0]}" if roles else ""


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def are_close(one: str, other: str) -> bool:
    """Whether two values are the same, or one rounded."""
    if one == other:
        return True
    a, b = _number(one), _number(other)
    if a is None or b is None or max(abs(a), abs(b)) < 100:
        return False
    return abs(a - b) <= ROUNDED * max(abs(a), abs(b))


def dates(words: Sequence[Word]) -> Iterator[DateKey]:
    """Days of months: a number beside a month's name; not "the most since August", which says how rare it is."""
    told = [w for w in words if w.kind != "small"]
    since = {id(w) for at, w in enumerate(words) if any(b.fold in _SINCE for b in words[max(0, at - 2) : at])}
    for at, word in enumerate(told):
        if word.kind != "month" or id(word) in since:
            continue
        days = [
            w.fold.rstrip(".")
            for w in (*told[max(0, at - 1) : at], *told[at + 1 : at + 2])
            if w.kind == "figure"
        ]
        day = next((int(d) for d in days if _DAY.match(d) and 0 < int(d) <= 31), None)
        yield month_of(word.fold), day


def weekdays(words: Iterable[Word]) -> Iterator[int]:
    return (day for w in words if w.kind == "weekday" and (day := weekday_of(w.fold)) is not None)


def quarters(words: Sequence[Word], code: str) -> Iterator[str]:
    """Quarters of a year by number, so that "third quarter", "Q3" and "T3" are one."""
    for word in words:
        if word.kind == "quarter":
            digits = [c for c in word.fold if c.isdigit()]
            ordinal = ordinal_of(word.fold)
            yield digits[0] if digits else str(ordinal) if ordinal else word.fold


@cache
def _series() -> frozenset[str]:
    return frozenset(fold(vocabulary.SERIES).split())


@cache
def _times() -> dict[str, float]:
    return {fold(word): value for word, value in vocabulary.TIMES.items()}


@cache
def _percent() -> frozenset[str]:
    return frozenset(fold(vocabulary.PERCENT).split())


@cache
def _ages() -> frozenset[str]:
    return frozenset(fold(vocabulary.AGES).split())


@cache
def _magnitudes() -> tuple[str, ...]:
    return tuple(fold(vocabulary.MAGNITUDES).split())

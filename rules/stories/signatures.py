"""Signatures of entries, for comparing them: headline, shingles, and telling words.

Pure functions of the text. `rules.stories.join` decides what is the same.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TypeAlias
from zlib import crc32

from rules.model import Entry
from rules.text import word_frequency as words
from rules.text.tokens import resolve, tokens

MIN_TEXT = 80
# Beyond its first paragraphs an article is less distinctive, and costs more to compare.
LEDE = 1_500
# A longer text is also compared as a whole: outlets cut and reorder, and write ledes of their own.
WHOLE = 20_000
WHOLE_RUN = 5

# The number of entries whose signatures and bands are cached: more than most transactions record.
KEPT = 1_024

_ELLIPSIS = re.compile(r"(?<!\s)\s*+(?:(?<!\.)\.{3,}+|…)\s*+$")
_OUTLET = re.compile(r"(?s)(.*\S)\s+(?:[-–—|·»]|::|//)\s+(\S.{1,59})$")
# Whatever _ELLIPSIS, _OUTLET and _LABEL remove holds one of these marks.
_MARKS = re.compile(r"[-–—|·»:/…]|\.{3}")
_LABEL = re.compile(
    r"\s*(?:(?:update|wrapup|refile|corrected|rpt)(?:\s+\d+)?|breaking(?: news)?|exclusive|just in|watch|"
    r"video|live|developing|\d+(?:st|nd|rd|th) lead|última hora|urgente|en vivo|exclusiva|lo último)"
    r"\s*(?:[:|–—-]|\s-\s)\s*(?=\S)",
    re.IGNORECASE,
)
# A station rather than a count: "WIS 10", "KTVN Channel 2", "News 12".
_STATION = re.compile(r"(?:\b[A-Z][A-Z0-9-]{1,7}|\b(?:Channel|News|Fox|Canal|Radio|TV))\s*\d{1,2}$")
# Not the number of a name: "COVID-19", "F-16".
_NUMBER = re.compile(r"(?<![\w.,])(?<![^\W\d_]-)[$€£¥]?(\d+(?:[.,]\d+)*)")
_DATELINE = re.compile(
    r"^\s*(?:[^\W\d_][^()—–\n]{0,60})?\((?:AP|AFP|Reuters|EFE|UPI|Notimex|DPA|EP)\)\s*[-—–]*\s*"
)
_COUNTED = (
    "one first uno primer primera",
    "two second dos segundo segunda",
    "three third tres tercer tercera",
    "four fourth cuatro cuarto cuarta",
    "five fifth cinco quinto quinta",
    "six sixth seis sexto sexta",
    "seven seventh siete septimo",
    "eight eighth ocho octavo",
    "nine ninth nueve noveno",
    "ten tenth diez decimo",
)
_DATES = (
    "january february march april june july august september october november december monday tuesday "
    "wednesday thursday friday saturday sunday enero febrero marzo abril mayo junio julio agosto septiembre "
    "octubre noviembre diciembre lunes martes miercoles jueves viernes sabado domingo"
)
_DATES_ELSEWHERE = (
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre lundi mardi mercredi "
    "jeudi vendredi samedi dimanche januar februar marz juni juli oktober dezember montag dienstag mittwoch "
    "donnerstag freitag samstag sonntag janeiro fevereiro marco maio junho julho setembro outubro novembro dezembro"
)
_YEAR = re.compile(r"(?:19|20)\d\d\Z")


# The pieces of a text, each once, as numbers of `shingle`. A set would take fifteen times the memory: hundreds of
# megabytes for the cached signatures.
Shingles: TypeAlias = "array[int]"


@dataclass(frozen=True)
class Signature:
    """The parts of an entry that are compared. `title` and `text` are folded; `text` starts with the title.

    `text` and `runs` are empty where the entry's own text has fewer than MIN_TEXT characters, `whole` where it
    is no longer than its lede; `published` is that text as it stands. `figures` are the numbers, ordinals and dates of
    the headline, `numbers` those of the text. Telling words are in no table of common words (names above all); the
    headline and the text have their own. Shingles are made when they are first asked for: a replay seldom does.
    """

    title: str
    text: str
    code: str
    published: str
    figures: frozenset[str]
    title_telling: frozenset[str]
    text_telling: frozenset[str]

    @cached_property
    def grams(self) -> Shingles:
        return characters(self.title)

    @cached_property
    def runs(self) -> Shingles:
        return word_runs(self.text) if self.text else _shingles(())

    @cached_property
    def whole(self) -> Shingles:
        return _whole(self.published)

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(numbers(lede(self.published)))


@lru_cache(maxsize=KEPT)
def signature(entry: Entry) -> Signature:
    """The signature of an entry; the last KEPT are cached."""
    title_words = tokens(headline(entry.title))
    body_words = tokens(lede(entry.text))
    code = words.language([*title_words, *body_words], entry.lang)
    long_enough = sum(map(len, body_words)) + len(body_words) > MIN_TEXT
    return Signature(
        title=" ".join(title_words),
        text=" ".join([*title_words, *body_words]) if long_enough else "",
        code=code,
        published=entry.text,
        figures=figures(entry.title),
        title_telling=_telling(title_words, code),
        text_telling=_telling(body_words, code) if long_enough else frozenset(),
    )


def _whole(text: str) -> Shingles:
    plain = resolve(text[: 4 * WHOLE])[:WHOLE] if len(text) > LEDE else ""
    return word_runs(" ".join(tokens(plain)), WHOLE_RUN) if len(plain) > LEDE else _shingles(())


@lru_cache(maxsize=16)  # callers need that of an entry several times in a row
def lede(text: str) -> str:
    """The first LEDE characters of a text, as a reader sees them, without dateline."""
    return _DATELINE.sub("", resolve(text[: 4 * LEDE]))[:LEDE]


@lru_cache(maxsize=KEPT)
def headline(title: str) -> str:
    """The title without the outlet at its end and the labels ("UPDATE 2-", "BREAKING:") at its start."""
    title = resolve(title)
    if not _MARKS.search(title):
        return title
    title = _ELLIPSIS.sub("", title)
    while (found := _LABEL.match(title)) and len(title[found.end() :].split()) >= 3:
        title = title[found.end() :]
    while (found := _OUTLET.match(title)) and _is_outlet(found[2], found[1]):
        title = found[1]
    return _ELLIPSIS.sub("", title)


def _is_outlet(name: str, rest: str) -> bool:
    """Whether a title ends in an outlet: short, with a capital, without a number, after a whole headline."""
    if len(name.split()) > 5 or name[0].islower() or len(rest.split()) < 4:
        return False
    return not _NUMBER.search(name) or _STATION.search(name) is not None


def figures(title: str) -> frozenset[str]:
    """The numbers, ordinals and dates of a headline; separators of thousands do not count."""
    title = headline(title)
    found = numbers(title)
    named = _figures_in_words()
    return frozenset(found | {named[word] for word in tokens(title) if word in named})


def numbers(text: str) -> set[str]:
    """The numbers of a text as they are written, without separators of thousands."""
    return {re.sub(r"[.,](?=\d{3}\b)", "", number) for number in _NUMBER.findall(text)}


def is_calendar(stem: str, code: str) -> bool:
    """Whether a stem is of a date, or too short to tell in a language of which no common words are known."""
    if _YEAR.match(stem) or stem in _date_stems(code):
        return True
    return not words.has_table(code) and len(stem) < 4


@cache
def _date_stems(code: str) -> frozenset[str]:
    return frozenset(words.stem(word, code) for word in f"{_DATES} {_DATES_ELSEWHERE}".split())


@cache
def _figures_in_words() -> dict[str, str]:
    counted = {word: str(i) for i, names in enumerate(_COUNTED, start=1) for word in names.split()}
    return counted | {word: word for word in _DATES.split()}


def _telling(folded: list[str], code: str) -> frozenset[str]:
    return frozenset(w for w in set(folded) if len(w) > 1 and w.isalpha() and not words.is_common(w, code))


def shingle(text: str) -> int:
    """The number of a piece of text, the same in every process: bands are computed from it and stored."""
    return crc32(text.encode())


def characters(text: str, n: int = 4) -> Shingles:
    """The character n-grams of a folded text."""
    return _shingles(text[i : i + n] for i in range(max(1, len(text) - n + 1)))


def word_runs(text: str, n: int = 3) -> Shingles:
    """The runs of n words of a folded text."""
    split = text.split()
    return _shingles(" ".join(split[i : i + n]) for i in range(max(1, len(split) - n + 1)))


def _shingles(pieces: Iterable[str]) -> Shingles:
    return array("I", {shingle(piece) for piece in pieces})


def jaccard(a: Collection[object], b: Collection[object]) -> float:
    """The Jaccard similarity of two collections without duplicates; 0.0 if both are empty."""
    shared = _shared(a, b)
    return shared / ((len(a) + len(b) - shared) or 1)


def contained(a: Collection[object], b: Collection[object]) -> float:
    """The share of the smaller collection that the other holds; 0.0 if it is empty."""
    return _shared(a, b) / (min(len(a), len(b)) or 1)


def _shared(a: Collection[object], b: Collection[object]) -> int:
    return len(frozenset(a).intersection(b))

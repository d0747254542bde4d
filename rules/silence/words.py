"""Words as a headline or text writes them: folded, stemmed, and each with its kind.

A name is told by its capital and by where it stands, not by any list of places or persons: in a headline that writes
every word with a capital, and at the start of a sentence, known words and words for acts and roles are no names.
Pure functions of the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence, Set
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from rules.matching.lexicon import is_word
from rules.silence import acts
from rules.silence.lexicon import vocabulary
from rules.text.folding import fold
from rules.text.word_frequency import share
from rules.text.word_frequency import stem as stem_of

Kind = Literal["name", "figure", "month", "weekday", "quarter", "word", "small"]
SLOTS = frozenset({"name", "figure", "month", "weekday", "quarter"})

_WORD = re.compile(
    r"(?i:cve-\d+-\d+)|(?<!\w)(?i:[qt][1-4]|[1-4][qt])(?!\w)"
    r"|[$€£¥]?\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|[$€£¥]?\d+(?:[.,:/–-]\d+)*(?:%|(?i:[bmk]n?)\b)?"
    r"|(?i:(?:segunda|terça|quarta|quinta|sexta)-feira)|[^\W\d_]+(?:['’][^\W\d_]+)*"
)
# "l'offre", "d'Ostrel", "qu'il": the article is no part of the word.
_ELISION = re.compile(r"(?<!\w)(?:[ldnscmtjLDNSCMTJ]|[Qq]u)['’](?=\w{2})")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]{2,}")
# What between two words begins a sentence, or a part of a headline.
_OPENS = re.compile(r"[.!?:;|»«“”„\"‘(¿¡…]|[\s\u00a0][–—-][\s\u00a0]|^['‘«“]")
_MOSTLY = 0.7
_PT_WEEKDAY_AFTER = frozenset({"na", "nesta", "desta", "da", "ate", "de"})
_QUARTER = re.compile(rf"(?i:[{vocabulary.QUARTER_LETTERS}][1-4]|[1-4][{vocabulary.QUARTER_LETTERS}])\Z")


class Word(NamedTuple):
    """`raw` as written, `fold` without case, accents and article, `stem` in the text's language."""

    raw: str
    fold: str
    stem: str
    kind: Kind


def read(text: str, code: str, small_elsewhere: Set[str] = frozenset()) -> tuple[Word, ...]:
    """The words of a text; `small_elsewhere` are folded words that the entry writes without a capital."""
    text = _parted(text)
    found = list(_WORD.finditer(text))
    raw = [m[0] for m in found]
    alone = [_alone(word, code) for word in raw]
    folds = [word for word, _, _ in alone]
    loud = _is_loud(raw, code)
    words = []
    for at, (word, stem, sure) in enumerate(alone):
        kind = sure
        if kind is None:
            opens = not at or _OPENS.search(text, found[at - 1].end(), found[at].start()) is not None
            kind = _kind(raw[at], folds, at, code, plain=opens or loud)
        if kind == "name" and word in small_elsewhere:
            kind = "word"
        words.append(Word(raw[at], word, stem, kind))
    return tuple(words)


def raw_words(text: str) -> list[str]:
    """The words of a text as it writes them, those that `read` gives."""
    return _WORD.findall(_parted(text))


def _parted(text: str) -> str:
    return _UNSPACED.sub(_pairs, _ELISION.sub(" ", text))


def written_small(raw: Iterable[str]) -> frozenset[str]:
    """The folded words of those that are written without a capital."""
    return frozenset(fold(word) for word in raw if word[0].islower())


def _pairs(m: re.Match[str]) -> str:
    """Scripts without spaces are compared by pairs of characters."""
    run = m[0]
    return " " + " ".join(run[i : i + 2] for i in range(len(run) - 1)) + " "


def _is_loud(raw: Sequence[str], code: str) -> bool:
    """Whether a headline writes nearly every word with a capital, so that capitals tell nothing."""
    long = [word for word in raw if len(word) > 3 and word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in long)
    if code == "de":
        return len(long) > 2 and all(word.isupper() for word in long)
    return len(long) > 2 and capitals > _MOSTLY * len(long)


@lru_cache(maxsize=8_192)
def _alone(raw: str, code: str) -> tuple[str, str, Kind | None]:
    """The fold and stem of a word, and its kind where neither neighbours nor place decide that."""
    word = fold(raw)
    return word, stem_of(word, code), _kind_alone(raw, code)


def _kind_alone(raw: str, code: str) -> Kind | None:
    """The kind of a word that is written small; None where its neighbours or its place decide."""
    word = fold(raw)
    dated = word in _months() or word in _weekdays() or word in vocabulary.WEEKDAY_WORDS_PT
    counts = number_of(word, code) is not None or ordinal_of(word) is not None or word in vocabulary.TENS
    if raw[0].islower() and raw[1:].lower() != raw[1:] and raw[1:].isalpha():
        return "name"  # "iPhone", "eBay"
    if not raw[0].islower() or dated or counts or word.startswith("cve-") or _QUARTER.match(raw):
        return None
    return "small" if len(word) < 2 or word in small_words(code) else "word"


def _kind(raw: str, folds: Sequence[str], at: int, code: str, *, plain: bool) -> Kind:
    """The kind of the word at a place; `plain` where its capital tells nothing."""
    word = folds[at]
    if raw[0].isdigit() or raw[0] in "$€£¥":
        return "quarter" if _QUARTER.match(raw) else "figure"
    if word.startswith("cve-"):
        return "figure"
    dated = _date_kind(raw, folds, at, code)
    if dated:
        return dated
    if number_of(word, code) is not None or ordinal_of(word) is not None or word in vocabulary.TENS:
        return "figure"
    if len(word) < 2 or word in small_words(code):
        return "small"
    if not raw[0].isupper() and unicodedata.category(raw[0]) != "Lt":
        return "word"
    return _capital_kind(word, code, plain=plain)


def _capital_kind(word: str, code: str, *, plain: bool) -> Kind:
    if code == "de" and _is_german_noun(word):
        return "word"
    if (plain or code == "de") and is_plain(word, code):
        return "word"
    if acts.roles(word, code):
        return "word"
    return "name"


@lru_cache(maxsize=4_096)
def is_plain(word: str, code: str) -> bool:
    """Whether a word is a known ordinary one: of an act, of a role, or of the English and Spanish tables."""
    if acts.classes(word, code) or acts.roles(word, code):
        return True
    if code in ("en", "es"):
        return share(stem_of(word, code), code) > 0 or is_word(word)
    return False


@lru_cache(maxsize=4_096)
def _is_german_noun(word: str) -> bool:
    """Whether a folded word ends in a common noun, alone or as the last part of a compound."""
    if len(word) > 5 and word.endswith(vocabulary.GERMAN_ENDINGS):
        return True
    nouns = _german_nouns()
    return any(
        word[i:] in nouns
        for i in range(max(0, len(word) - 14), len(word) - 2)
        if not i or (i > 2 and len(word) - i > 3)
    )


@cache
def _german_nouns() -> frozenset[str]:
    return frozenset(fold(noun) for noun in vocabulary.GERMAN_NOUNS.split())


def _date_kind(raw: str, folds: Sequence[str], at: int, code: str) -> Kind | None:
    word = folds[at]
    month = _months().get(word)
    if month is not None and not (raw[0].islower() and vocabulary.MONTHS_IN_CAPITALS.get(word) == code):
        return "month"
    if word in _weekdays() or (
        code == "pt" and word in vocabulary.WEEKDAY_WORDS_PT and at and folds[at - 1] in _PT_WEEKDAY_AFTER
    ):
        return "weekday"
    beside = {*folds[max(0, at - 1) : at], *folds[at + 1 : at + 2]}
    if ordinal_of(word) is not None and beside & _quarter_words():
        return "quarter"
    return "quarter" if _QUARTER.match(raw) else None


@cache
def _months() -> dict[str, int]:
    return {fold(name): i for i, names in enumerate(vocabulary.MONTHS, 1) for name in names.split()}


@cache
def _weekdays() -> dict[str, int]:
    return {fold(name): i for i, names in enumerate(vocabulary.WEEKDAYS, 1) for name in names.split()}


@cache
def _quarter_words() -> frozenset[str]:
    return frozenset(fold(f"{vocabulary.QUARTERS} {vocabulary.HALVES}").split())


@cache
def small_words(code: str) -> frozenset[str]:
    """Folded small words of a language; those of all where it is not known."""
    known = vocabulary.SMALL.get(code)
    return frozenset(fold(known or " ".join(vocabulary.SMALL.values())).split())


@cache
def _numerals() -> dict[str, int]:
    return {fold(name): i for i, names in enumerate(vocabulary.NUMERALS) for name in names.split()}


@cache
def _ordinals() -> dict[str, int]:
    return {fold(name): i for i, names in enumerate(vocabulary.ORDINALS, 1) for name in names.split()}


def number_of(word: str, code: str) -> int | None:
    """The number that a folded word spells; None where it is an article or another word in this language."""
    value = _numerals().get(word)
    barred = vocabulary.NO_NUMERALS.get(word)
    if value is None or barred is None:
        return value
    return None if not barred or code in barred.split() else value


def ordinal_of(word: str) -> int | None:
    return _ordinals().get(word)


def month_of(word: str) -> int | None:
    return _months().get(word)


def weekday_of(word: str) -> int | None:
    short = vocabulary.WEEKDAY_WORDS_PT
    return short.index(word) + 1 if word in short else _weekdays().get(word)

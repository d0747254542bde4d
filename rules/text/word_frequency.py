"""Languages, stems and frequencies of words: a word is better evidence the fewer texts hold it.

A new store has seen too few texts to count, so counts start from tables of common words
(`word_frequency_en`, `word_frequency_es`). Pure; the tables are read at first use.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from threading import get_ident
from typing import Any

import Stemmer

from rules.text.word_frequency_en import SHARE_OF_TEXTS as ENGLISH
from rules.text.word_frequency_es import SHARE_OF_TEXTS as SPANISH

# Snowball's stemmers by ISO 639-1 code; other languages keep their words whole.
_STEMMERS = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french",
    "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
_TABLES = {"en": ENGLISH, "es": SPANISH}
_MARKERS = {
    "en": "the of and to in for on with is are was by at from as after says over its his that not be it he she they we what "
    "how why who will has have been were had into than",
    "es": "el la los las de del en y que con por para una un se al su tras sobre como",
    "fr": "le la les de du des en et que avec par pour une un se au aux sur dans est qui sont apres selon",
    "de": "der das den dem des und ist mit von im zu auf fur nach ein eine sich bei vor als auch uber",
    "pt": "os da dos das em nos nas e que por para uma um se ao sua apos sobre como diz",
}


def language(words: Sequence[str], declared: str | None = None) -> str:
    """The language as ISO 639-1 code: declared, else of five by small words, or by common ones of two; else ""."""
    if declared:
        return declared[:2].lower()
    small = {code: sum(map(marks.__contains__, words)) for code, marks in _markers().items()}
    most = max(small.values())
    leading = [code for code, count in small.items() if count == most]
    if len(leading) > 1:
        common = {code: sum(stem(word, code) in _classes(code) for word in words) for code in _TABLES}
        best = max(leading, key=lambda code: common.get(code, 0))
        return best if most or common.get(best) else ""
    return leading[0]


@cache
def _markers() -> dict[str, frozenset[str]]:
    return {code: frozenset(marks.split()) for code, marks in _MARKERS.items()}


@lru_cache(maxsize=64)
def _stemmer(code: str, _thread: int) -> Any:
    # A stemmer has state, so each thread has its own.
    return Stemmer.Stemmer(_STEMMERS[code], 0) if code in _STEMMERS else None


@lru_cache(maxsize=8_192)
def stem(word: str, code: str) -> str:
    """The stem of a folded word; figures and words of unknown languages stay whole."""
    stemmer = _stemmer(code, get_ident())
    return str(stemmer.stemWord(word)) if stemmer and not word.isdigit() else word


@cache
def _classes(code: str) -> dict[str, int]:
    table = _TABLES.get(code, {})
    return {word: k for k, words in table.items() for word in words.split()}


@cache
def shares(code: str) -> Mapping[str, float]:
    """The share of texts that hold a stem, for each stem in the table of a language."""
    return {stemmed: 2.0**-k for stemmed, k in _classes(code).items()}


def share(stemmed: str, code: str) -> float:
    """The share of texts that hold a stem; 0.0 for a stem in no table."""
    return shares(code).get(stemmed, 0.0)


def has_table(code: str) -> bool:
    """Whether the common words of a language are known."""
    return code in _TABLES


def is_common(word: str, code: str) -> bool:
    """Whether a folded word is common: in the table of its language, or in any if the language is unknown.

    In languages without a table only words of fewer than four letters are common.
    """
    if code and code not in _TABLES:
        return len(word) < 4
    if code:
        return stem(word, code) in _classes(code)
    return any(stem(word, known) in _classes(known) for known in _TABLES)

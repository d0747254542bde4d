"""Words as evidence: which language they are in, their stems, and how much a stem tells.

A word tells more the fewer texts hold it. A store that is new has seen too few texts to know, so counts
start from tables of common words (`words_en`, `words_es`). Pure; the tables are read at first use.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    "en": "the of and to in for on with is are was by at from as after says over its his",
    "es": "el la los las de del en y que con por para una un se al su tras sobre como",
}


def language(words: Sequence[str], declared: str | None = None) -> str:
    """ISO 639-1 code: the declared one, else English or Spanish by small words, else by common ones, else ""."""
    if declared:
        return declared[:2].lower()
    small = {code: sum(word in marks for word in words) for code, marks in _markers().items()}
    if len(set(small.values())) == 1:
        small = {code: sum(stem(word, code) in _classes(code) for word in words) for code in _TABLES}
    best = max(small, key=lambda code: small[code])
    return best if small[best] else ""


@cache
def _markers() -> dict[str, frozenset[str]]:
    return {code: frozenset(marks.split()) for code, marks in _MARKERS.items()}


@lru_cache(maxsize=64)
def _stemmer(code: str, _thread: int) -> Any:
    # A stemmer keeps the word it works on in itself: one for each thread.
    return Stemmer.Stemmer(_STEMMERS[code], 0) if code in _STEMMERS else None


@lru_cache(maxsize=65_536)
def stem(word: str, code: str) -> str:
    """The stem of a folded word; figures and words of unknown languages stay whole."""
    stemmer = _stemmer(code, get_ident())
    return str(stemmer.stemWord(word)) if stemmer and not word.isdigit() else word


@cache
def _classes(code: str) -> dict[str, int]:
    table = _TABLES.get(code, {})
    return {word: k for k, words in table.items() for word in words.split()}


def share(stemmed: str, code: str) -> float:
    """The share of texts that hold a stem, 0.0 for what is in no table."""
    k = _classes(code).get(stemmed)
    return 2.0**-k if k is not None else 0.0


def has_table(code: str) -> bool:
    """Whether the common words of a language are known."""
    return code in _TABLES


def is_common(word: str, code: str) -> bool:
    """Whether a folded word is in the tables: of its language, or of any where that is not known.

    Languages without a table have only their shortest words for common ones.
    """
    if code and code not in _TABLES:
        return len(word) < 4
    return any(stem(word, known) in _classes(known) for known in ((code,) if code else _TABLES))

"""The language of an entry, by its small words, the words of acts, and letters. Pure; six languages and what is declared."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import repeat

from rules.silence import acts as act_table
from rules.silence import words as reading
from rules.text.folding import fold

# So many words tell the language.
LANGUAGE_WORDS = 50

# Letters that tell a language where small words leave it open.
_LETTERS = (("de", "äöüß"), ("pt", "ãõ"), ("es", "ñ¿¡"), ("fr", "èêçœùâî"), ("es", "áéíóú"))
_WORDS = re.compile(r"[^\W\d_]+")


def language_of(title: str, text: str, declared: str | None) -> str:
    """The declared language, else the one whose small words and letters the entry has most of; English in doubt."""
    if declared:
        return declared[:2].lower()
    sample = f"{title} {text[:400]}".lower()
    if any("\u0400" <= c <= "\u04ff" for c in title):
        return "ru"
    words = _WORDS.findall(sample)
    votes = zip(*map(_speaks, words[:LANGUAGE_WORDS]), strict=True) if words else repeat((0.0,))
    counts = {code: sum(each) for code, each in zip(act_table.LANGUAGES, votes, strict=False)}
    for code, letters in _LETTERS:
        counts[code] += 0.5 * sum(letter in sample for letter in letters)
    return max(counts, key=lambda code: counts[code])


@lru_cache(maxsize=8_192)
def _speaks(written: str) -> tuple[float, ...]:
    """How much a word speaks for each language: 1 for a small word, half for the word of an act."""
    word = fold(written)
    return tuple(
        1.0 if word in reading.small_words(code) else 0.5 if act_table.classes(word, code) else 0.0
        for code in act_table.LANGUAGES
    )

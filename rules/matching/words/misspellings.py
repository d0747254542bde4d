"""Keys shared by a word and its wrong spellings: letters that sound the same, letters exchanged. Pure functions."""

from __future__ import annotations

import re
from functools import lru_cache

from rules.matching import lexicon

# In Spanish and English, in this order; $ and % stand for sh and ch meanwhile.
_CONFUSED = (
    ("ph", "f"), ("sh", "$"), ("ch", "%"), ("ck", "k"), ("qu", "k"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("c", "k"),
    ("z", "s"), ("ge", "je"), ("gi", "ji"), ("gy", "ji"), ("v", "b"), ("w", "u"), ("y", "i"), ("h", ""), ("$", "sh"),
    ("%", "ch"),
)  # fmt: skip
_REPEATED = re.compile(r"(.)\1+")
_PREFIXES = frozenset({"co", "de", "em", "en", "ex", "il", "im", "in", "ir", "re", "un"})
_SHORTEST = 7  # shorter words have too little left to tell them apart


@lru_cache(8_192)
def respelt(word: str) -> str:
    """Returns a key shared by spellings that sound the same: Jiménez, Gimenes; "" if the word is too short."""
    return _sound(word) if len(word) >= _SHORTEST else ""


def _sound(word: str) -> str:
    for letters, sound in _CONFUSED:
        word = word.replace(letters, sound)
    return _REPEATED.sub(r"\1", word)


@lru_cache(8_192)
def may_be(token: str, word: str) -> bool:
    """Whether a token may be a misspelling of a word: it is no word itself, and no name that sounds otherwise.

    Martin is no misspelt Marvin; Lopes may be Lopez, and Natalya Natalia.
    """
    if lexicon.is_name(token):
        return not lexicon.is_form(token) and _sound(token) == _sound(word)
    return not lexicon.is_any_word(token)


def is_prefixed(a: str, b: str) -> bool:
    """Whether one word is the other with a prefix: inmigración is no misspelt migración, nor reelection an election."""
    shorter, longer = sorted((a, b), key=len)
    return len(longer) == len(shorter) + 2 and longer.endswith(shorter) and longer[:2] in _PREFIXES


def scrambled(word: str) -> str:
    """Returns a key shared by spellings that exchange letters after the first: fentanilo, fentalino; Ruiz, Riuz.

    "" for words of other lengths, which have other letters to go by, or too few.
    """
    fit = len(word) == 4 or len(word) >= 8
    return word[0] + "".join(sorted(word[1:])) if fit and word.isalpha() else ""

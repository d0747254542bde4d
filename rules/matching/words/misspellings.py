"""Keys shared by a word and its wrong spellings: letters that sound the same, letters exchanged. Pure functions."""

from __future__ import annotations

import re
from functools import lru_cache

# In Spanish and English, in this order; $ and % stand for sh and ch meanwhile.
_CONFUSED = (
    ("ph", "f"), ("sh", "$"), ("ch", "%"), ("ck", "k"), ("qu", "k"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("c", "k"),
    ("z", "s"), ("ge", "je"), ("gi", "ji"), ("gy", "ji"), ("v", "b"), ("w", "u"), ("y", "i"), ("h", ""), ("$", "sh"),
    ("%", "ch"),
)  # fmt: skip
_REPEATED = re.compile(r"(.)\1+")
_SHORTEST = 7  # shorter words have too little left to tell them apart


@lru_cache(100_000)
def respelt(word: str) -> str:
    """Returns a key shared by spellings that sound the same: Jiménez, Gimenes; "" if the word is too short."""
    if len(word) < _SHORTEST:
        return ""
    for letters, sound in _CONFUSED:
        word = word.replace(letters, sound)
    return _REPEATED.sub(r"\1", word)


def scrambled(word: str) -> str:
    """Returns a key shared by spellings that exchange letters after the first: fentanilo, fentalino; Ruiz, Riuz.

    "" for words of other lengths, which have other letters to go by, or too few.
    """
    fit = len(word) == 4 or len(word) >= 8
    return word[0] + "".join(sorted(word[1:])) if fit and word.isalpha() else ""

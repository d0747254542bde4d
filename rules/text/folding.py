"""Folds to the same spelling words that differ in case, accents and endings such as 's. Pure."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=8_192)
def fold(text: str) -> str:
    """Lower case without accents; Cyrillic й stays, for it is a letter of its own."""
    lower = text.casefold().replace("’", "'").replace("ß", "ss")
    if not lower.isascii():
        lower = lower.replace("й", "\0")
        lower = "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))
        lower = lower.replace("\0", "й")
    if "'" in lower:
        lower = lower.removesuffix("'s").replace("'", "")
    return lower

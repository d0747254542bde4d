"""How a name sounds, as keys that a Latin spelling and its Cyrillic, Arabic or Hebrew one share."""

from __future__ import annotations

import re
from functools import lru_cache

from rules.matching import slavic

_VOWELS = re.compile(r"[aeiouwy]")
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("dzh|dz|dj|^j|g(?=[ei])", "j"),
        ("kh", "h"),
        ("sch|sh|tsch|tch|ch|zh|cz|sz|ts|tz|z", "s"),
        ("ph", "f"),
        ("th", "t"),
        ("ck|qu|q|c", "k"),
        ("x", "ks"),
        ("w", "v"),
        ("oo|ou", "u"),
        ("ay|ai|ei|ey|ee|ea|ae", "e"),
        ("ie|y", "i"),
        ("(?<!^)j", "i"),
        ("h", ""),
        (r"(.)\1+", r"\1"),
    )
)


def skeleton(word: str) -> str:
    """The consonants of a romanised word, as Arabic and Hebrew write it."""
    return _VOWELS.sub("", word)


@lru_cache(100_000)
def sound(word: str) -> str:
    """A rough phonetic key that a Latin name and its Cyrillic transcription share."""
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return word


def filed(word: str, *, alone: bool) -> list[tuple[str, int]]:
    """(key, edits) of a Latin name."""
    key = sound(word)
    return [(key, 0 if len(key) <= 3 else 1)] if len(word) >= 3 else []


def read(romanised: str) -> list[str]:
    """Keys of a romanised token, with and without what may be a Slavic case ending."""
    return list(dict.fromkeys(sound(s) for s in slavic.bare(romanised) if len(s) >= 3))

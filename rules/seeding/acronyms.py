"""Finds acronyms that a text explains, as in "Comisión Nacional del Agua (Conagua)". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rules.seeding.sentences import Sentence, fold

_EXPLAINED = re.compile(
    r"(?P<name>[^()\[\]:;]{6,120}?)\s?\((?:the |la |el |por sus siglas,? )?(?P<short>[A-Z][\w&.-]{1,11})\)"
)


def acronyms(sentences: Iterable[Sentence]) -> dict[str, str]:
    """Maps each acronym to the folded text before it, which ends in the name that it abbreviates."""
    explained: dict[str, str] = {}
    for sentence in sentences:
        for match in _EXPLAINED.finditer(sentence.text):
            name = " ".join(fold(word) for word in match["name"].split())
            if _stands_for(fold(match["short"]), name):
                explained.setdefault(match["short"], name)
    return explained


def _stands_for(short: str, name: str) -> bool:
    """Whether the name has the letters of the acronym in order, the first at the start of a word."""
    words = name.split()
    for start in range(len(words) - 1, -1, -1):
        if words[start][:1] == short[:1] and len(words) - start > 1:
            rest = iter("".join(words[start:]))
            if all(letter in rest for letter in short if letter.isalpha()):
                return True
    return False

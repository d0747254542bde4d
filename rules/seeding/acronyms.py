"""Finds acronyms that a text explains, as in "Comisión Nacional del Agua (Conagua)". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rules.seeding.sentences import Sentence, fold

_EXPLAINED = re.compile(
    r"(?P<name>[^()\[\]:;]{6,120}?)\s*\((?:the |la |el |por sus siglas,? )?(?P<short>[A-Z][\w&.-]{1,11})\)"
)


def acronyms(sentences: Iterable[Sentence]) -> dict[str, str]:
    """Each acronym with the folded text before it, which ends in the name that it is short for."""
    found: dict[str, str] = {}
    for sentence in sentences:
        for match in _EXPLAINED.finditer(sentence.text):
            name = " ".join(fold(word) for word in match["name"].split())
            if _stands_for(fold(match["short"]), name):
                found.setdefault(match["short"], name)
    return found


def _stands_for(short: str, name: str) -> bool:
    """Whether the letters of the acronym come in this order in the name, the first at a word's start."""
    words = name.split()
    for start in range(len(words) - 1, -1, -1):
        if words[start][:1] == short[:1] and len(words) - start > 1:
            rest = iter("".join(words[start:]))
            if all(letter in rest for letter in short if letter.isalpha()):
                return True
    return False

"""Weighs how much the words of a name tell: which one texts hold least often, what a name proves without its light words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from rules.matching import lexicon

LONE_LENGTH = 5

Evidence = Literal["none", "plain", "some"]


def required(words: Sequence[str]) -> tuple[int, int]:
    """Returns (how many words are needed, the index of the word that always is, or -1)."""
    if len(words) < 4:
        return len(words), -1
    return len(words) - 1, most_telling(words)


def most_telling(words: Sequence[str]) -> int:
    """Returns the index of the word that texts hold least often, as far as the lexicon knows."""
    return max(range(len(words)), key=lambda i: (rank(words[i]), i >= len(words) - 2, len(words[i])))


def rank(word: str) -> int:
    """Ranks how telling a word is, from 0 (a particle, a word in every text) to 4 (a rare name)."""
    if word in lexicon.connectors() or word in lexicon.function_words() or len(word) < 3:
        return 0 if word.isascii() else 4
    if word in lexicon.frequent():
        return 0
    if word in lexicon.given_names():
        return 2
    if word in lexicon.common_surnames():
        return 3
    return 1 if lexicon.is_word(word) else 4


def evidence(words: Sequence[str]) -> Evidence:
    """Weighs what the words of a name prove without particles, company forms and initials.

    none: nobody for certain; plain: dictionary words, or a single word, that mean somebody only exactly as
    written; some: a name.
    """
    light = lexicon.connectors() | lexicon.legal_forms()
    telling = [w for w in words if w not in light and (len(w) > 1 or not w.isascii())]
    if len(telling) <= 1:
        word = "".join(telling)
        short = len(word) < LONE_LENGTH and word.isascii()
        return "none" if short or rank(word) < 4 else "plain"
    if any(rank(w) > 1 for w in telling):
        return "some"
    return "none" if len(telling) == 2 else "plain"

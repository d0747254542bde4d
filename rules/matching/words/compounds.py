"""Finds words of rules inside longer words: glued to a common word, opposed by anti-, or in a German or Dutch compound.

Pure functions of folded words.
"""

from __future__ import annotations

from functools import lru_cache

from rules.matching import lexicon

PART_LENGTH, _REST_LENGTH = 6, 4
_GLUE = frozenset(
    [
        "en",
        "de",
        "del",
        "el",
        "la",
        "las",
        "los",
        "con",
        "por",
        "para",
        "que",
        "and",
        "the",
        "of",
        "from",
        "with",
    ]
)
_AGAINST = "anti"
_JOINTS = ("s", "es", "n", "en", "er")


def held(token: str, parts: frozenset[str]) -> list[str]:
    """Returns the words of rules that a token holds with another word glued to it; none if it is a word itself."""
    n = len(token)
    cuts = [(token[:i], token[i:]) for i in range(PART_LENGTH, n - 1)]
    cuts += [(token[i:], token[:i]) for i in range(2, n - PART_LENGTH + 1)]
    beside = [(part, rest) for part, rest in cuts if part in parts]
    found = [
        part for part, rest in beside if _is_glue(rest) or _is_half(rest, is_last=token.startswith(part))
    ]
    # anticorrupcion is a word, and about corruption all the same.
    opposed = [part for part, rest in beside if rest == _AGAINST and token.startswith(rest)]
    return found if found and not lexicon.is_any_word(token) else opposed


@lru_cache(50_000)
def _is_half(rest: str, *, is_last: bool) -> bool:
    """Whether a string is the first or the last half of a German or Dutch compound, as affäre in Korruptionsaffäre."""
    after = {rest, *(rest.removeprefix(joint) for joint in _JOINTS)} if is_last else set()
    before = set() if is_last else {rest, *(rest.removesuffix(joint) for joint in _JOINTS)}
    return not after.isdisjoint(lexicon.compound_ends()) or not before.isdisjoint(lexicon.compound_heads())


def _is_glue(rest: str) -> bool:
    return rest in _GLUE or (len(rest) >= _REST_LENGTH and lexicon.is_word(rest))

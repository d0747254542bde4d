"""What the matcher knows of words and names: small lists of our own, folded, read on first use.

The lists were written for this project from general knowledge of English and Spanish; they are no copy of
a corpus or dictionary. They tell apart what may be a typing error from what is a word of its own.
"""

from __future__ import annotations

from functools import cache

from rules.matching.lexicon import names, particles


@cache
def connectors() -> frozenset[str]:
    """Particles that stand inside names and phrases and carry no evidence."""
    return frozenset(particles.CONNECTORS.split())


@cache
def legal_forms() -> frozenset[str]:
    """Company forms, as `sa`, `ltd`, `gmbh`."""
    return frozenset(particles.LEGAL_FORMS.split())


@cache
def function_words() -> frozenset[str]:
    return frozenset(particles.FUNCTION_WORDS.split())


@cache
def titles() -> frozenset[str]:
    """Words that stand before a person's name and are no part of it."""
    return frozenset(names.TITLES.split())


@cache
def given_names() -> frozenset[str]:
    return frozenset(names.GIVEN.split())


@cache
def common_surnames() -> frozenset[str]:
    return frozenset(names.SURNAMES.split())


@cache
def modifiers() -> frozenset[str]:
    """Adjectives so common that beside a noun they mean little unless they touch it."""
    return frozenset(particles.MODIFIERS.split())


@cache
def _words() -> frozenset[str]:
    return frozenset({"orador", "almas", "arenas"}) | function_words() | modifiers()


def is_word(token: str) -> bool:
    """Whether a folded token is an English or Spanish word of its own, and so no misspelt other."""
    return token in _words()

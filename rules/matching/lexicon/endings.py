"""Removes endings of English and Spanish words: of plurals, of verb forms. Pure functions."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from threading import Lock
from typing import Any

import Stemmer

from rules.matching.lexicon import particles

_ENGLISH_VERB = re.compile(r"(?:ing|ed)$")
# Of one syllable, with one vowel and one consonant: planed is of plane, for plan has planned.
_DROPS_E = re.compile(r"(?:qu|[^aeiou])*[aeiouy][bcdfgklmnprtvz]e$")
_VOWEL = re.compile(r"[aeiouy]")
_SPANISH_VERB = re.compile(
    r"(?:[aei]ndo|iendo|yendo|[aiu]d[oa]s?|a(?:ba|bas|ban|bamos)|i(?:a|as|an|amos)|[aei]r(?:an?|as|emos|on|ia|ian|iamos)"
    r"|[aei]r(?:a|as|e|se|lo|la|los|las|le|les|nos|me)?|ie(?:ron|ra|ran|se|sen)|a(?:ra|ran|se|sen)|[aei]mos|[aeio]n?|as|es)$"
)
_INFINITIVE = re.compile(r"[aei]r$")
_ONE_AT_A_TIME = Lock()  # a Snowball stemmer keeps the word that it works on in itself


@cache
def _stemmer(language: str) -> Any:
    return Stemmer.Stemmer(language, 0)


@lru_cache(8_192)
def stem(language: str, word: str) -> str:
    """Returns the Snowball stem; `language` is english or spanish."""
    with _ONE_AT_A_TIME:
        return str(_stemmer(language).stemWord(word))


@cache
def plural_only() -> frozenset[str]:
    """Returns plurals that do not mean several of their singular: arms, news, customs."""
    return frozenset(particles.PLURAL_ONLY.split())


@cache
def _alone() -> frozenset[str]:
    return frozenset(particles.NO_RELATIVES.split())


@cache
def _two_genders() -> frozenset[str]:
    return frozenset(particles.TWO_GENDERS.split())


def drops_e(word: str) -> bool:
    """Whether a word of one syllable ends in an e that its English verb forms drop: plane, rates."""
    return bool(_DROPS_E.match(word.removesuffix("s")))


@lru_cache(8_192)
def has_no_relatives(word: str) -> bool:
    """Whether a noun only looks like a relative of other words: customs and customers, costo and costa, data and date."""
    if word in _alone():
        return True
    singular = singulars(word)[-1]
    if singular in _alone():
        return True
    return singular[-1] in "oa" and singular[:-1] in _two_genders()


def singulars(word: str) -> list[str]:
    """Returns the word and the singulars that it may be the plural of, the shortest last."""
    if word in plural_only() or len(word) < 4 or not word.endswith("s"):
        return [word]
    if word.endswith("ies") and len(word) > 4:
        return [word, word[:-1], word[:-2], word[:-3] + "y"]
    out = [word]
    if word.endswith("ces") and len(word) > 4:
        out.append(word[:-3] + "z")
    if not word.endswith(("ss", "us")) and not (word.endswith("is") and len(word) < 5):
        out.append(word[:-1])
        if word.endswith("es") and len(word) > 5:
            out.append(word[:-2])
    return out


def english_verb(word: str) -> str:
    """Returns what the forms of an English verb share, as trafficking and trafficked; the word if it is no form."""
    stem = _ENGLISH_VERB.sub("", word)
    if stem == word:
        shorter = singulars(word)[-1]
        return shorter if len(shorter) <= 3 or _DROPS_E.match(shorter) else shorter.removesuffix("e")
    if len(stem) < 2 or not _VOWEL.search(stem):
        return word
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "lsz":
        return stem[:-1]
    return stem + "e" if _DROPS_E.match(stem + "e") else stem.removesuffix("e")


def english_bases(word: str) -> list[str]:
    """Returns verbs that a form in -ing or -ed may belong to; none for a misspelt form (traficing, trafficing)."""
    stem = _ENGLISH_VERB.sub("", word)
    if stem == word or len(stem) < 2 or stem.endswith("ic"):
        return []
    out = [stem, stem + "e"]
    if stem[-1] == stem[-2]:
        out.append(stem[:-1])
    if stem.endswith("i"):
        out.append(stem[:-1] + "y")
    if stem.endswith("ick"):
        out.append(stem[:-1])
    return out


def genderless(word: str) -> str:
    """Returns the singular without a final o, a or e: largo, largas."""
    stem = singulars(word)[-1]
    return stem[:-1] if len(stem) > 3 and stem[-1] in "oae" else stem


def is_infinitive(word: str) -> bool:
    """Whether a word has the ending of a Spanish infinitive."""
    return len(word) > 3 and bool(_INFINITIVE.search(word))


def spanish_verb(word: str) -> list[str]:
    """Returns every stem that may be left of a Spanish verb form without its ending."""
    return [word[: m.start()] for i in range(2, len(word)) if (m := _SPANISH_VERB.match(word, i))]

"""The forms under which a word is looked up, and how much each of them proves.

Pure string functions: what a token of a text may stand for, and what a word of a rule is filed under. Both
sides meet in `rules.matching.index`. Must not know of patterns or windows.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, NamedTuple

import snowballstemmer
from anyascii import anyascii

from rules.model import How

STEM, DERIVED, SOUND, SKELETON, SCRAMBLED = "\1", "\2", "\3", "\4", "\5"


class Way(NamedTuple):
    """A way in which a token can be found: its name in explanations and the similarity it is worth."""

    how: How
    worth: float


WAYS: tuple[Way, ...] = (
    Way("exact", 1.0),
    Way("homoglyph", 0.98),
    Way("translit", 0.97),
    Way("ending", 0.96),
    Way("stem", 0.95),
    Way("stem", 0.93),
    Way("phonetic", 0.92),
    Way("phonetic", 0.90),
)
EXACT, HOMOGLYPH, TRANSLIT, ENDED, STEMMED, RELATED, SOUNDED, BONES = range(8)

_LATIN = re.compile(r"[a-z]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_SEMITIC = re.compile(r"[\u0590-\u08ff]")
_NOT_ALNUM = re.compile(r"[^a-z0-9]")
_VOWELS = re.compile(r"[aeiouwy]")
# Look-alikes, from the shapes of the letters in common fonts.
_TO_LATIN = str.maketrans("аеорсухіјѕԁһɡтпмвкԛԝ", "aeopcyxijsdhgtnmbkqw")
_TO_CYRILLIC = str.maketrans("aeopcyxijsktmbhnu", "аеорсухіјѕктмвнпи")
_PROCLITICS = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ب", "ل", "ف")


def budget(word: str, *, alone: bool = False) -> int:
    """Edits (OSA) within which a token still stands for `word`: 0, 1 or 2 by its length.

    A word that is a whole variant has no neighbours to confirm it and so gets less.
    """
    n = len(word)
    if not word.isalpha() or _SEMITIC.search(word):
        return 0
    if alone:
        return 0 if n <= 5 else 1
    return 0 if n <= 4 else 1 if n <= 8 else 2


@cache
def _stemmer(language: str) -> Any:
    return snowballstemmer.stemmer(language)


@lru_cache(200_000)
def latin(word: str) -> str:
    """The word in a-z and 0-9, "" if nothing of it is left."""
    return word if word.isascii() else _NOT_ALNUM.sub("", anyascii(word).lower())


def forms(token: str) -> list[tuple[str, int]]:
    """What a token of a text may be read as, with the index into `WAYS`; the most certain first."""
    if token.isascii():
        return [(token, EXACT)]
    out = [(token, EXACT)]
    if _CYRILLIC.search(token) and _LATIN.search(token):
        out.append((token.translate(_TO_LATIN), HOMOGLYPH))
        out.append((token.translate(_TO_CYRILLIC), HOMOGLYPH))
    romanised = latin(token)
    if len(token) > 1 and romanised and romanised != token:
        out.append((romanised, TRANSLIT))
    if _SEMITIC.search(token):
        out += [
            (token[len(p) :], ENDED) for p in _PROCLITICS if token.startswith(p) and len(token) - len(p) >= 3
        ]
    return out


def stems(word: str) -> list[str]:
    """Keys shared by the inflected forms of an English or Spanish word."""
    if not word.isascii() or not word.isalpha() or len(word) < 3:
        return []
    return [
        STEM + "e" + _stemmer("english").stemWord(word),
        STEM + "s" + _stemmer("spanish").stemWord(word),
        STEM + "p" + singular(word),
    ]


def singular(word: str) -> str:
    """The word without a plural ending, English or Spanish; others unchanged."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 5 and word.endswith("ces"):
        return word[:-3] + "z"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


_ENGLISH_AGENT = re.compile(r"(?:er|or|ion|ment|age)$")
_SPANISH_AGENT = re.compile(r"(?:ador|edor|idor|ant|ent|acion|cion|ion|ist|aj)$")


def related(word: str) -> list[str]:
    """Keys shared by words of one family: smuggle, smuggler; vender, vendedor; traficar, traficante."""
    if not word.isascii() or not word.isalpha() or len(word) < 3:
        return []
    english = _ENGLISH_AGENT.sub("", singular(_stemmer("english").stemWord(word)))
    spanish = _SPANISH_AGENT.sub("", _stemmer("spanish").stemWord(word))
    out = []
    if len(english) >= 3:
        out.append(DERIVED + "e" + re.sub(r"([^ls])\1$|e$", r"\1", english))
    if len(spanish) >= 4:
        out.append(DERIVED + "s" + spanish)
    return out


def skeleton(word: str) -> str:
    """The consonants of a word as Arabic and Hebrew write it, "" if they are too few to mean something."""
    bones = _VOWELS.sub("", latin(word))
    return SKELETON + bones if len(bones) >= 2 else ""


def scrambled(word: str) -> str:
    """A key shared by spellings that exchange letters after the first: fentanilo, fentalino."""
    return SCRAMBLED + word[0] + "".join(sorted(word[1:])) if len(word) >= 8 and word.isalpha() else ""


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


@lru_cache(200_000)
def sound(word: str) -> str:
    """A rough phonetic key that a Latin name and its Cyrillic transcription share."""
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return SOUND + word


def is_semitic(token: str) -> bool:
    return bool(_SEMITIC.search(token))

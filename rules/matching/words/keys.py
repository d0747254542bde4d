"""Keys under which words of rules are filed and tokens of texts are read, and the worth of each.

`filed(spec)` is the rules' side, `readings(token)` the texts' side; a token may stand for a word when a
reading meets a filed key, as it is or within the key's edits. Pure functions of strings: must not know of
patterns or windows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from anyascii import anyascii

from rules.matching import lexicon
from rules.matching.lexicon import known_words
from rules.matching.words import compounds, misspellings, stems, transliteration, variants
from rules.model import How
from rules.text.tokens import is_unspaced


class Liberty:
    """Liberties of a word of a rule beside the edits that its length allows: bits of an integer."""

    NONE = 0
    INFLECTED = 1  # fentanyls
    FAMILY = 2  # smuggler for smuggling: only among other words that confirm it
    SPOKEN = 4  # Эбрард, إبرارد
    ALONE = 8  # the word is a whole variant: less evidence, less liberty
    GLUED = 16  # fentaniloen, fentanyldeaths
    NOUN = 64  # no irregular verb forms: a strike has not "struck"
    CYRILLIC = 32  # a name in Cyrillic: Vorontsova for Воронцова


class Spec(NamedTuple):
    """A folded word that some rule looks for, with its edits and liberties."""

    text: str
    edits: int
    liberties: int = Liberty.NONE


# A prefix keeps keys of different kinds apart.
STEM, RELATED_KEY, SOUND, BONES, SCRAMBLED, PART, RESPELLING = "\1", "\2", "\3", "\4", "\5", "\6", "\7"
GENITIVE = "\x08"

EXACT, HOMOGLYPH, TRANSLIT, ENDING, STEMMED, RELATED, JOINED, RESPELT, PHONETIC, SKELETAL, EDITED = range(11)
HOWS: tuple[How, ...] = (
    "exact", "homoglyph", "translit", "ending", "stem", "stem", "edit", "edit", "phonetic", "phonetic",
    "edit",
)  # fmt: skip
WORTH: tuple[float, ...] = (1.0, 0.98, 0.97, 0.96, 0.95, 0.93, 0.95, 0.90, 0.97, 0.90, 1.0)

ALIKE_ALONE = 0.88  # how well a name that stands alone must be transcribed
ALIKE_COMMON = 0.94  # and one whose transcription is an everyday word

_LATIN = re.compile(r"[a-z]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_SEMITIC = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff]")
_NOT_ALNUM = re.compile(r"[^a-z0-9]")
# Look-alikes, from the shapes of the letters in common fonts.
_TO_LATIN = str.maketrans("аеорсухіјѕԁһɡтпмвкԛԝ", "aeopcyxijsdhgtnmbkqw")
_TO_CYRILLIC = str.maketrans("aeopcyxijsktmbhnu", "аеорсухіјѕктмвнпи")
# Arabic writes "and", "by", "for", "as" and the article onto the word.
_PROCLITICS = (
    "وال", "بال", "فال", "كال", "وبال", "ولل", "لل", "ال", "و", "ب", "ل", "ف", "ك", "وب", "ول",
)  # fmt: skip
_TO_THE = ("ولل", "فلل", "لل")  # ل and ال in one
# Hebrew writes "and", "in", "to", "from", "the", "that" onto the word.
_HEBREW_PROCLITICS = ("וה", "וב", "ול", "ומ", "שב", "של", "ו", "ב", "ל", "מ", "ה", "ש", "כ")
_HEBREW = re.compile(r"[\u05d0-\u05ea]")
_LONGEST = 80  # what is longer is no word: a data: address, a hostile text
_RESPELT = Liberty.SPOKEN | Liberty.GLUED
_GENITIVE_LENGTH = 6  # Erdogans
# Polish and Czech endings that no other language writes onto a name: Erdoganem, Janowi, Novákovi, Zaleskiego, Zaleskim.
_SLAVIC = re.compile(r"(\w{3,}?)(?:(?<=[kg])iem|em|owi|ovi)$|(\w{2,}[scz]ki)(?:ego|emu|m)$")


def mark(key: str) -> str:
    """Returns the kind of a key: its prefix, "" for a plain word."""
    return key[0] if key[0] < " " else ""


def budget(word: str, *, alone: bool = False) -> int:
    """Returns the edits (OSA) within which a token still stands for `word`: 0, 1 or 2 by its length.

    A word that is a whole variant has no neighbours to confirm it and so gets less. Arabic and Hebrew
    write too few letters for any.
    """
    n = len(word)
    if not word.isalpha() or _SEMITIC.search(word):
        return 0
    if alone:
        return 0 if n <= 5 else 1
    return 0 if n <= 4 else 1 if n <= 8 else 2


@lru_cache(8_192)
def latin(word: str) -> str:
    """Transliterates the word to a-z and 0-9; "" if nothing is left."""
    return word if word.isascii() else _NOT_ALNUM.sub("", anyascii(word).lower())


def filed(spec: Spec) -> list[tuple[str, int, int]]:
    """Returns (key, way, edits) for every key under which a token may meet the word."""
    text, edits, liberties = spec
    out = [(text, EXACT, edits)]
    romanised = latin(text)
    if romanised and romanised != text and not is_unspaced(text):
        out.append((romanised, TRANSLIT, 0))
    named = liberties & Liberty.SPOKEN and not liberties & Liberty.ALONE
    if (edits or (named and len(text) == 4)) and (key := misspellings.scrambled(text)):
        out.append((SCRAMBLED + key, EXACT, 0))
    plain = text.isascii() and text.isalpha()
    if plain and edits and liberties & _RESPELT and (respelt := misspellings.respelt(text)):
        out.append((RESPELLING + respelt, RESPELT, 0))
    if plain and liberties & (Liberty.INFLECTED | Liberty.FAMILY):
        out += _forms(text, edits, liberties)
        for other in variants.of_word(text):
            out += [(other, RESPELT, 0), *_forms(other, 0, liberties)]
    if plain and liberties & Liberty.GLUED and len(text) >= compounds.PART_LENGTH:
        out.append((PART + text, JOINED, 0))
    if liberties & (Liberty.CYRILLIC | Liberty.INFLECTED) and is_cyrillic(text):
        out += [(STEM + "c" + bare, ENDING, 0) for bare in transliteration.without_endings(text)]
    if liberties & Liberty.CYRILLIC:
        out.append((SOUND + transliteration.sound_key(transliteration.without_endings(text)[0]), PHONETIC, 1))
    if plain and liberties & Liberty.SPOKEN:
        out += _spoken(text, liberties)
    return out


def _spoken(text: str, liberties: int) -> list[tuple[str, int, int]]:
    """Files a Latin name under its other Latin spellings, its sound in Cyrillic, its consonants in Arabic and Hebrew."""
    out = [(other, TRANSLIT, 0) for other in variants.of_name(text)]
    usual = variants.of_word(text)
    if any(map(lexicon.is_any_word, (text, *usual))):
        out += [(other, RESPELT, 0) for other in usual]
    if len(text) >= (_GENITIVE_LENGTH - 1 if liberties & Liberty.ALONE else 3) and text[-1] != "s":
        out.append((GENITIVE + text, ENDING, 0))
        if len(text) >= 5 and text[-2] == "e" and text[-1] in "lkc":
            out.append((GENITIVE + text[:-2] + text[-1], ENDING, 0))  # Karlem, Pawłem
    if len(text) >= _spoken_length(liberties):
        out.append((SOUND + transliteration.sound_key(text), PHONETIC, 1))
    bones = transliteration.skeleton(text)
    if len(bones) >= (4 if liberties & Liberty.ALONE else 2):
        out.append((BONES + bones, SKELETAL, 0))
    return out


def _forms(text: str, edits: int, liberties: int) -> list[tuple[str, int, int]]:
    out = []
    if liberties & Liberty.INFLECTED:
        strict = bool(liberties & Liberty.ALONE)
        out += [(STEM + k, STEMMED, min(edits, budget(k[1:]))) for k in stems.inflected(text, strict=strict)]
        if not (liberties & (Liberty.NOUN | Liberty.ALONE) and text in lexicon.nouns_and_verbs()):
            out += [(form, STEMMED, 0) for form in lexicon.irregular_forms().get(text, ())]
    if liberties & Liberty.FAMILY:
        out += [(RELATED_KEY + k, RELATED, 0) for k in stems.related(text)]
    return out


class WantedReadings(NamedTuple):
    """The readings that the words of a rule set ask for, so that no others are made.

    liberties: those that any word takes; heads: the first letters of words that inflect (an inflected form begins
    as its word does); parts: the words that may be glued to another.
    """

    liberties: int
    heads: frozenset[str]
    parts: frozenset[str]


def wanted_readings(specs: Sequence[Spec]) -> WantedReadings:
    liberties = 0
    for spec in specs:
        liberties |= spec.liberties
    inflected = [s.text for s in specs if s.liberties & (Liberty.INFLECTED | Liberty.FAMILY)]
    glued = [s.text for s in specs if s.liberties & Liberty.GLUED and len(s.text) >= compounds.PART_LENGTH]
    return WantedReadings(liberties, frozenset(t[: _head(t)] for t in inflected), frozenset(glued))


def _head(word: str) -> int:
    """Returns how many first letters a word keeps in all its forms: luz, luces."""
    return 3 if len(word) >= 5 else 2


def may_inflect(word: str, token: str, key: str) -> bool:
    """Whether a token read as this key may be a form of the word: an inflected form begins as its word does.

    What other words of the rules ask for is not asked here, so that rules do not depend on each other.
    """
    inflected = key[0] in (STEM, RELATED_KEY) and token.isascii()
    return not inflected or token.startswith(word[: _head(word)])


class Reading(NamedTuple):
    """A key that a token may be read as. `exactly`: without edits; `heard`: the name whose sound it is."""

    key: str
    way: int
    exactly: bool = False
    heard: str = ""


def readings(token: str, wanted: WantedReadings) -> list[Reading]:
    """Returns every reading of a token of a text, as far as the rules want it."""
    if len(token) > _LONGEST:
        return []
    out = [Reading(token, EXACT)]
    if token.isascii():
        return out if len(token) == 1 else out + _ascii_readings(token, wanted)
    cyrillic, semitic = bool(_CYRILLIC.search(token)), bool(_SEMITIC.search(token))
    if cyrillic and _LATIN.search(token):
        out += [Reading(token.translate(t), HOMOGLYPH) for t in (_TO_LATIN, _TO_CYRILLIC)]
    romanised = latin(token)
    if romanised and romanised != token and not is_unspaced(token):
        out.append(Reading(romanised, TRANSLIT))
    if semitic:
        out += _without_proclitics(token)
    if cyrillic:
        out += _cyrillic_readings(token, wanted.liberties)
    elif wanted.liberties & Liberty.SPOKEN and semitic:
        bones = {transliteration.skeleton(latin(r.key)) for r in out if not r.key.isascii()}
        out += [Reading(BONES + b, EXACT, exactly=True) for b in sorted(bones) if len(b) >= 2]
    return out


def _cyrillic_readings(token: str, liberties: int) -> list[Reading]:
    bases = transliteration.without_endings(token)
    out = []
    if liberties & (Liberty.CYRILLIC | Liberty.INFLECTED):
        out += [Reading(STEM + "c" + base, EXACT, exactly=True) for base in bases]
    if liberties & Liberty.SPOKEN:
        listed = any(known_words.figure(base) for base in {token, *bases})
        # An everyday word is a name only as it stands, not by its stem: others is no drought.
        heard = bases[:1] if known_words.figure(token) else bases
        out += [Reading(SOUND + transliteration.sound_key(base), EXACT, listed, base) for base in heard]
    return out


def _ascii_readings(token: str, wanted: WantedReadings) -> list[Reading]:
    liberties = wanted.liberties
    out = []
    if token[-1] == "s" and token[:-1].isalnum() and any(c.isdigit() for c in token):
        out.append(Reading(token[:-1], ENDING, exactly=True))  # A380s
    if not liberties or not token.isalpha():
        return out
    if (
        liberties & Liberty.SPOKEN
        and token[-1] == "s"
        and len(token) >= _GENITIVE_LENGTH
        and not _is_known(token)
    ):
        out.append(Reading(GENITIVE + token[:-1], EXACT, exactly=True))
    if liberties & Liberty.SPOKEN and (m := _SLAVIC.match(token)) and not _is_known(token):
        out.append(Reading(GENITIVE + (m[1] or m[2]), EXACT, exactly=True))
    if liberties & _RESPELT and (respelt := misspellings.respelt(token)) and not lexicon.is_any_word(token):
        out.append(Reading(RESPELLING + respelt, EXACT, exactly=True))
    if liberties & Liberty.CYRILLIC:
        out.append(Reading(SOUND + transliteration.sound_key(token), EXACT, heard=token))
    return out + _inflections(token, wanted)


def _is_known(token: str) -> bool:
    return lexicon.is_any_word(token) or lexicon.is_name(token)


def _without_proclitics(token: str) -> list[Reading]:
    """Returns an Arabic or Hebrew token without what is written onto it: and, in, for, the."""
    prefixes = _HEBREW_PROCLITICS if _HEBREW.search(token) else _PROCLITICS
    stripped = [token[len(p) :] for p in prefixes if token.startswith(p)]
    stripped += ["ال" + token[len(p) :] for p in _TO_THE if token.startswith(p)]
    return [Reading(s, ENDING, exactly=True) for s in stripped if len(s) >= 3]


def _spoken_length(liberties: int) -> int:
    """Returns the length of the shortest word that is looked for in other scripts."""
    if not liberties & Liberty.ALONE:
        return 3
    return 6 if liberties & Liberty.INFLECTED else 4


def is_cyrillic(word: str) -> bool:
    return bool(_CYRILLIC.search(word)) and not _LATIN.search(word)


def confirmed(spec: Spec, filed_as: int, reading: Reading) -> float:
    """Returns the worth of meeting at a key: that of the two ways there; for sounds, their likeness."""
    if filed_as == PHONETIC:
        latin_first = spec.text.isascii() != reading.heard.isascii() and spec.text.isascii()
        pair = (
            (spec.text, reading.heard)
            if latin_first
            else (reading.heard, transliteration.without_endings(spec.text)[0])
        )
        like = transliteration.likeness(*pair) if pair[0].isascii() and not pair[1].isascii() else 0.0
        least = ALIKE_COMMON if reading.exactly else ALIKE_ALONE if spec.liberties & Liberty.ALONE else 0.0
        return 0.0 if like < least else like * WORTH[PHONETIC]
    return WORTH[reading.way] * WORTH[filed_as]


def _inflections(token: str, wanted: WantedReadings) -> list[Reading]:
    liberties, heads, parts = wanted
    out: list[Reading] = []
    if token[:3] in heads or token[:2] in heads:
        if liberties & Liberty.INFLECTED:
            out += [Reading(STEM + k, EXACT) for k in stems.inflected(token, strict=False)]
        if liberties & Liberty.FAMILY:
            out += [Reading(RELATED_KEY + k, EXACT, exactly=True) for k in stems.related(token)]
    if parts and len(token) >= compounds.PART_LENGTH + 2:
        out += [Reading(PART + part, EXACT, exactly=True) for part in compounds.held(token, parts)]
    return out

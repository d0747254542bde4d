"""Finds other ways to write a word of a rule: Köhler, Koehler; G20, G-20; Abdulrahman, Abd al-Rahman.

Pure functions of single words. Spellings that need no context stand in `words.variants`.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import product

from rules.matching import lexicon
from rules.text import tokens as text

Words = tuple[str, ...]

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae"})
_DIGRAPH = re.compile(r"(?<![aeiouqg])(?:ae|oe|ue)(?![aeiouy]|l\Z|\Z)|\Aaa(?=[^aeiou])")
_PLAIN = {"ae": "a", "oe": "o", "ue": "u", "aa": "a"}
_PIECES = re.compile(r"\d+|[^\d]+")
_SERVANT = re.compile(r"(?:ab|a)d(?:[ueao]l|[ueao](?=([rnsztd])\1))(?P<rest>[a-z]{4,})\Z")
_FAITH = re.compile(r"(?P<stem>[a-z]{2,}?)(?:e|u|a|i)dd?(?:ine?|een)\Z")
_SERVANTS: tuple[Words, ...] = (("abdul",), ("abdel",), ("abdal",), ("abd", "al"), ("abd", "el"), ("abd",))
_FAITHS: tuple[Words, ...] = (
    *((article, end) for end in ("din", "dine") for article in ("al", "ad", "el", "ud", "ed")),
    ("eddine",),
    ("eddin",),
    ("uddin",),
)
_STEMS = {stem: stems for stems in (("nur", "nour", "noor"), ("saif", "seif", "sayf")) for stem in stems}


def others(word: str, raw: str) -> list[Words]:
    """Returns the other spellings of a folded word that stands in a rule as `raw`."""
    out = [*_umlauts(word, raw), *_segments(word), *_compounds((word,))]
    return [words for words in dict.fromkeys(out) if words != (word,)]


def compound(words: Words) -> list[Words]:
    """Returns the other spellings of two or three words that are one Arabic name: Abdul Rahman, Nur al-Din."""
    return [other for other in dict.fromkeys(_compounds(words)) if other != words]


def _umlauts(word: str, raw: str) -> list[Words]:
    spelt = unicodedata.normalize("NFC", raw).lower()
    if (other := spelt.translate(_UMLAUTS)) != spelt:
        return [tuple(text.tokens(other))]
    plain = _DIGRAPH.sub(lambda m: _PLAIN[m[0]], word)
    return [] if plain == word or len(plain) < 3 or lexicon.is_any_word(plain) else [(plain,)]


def _segments(word: str) -> list[Words]:
    """Returns a word of letters and digits parted at any of its joints: mh370, mh 370."""
    pieces = _PIECES.findall(word)
    if not 1 < len(pieces) <= 5:
        return []
    out = []
    for cuts in product((False, True), repeat=len(pieces) - 1):
        words = [pieces[0]]
        for cut, piece in zip(cuts, pieces[1:], strict=True):
            if cut:
                words.append(piece)
            else:
                words[-1] += piece
        out.append(tuple(words))
    return out


def _compounds(words: Words) -> list[Words]:
    whole = "".join(words)
    if (
        len(words) <= 3
        and (servant := _SERVANT.match(whole))
        and (len(words) == 1 or words[0].startswith("ab"))
    ):
        rest = servant["rest"]
        return [
            *[(*head, rest) for head in _SERVANTS if len(head) == 2 or head != ("abd",)],
            *[(head + rest,) for head in ("abdul", "abdel", "abdal", f"abdu{rest[0]}", f"abde{rest[0]}")],
            *[(head + rest[0], rest) for head in ("abdu", "abde")],
        ]
    faith = _FAITH.match(whole) or re.match(r"(?P<stem>[a-z]{2,})(?:al|el|ad|ed|ud)din(?:e)?\Z", whole)
    if faith and (len(words) > 1 or "dd" in whole or "ldin" in whole):
        stems = _STEMS.get(faith["stem"], (faith["stem"],))
        out: list[Words] = []
        for stem in stems:
            out += [(stem, *end) for end in _FAITHS]
            out += [(stem + end,) for end in ("eddine", "eddin", "uddin", "edine", "ldin")]
        return out
    return []

"""Keys shared by the inflected forms of a word and by its family, in English and Spanish.

A text's language is not asked: a word is read in both, and a pattern's other words decide. Must not know
names; those are never stemmed.
"""

from __future__ import annotations

import re

from rules.matching.lexicon import endings, known_words

_GENDERED = re.compile(r"(?:ad|id|er|an|in|ari|ic|iv|os|or|ent|ant|ist|es)[oae]$|or$")
_ENGLISH_NOUN = re.compile(r"(?:er|or|ion|ment|age)$")
_SPANISH_NOUN = re.compile(r"(?:ador|edor|idor|ante|ente|ant|ent|acion|cion|ion|ista|ist|aje|aj)$")


def inflected(word: str, *, strict: bool) -> list[str]:
    """Returns keys shared by the inflected forms of a word of a-z; their first character tells them apart.

    `strict` leaves out the keys that other words of one stem share (elect, election): for a word that has no
    neighbours to confirm it.
    """
    if len(word) < 3:
        return []
    out = {"n" + s for s in endings.singulars(word)}
    out.add("v" + endings.english_verb(word))
    if endings.has_no_relatives(word):
        return sorted(out)
    spanish = not endings.drops_e(word) or not _is_english(word)
    if spanish and (not strict or _GENDERED.search(endings.singulars(word)[-1])):
        out.add("g" + endings.genderless(word))
    if spanish and (not strict or endings.is_infinitive(word)):
        out.add("s" + endings.stem("spanish", word))
    if not strict:
        out.add("e" + endings.stem("english", word))
    return sorted(out)


def _is_english(word: str) -> bool:
    """Whether a word is more common in English than in Spanish: of rate, the e is no gender."""
    return known_words.figure(word, "en") > known_words.figure(word, "es")


def related(word: str) -> list[str]:
    """Returns keys shared by a family of words: smuggle, smuggler; traficar, traficante; contrabando, contrabandista."""
    if len(word) < 3 or endings.has_no_relatives(word):
        return []
    out = set()
    singular = endings.singulars(word)[-1]
    stem = endings.stem("english", singular)
    english = _ENGLISH_NOUN.sub("", stem)
    if english != stem and endings.drops_e(english + "e"):
        english += "e"  # a miner is of a mine
    if len(english) >= 3:
        bare = english if endings.drops_e(english) else english.removesuffix("e")
        out.add("e" + re.sub(r"([^ls])\1$", r"\1", bare))
    if not endings.drops_e(word) or not _is_english(word):
        spanish = [endings.stem("spanish", word), endings.genderless(word)]
        out |= {"s" + stem for s in spanish if len(stem := _SPANISH_NOUN.sub("", s)) >= 4}
    return sorted(out)

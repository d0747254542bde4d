"""Lists of words and names that the matcher knows: small, of our own, folded, read on first use.

The lists were written for this project from general knowledge of English and Spanish; they are no copy of
a corpus or dictionary. They tell apart what may be a typing error from what is a word of its own.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rules.matching.lexicon import (
    compounds,
    endings,
    english,
    irregular,
    known_words,
    names,
    particles,
    spanish,
)

_LANGUAGES = {"english": f"{english.WORDS} {irregular.WORDS}", "spanish": spanish.WORDS}
_DERIVED = re.compile(
    r"(?:ments?|[st]ions?|it(?:y|ies)|ally|al|[ai]bl[ey]|[ae]nc(?:e|es|y|ies)|ous|ously|ives?|i[sz](?:e|es|ed|ing)|ers?|ors?"
    r"|ists?|isms?|cion|ciones|dad|dades|mientos?|antes?|arios?|arias?|iv[oa]s?|os[oa]s?|ismo|istas?|mente)$"
)
_AFFIXES = re.compile(
    r"^(?:un|re|non|over|under|anti|multi|inter|pre|post|ex|sub|vice|des|super|counter|contra)"
    r"|(?:er|est|ly|ness|mente|itos?|itas?|isimos?|isimas?|(?<=r)(?:los?|las?|les?|se|me|nos))$"
)


@cache
def connectors() -> frozenset[str]:
    """Returns particles that stand inside names and phrases and carry no evidence."""
    return frozenset(particles.CONNECTORS.split())


@cache
def legal_forms() -> frozenset[str]:
    """Returns company forms, as `sa`, `ltd`, `gmbh`."""
    return frozenset(particles.LEGAL_FORMS.split()) | {
        form for (form,) in (f for f in forms_after() if len(f) == 1)
    }


@cache
def forms_after() -> tuple[tuple[str, ...], ...]:
    """Returns the company forms that end a name, as words, the longest first."""
    return _forms(particles.FORMS_AFTER)


@cache
def forms_before() -> tuple[tuple[str, ...], ...]:
    """Returns the company forms that begin a name, as words, the longest first."""
    return _forms(particles.FORMS_BEFORE)


def _forms(lines: str) -> tuple[tuple[str, ...], ...]:
    forms = {tuple(form.split()) for form in lines.replace("\n", "|").split("|") if form.strip()}
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


@cache
def form_families() -> dict[str, tuple[str, ...]]:
    """Returns for a company form those that stand for it: corp, corporation."""
    families = [tuple(f.split()) for f in particles.FORM_FAMILIES.strip().split("|")]
    return {form: family for family in families for form in family}


@cache
def compound_heads() -> frozenset[str]:
    """Returns what German and Dutch write before a word in one: Bundes, massen."""
    return frozenset(compounds.BEFORE.split())


@cache
def compound_ends() -> frozenset[str]:
    """Returns what German and Dutch write after a word in one: Affäre, Gesetz."""
    return frozenset(compounds.AFTER.split())


@cache
def generations() -> frozenset[str]:
    """Returns what tells a son from his father: jr, iii."""
    return frozenset(particles.GENERATIONS.split())


@cache
def degrees() -> frozenset[str]:
    """Returns degrees and honours that follow a name: phd, md, obe."""
    return frozenset(particles.DEGREES.split())


@cache
def honorifics() -> frozenset[str]:
    """Returns titles that stand before a person's name, and never open the name of a company."""
    return frozenset(particles.HONORIFICS.split())


@cache
def ships() -> frozenset[str]:
    """Returns the prefixes of ships' names: mv, uss."""
    return frozenset(particles.SHIPS.split())


@cache
def company_words() -> frozenset[str]:
    """Returns words beside which a common word is the name of a company."""
    return frozenset(particles.COMPANY.split())


@cache
def company_verbs() -> frozenset[str]:
    """Returns verbs that companies are the subject of in headlines."""
    return frozenset(particles.COMPANY_VERBS.split())


@cache
def place_heads() -> frozenset[str]:
    """Returns words that make a surname after them a place: nuevo, santa, cape."""
    return frozenset(particles.PLACE_HEADS.split())


@cache
def regions() -> frozenset[str]:
    """Returns words that make a surname a place with an “of” between: estado, county."""
    return frozenset(particles.REGIONS.split())


@cache
def places_after() -> frozenset[str]:
    """Returns words that make a common word before them a place or a thing: county, valley."""
    return frozenset(particles.PLACES_AFTER.split())


@cache
def function_words() -> frozenset[str]:
    return frozenset(particles.FUNCTION_WORDS.split())


@cache
def frequent() -> frozenset[str]:
    """Returns the words that news is full of."""
    return frozenset(particles.FREQUENT.split())


@cache
def titles() -> frozenset[str]:
    """Returns words that stand before a person's name and are no part of it."""
    return frozenset(names.TITLES.split())


@cache
def professions() -> frozenset[str]:
    """Returns professions of the stage and the field, which politicians and criminals do not have."""
    return frozenset(names.PROFESSIONS.split())


@cache
def given_names() -> frozenset[str]:
    return frozenset(names.GIVEN.split())


@cache
def common_surnames() -> frozenset[str]:
    return frozenset(names.SURNAMES.split())


_BEFORE_NOUN = re.compile(r"(?:al|ous|ive|ary|[ai]ble|ful|less|ish|(?:at|et|om|if|on|og|ot|st|ph)ic)$")
_AFTER_NOUN = re.compile(r"(?:al|ales|[ai]bles?|ic[oa]s?|iv[oa]s?|os[oa]s?|ari[oa]s?|iz[oa]s?|enses?)$")


def comes_before(word: str) -> bool:
    """Whether a word is an adjective that English puts before its noun."""
    return word in modifiers() or _has_ending(word, _BEFORE_NOUN)


def comes_after(word: str) -> bool:
    """Whether a word is an adjective that Spanish puts after its noun."""
    return word in modifiers() or _has_ending(word, _AFTER_NOUN)


def _has_ending(word: str, endings: re.Pattern[str]) -> bool:
    return len(word) > 5 and word not in _nouns() and bool(endings.search(word))


@cache
def _nouns() -> frozenset[str]:
    return frozenset(particles.NOT_ADJECTIVES.split())


@cache
def prepositions() -> frozenset[str]:
    """Returns prepositions that begin a new thought inside a phrase, unlike `of` and `de`."""
    return frozenset(particles.PREPOSITIONS.split())


@cache
def modifiers() -> frozenset[str]:
    """Returns adjectives so common that they mean little unless they touch their noun."""
    return frozenset(particles.MODIFIERS.split())


@cache
def words() -> frozenset[str]:
    """Returns every word of the lists as it stands there."""
    return (
        frozenset(f"{english.WORDS} {irregular.WORDS} {spanish.WORDS}".split())
        | function_words()
        | modifiers()
    )


@cache
def spanish_words() -> frozenset[str]:
    return frozenset(spanish.WORDS.split())


@cache
def _spanish() -> tuple[frozenset[str], frozenset[str]]:
    listed = f"{spanish.WORDS} {particles.MODIFIERS}".split()
    return (
        frozenset(endings.genderless(w) for w in listed if len(w) > 3),
        frozenset(w[:-2] for w in listed if endings.is_infinitive(w)),
    )


@cache
def _stems(language: str) -> frozenset[str]:
    return frozenset(endings.stem(language, w) for w in _LANGUAGES[language].split() if len(w) > 3)


def is_form(token: str) -> bool:
    """Whether a token is a listed word or a plain form of one. `is_word` recognises more forms."""
    listed = words()
    if token in listed:
        return True
    last = token[-1]
    if last == "s":
        return token[:-1] in listed or (len(token) > 5 and token[-2] == "e" and token[:-2] in listed)
    stem = token[:-2] if token.endswith("ed") else token[:-3] if token.endswith("ing") else ""
    if len(stem) < 3:
        return False
    return stem + "e" in listed or (stem in listed and not stem.endswith("ic"))  # trafficking, not trafficing


@cache
def irregular_forms() -> dict[str, tuple[str, ...]]:
    """Returns for each word and each of its irregular forms the others: freeze, froze, frozen."""
    lines = [line.split() for line in irregular.FORMS.replace("|", "\n").splitlines() if line.strip()]
    out: dict[str, tuple[str, ...]] = {}
    for line in lines:
        for word in line:
            out[word] = (*out.get(word, ()), *(other for other in line if other != word))
    return out


@cache
def nouns_and_verbs() -> frozenset[str]:
    """Returns verbs that are nouns as well: strike, whose past says nothing of a strike."""
    return frozenset(irregular.NOUNS.split())


@lru_cache(8_192)
def is_any_word(token: str) -> bool:
    """Whether a folded token is a word of one of the nine languages, and so no misspelling of another."""
    return is_word(token) or known_words.figure(token) > 0


@lru_cache(4_096)
def is_name(token: str) -> bool:
    """Whether a folded token is a given name, a surname or a place of its own."""
    return (
        token in given_names()
        or token in common_surnames()
        or known_words.is_listed(token, *known_words.NAMES)
    )


@lru_cache(8_192)
def is_ordinary(word: str) -> bool:
    """Whether a folded word means something else than a name in some language: target, orange, podemos."""
    return is_word(word) or known_words.is_common(word)


@lru_cache(8_192)
def is_word(token: str) -> bool:
    """Whether a folded token is an English or Spanish word in any form, and so no misspelling of another."""
    if is_form(token) or any(s in words() for s in endings.singulars(token)):
        return True
    if len(token) < 4 or not token.isascii():
        return False
    nouns, verbs = _spanish()
    if any(base in words() for base in endings.english_bases(token)):
        return True
    if (token[-1] != "e" and endings.genderless(token) in nouns) or any(
        s in verbs for s in endings.spanish_verb(token)
    ):
        return True
    if _DERIVED.search(token) and any(endings.stem(lang, token) in _stems(lang) for lang in _LANGUAGES):
        return True
    bare = _AFFIXES.sub("", token)
    return bare != token and len(bare) >= 4 and is_word(bare)

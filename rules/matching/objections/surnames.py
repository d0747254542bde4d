"""Objects to surnames that are another person's, or a plain word: other given names, second surnames, Price of Bread."""

from __future__ import annotations

from collections.abc import Iterator

from rules.matching import lexicon
from rules.matching.lexicon import known_words
from rules.matching.objections.reading import Reading
from rules.matching.patterns.pattern import Style
from rules.matching.search.align import Alignment

_OF = frozenset({"of", "de", "del"})
_ARTICLES = frozenset({"el", "la", "los", "las", "the"})
# No Spanish surname has an article: la Luna, al Rey.
_THE = frozenset({"el", "la", "los", "las", "del", "al"})
_WELL = frozenset({"bueno", "claro", "bien"})


def objections(reading: Reading, a: Alignment) -> Iterator[str]:
    """Yields what stands beside the surname and speaks against it."""
    if a.pattern.alone:
        yield from _before(reading, a)
        yield from _plain_word(reading, a)
    word = a.pattern.alone and lexicon.is_ordinary(reading.tokens[a.last].text)
    if ((a.pattern.ambiguous or word) and reading.mixed) or _is_common(reading, a) or _is_titled(a):
        yield from _after(reading, a)
    elif a.pattern.style == Style.NAME and reading.tokens[a.last].text in lexicon.common_surnames():
        yield from _hyphenated(reading, a)


def _before(reading: Reading, a: Alignment) -> Iterator[str]:
    """Objects where another given name before a lone surname makes it another person."""
    if a.first == 0:
        return
    here, before = reading.tokens[a.first], reading.tokens[a.first - 1]
    if here.barrier or here.tagged or before.text in a.pattern.own:
        return
    if here.hyphen:
        if a.pattern.ambiguous and reading.is_capital(a.first - 1):
            yield f"“{before.raw}-” makes it another surname"
        return
    if reading.is_given_name(a.first - 1):
        yield f"“{before.raw}” before it is another given name"
    elif _has_surname_before(reading, a.first):
        yield f"“{before.raw}” before it is a part of another name"
    elif a.pattern.ambiguous and before.text in lexicon.professions():
        yield f"“{before.raw}” before it makes it another person"
    elif len(before.text) == 1:
        if before.raw.isupper() and before.dotted and not any(o[0] == before.text for o in a.pattern.own):
            yield f"“{before.raw}.” before it is another initial"
    elif reading.mixed and reading.is_strange_name(a.first - 1):
        yield f"“{before.raw}” before it may be another given name"


def _plain_word(reading: Reading, a: Alignment) -> Iterator[str]:
    """Objects to a surname that is more likely the word that it is, too: Price of Bread, Casa Blanca."""
    word = reading.tokens[a.first]
    sure = a.pattern.context is not None or word.tagged or a.pattern.rule in reading.confirmed
    if len(a.pattern.words) > 1 or sure:
        return
    after = a.last + 1
    beside = reading.tokens[after] if after < len(reading.tokens) else None
    follows = beside.text if beside is not None and not beside.barrier else ""
    ordinary = lexicon.is_ordinary(word.text)
    if a.first and not word.barrier:
        if reading.tokens[a.first - 1].text in lexicon.titles():
            return
        if _is_in_a_name(reading, a.first) or (ordinary and reading.tokens[a.first - 1].text in _THE):
            yield f"“{reading.tokens[a.first - 1].raw} {word.raw}” is no person"
    elif beside is not None and ordinary and (follows in _OF or (beside.barrier and word.text in _WELL)):
        yield f"“{word.raw} {beside.raw}” is no name"
    if reading.capitals and ordinary and follows not in lexicon.company_verbs():
        yield f"all words are in capitals, and “{word.raw}” is a word, too"


def _is_in_a_name(reading: Reading, i: int) -> bool:
    """Whether the words before make a place or an office of the surname: Las Encinas, Casa Blanca, Nuevo León."""
    before = reading.tokens[i - 1]
    if (
        before.text in _OF
        and i > 1
        and reading.tokens[i - 2].text in lexicon.regions() | lexicon.place_heads()
    ):
        return True
    if not reading.is_capital(i - 1):
        return False
    if before.text in _ARTICLES:
        return reading.mixed and not reading.begins_sentence(i - 1)
    if before.text in lexicon.place_heads():
        return True
    return reading.tokens[i].text in lexicon.modifiers() and before.text not in lexicon.function_words()


def _is_common(reading: Reading, a: Alignment) -> bool:
    """Whether a listed name of two words ends in a common surname: the next word may make it another's."""
    listed = a.pattern.style == Style.LISTED and len(a.places) == 2 and not a.turned
    return listed and reading.tokens[a.last].text in lexicon.common_surnames()


def _is_titled(a: Alignment) -> bool:
    """Whether a title and a given name are the whole variant: Senator Paul is no Senator Paul Wellstone."""
    *before, last = a.pattern.words
    return bool(before) and last in lexicon.given_names() and all(w in lexicon.titles() for w in before)


def _after(reading: Reading, a: Alignment) -> Iterator[str]:
    """Objects to another surname after a shared one: Salazar Mallén is not Salazar."""
    if a.last + 1 >= len(reading.tokens):
        return
    word = reading.tokens[a.last + 1]
    if word.barrier or len(word.text) < 3 or word.text in a.pattern.own:
        return
    if word.hyphen:
        yield from _hyphenated(reading, a)
    elif (
        reading.is_strange_name(a.last + 1)
        or _is_surname(reading, a.last + 1)
        # Spanish writes no other word with a capital right after a surname: Peña Nieto.
        or (reading.mixed and reading.language == "es" and word.raw.istitle())
    ):
        yield f"“{word.raw}” after it makes it another surname"


def _has_surname_before(reading: Reading, i: int) -> bool:
    """Whether the surname is the second of somebody's: Hernández Franco, Ponce de León."""
    if reading.tokens[i - 1].text == "de" and i > 1 and not reading.tokens[i - 1].barrier:
        known = _is_surname(reading, i - 2) or (reading.is_capital(i - 2) and reading.is_given_name(i - 2))
        return known and not reading.begins_sentence(i - 2)
    if not _is_surname(reading, i - 1):
        return False
    if reading.mixed:
        return not reading.begins_sentence(i - 1)
    return reading.tokens[i - 1].text in lexicon.common_surnames()


def _is_surname(reading: Reading, i: int) -> bool:
    """Whether a word with a capital is a known surname, of those that are words as well: Peña Nieto."""
    word = reading.tokens[i]
    if not word.raw.istitle() or word.text in lexicon.titles() or word.text in lexicon.function_words():
        return False
    return word.text in lexicon.common_surnames() or (
        known_words.is_listed(word.text, "surnames") and not known_words.is_common(word.text, "en")
    )


def _hyphenated(reading: Reading, a: Alignment) -> Iterator[str]:
    """Pedro Sánchez-Vallejo is not Pedro Sánchez; only of common surnames are double ones made as a rule."""
    if a.turned or a.last + 1 >= len(reading.tokens):
        return
    word = reading.tokens[a.last + 1]
    if word.hyphen and not word.barrier and word.text not in a.pattern.own and reading.is_capital(a.last + 1):
        yield f"“-{word.raw}” makes it another surname"

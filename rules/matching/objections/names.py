"""Objects to names that mean somebody else: commas, neighbours, initials, words that are missing or replaced."""

from __future__ import annotations

from collections.abc import Iterator

from rules.matching import lexicon
from rules.matching.lexicon import known_words
from rules.matching.objections import surnames
from rules.matching.objections.reading import Reading
from rules.matching.patterns.pattern import NAMES, Style
from rules.matching.search.align import INITIAL, Alignment
from rules.text.barriers import CLAUSE, COMMA, SENTENCE

AND = frozenset({"and", "or", "y", "e", "o", "u", "et", "und"})
_COMPLETE = 4  # a name of so many words, complete and in order, may hold commas


def is_as_written(a: Alignment) -> bool:
    """Whether the variant has commas of its own, or is so long that they part nobody."""
    complete = not a.gap and len(a.filled()) == len(a.places)
    long = a.pattern.style == Style.NAME and len(a.places) >= _COMPLETE and not a.turned
    return complete and (a.pattern.parted or long)


def is_as_joined(reading: Reading, a: Alignment) -> bool:
    """Whether only a slash or hyphen of the variant itself stands between its words: 9/11."""
    return all(
        reading.between(i).strip() in {"/", "-", "\u2013"}
        and reading.between(i).strip() in {*a.pattern.text, "-"}
        for i in range(a.first + 1, a.last + 1)
        if reading.tokens[i].barrier
    )


def objections(reading: Reading, a: Alignment) -> Iterator[str]:
    """Yields what speaks against the alignment of a name."""
    yield from _surname_first(reading, a)
    yield from _between(reading, a)
    yield from _initials(reading, a)
    yield from _other_person(reading, a)
    yield from _missing(reading, a)
    yield from _gender(reading, a)
    yield from surnames.objections(reading, a)


def barriers(reading: Reading, a: Alignment) -> Iterator[str]:
    """Yields the punctuation that parts the words of an alignment."""
    inside = range(a.first + 1, a.last + 1)
    barriers = [reading.tokens[i].barrier for i in inside]
    if SENTENCE in barriers:
        yield "a sentence ends between the words"
    if a.pattern.style != Style.NEAR and barriers.count(CLAUSE) % 2:
        yield "a colon, dash or bracket parts the words"
    if a.pattern.style in NAMES:
        yield from _commas(reading, a)
    if a.pattern.together and COMMA in barriers and not is_as_joined(reading, a):
        yield "a comma parts the words"


def _commas(reading: Reading, a: Alignment) -> Iterator[str]:
    free = lexicon.legal_forms() | lexicon.generations()
    inner = range(a.first + 1, a.last + 1)
    commas = [i for i in inner if reading.tokens[i].barrier == COMMA and reading.tokens[i].text not in free]
    if (len(commas) > 1 or (commas and not a.turned)) and not is_as_joined(reading, a):
        yield "a comma parts the words"


def _surname_first(reading: Reading, a: Alignment) -> Iterator[str]:
    """“Salazar, Ken” is one person, “Salazar, Ken Livingstone and others” are more."""
    after = a.last + 1
    if not a.turned or after >= len(reading.tokens) or reading.tokens[after].barrier:
        return
    if any(reading.tokens[i].barrier == COMMA for i in range(a.first + 1, a.last + 1)):
        word = reading.tokens[after]
        known = word.text in a.pattern.own or word.text in a.pattern.fillers
        if word.raw.istitle() and len(word.text) > 1 and not known:
            yield f"“{word.raw}” follows the given name"


def _between(reading: Reading, a: Alignment) -> Iterator[str]:
    light = lexicon.connectors()
    for i in a.between():
        word = reading.tokens[i]
        if word.text in AND and (a.gap or word.text not in a.pattern.fillers):
            yield "two people are listed"
        if word.text in a.pattern.fillers:
            continue
        if word.text in light or (len(word.text) == 1 and word.text.isascii()):
            continue
        if a.turned:
            yield f"“{word.raw}” parts surname and given name"
        elif (reading.mixed and not reading.is_capital(i)) or lexicon.is_word(word.text):
            yield f"“{word.raw}” between them is no name"


def _initials(reading: Reading, a: Alignment) -> Iterator[str]:
    for p in a.filled():
        if p.way == INITIAL and not _is_initial(reading, p.first, first=p.first == a.first):
            yield f"“{reading.tokens[p.first].raw}” is no initial"


def _is_initial(reading: Reading, i: int, *, first: bool) -> bool:
    raw, token = reading.tokens[i].raw, reading.tokens[i]
    if not raw.isupper():
        return False
    if len(raw) > 1:  # A.P. Voronin
        return "." in reading.content[token.start : token.end]
    if not first:
        return not reading.capitals
    return token.dotted or (reading.mixed and raw not in {"A", "E", "I", "O", "U", "Y"})


def _other_person(reading: Reading, a: Alignment) -> Iterator[str]:
    """Objects to a middle initial or a generation that the rule has otherwise: George H. W. Bush, Jr. for III."""
    pattern = a.pattern
    inside = [reading.tokens[i] for i in a.between()]
    letters = [t.text for t in inside if len(t.text) == 1 and t.raw.isupper()]
    wanted = pattern.initials
    if letters and wanted and not a.turned and tuple(letters) != wanted[: len(letters)]:
        yield f"“{letters[0].upper()}.” is another initial"
    after = a.last + 1
    if pattern.generation and after < len(reading.tokens) and reading.tokens[after].barrier <= COMMA:
        here = {"junior": "jr", "senior": "sr"}.get(reading.tokens[after].text, reading.tokens[after].text)
        if here in lexicon.generations() and here != pattern.generation:
            yield f"“{reading.tokens[after].raw}” makes it another person"


def _missing(reading: Reading, a: Alignment) -> Iterator[str]:
    """Objects to a name that lacks a word.

    Of a name of four words one may be missing, but it may not be replaced by another, nor tell what the name is of.
    """
    if a.pattern.style not in {Style.NAME, Style.LISTED} or None not in a.places:
        return
    j = a.places.index(None)
    word = a.pattern.words[j]
    if a.pattern.style == Style.NAME and lexicon.is_word(word) and not lexicon.is_name(word):
        yield f"“{word}” tells what it is, and is missing"
    if a.turned:
        return
    beside = a.last + 1 if j == len(a.places) - 1 else a.first - 1 if j == 0 else -1
    while 0 <= beside < len(reading.tokens) and reading.tokens[beside].text in lexicon.connectors():
        beside += 1 if j else -1
    if 0 <= beside < len(reading.tokens) and not _is_parted(reading, beside, a):
        other = reading.tokens[beside]
        if (
            other.text not in a.pattern.own
            and other.text not in a.pattern.fillers
            and _is_name(reading, beside)
        ):
            yield f"“{other.raw}” stands in its place"
    if j and j < len(a.places) - 1 and a.gap:
        yield f"“{word}” is replaced"


def _is_parted(reading: Reading, beside: int, a: Alignment) -> bool:
    inside = range(a.last + 1, beside + 1) if beside > a.last else range(beside + 1, a.first + 1)
    return any(reading.tokens[i].barrier for i in inside)


def _is_name(reading: Reading, i: int) -> bool:
    """Whether a word beside a name looks like a part of it: a capital in prose, or no word of any language."""
    token = reading.tokens[i]
    if len(token.text) == 1 or token.text in lexicon.titles() or token.text in lexicon.legal_forms():
        return False
    if (
        token.text in lexicon.generations()
        or not token.raw[:1].isupper()
        or token.text in lexicon.function_words()
    ):
        return False
    if reading.mixed and not reading.begins_sentence(i):
        return True
    return lexicon.is_name(token.text) or not (
        lexicon.is_word(token.text) or known_words.is_common(token.text)
    )


def _gender(reading: Reading, a: Alignment) -> Iterator[str]:
    """Objects to the given name of a woman for that of a man, and the other way: Daniela for Daniel."""
    if a.pattern.style not in {Style.NAME, Style.LISTED}:
        return
    for word, place in list(zip(a.pattern.words, a.places, strict=True))[:-1]:
        if place is None or place.first != place.last:
            continue
        token = reading.tokens[place.first].text
        if token != word and token.rstrip("aoe") == word.rstrip("aoe") and word in lexicon.given_names():
            yield f"“{reading.tokens[place.first].raw}” is another given name"

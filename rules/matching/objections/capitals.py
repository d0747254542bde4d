"""Objects to words whose capitals say that they are no name, or another word than the rule's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.matching import lexicon
from rules.matching.lexicon import known_words
from rules.matching.objections.reading import Reading
from rules.matching.patterns.pattern import Case, Pattern, Style
from rules.matching.search.align import INITIAL, Alignment
from rules.matching.words.keys import PHONETIC, SKELETAL

_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_REACH = 6  # words around a name that may tell what it is
_ARTICLES = frozenset({"a", "an", "un", "una"})
_AMPERSAND = re.compile(r"&|\+|\b(?:and|y|e|et|und)\b", re.I)


def everyday(reading: Reading, a: Alignment) -> Iterator[str]:
    """Objects where everyday words of another script only sound like the rule: موسكو is Moscow and no Musk."""
    heard = [reading.tokens[p.first].text for p in a.filled() if p.way in {PHONETIC, SKELETAL}]
    if not heard or len(heard) < len(a.filled()) or any(w.isascii() or _CYRILLIC.match(w) for w in heard):
        return
    if all(map(known_words.is_common, heard)):
        yield f"“{heard[0]}” is an everyday word"


def signs(reading: Reading, a: Alignment) -> Iterator[str]:
    """Objects to single letters without the capital, the & or the sign that the rule has: vitamin D, H&M, C++."""
    pattern = a.pattern
    if len(pattern.raws) != len(pattern.words):
        return
    written = pattern.raws
    for j, (raw, place) in enumerate(zip(written, a.places, strict=True)):
        if place is None or place.way == INITIAL:
            continue
        for i in range(place.first, place.last + 1):
            token = reading.tokens[i]
            small = len(token.text) == 1 and token.text.isalpha() and token.raw.islower()
            if small and token.text.upper() in raw and (reading.mixed or _is_apart(reading, a, i)):
                yield f"“{token.raw}” has no capital"
        here = reading.tokens[place.first]
        if (
            len(raw) == 2
            and here.text == raw.lower()
            and not raw.isalpha()
            and here.raw != raw
            and not here.tagged
        ):
            yield f"“{here.raw}” has no capital"  # 5g of sugar, 3m deep
        if len(raw) == 1 and (sign := _sign(pattern, raw)) and not _follows(reading, place.last, sign):
            yield f"“{sign}” is missing"
        paired = j and len(raw) == 1 and len(written[j - 1]) <= 2 and "&" in pattern.text and place.first > 0
        if paired and not _AMPERSAND.search(reading.between(place.first)):
            yield "“&” is missing"


def _is_apart(reading: Reading, a: Alignment, i: int) -> bool:
    """Whether spaces set a letter apart from its neighbour in the match: 5 g is no 5G."""
    beside = [n for n in (i, i + 1) if a.first < n <= a.last]
    return all(reading.between(n).isspace() for n in beside)


def _sign(pattern: Pattern, raw: str) -> str:
    """Returns the sign that the variant has after a letter: C++, C#."""
    m = re.search(rf"(?<!\w){re.escape(raw)}(\+\+|\+|#)", pattern.text)
    return m[1] if m else ""


def _follows(reading: Reading, i: int, sign: str) -> bool:
    end = reading.tokens[i].end
    return reading.content[end : end + len(sign)] == sign


def of_name(reading: Reading, a: Alignment) -> Iterator[str]:
    """Objects to names without their capitals."""
    if a.pattern.case == Case.ANY:
        return
    if len(a.pattern.words) == 1 and not reading.tokens[a.first].tagged:
        yield from _glued(reading, a)
    filled = [p for p in a.filled() if p.way != INITIAL]
    here = [reading.tokens[p.first] for p in filled]
    if (
        reading.cased
        and not a.pattern.person
        and all(t.raw.islower() and lexicon.is_any_word(t.text) and not t.tagged for t in here)
    ):
        yield "these are common words and have no capital"
    if not reading.mixed:
        yield from _counted(reading, a)
        return
    small = [
        p for p in filled if reading.tokens[p.first].raw[:1].islower() and not reading.tokens[p.first].tagged
    ]  # fmt: skip
    for p in small:
        word = reading.tokens[p.first]
        if p.way >= PHONETIC:
            yield f"“{word.raw}” is spelt otherwise and has no capital"
        elif _is_known(word.text, single=len(filled) == 1) and p is filled[-1] and not word.hyphen:
            yield f"“{word.raw}” is a word and has no capital"
    if small and a.pattern.need == 1 and (a.pattern.alone or a.pattern.style == Style.LISTED):
        yield f"“{reading.tokens[small[0].first].raw}” has no capital"
    if small and a.pattern.together and not a.pattern.raws[-1].islower() and small[-1] is filled[-1]:
        yield f"“{reading.tokens[small[-1].first].raw}” has no capital"


def _counted(reading: Reading, a: Alignment) -> Iterator[str]:
    """Objects to a plain noun of a headline, which an article before it tells: Ends an All-of-State Sprint to Vaccinate."""
    if len(a.pattern.words) > 1 or a.pattern.person or not lexicon.is_any_word(reading.tokens[a.first].text):
        return
    before, after = a.first - 1, a.last + 1
    while before > 0 and reading.tokens[before].hyphen:
        before -= 1
    articles = [i for i in {a.first - 1, before - 1} if i >= 0 and reading.tokens[i].text in _ARTICLES]
    ends = after >= len(reading.tokens) or bool(reading.tokens[after].barrier)
    if articles and (ends or reading.tokens[after].text in lexicon.function_words()):
        yield f"“{reading.tokens[articles[0]].raw}” before it makes it a plain noun"


def _is_known(word: str, *, single: bool) -> bool:
    return lexicon.is_any_word(word) if single else lexicon.is_word(word)


def _glued(reading: Reading, a: Alignment) -> Iterator[str]:
    """Objects to a part of a longer word or identifier: PowerShell, meta_description."""
    after = a.last + 1
    if reading.tokens[a.first].glued and reading.tokens[a.first - 1].text not in a.pattern.own:
        yield f"it is a part of “{reading.tokens[a.first - 1].raw}{reading.tokens[a.first].raw}”"
    elif (
        after < len(reading.tokens)
        and reading.tokens[after].glued
        and reading.tokens[after].text not in a.pattern.own
    ):
        yield f"it is a part of “{reading.tokens[a.last].raw}{reading.tokens[after].raw}”"


def of_case(reading: Reading, a: Alignment) -> Iterator[str]:
    """Objects to words that are another thing without the capitals of the rule: who for WHO, target for Target."""
    case = a.pattern.case
    if case == Case.SAME:
        yield from _same(reading, a)
    elif case == Case.CAPITALS:
        yield from _acronym(reading, a)
    elif case == Case.NAME:
        yield from _ordinary(reading, a)


def _same(reading: Reading, a: Alignment) -> Iterator[str]:
    for raw, place in zip(a.pattern.raws, a.places, strict=True):
        if place is not None:
            here = "".join(reading.tokens[i].raw for i in range(place.first, place.last + 1))
            if here != raw:
                yield f"“{here}” is not written “{raw}”"


def _acronym(reading: Reading, a: Alignment) -> Iterator[str]:
    token = reading.tokens[a.first]
    if token.raw.isupper():
        if reading.capitals and not _is_confirmed(reading, a):
            yield f"all words are in capitals, and “{token.raw}” is a word, too"
        return
    if token.tagged and reading.is_capital(a.first):
        return
    word = token.text
    languages = {"en", "es", reading.language} - {""}
    known_here = lexicon.is_word(word) or any(known_words.is_common(word, code) for code in languages)
    if len(word) <= 3 or known_here or not reading.is_capital(a.first):
        yield f"“{token.raw}” is not in capitals"


def _is_confirmed(reading: Reading, a: Alignment) -> bool:
    """Whether the entry's other field has the rule, or a context word of the rule must be near anyway."""
    return a.pattern.context is not None or a.pattern.rule in reading.confirmed


def _ordinary(reading: Reading, a: Alignment) -> Iterator[str]:
    """Objects to a common word that the text does not treat as a name."""
    i = a.first
    token = reading.tokens[i]
    if not reading.is_capital(i):
        if not token.tagged:
            yield f"“{token.raw}” has no capital"
        return
    if token.tagged or _is_confirmed(reading, a) or _has_evidence(reading, a) or _has_article(reading, a):
        return
    if not reading.mixed:
        yield f"“{token.raw}” is a word, too, and nothing near it tells a name"
    elif reading.begins_sentence(i):
        yield f"“{token.raw}” is a word, too, and begins a sentence"
    elif _is_part_of_another(reading, a):
        yield f"“{token.raw}” is a part of another name"


def _has_article(reading: Reading, a: Alignment) -> bool:
    """Whether the name has its own article before it, both with capitals as nothing else: La Jornada, El País."""
    before, after = a.first - 1, a.last + 1
    if before < 0 or reading.tokens[before].text not in a.pattern.fillers or not reading.is_capital(before):
        return False
    return after < len(reading.tokens) and reading.tokens[after].raw.islower()


def _is_part_of_another(reading: Reading, a: Alignment) -> bool:
    before, after = a.first - 1, a.last + 1
    if (
        before >= 0
        and reading.is_capital(before)
        and not reading.tokens[a.first].barrier
        and not reading.begins_sentence(before)
    ):
        word = reading.tokens[before].text
        if word not in lexicon.titles() and word not in a.pattern.own and word not in lexicon.company_words():
            return True
    return (
        after < len(reading.tokens)
        and not reading.tokens[after].barrier
        and reading.tokens[after].text in lexicon.places_after()
        and reading.is_capital(after)
    )


def _has_evidence(reading: Reading, a: Alignment) -> bool:
    """Whether company words stand near, or a verb of companies follows at once."""
    tokens = reading.tokens
    low, high = a.first, a.last
    while low > 0 and a.first - low < _REACH and tokens[low].barrier < 3:
        low -= 1
    while high + 1 < len(tokens) and high - a.last < _REACH and tokens[high + 1].barrier < 3:
        high += 1
    around = [i for i in range(low, high + 1) if not a.first <= i <= a.last]
    if _is_part_of_another(reading, a) or _is_bound(reading, a):
        return False
    if any(
        tokens[i].text in lexicon.company_words() or tokens[i].text in lexicon.legal_forms() for i in around
    ):
        return True
    after = a.last + 1
    if tokens[a.first].text in lexicon.titles():
        return False  # kings open parliaments, too
    return after < len(tokens) and not tokens[after].barrier and tokens[after].text in lexicon.company_verbs()


def _is_bound(reading: Reading, a: Alignment) -> bool:
    """Whether an ordinary word right before it makes it a plain noun or a verb: Price Target, Now Target."""
    if a.first == 0 or reading.tokens[a.first].barrier or reading.mixed:
        return False
    before = reading.tokens[a.first - 1].text
    free = (
        before in lexicon.company_words() or before in lexicon.titles() or before in lexicon.function_words()
    )
    return not free and lexicon.is_ordinary(before) and before not in a.pattern.own

"""Objects to phrases whose words do not belong to each other: lists, adjectives, turned compounds, clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.matching import lexicon
from rules.matching.objections.names import AND
from rules.matching.objections.reading import Reading
from rules.matching.search.align import Alignment, Place
from rules.text.barriers import COMMA

_APART = frozenset(
    {
        "after",
        "before",
        "since",
        "until",
        "during",
        "despite",
        "amid",
        "without",
        "tras",
        "desde",
        "hasta",
        "sin",
        "durante",
    }
)
_OF = frozenset({"of", "in", "de", "del", "di", "des", "for", "to"})
_FINITE = frozenset(
    [
        "es",
        "era",
        "son",
        "eran",
        "fue",
        "fueron",
        "esta",
        "estan",
        "estaba",
        "ha",
        "han",
        "hay",
        "habia",
        "is",
        "was",
        "are",
        "were",
        "has",
        "have",
        "had",
    ]
)
_PLAIN = frozenset({"ar", "er", "ir"})
_INFINITIVE = re.compile(r"[aei]r(?:se|lo|la|los|las|le|les|nos)?\Z")
_AWAY = frozenset({"away", "off", "up", "out", "in"})


def objections(reading: Reading, a: Alignment) -> Iterator[str]:
    """Yields what speaks against the alignment of a phrase."""
    if len(a.pattern.slots) == 2 and not a.pattern.together:
        yield from _coordination(reading, a)
        yield from _adjectives(reading, a)
        yield from _prepositions(reading, a)
        yield from _proper(reading, a)
        yield from _turned(reading, a)
        yield from _clauses(reading, a)


def of_near(reading: Reading, a: Alignment) -> Iterator[str]:
    """Yields what speaks against words near each other: half of a name, a verb with another sense."""
    for j, p in enumerate(a.places):
        if p is None:
            continue
        token = reading.tokens[p.first]
        common = a.pattern.choices[j][p.chain].islower()
        if (
            common
            and token.hyphen
            and reading.mixed
            and reading.is_capital(p.first)
            and reading.is_capital(p.first - 1)
        ):
            yield f"“{reading.tokens[p.first - 1].raw}-{token.raw}” is a name"
        after = p.last + 1
        if after < len(reading.tokens) and not reading.tokens[after].barrier:
            particle = reading.tokens[after].text
            if particle == "away" or (
                particle in _AWAY and token.text.endswith(("ing", "ed")) and p.similarity < 1
            ):
                yield f"“{token.raw} {particle}” means something else"


def _turned(reading: Reading, a: Alignment) -> Iterator[str]:
    """Objects to a compound turned round without a word that can turn it: “bomb threat closes car plant” is no car bomb."""
    if not a.turned or a.pattern.headed:
        return
    inside = range(a.first + 1, a.last)
    words = [reading.tokens[i].text for i in inside]
    governed = bool(words) and (
        words[0] in _OF or words[0] in lexicon.prepositions() - _APART or words[0] in AND
    )
    if (
        governed
        and sum(1 for w in words if w not in lexicon.connectors() and w not in lexicon.function_words()) <= 2
    ):
        return
    if any(w in AND for w in words) or any(reading.tokens[i].barrier == COMMA for i in (*inside, a.last)):
        return
    if any(w.isdigit() for w in a.pattern.words) or (not inside and _opens_with_verb(reading, a)):
        return
    if any(_is_verb(reading, word, place) for word, place in zip(a.pattern.words, a.places, strict=True)):
        return
    yield "the words stand in another order"


def _opens_with_verb(reading: Reading, a: Alignment) -> bool:
    """Whether a noun that is a verb, too, stands right before the other word: cut taxes."""
    return reading.tokens[a.first].text in lexicon.nouns_and_verbs()


def _is_verb(reading: Reading, word: str, place: Place | None) -> bool:
    """Whether a word stands in the text as the form of a verb: guns were smuggled, incautan armas."""
    if place is None:
        return False
    token = reading.tokens[place.first].text
    plural = token.removesuffix("s").removesuffix("e") == word.removesuffix("s").removesuffix("e")
    return token.endswith("ing") or not plural


def _clauses(reading: Reading, a: Alignment) -> Iterator[str]:
    """Objects to “se trata de conocer a una persona” for trata de personas."""
    if not a.pattern.headed:
        return
    between = [reading.tokens[i] for i in a.between()]
    for token in between:
        if (token.raw.islower() and _is_infinitive(token.text)) or token.text in _FINITE:
            yield f"“{token.raw}” begins another thought"
    if a.first and reading.tokens[a.first - 1].text == "se" and not a.turned:
        yield f"“se {reading.tokens[a.first].raw}” is a verb"


def _is_infinitive(word: str) -> bool:
    """Whether a word is a Spanish infinitive, as far as its ending and the word lists tell."""
    return (
        len(word) > 3
        and bool(_INFINITIVE.search(word))
        and (word in lexicon.spanish_words() or word[-2:] not in _PLAIN)
    )


def _coordination(reading: Reading, a: Alignment) -> Iterator[str]:
    """Whether words joined by a comma or “and” still belong to each other.

    “arms and drug trafficking” and “tráfico de drogas y armas” are about arms; “arms sales and drug
    trafficking” and “drug trafficking, arms exports” are about trafficking in something else.
    """
    inner = range(a.first + 1, a.last)
    joints = [
        i for i in (*inner, a.last) if reading.tokens[i].barrier == COMMA or reading.tokens[i].text in AND
    ]
    if not joints:
        return
    apart = "a comma or “and” parts the words"
    if a.pattern.proper:
        yield apart
    elif a.pattern.headed != a.turned:
        governors = [i for i in inner if reading.tokens[i].text in _OF]
        listed = bool(governors) and joints[-1] in {a.last - 1, a.last}
        heads = bool(governors) and joints == [a.first + 1] and governors[0] > joints[0]
        if not listed and not heads:
            yield apart
    elif joints[0] != a.first + 1 and not (a.pattern.trailing and joints[-1] == a.last - 1):
        yield apart


def _adjectives(reading: Reading, a: Alignment) -> Iterator[str]:
    """An adjective touches its noun or agrees with it.

    “long weekend of weapons” holds no long weapons, “armas de una larga tradición” no armas largas.
    """
    between = [reading.tokens[i].text for i in a.between()]
    if not between:
        return
    joined = not AND.isdisjoint(between)
    if a.pattern.modified and not joined and (a.gap > 1 or not _OF.isdisjoint(between)):
        yield f"“{reading.tokens[a.first].raw}” goes with another noun"
    noun, adjective = reading.tokens[a.first], reading.tokens[a.last]
    if a.pattern.trailing and noun.text.endswith("s") != adjective.text.endswith("s"):
        yield f"“{adjective.raw}” does not agree with “{noun.raw}”"


def _prepositions(reading: Reading, a: Alignment) -> Iterator[str]:
    """“wall along the border” is one thought, “wall of sound across the border” is two."""
    for i in a.between():
        if i > a.first + 1 and reading.tokens[i].text in lexicon.prepositions():
            yield f"“{reading.tokens[i].raw}” begins another thought"


def _proper(reading: Reading, a: Alignment) -> Iterator[str]:
    if a.pattern.proper and reading.mixed and not any(reading.is_capital(p.first) for p in a.filled()):
        yield "the term has capitals, these words have none"

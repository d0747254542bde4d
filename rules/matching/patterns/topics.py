"""Compiles topics into patterns: phrases whose words inflect and move, groups of words near each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rules.matching import lexicon
from rules.matching.patterns import spellings
from rules.matching.patterns.pattern import (
    Book,
    Case,
    Chain,
    Pattern,
    Slot,
    Style,
    case_of,
    is_unspaced,
    literal,
)
from rules.matching.words import keys
from rules.matching.words.keys import Liberty
from rules.model import GROUPS
from rules.schema import Near, Topic, Variant
from rules.text import tokens as text

PHRASE_GAP, LONG_PHRASE_GAP, PROPER_GAP = 3, 5, 1
JOINED_LENGTH, JOINED_COST = 9, 0.03
NUMBER_LENGTH = 3  # longer ones are years, and stand where they like


def topic(rule: Topic, book: Book) -> list[Pattern]:
    """Returns the patterns of a topic, one or more for each term."""
    out: list[Pattern] = []
    for term in rule.terms:
        out += [_near(rule, term, book)] if isinstance(term, Near) else _phrase(rule, term, book)
    return out


def _phrase(rule: Topic, term: Variant, book: Book) -> Iterator[Pattern]:
    written = text.tokenize(term.text)
    if term.match == "exact" or is_unspaced([t.text for t in written]):
        yield literal(rule.id, term, written, book, context=rule.context)
        return
    light = lexicon.connectors()
    kept = [t for t in written if t.text not in light or (_is_sign(t) and not t.raw.islower())]
    tokens = kept if len(kept) >= 2 else written
    words = tuple(t.text for t in tokens)
    if not words:
        return
    single = len(words) == 1
    case = case_of(term, tokens)
    units = _units(tokens, written)
    together = any(map(_is_sign, tokens)) and len(set(units)) < len(units)
    proper = not single and all(t.raw[:1].isupper() for t in tokens if not _is_sign(t))
    # A brand with a capital inside is one word: DataForge is not "data forge".
    brand = (
        single and not tokens[0].raw[1:].islower() and not tokens[0].raw.isupper() and tokens[0].raw.isalpha()
    )
    liberties = Liberty.NONE if brand else Liberty.GLUED
    if term.match != "fuzzy":
        liberties |= Liberty.INFLECTED | (Liberty.NONE if single or proper else Liberty.FAMILY)
    if single:
        liberties |= Liberty.ALONE
    edits = [
        0 if term.match == "stem" or case == Case.CAPITALS else keys.budget(w, alone=single) for w in words
    ]
    headed = len(words) < len(written)
    modified = not single and lexicon.comes_before(words[0])
    trailing = not single and not headed and lexicon.comes_after(words[-1])
    phrase = Pattern(
        rule=rule.id,
        text=term.text,
        style=Style.PHRASE,
        slots=tuple(_slot(t, e, liberties, book) for t, e in zip(tokens, edits, strict=True)),
        words=words,
        units=units,
        need=len(words),
        gap=PROPER_GAP if proper else PHRASE_GAP if len(words) < 4 else LONG_PHRASE_GAP,
        proper=proper,
        ordered=modified or trailing,
        modified=modified,
        trailing=trailing,
        headed=headed,
        case=case,
        raws=tuple(t.raw for t in tokens),
        together=together,
        context=rule.context,
    )
    yield phrase
    if not single and "&" not in term.text:
        yield from _joined(phrase, tokens, written, together=together, book=book)


def _joined(
    phrase: Pattern,
    tokens: Sequence[text.Token],
    written: Sequence[text.Token],
    *,
    together: bool,
    book: Book,
) -> Iterator[Pattern]:
    """Yields the phrase written as one word, with and without its small words: #drugtrafficking, #savethebridge."""
    wholes = {"".join(t.text for t in tokens): tokens, "".join(t.text for t in written): written}
    for whole, parts in wholes.items():
        if len(whole) >= (2 if together else JOINED_LENGTH) and not whole.isdigit():
            yield replace(
                phrase,
                slots=(book.slot(whole, 0, Liberty.INFLECTED | Liberty.ALONE),),
                words=(whole,),
                units=(0,),
                raws=("".join(t.raw for t in parts),),
                need=1,
                cost=JOINED_COST,
            )


def _is_sign(token: text.Token) -> bool:
    """Whether a token is a letter or a short number, which says nothing without its neighbour: vitamin D, Article 5."""
    return (token.text.isdigit() and len(token.text) <= NUMBER_LENGTH) or (
        len(token.text) == 1 and token.text.isascii()
    )


def _units(tokens: Sequence[text.Token], written: Sequence[text.Token]) -> tuple[int, ...]:
    """Returns which words stand together: a letter or number with the word before it, or with the next if it begins.

    Not where a particle stands between them in the rule, as in Group of 7.
    """
    units: list[int] = []
    for i, token in enumerate(tokens):
        beside = i > 0 and written.index(token) == written.index(tokens[i - 1]) + 1
        joins = beside and (_is_sign(token) or (i == 1 and _is_sign(tokens[0])))
        units.append(0 if not units else units[-1] if joins else units[-1] + 1)
    return tuple(units)


def _slot(token: text.Token, edits: int, liberties: int, book: Book) -> Slot:
    # What is an everyday word here is transcribed nowhere: Russian writes no "drought" in its own letters.
    spoken = Liberty.NONE if lexicon.is_any_word(token.text) and token.text.isascii() else Liberty.SPOKEN
    return book.slot_of(token.text, spellings.others(token.text, token.raw), edits, liberties | spoken)


def _near(rule: Topic, term: Near, book: Book) -> Pattern:
    liberties = Liberty.INFLECTED | Liberty.FAMILY | Liberty.NOUN
    groups: list[Slot] = []
    choices: list[tuple[str, ...]] = []
    for group in term.near:
        chains: list[Chain] = []
        called: list[str] = []
        for alternative in group:
            tokens = text.tokenize(alternative)
            if not tokens:
                continue
            chains.append(tuple(book.spec(t.text, keys.budget(t.text), liberties) for t in tokens))
            others = spellings.others(tokens[0].text, tokens[0].raw) if len(tokens) == 1 else []
            chains += [tuple(book.spec(w) for w in words) for words in others]
            called += [alternative] * (1 + len(others))
        groups.append(tuple(chains))
        choices.append(tuple(called))
    return Pattern(
        rule=rule.id,
        text=GROUPS.join("/".join(g) for g in term.near),
        style=Style.NEAR,
        slots=tuple(groups),
        words=tuple(g[0] for g in term.near),
        choices=tuple(choices),
        units=tuple(range(len(groups))),
        need=len(groups),
        gap=term.within,
        context=rule.context,
    )

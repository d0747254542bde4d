"""Compiles topics into patterns: phrases whose words inflect and move, groups of words near each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rules.matching import lexicon
from rules.matching.patterns.pattern import Book, Pattern, Style, is_unspaced, literal
from rules.matching.words import keys
from rules.matching.words.keys import Liberty
from rules.model import GROUPS
from rules.schema import Near, Topic, Variant
from rules.text import tokens as text

PHRASE_GAP, LONG_PHRASE_GAP, PROPER_GAP = 3, 5, 1
JOINED_LENGTH, JOINED_COST = 9, 0.03


def topic(rule: Topic, book: Book) -> list[Pattern]:
    """Returns the patterns of a topic, one or more for each term."""
    out: list[Pattern] = []
    for term in rule.terms:
        out += [_near(rule, term, book)] if isinstance(term, Near) else _phrase(rule, term, book)
    return out


def _phrase(rule: Topic, term: Variant, book: Book) -> Iterator[Pattern]:
    written = text.tokens(term.text)
    if term.match == "exact" or is_unspaced(written):
        yield literal(rule.id, term.text, written, book, context=rule.context)
        return
    light = lexicon.connectors()
    kept = [w for w in written if w not in light and len(w) > 1]
    words = tuple(kept if len(kept) >= 2 else written)
    if not words:
        return
    single = len(words) == 1
    proper = not single and all(t.raw[:1].isupper() for t in text.tokenize(term.text) if t.text in words)
    liberties = Liberty.SPOKEN | Liberty.GLUED
    if term.match != "fuzzy":
        liberties |= Liberty.INFLECTED | (Liberty.NONE if single or proper else Liberty.FAMILY)
    if single:
        liberties |= Liberty.ALONE
    edits = [0 if term.match == "stem" else keys.budget(w, alone=single) for w in words]
    headed = len(words) < len(written)
    modified = not single and lexicon.comes_before(words[0])
    trailing = not single and not headed and lexicon.comes_after(words[-1])
    phrase = Pattern(
        rule=rule.id,
        text=term.text,
        style=Style.PHRASE,
        slots=tuple(book.slot(w, e, liberties) for w, e in zip(words, edits, strict=True)),
        words=words,
        units=tuple(range(len(words))),
        need=len(words),
        gap=PROPER_GAP if proper else PHRASE_GAP if len(words) < 4 else LONG_PHRASE_GAP,
        proper=proper,
        ordered=modified or trailing,
        modified=modified,
        trailing=trailing,
        headed=headed,
        context=rule.context,
    )
    yield phrase
    whole = "".join(words)
    if not single and len(whole) >= JOINED_LENGTH:
        yield replace(
            phrase,
            slots=(book.slot(whole, 0, Liberty.INFLECTED | Liberty.ALONE),),
            words=(whole,),
            units=(0,),
            need=1,
            cost=JOINED_COST,
        )


def _near(rule: Topic, term: Near, book: Book) -> Pattern:
    liberties = Liberty.INFLECTED | Liberty.FAMILY
    groups = []
    for group in term.near:
        chains = [text.tokens(alternative) for alternative in group]
        groups.append(tuple(tuple(book.spec(w, keys.budget(w), liberties) for w in c) for c in chains if c))
    return Pattern(
        rule=rule.id,
        text=GROUPS.join("/".join(g) for g in term.near),
        style=Style.NEAR,
        slots=tuple(groups),
        words=tuple(g[0] for g in term.near),
        choices=tuple(tuple(alternative for alternative in g if text.tokens(alternative)) for g in term.near),
        units=tuple(range(len(groups))),
        need=len(groups),
        gap=term.within,
        context=rule.context,
    )

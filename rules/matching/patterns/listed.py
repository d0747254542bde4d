"""Compiles the names of lists, thousands of them, into patterns with few liberties."""

from __future__ import annotations

from collections.abc import Sequence

from rules.matching import lexicon
from rules.matching.patterns.name_parts import fillers, is_parted
from rules.matching.patterns.pattern import NAME_GAP, Book, Pattern, Style, is_unspaced, literal
from rules.matching.patterns.telling import evidence, required
from rules.matching.words import keys
from rules.schema import Variant
from rules.text import tokens as text


def core(tokens: Sequence[text.Token]) -> list[text.Token]:
    """Returns the words that carry a name: no particles, company forms or initials, if two others are left."""
    light = lexicon.connectors() | lexicon.legal_forms()
    kept: list[text.Token] = []
    for before, t in zip((None, *tokens), tokens, strict=False):
        if t.text not in light and not (len(t.text) == 1 and t.text.isascii()):
            held = before is not None and bool(kept) and kept[-1].end == before.end
            kept.append(t if held else t._replace(hyphen=False))
    if len(kept) >= 2:
        return kept
    return [t for t in tokens if len(t.text) > 1 or not t.text.isascii()] or list(tokens)


def listed(rule: str, name: str, book: Book) -> Pattern | None:
    """Returns the pattern of a name from a list; None if the name proves nothing."""
    written = text.tokenize(name)
    tokens = _in_speaking_order(written)
    words = tuple(t.text for t in core(tokens))
    proof = evidence(words)
    if proof == "none":
        return None
    if is_unspaced(words):
        return literal(rule, Variant(text=name, case="any"), written, book)
    strict = proof == "plain"
    need, must = (len(words), -1) if strict else required(words)
    return Pattern(
        rule=rule,
        text=name,
        style=Style.LISTED,
        slots=tuple(book.slot(w, 0 if strict else keys.budget(w)) for w in words),
        words=words,
        units=tuple(range(len(words))),
        need=need,
        must=must,
        gap=0 if strict else NAME_GAP,
        ordered=strict and tokens is written,
        parted=is_parted(written),
        fillers=fillers([t.text for t in written], words),
    )


def _in_speaking_order(tokens: list[text.Token]) -> list[text.Token]:
    """Turns GALINDO HERRERA, Diego into Diego GALINDO HERRERA; a company form after a comma stays there."""
    commas = [i for i, t in enumerate(tokens) if t.barrier == 1]
    if len(commas) != 1 or tokens[commas[0]].text in lexicon.legal_forms():
        return tokens
    return tokens[commas[0] :] + tokens[: commas[0]]

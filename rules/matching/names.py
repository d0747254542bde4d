"""Whether the words of a name, where they stand, mean the person: case, neighbours, commas.

Every check answers with what speaks against the match, or None. Must not search: it is asked about one
alignment.
"""

from __future__ import annotations

from collections.abc import Sequence

from rules.matching import lexicon
from rules.matching.align import Alignment
from rules.matching.patterns import Pattern, Style
from rules.text import Token


def objection(a: Alignment, tokens: Sequence[Token], mixed: bool) -> str | None:
    """Why this is not the person after all. `mixed`: the text uses capitals as ordinary prose does."""
    p = a.pattern
    if p.style not in {Style.NAME, Style.BARE, Style.LISTED}:
        return None
    return (
        _comma(a, tokens)
        or _between(a, tokens, mixed)
        or _lower(a, tokens, mixed)
        or _other(a, tokens, mixed)
    )


def is_mixed(tokens: Sequence[Token]) -> bool:
    """Whether a text writes names with capitals and other words without."""
    words = [t for t in tokens if len(t.raw) > 3 and t.raw.isalpha()]
    lower = sum(1 for t in words if t.raw.islower())
    return lower >= 2 and lower * 4 >= len(words) and any(t.raw[0].isupper() for t in words)


def _comma(a: Alignment, tokens: Sequence[Token]) -> str | None:
    commas = [i for i in range(a.first + 1, a.last + 1) if tokens[i].barrier == 1]
    if not commas:
        return None
    if len(commas) == 1 and a.turned:
        return None
    return "a comma parts the words"


def _between(a: Alignment, tokens: Sequence[Token], mixed: bool) -> str | None:
    used = {p.token for p in a.places if p is not None}
    light = lexicon.connectors()
    for i in range(a.first + 1, a.last):
        t = tokens[i]
        if i in used or t.text in light or len(t.text) == 1:
            continue
        if mixed and t.raw[:1].islower():
            return f"“{t.raw}” between is no name"
        if lexicon.is_word(t.text) or a.turned:
            return f"“{t.raw}” stands between"
    for i in range(a.first + 1, a.last):
        if (
            tokens[i].text in {"y", "e", "and", "und", "et"}
            and i + 1 <= a.last
            and tokens[i + 1].text in light
        ):
            return "two things are listed"
    return None


def _lower(a: Alignment, tokens: Sequence[Token], mixed: bool) -> str | None:
    if not mixed:
        return None
    raws = [tokens[p.token] for p in a.places if p is not None]
    if a.pattern.cased and any(t.raw[:1].islower() and not t.tagged for t in raws):
        return "written without a capital"
    if len(raws) == 1:
        return None
    if all(t.raw[:1].islower() and not t.tagged for t in raws[-1:]) and lexicon.is_word(raws[-1].text):
        return "written without a capital"
    return None


def _other(a: Alignment, tokens: Sequence[Token], mixed: bool) -> str | None:
    """Another given name before a surname that stands alone: another person of that name."""
    p: Pattern = a.pattern
    if not p.alone or a.first == 0:
        return None
    here, before = tokens[a.first], tokens[a.first - 1]
    if here.barrier or here.hyphen or here.tagged or before.text in p.own:
        return None
    if before.text in lexicon.given_names():
        return f"“{before.raw}” before it is another given name"
    if len(before.text) == 1:
        return None
    starts = a.first == 1 or before.barrier == 2
    if not mixed or starts or not before.raw[:1].isupper() or before.raw.isupper():
        return None
    if before.text in lexicon.titles() or lexicon.is_word(before.text):
        return None
    return f"“{before.raw}” before it may be another given name"

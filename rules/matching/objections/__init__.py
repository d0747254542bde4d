"""Objects to aligned words that do not mean what the rule means: commas, capitals, neighbours, grammar.

Every check says what speaks against the alignment. Must not search: it is asked about one alignment.
"""

from __future__ import annotations

from collections.abc import Iterator

from rules.matching.objections import capitals, names, phrases
from rules.matching.objections.reading import Reading
from rules.matching.patterns.pattern import NAMES, Style
from rules.matching.search.align import Alignment

__all__ = ["Reading", "objections"]


def objections(reading: Reading, a: Alignment) -> Iterator[str]:
    """Yields what speaks against the alignment, the plainest first; nothing if the alignment stands."""
    if a.pattern.style == Style.VETO_OR_CONTEXT:
        return
    yield from capitals.everyday(reading, a)
    yield from capitals.signs(reading, a)
    if not names.is_as_written(a):
        yield from names.barriers(reading, a)
    if a.pattern.style in NAMES:
        yield from names.objections(reading, a)
        yield from capitals.of_name(reading, a)
    elif a.pattern.style == Style.PHRASE:
        yield from phrases.objections(reading, a)
    elif a.pattern.style == Style.NEAR:
        yield from phrases.of_near(reading, a)
    elif any(reading.tokens[i].barrier for i in range(a.first + 1, a.last + 1)) and not names.is_as_joined(
        reading, a
    ):
        yield "punctuation parts the words"
    yield from capitals.of_case(reading, a)

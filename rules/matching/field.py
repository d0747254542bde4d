"""Reads one field of an entry for the matcher, and turns alignments into matches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rules.matching.objections import Reading
from rules.matching.search.align import INITIAL, Alignment
from rules.matching.words.keys import HOWS
from rules.model import FieldName, Match, Span, TokenMatch


@dataclass(frozen=True, slots=True)
class Field:
    """Holds the title or text: as published, as folded words, and read with its tokens."""

    name: FieldName
    content: str
    words: Sequence[str]
    reading: Reading

    def span(self, first: int, last: int) -> Span:
        """Returns the code points of the field from one token to another."""
        return Span(self.reading.tokens[first].start, self.reading.tokens[last].end)

    def text(self, span: Span) -> str:
        return self.content[span.start : span.end]

    def excerpt(self, a: Alignment) -> str:
        """Returns the words of an alignment as published."""
        return self.text(self.span(a.first, a.last))

    def match(self, a: Alignment, vetoes: tuple[str, ...], beside: str | None, score: float) -> Match:
        """Returns the alignment as a match with its explanation. `beside`: the words that satisfied the context."""
        span = self.span(a.first, a.last)
        return Match(
            rule=a.pattern.rule,
            variant=a.pattern.text,
            field=self.name,
            span=span,
            text=self.text(span),
            score=score,
            tokens=tuple(self._tokens(a)),
            gap=a.gap,
            order="reversed" if a.turned else "as written",
            vetoes=vetoes,
            context=beside,
        )

    def _tokens(self, a: Alignment) -> Iterator[TokenMatch]:
        for j, (word, place) in enumerate(zip(a.pattern.words, a.places, strict=True)):
            if place is not None:
                chosen = a.pattern.choices[j][place.chain] if a.pattern.choices else word
                span = self.span(place.first, place.last)
                how = "initial" if place.way == INITIAL else HOWS[place.way]
                yield TokenMatch(chosen, self.text(span), span, how, round(place.similarity, 4))

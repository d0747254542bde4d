"""One field of an entry under the matcher's eyes: its words, its tokens, and alignments told as matches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rules.matching.objections import Objections
from rules.matching.search.align import INITIAL, Alignment
from rules.matching.words.keys import HOWS
from rules.model import FieldName, Match, Span, TokenMatch


@dataclass(frozen=True, slots=True)
class Field:
    """`content` is the field as published, `words` its folded words, `reader` knows their tokens."""

    field: FieldName
    content: str
    words: Sequence[str]
    reader: Objections

    def span(self, first: int, last: int) -> Span:
        """The code points of the field from one token to another."""
        return Span(self.reader.tokens[first].start, self.reader.tokens[last].end)

    def text(self, span: Span) -> str:
        return self.content[span.start : span.end]

    def match(self, a: Alignment, vetoes: tuple[str, ...], beside: Alignment | None, score: float) -> Match:
        """The alignment as a match, with all that explains it. `beside`: what satisfied the context."""
        span = self.span(a.first, a.last)
        return Match(
            rule=a.pattern.rule,
            variant=a.pattern.text,
            field=self.field,
            span=span,
            text=self.text(span),
            score=score,
            tokens=tuple(self._tokens(a)),
            gap=a.gap,
            order="reversed" if a.turned else "as written",
            vetoes=vetoes,
            context=self.text(self.span(beside.first, beside.last)) if beside else None,
        )

    def _tokens(self, a: Alignment) -> Iterator[TokenMatch]:
        for j, (word, place) in enumerate(zip(a.pattern.words, a.places, strict=True)):
            if place is not None:
                chosen = a.pattern.choices[j][place.chain] if a.pattern.choices else word
                span = self.span(place.first, place.last)
                how = "initial" if place.way == INITIAL else HOWS[place.way]
                yield TokenMatch(chosen, self.text(span), span, how, round(place.similarity, 4))

"""Reads what a person types into a search: words, "phrases", OR between two, - before what must not stand there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rules.text.tokens import Tokens, tokens

Phrase = tuple[str, ...]
# A person types fewer; databases refuse very long queries.
MOST_PHRASES = 64
MOST_WORDS = 32
_PIECE = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Phrases of folded words: of each group of `wanted` one must be there, and none of `unwanted`."""

    wanted: tuple[tuple[Phrase, ...], ...]
    unwanted: tuple[Phrase, ...] = ()

    def spans(self, text: str) -> list[tuple[int, int]]:
        """The places of the wanted phrases in a text, as [start, end) in code points."""
        folded = tokens(text)
        found = {
            (start, start + len(phrase) - 1)
            for phrase in {phrase for group in self.wanted for phrase in group}
            for start in _places(phrase, folded)
        }
        if not found:
            return []
        # Where each word stands takes much longer to tell than which words there are.
        words = Tokens(text)
        return sorted({words.place(first, last) for first, last in found})


def _places(phrase: Phrase, folded: list[str]) -> Iterator[int]:
    """The places at which a phrase begins among folded words."""
    at = -1
    for _ in range(folded.count(phrase[0])):
        at = folded.index(phrase[0], at + 1)
        if tuple(folded[at : at + len(phrase)]) == phrase:
            yield at


def parse_query(text: str) -> SearchQuery:
    """Reads any text as a query, without errors; `wanted` is empty where nothing is asked for."""
    groups: list[list[Phrase]] = []
    unwanted: list[Phrase] = []
    either = False
    for piece in _PIECE.finditer(text):
        if piece[0] == "OR":
            either = bool(groups)
            continue
        words = tuple(tokens(piece[2] if piece[2] is not None else piece[3])[:MOST_WORDS])
        if not words or len(groups) + len(unwanted) >= MOST_PHRASES:
            continue
        if piece[1]:
            unwanted.append(words)
        elif either and len(groups[-1]) < MOST_PHRASES:
            groups[-1].append(words)
        else:
            groups.append([words])
        either = False
    return SearchQuery(tuple(map(tuple, groups)), tuple(unwanted))


def terms_of(text: str) -> tuple[str, ...]:
    """The terms of a rule for what a person searches: the words on either side of OR, without those that are not wanted."""
    terms: list[list[str]] = [[]]
    for piece in _PIECE.finditer(text):
        words = piece[2] if piece[2] is not None else piece[3]
        if piece[0] == "OR":
            terms.append([])
        elif not piece[1] and tokens(words):
            terms[-1] += words.split()
    return tuple(dict.fromkeys(" ".join(term) for term in terms if term))


def searched_text(parts: Iterable[str]) -> str:
    """The folded words of some texts, with spaces between: what an index holds of them."""
    return " ".join(word for part in parts for word in tokens(part))

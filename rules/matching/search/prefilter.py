"""Selects the patterns worth a look in a text: their rarest word is there and their others are near it.

Loses no match: a pattern is passed over only where a word that it needs is out of its reach. Must not align or
object.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from rules.matching import lexicon
from rules.matching.lexicon import known_words
from rules.matching.patterns import telling
from rules.matching.patterns.listed import listed
from rules.matching.patterns.pattern import Book, Pattern, Slot, Style
from rules.matching.search.hash_file import grouped, joined, numbers_of, parted
from rules.matching.search.token_index import Hit, TokenIndex
from rules.matching.words.keys import Liberty, Spec

BREAKABLE, HEAD, TAIL = 5, 2, 2  # the shortest words that may be broken, and their halves
HALF = 3  # halves of a compound that are words themselves: cease-fire, air strike
TORN = 5  # letters of a half that is no word, from which on a word was torn: Quintan ar
PARTICLES = frozenset({"down", "out", "off", "up", "over", "away"})  # crack down
KEPT = 400_000  # tokens whose hits are remembered
COMPILED = 20_000  # patterns of listed names that are remembered


class Seen(NamedTuple):
    """A token that may stand for some word of the layer: its hits, their words, the anchors among them."""

    hits: tuple[Hit, ...]
    specs: frozenset[int]
    anchors: tuple[int, ...]


class _Anchor(NamedTuple):
    """The patterns that share a rarest word: their reach, their other words, the patterns by another word."""

    reach: int
    others: frozenset[int]
    by_other: dict[int, tuple[int, ...]]


class _Anchors(dict[int, _Anchor]):
    """The anchors of a list by their words, made of four columns where a text holds them.

    reach: by word; starts: by word, where its pairs start; others, names: the pairs of another word and a name.
    """

    def __init__(self, reach: array[int], starts: array[int], others: array[int], names: array[int]) -> None:
        super().__init__()
        self.reach, self.starts, self.others, self.names = reach, starts, others, names

    def __missing__(self, spec: int) -> _Anchor:
        by_other: dict[int, list[int]] = {}
        for pair in range(self.starts[spec], self.starts[spec + 1]):
            by_other.setdefault(self.others[pair], []).append(self.names[pair])
        # Tuples of numbers cost the garbage collector nothing.
        tuples = {other: tuple(names) for other, names in by_other.items()}
        if len(self) >= COMPILED:
            self.clear()
        self[spec] = anchor = _Anchor(self.reach[spec], frozenset(tuples), tuples)
        return anchor

    def __reduce__(self) -> tuple[Any, ...]:
        return _Anchors, (self.reach, self.starts, self.others, self.names)

    def state(self) -> tuple[bytes, ...]:
        """Returns the columns as bytes."""
        return tuple(column.tobytes() for column in (self.reach, self.starts, self.others, self.names))


def _frequency(word: str, names: int) -> tuple[int, int, int]:
    """Estimates how often texts hold a word of a list, by its rank, its length and the names that share it."""
    rank = telling.rank(word)
    return -rank, -len(word) if rank < 2 else 0, names


class Layer(ABC):
    """Patterns over one index of words: `rows(words)` looks tokens up, `likely(row)` selects patterns."""

    def __init__(self, index: TokenIndex) -> None:
        self.index = index
        self._seen: dict[str, Seen | None] = _Cache(self)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_seen": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._seen = _Cache(self)

    def rows(self, words: Sequence[str]) -> list[Seen | None]:
        return list(map(self._seen.__getitem__, words))

    @abstractmethod
    def is_anchor(self, spec: int) -> bool:
        """Whether some pattern is looked for where this word may stand."""

    @abstractmethod
    def likely(self, row: Sequence[Seen | None]) -> list[Pattern]:
        """Returns the patterns that a text with these tokens may hold."""


class _Cache(dict[str, Seen | None]):
    """Caches what tokens stand for. Tokens follow Zipf's law: a few thousand entries fill it with nearly all."""

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        self._layer = layer

    def __missing__(self, token: str) -> Seen | None:
        hits = self._layer.index.hits(token)
        seen = None
        if hits:
            specs = frozenset([h.spec for h in hits])
            seen = Seen(hits, specs, tuple([s for s in specs if self._layer.is_anchor(s)]))
        if len(self) >= KEPT:
            self.clear()
        self[token] = seen
        return seen


def _specs(around: Sequence[Seen | None]) -> frozenset[int]:
    """Returns every word that some of these tokens may stand for."""
    return frozenset().union(*[seen.specs for seen in around if seen is not None])


class RuleLayer(Layer):
    """The patterns of hand-written rules: dozens to thousands."""

    def __init__(self, patterns: Sequence[Pattern], book: Book) -> None:
        super().__init__(TokenIndex(book.numbers))
        self.patterns = list(patterns)
        self.near = any(p.style == Style.NEAR for p in patterns)
        self._anchored: dict[int, list[int]] = {}
        for n, pattern in enumerate(self.patterns):
            for chain in _anchor(pattern):
                self._anchored.setdefault(chain[0], []).append(n)
        self.breakable = _breakable(self.patterns, list(book.numbers))
        self._heads = frozenset(w[:i] for w in self.breakable for i in range(HEAD, len(w) - TAIL + 1))

    def broken(self, words: Sequence[str]) -> list[int]:
        """Returns the first halves of what may be words of the rules broken in two; `breaks` decides."""
        if not self._heads or self._heads.isdisjoint(words):
            return []
        pairs = enumerate(pairwise(words))
        return [i for i, (a, b) in pairs if a in self._heads and a + b in self.breakable]

    def breaks(self, a: str, b: str, *, hyphen: bool) -> list[int]:
        """Returns the numbers of the patterns for which two words side by side are one, which both make."""
        whole = self.breakable[a + b]
        meant = {common: is_broken(a, b, hyphen=hyphen, common=common) for common in set(whole.values())}
        return [n for n, common in whole.items() if meant[common]]

    def is_anchor(self, spec: int) -> bool:
        return spec in self._anchored

    def likely(self, row: Sequence[Seen | None]) -> list[Pattern]:
        out: set[int] = set()
        for i, seen in enumerate(row):
            if seen is None or not seen.anchors:
                continue
            near: dict[int, frozenset[int]] = {}
            for spec in seen.anchors:
                for n in self._anchored[spec]:
                    reach = self.patterns[n].reach
                    if reach not in near:
                        near[reach] = _specs(row[max(0, i - reach + 1) : i + reach])
                    if n not in out and _has_needed(self.patterns[n], near[reach]):
                        out.add(n)
        # In the rules' order, whatever their words are numbered: of two matches that are as good, the first counts.
        return [self.patterns[n] for n in sorted(out)]


def _breakable(patterns: Sequence[Pattern], specs: Sequence[Spec]) -> dict[str, dict[int, bool]]:
    """Returns the words that may be broken in two, with the patterns that hold them, and whether as common words.

    The words of topics are common: cease-fire is a ceasefire, but "face book" no Facebook.
    """
    # Not the words that are two joined on purpose.
    whole = Liberty.SPOKEN | Liberty.FAMILY | Liberty.GLUED
    out: dict[str, dict[int, bool]] = {}
    for n, pattern in enumerate(patterns):
        for number in {number for slot in pattern.slots for chain in slot for number in chain}:
            word, _, liberties = specs[number]
            if liberties & whole and len(word) >= BREAKABLE and word.isalpha():
                of_word = out.setdefault(word, {})
                of_word[n] = of_word.get(n, False) or bool(liberties & Liberty.GLUED)
    return out


def is_broken(a: str, b: str, *, hyphen: bool, common: bool) -> bool:
    """Whether two words that stand side by side are meant as one: Hae-un, cease fire; not face book, what sapp."""
    words = lexicon.is_word(a), lexicon.is_word(b)
    torn = any(
        len(half) >= TORN and not lexicon.is_form(half) and not known_words.figure(half) for half in (a, b)
    )
    if torn or not all(words):
        return hyphen or torn or not any(words) or common
    light = (lexicon.function_words() | lexicon.prepositions()) - PARTICLES
    return common and min(len(a), len(b)) >= HALF and light.isdisjoint((a, b))


def _anchor(pattern: Pattern) -> Slot:
    """Returns the slot that every match fills and whose words texts hold least often."""
    if pattern.must >= 0:
        return pattern.slots[pattern.must]
    if pattern.style == Style.NEAR:
        return min(pattern.slots, key=len)
    return pattern.slots[pattern.givens + telling.most_telling(pattern.words[pattern.givens :])]


def _has_needed(pattern: Pattern, near: frozenset[int]) -> bool:
    # Given names may be initials, which are no words.
    slots = pattern.slots[pattern.givens :]
    there = sum(1 for slot in slots if any(near.issuperset(chain) for chain in slot))
    return there >= pattern.need - pattern.givens


class ListLayer(Layer):
    """The names of a list, a hundred thousand and more, as columns; patterns are compiled on demand."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """Files `names`, pairs of (rule, spelling); names without a word are passed over."""
        book = Book()
        self._rules: list[str] = []
        self._texts: list[str] = []
        self._starts, self._specs = array("I", [0]), array("I")
        reaches = array("I")
        for rule, name in names:
            pattern = listed(rule, name, book)
            if pattern is not None:
                self._rules.append(rule)
                self._texts.append(name)
                self._specs.extend(slot[0][0] for slot in pattern.slots)
                self._starts.append(len(self._specs))
                reaches.append(pattern.reach)
        specs = list(book.numbers)
        del book  # before the index is made: it is as large
        self._anchored = _Anchors(*self._anchors(specs, reaches))
        super().__init__(TokenIndex(specs))
        self._open()

    def _open(self) -> None:
        self._book = _FiledBook(self.index)
        self._compiled: dict[int, Pattern] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def _anchors(
        self, specs: Sequence[Spec], reaches: Sequence[int]
    ) -> tuple[array[int], array[int], array[int], array[int]]:
        """Returns the columns of `_Anchors`."""
        shared = array("I", bytes(4 * len(specs)))
        for n in range(len(self)):
            for spec in set(self._of(n)):
                shared[spec] += 1
        anchors, others, names = array("I"), array("I"), array("I")
        reach = array("I", bytes(4 * len(specs)))
        for n, span in enumerate(reaches):
            numbers = self._of(n)
            spelling = [specs[number].text for number in numbers]
            j = telling.most_telling(spelling)
            if len(numbers) < 4:
                ranked = [_frequency(word, shared[s]) for word, s in zip(spelling, numbers, strict=True)]
                j = ranked.index(min(ranked))
            anchor = numbers[j]
            reach[anchor] = max(span, reach[anchor])
            rest = numbers[:j] + numbers[j + 1 :]
            # Of four words and more one may be missing, so one of any two others is there.
            for other in rest[: 1 if len(numbers) < 4 else 2] or numbers[j : j + 1]:
                anchors.append(anchor)
                others.append(other)
                names.append(n)
        starts, order = grouped(anchors, len(specs))
        by_other, by_name = (array("I", map(column.__getitem__, order)) for column in (others, names))
        return reach, starts, by_other, by_name

    def _of(self, n: int) -> array[int]:
        """Returns the words of a name."""
        return self._specs[self._starts[n] : self._starts[n + 1]]

    def is_anchor(self, spec: int) -> bool:
        return self._anchored.starts[spec] < self._anchored.starts[spec + 1]

    def likely(self, row: Sequence[Seen | None]) -> list[Pattern]:
        out: set[int] = set()
        for i, seen in enumerate(row):
            if seen is None or not seen.anchors:
                continue
            for spec in seen.anchors:
                reach, others, by_other = self._anchored[spec]
                around = row[max(0, i - reach + 1) : i + reach]
                for beside in around:
                    if beside is not None and not others.isdisjoint(beside.specs):
                        break
                else:
                    continue
                near = _specs(around)
                for other in near & others:
                    out.update(n for n in by_other[other] if n not in out and self._has_needed(n, near))
        return [self.pattern(n) for n in sorted(out)]

    def _has_needed(self, n: int, near: frozenset[int]) -> bool:
        specs = self._of(n)
        return sum([s in near for s in specs]) >= len(specs) - (len(specs) >= 4)

    def pattern(self, n: int) -> Pattern:
        pattern = self._compiled.get(n)
        if pattern is None:
            pattern = listed(self._rules[n], self._texts[n], self._book)
            assert pattern is not None  # it had words when it was filed
            if len(self._compiled) >= COMPILED:
                self._compiled.clear()
            self._compiled[n] = pattern
        return pattern

    def patterns(self) -> Iterator[Pattern]:
        return (self.pattern(n) for n in range(len(self)))

    def state(self) -> tuple[Any, ...]:
        """Returns the whole layer as plain containers."""
        names = (joined(self._rules), joined(self._texts))
        specs = (self._starts.tobytes(), self._specs.tobytes())
        return (*names, specs, self._anchored.state(), self.index.state())

    @classmethod
    def restore(cls, state: tuple[Any, ...]) -> ListLayer:
        """Restores the layer from its `state`."""
        layer = cls(())
        rules, texts, (starts, specs), anchors, index = state
        layer._rules, layer._texts = parted(rules), parted(texts)
        layer._starts, layer._specs = numbers_of(starts), numbers_of(specs)
        layer._anchored = _Anchors(*map(numbers_of, anchors))
        layer.index = TokenIndex.restore(index)
        layer._open()
        return layer


class _FiledBook(Book):
    """The book of a list whose words are all filed already."""

    def __init__(self, index: TokenIndex) -> None:
        super().__init__()
        self._index = index

    def spec(self, word: str, edits: int = 0, liberties: int = Liberty.NONE) -> int:
        return self._index.number(Spec(word, edits, liberties))

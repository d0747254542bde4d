"""Says which tokens an entry must hold for a pattern to be found in it, as a query to an index of tokens.

Loses no entry: what a query finds holds every entry in which the pattern aligns. Must not know of any index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from rules.matching.patterns.pattern import Pattern, Slot
from rules.matching.search.prefilter import HEAD, TAIL, Layer, RuleLayer, is_broken
from rules.matching.search.token_index import TokenIndex
from rules.matching.words.keys import Spec
from rules.text.token_query import NOTHING, AllOf, AnyOf, AnyToken, EntryQuery

BREATH = 500  # tokens that are asked without a break
KEPT = 20_000  # words of rules whose tokens are remembered


class Vocabulary:
    """The tokens of all entries, by number, and which of them each word of a rule may stand for.

    Slow for a word that is new to it: every token is asked. What a word stands for is remembered. `breathe` is called
    now and then meanwhile, and may raise to give up.
    """

    def __init__(self, tokens: Mapping[str, int], breathe: Callable[[], None] = lambda: None) -> None:
        self._numbers = dict(tokens)
        self.breathe = breathe
        self._known: dict[Spec, frozenset[int]] = {}

    def number(self, token: str) -> int | None:
        return self._numbers.get(token)

    def add(self, tokens: Mapping[str, int]) -> None:
        """Takes in tokens that came since."""
        new = {token: number for token, number in tokens.items() if token not in self._numbers}
        if new:
            found = self._standing_for(list(self._known), new)
            self._numbers |= new
            self._known = {spec: known | found[spec] for spec, known in self._known.items()}

    def learn(self, specs: Iterable[Spec]) -> None:
        """Asks the tokens about all words that are new to it at once."""
        wanted = list(dict.fromkeys(specs))
        if len(self._known) + len(wanted) > KEPT:
            self._known.clear()
        unknown = [spec for spec in wanted if spec not in self._known]
        if unknown:
            self._known |= self._standing_for(unknown, self._numbers)

    def standing_for(self, spec: Spec) -> frozenset[int]:
        """The tokens that may stand for a word that it has learnt."""
        return self._known[spec]

    def _standing_for(self, specs: Sequence[Spec], numbers: Mapping[str, int]) -> dict[Spec, frozenset[int]]:
        index = TokenIndex(specs)
        found: list[list[int]] = [[] for _ in specs]
        for asked, (token, number) in enumerate(numbers.items()):
            if asked % BREATH == 0:
                self.breathe()
            for hit in index.hits(token):
                found[hit.spec].append(number)
        return {spec: frozenset(some) for spec, some in zip(specs, found, strict=True)}


def query_of(patterns: Sequence[Pattern], layer: Layer, vocabulary: Vocabulary) -> EntryQuery:
    """Returns the query for the entries in which some of these patterns of a layer may be found."""
    specs = layer.index.specs
    used = {number for p in patterns for slot in p.slots for chain in slot for number in chain}
    vocabulary.learn(specs[number] for number in used)
    broken = _broken(layer, vocabulary)
    words = {n: _any([AnyToken(vocabulary.standing_for(specs[n])), *broken.get(n, ())]) for n in used}
    return _any(_of_pattern(pattern, words) for pattern in patterns)


def names_near(names: Iterable[str], vocabulary: Vocabulary) -> EntryQuery:
    """Returns the query for entries that hold some of these words as they are, or broken in two."""
    words = [number for name in names if (number := vocabulary.number(name)) is not None]
    halves = [half for name in names for half in _halves(name, vocabulary)]
    return _any([AnyToken(frozenset(words)), *halves])


def _of_pattern(pattern: Pattern, words: Mapping[int, EntryQuery]) -> EntryQuery:
    # Given names may be initials, which are no words.
    slots = [_of_slot(slot, words) for slot in pattern.slots[pattern.givens :]]
    needed = max(pattern.need - pattern.givens, 1)
    enough = _any(_all(some) for some in combinations(slots, min(needed, len(slots))))
    must = [_of_slot(pattern.slots[pattern.must], words)] if pattern.must >= 0 else []
    return _all([enough, *must])


def _of_slot(slot: Slot, words: Mapping[int, EntryQuery]) -> EntryQuery:
    return _any(_all([words[number] for number in chain]) for chain in slot)


def _broken(layer: Layer, vocabulary: Vocabulary) -> dict[int, list[EntryQuery]]:
    """Returns the queries for words broken in two, by the words of the rules that both halves together stand for."""
    out: dict[int, list[EntryQuery]] = {}
    for whole in layer.breakable if isinstance(layer, RuleLayer) else ():
        halves = [query for query in _halves(whole, vocabulary) if query is not NOTHING]
        for hit in layer.index.hits(whole) if halves else ():
            out.setdefault(hit.spec, []).extend(halves)
    return out


def _halves(whole: str, vocabulary: Vocabulary) -> Iterator[EntryQuery]:
    for i in range(HEAD, len(whole) - TAIL + 1):
        a, b = vocabulary.number(whole[:i]), vocabulary.number(whole[i:])
        if a is not None and b is not None and is_broken(whole[:i], whole[i:], hyphen=True, common=True):
            yield _all([AnyToken(frozenset([a])), AnyToken(frozenset([b]))])


def _all(parts: Iterable[EntryQuery]) -> EntryQuery:
    some = tuple(dict.fromkeys(parts))
    if any(part == NOTHING for part in some):
        return NOTHING
    return some[0] if len(some) == 1 else AllOf(some)


def _any(parts: Iterable[EntryQuery]) -> EntryQuery:
    tokens: set[int] = set()
    others: dict[EntryQuery, None] = {}
    for part in parts:
        if isinstance(part, AnyToken):
            tokens |= part.tokens
        else:
            others[part] = None
    if not others:
        return AnyToken(frozenset(tokens)) if tokens else NOTHING
    some = (*([AnyToken(frozenset(tokens))] if tokens else []), *others)
    return some[0] if len(some) == 1 else AnyOf(some)

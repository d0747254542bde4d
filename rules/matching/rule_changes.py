"""Compares two rule sets by their patterns: in which entries may their matches differ, and how do they. Pure.

Only rules that differ are compiled, for rules do not depend on each other. A term typed into a rule of forty costs
the entries of that term.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Protocol, TypeVar

from rules.matching.compiled_lists import compile_list
from rules.matching.compiled_rules import CompiledRules, compile_rules
from rules.matching.entry_query import Vocabulary, names_near, query_of
from rules.matching.matcher import Matcher
from rules.matching.patterns.pattern import Pattern
from rules.matching.search.prefilter import Layer
from rules.matching.selection import NO_VETOES_OR_CONTEXT
from rules.model import Entry, ListedActor, LoadedList, Match, RuleSet
from rules.text.token_query import AllOf, AnyOf, EntryQuery


class _Named(Protocol):
    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=_Named)


class RuleChanges:
    """The rules that differ between an old and a new set, compiled: `query` finds entries, `match` compares them."""

    def __init__(self, old: RuleSet, new: RuleSet) -> None:
        self._old, self._new = _Side(_lacking(old, new)), _Side(_lacking(new, old))

    def query(self, vocabulary: Vocabulary) -> EntryQuery:
        """Returns the query for all entries whose matches may differ."""
        gone, come, kept = _changed(self._old, self._new)
        beside = [
            AllOf((query_of(patterns, self._new.compiled.layer, vocabulary), names_near(names, vocabulary)))
            for names, patterns in kept.items()
        ]
        return AnyOf((self._old.query(gone, vocabulary), self._new.query(come, vocabulary), *beside))

    def match(self, entry: Entry) -> tuple[list[Match], list[Match]]:
        """Returns what only the old rules and what only the new rules find in an entry.

        Matches that differ in nothing but the phrases that were checked as vetoes are the same.
        """
        old, new = (side.matcher.match(entry) for side in (self._old, self._new))
        before, after = ([replace(m, vetoes=()) for m in found] for found in (old, new))
        gone = [m for m, bare in zip(old, before, strict=True) if bare not in after]
        return gone, [m for m, bare in zip(new, after, strict=True) if bare not in before]


class _Side:
    """The changed rules of one set."""

    def __init__(self, rules: RuleSet) -> None:
        self.compiled: CompiledRules = compile_rules(rules.actors, rules.topics)
        self.lists = [compile_list(loaded).layer for loaded in rules.lists]
        self.matcher = Matcher(self.compiled, self.lists)

    def patterns(self) -> dict[str, list[tuple[Pattern, Pattern]]]:
        """Returns by rule its patterns, each after its form that does not depend on how words are numbered.

        Vetoes are among them: they find nothing, yet what they take away stands where they stand.
        """
        out: dict[str, list[tuple[Pattern, Pattern]]] = {}
        beside = self.compiled.vetoes_and_context
        vetoes = [veto for of_rule in beside.values() for veto in of_rule.vetoes]
        for pattern in chain(self.compiled.layer.patterns, vetoes):
            context = beside.get(pattern.rule, NO_VETOES_OR_CONTEXT).context if pattern.context else ()
            plain = _plain(self.compiled.layer, pattern, tuple(p.text for p in context))
            out.setdefault(pattern.rule, []).append((plain, pattern))
        return out

    def query(self, patterns: Sequence[Pattern], vocabulary: Vocabulary) -> EntryQuery:
        own = query_of(patterns, self.compiled.layer, vocabulary)
        return AnyOf((own, *(query_of(list(layer.patterns()), layer, vocabulary) for layer in self.lists)))


def _plain(layer: Layer, pattern: Pattern, context: tuple[str, ...]) -> Pattern:
    """Returns a pattern with its words numbered by nothing, and the words that confirm it.

    The words of the actor's other names are left out: see `_changed`.
    """
    specs = layer.index.specs
    slots = tuple(tuple(tuple(specs[s] for s in chained) for chained in slot) for slot in pattern.slots)
    choices = (*pattern.choices, context, ("named",) if pattern.own else ())
    return replace(pattern, slots=slots, choices=choices, own=frozenset())  # type: ignore[arg-type]


def _changed(
    old: _Side, new: _Side
) -> tuple[list[Pattern], list[Pattern], dict[frozenset[str], list[Pattern]]]:
    """Returns the patterns that only the old and that only the new rules have.

    And those of the new rules that both have, of actors whose other names have other words, by these words: they are
    found otherwise where such a word stands, too.
    """
    before, after = old.patterns(), new.patterns()
    gone: list[Pattern] = []
    come: list[Pattern] = []
    renamed: dict[frozenset[str], list[Pattern]] = {}
    for rule in before.keys() | after.keys():
        olds, news = before.get(rule, []), after.get(rule, [])
        kept = {plain for plain, _ in olds} & {plain for plain, _ in news}
        # Of two matches that are as good the first counts, so that patterns in another order find otherwise.
        if _order(olds, kept) != _order(news, kept):
            kept = set()
        gone += [pattern for plain, pattern in olds if plain not in kept]
        come += [pattern for plain, pattern in news if plain not in kept]
        owned = {plain: pattern.own for plain, pattern in olds}
        for plain, pattern in news:
            if plain in kept and owned[plain] != pattern.own:
                names = _with_initials(owned[plain]) ^ _with_initials(pattern.own)
                renamed.setdefault(names, []).append(pattern)
    return gone, come, renamed


def _with_initials(names: frozenset[str]) -> frozenset[str]:
    return names | {name[0] for name in names}


def _order(patterns: Sequence[tuple[Pattern, Pattern]], kept: set[Pattern]) -> list[Pattern]:
    return [plain for plain, _ in patterns if plain in kept]


def _lacking(rules: RuleSet, other: RuleSet) -> RuleSet:
    """Returns the rules that the other set has not, or not so; of lists, the actors."""
    theirs = {loaded.rule.id: loaded for loaded in other.lists}
    lists = [_lacking_actors(loaded, theirs.get(loaded.rule.id)) for loaded in rules.lists]
    return RuleSet(
        actors=_differing(rules.actors, other.actors),
        topics=_differing(rules.topics, other.topics),
        lists=tuple(loaded for loaded in lists if loaded.actors),
    )


def _differing(rules: Sequence[R], other: Sequence[R]) -> tuple[R, ...]:
    theirs = {rule.id: rule for rule in other}
    return tuple(rule for rule in rules if theirs.get(rule.id) != rule)


def _lacking_actors(loaded: LoadedList, other: LoadedList | None) -> LoadedList:
    """Returns a list with the actors that the other has not; a key that several actors bear goes with all of them."""
    theirs = _by_key(other) if other is not None else {}
    differing = {key for key, actors in _by_key(loaded).items() if theirs.get(key) != actors}
    return replace(loaded, actors=tuple(actor for actor in loaded.actors if actor.key in differing))


def _by_key(loaded: LoadedList) -> dict[str, list[ListedActor]]:
    out: dict[str, list[ListedActor]] = {}
    for actor in loaded.actors:
        out.setdefault(actor.key, []).append(actor)
    return out

"""Queries to an index of tokens: which entries hold which tokens, by the numbers that the index gave them."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnyToken:
    """Entries that hold any of these tokens, by their numbers; without tokens, no entry."""

    tokens: frozenset[int]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Entries that every part finds."""

    parts: tuple[EntryQuery, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Entries that some part finds."""

    parts: tuple[EntryQuery, ...]


EntryQuery = AnyToken | AllOf | AnyOf
NOTHING = AnyToken(frozenset())


def holds(query: EntryQuery, tokens: AbstractSet[int]) -> bool:
    """Whether an entry with these tokens is found."""
    match query:
        case AnyToken(wanted):
            return not wanted.isdisjoint(tokens)
        case AllOf(parts):
            return all(holds(part, tokens) for part in parts)
        case AnyOf(parts):
            return any(holds(part, tokens) for part in parts)

"""The past that a replay reads: entries in order that can be read again and again, and their matches beside them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, tee
from typing import TypeVar

from monitor.evaluation.replay_memory import references
from monitor.workshop.archives.chunk import CHUNK, chunks
from monitor.workshop.archives.workers import Workers, run_chunks
from rules.model import Entry, RuleSet
from storage import Recalled

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Past:
    """Entries to test on, in order, each with its link to the entry that it copies. They can be read again and again.

    With `loud`, entries that a first poll only stored count as any other. `links` counts what `Recalled.names` names
    in all of them; where it is not given, they are read once more for it. `touched` names the entries in which some of two
    rule sets may be found.
    """

    entries: Collection[Recalled]
    loud: bool = False
    links: Callable[[], Mapping[str, int]] | None = None
    touched: Callable[[RuleSet, RuleSet], set[str]] | None = None

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Recalled]:
        return (
            (replace(recalled, quiet=False) for recalled in self.entries) if self.loud else iter(self.entries)
        )

    def references(self) -> Mapping[str, int]:
        """How often each entry is named by a later one."""
        return self.links() if self.links is not None else references(self.entries)


def match_past(
    past: Past, prepare: Callable[[], Callable[[Entry], R]], jobs: Workers
) -> Iterator[list[tuple[Recalled, R]]]:
    """Yields entries with what is found in each, some at a time; they are read as they are needed.

    `prepare` is called in each of so many processes. Errors: WirewatchError if an entry kills them.
    """
    worth_it = len(past) >= 2 * CHUNK
    entries, again = tee(past)
    texts = (recalled.entry for recalled in again)
    for found in run_chunks(prepare, chunks(texts), jobs=jobs if worth_it else 1):
        yield list(zip(islice(entries, len(found)), found, strict=True))

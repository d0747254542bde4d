"""Facts of the entries last asked for, within a budget of bytes. Its caller owns it; nothing is kept in the module."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import TypeAlias

from rules.model import Entry
from rules.silence.facts import Facts, facts
from rules.silence.forms import Memory

FACTS_KEPT = 8 << 20  # bytes
Read: TypeAlias = Callable[[Entry, Memory | None], Facts]
# The id of an entry, its title and its text.
Key: TypeAlias = tuple[str, str, str]
# The facts of a cache in the order of their use, each with its bytes, and what of them may have grown.
Kept: TypeAlias = tuple[int, list[tuple[Key, Facts, int]], set[Key]]


class FactsCache:
    """The facts of the entries last asked for, within a budget of bytes; the least recently used go first."""

    def __init__(self, budget: int = FACTS_KEPT, read: Read = facts) -> None:
        """Keeps at most `budget` bytes; `read` reads the facts of an entry that is not kept."""
        self._budget = budget
        self._read = read
        self._size = 0
        self._facts: OrderedDict[Key, tuple[Facts, int]] = OrderedDict()
        # Facts grow when they are compared: those asked for since facts were last read.
        self._asked: set[Key] = set()

    def __len__(self) -> int:
        return len(self._facts)

    @property
    def size(self) -> int:
        """The bytes of all facts, as they were when facts were last read."""
        return self._size

    def of(self, entry: Entry, memory: Memory | None = None) -> Facts:
        """The facts of this version of an entry, read anew where they are not kept."""
        key = (entry.id, entry.title, entry.text)
        known = self._facts.get(key)
        self._asked.add(key)
        if known is not None:
            self._facts.move_to_end(key)
            return known[0]
        read = self._read(entry, memory)
        self._facts[key] = (read, 0)
        self._weigh()
        while self._size > self._budget and len(self._facts) > 1:
            self._size -= self._facts.popitem(last=False)[1][1]
        return read

    def kept(self) -> Kept:
        """Everything in the cache, to be put into another one."""
        return self._size, [(key, read, size) for key, (read, size) in self._facts.items()], self._asked

    def put(self, kept: Kept) -> None:
        """Takes over what another cache of this budget kept: it goes on as that one would have."""
        self._size, facts, self._asked = kept
        self._facts = OrderedDict((key, (read, size)) for key, read, size in facts)

    def _weigh(self) -> None:
        """Weighs anew what may have grown."""
        for key in self._asked & self._facts.keys():
            read, before = self._facts[key]
            self._facts[key] = (read, read.size)
            self._size += read.size - before
        self._asked.clear()

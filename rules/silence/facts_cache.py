"""Facts of the entries last asked for, within a budget of bytes. Its caller owns it; nothing is kept in the module."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeAlias

from rules.model import Entry
from rules.silence.facts import Facts, facts
from rules.silence.forms import Memory

FACTS_KEPT = 4 << 20  # bytes
# Entries whose stems alone are kept, about 1 kB each: those of stories with many reports.
STEMS_KEPT = 4_096


@dataclass(frozen=True, slots=True)
class PackedWords:
    """Words in a tenth of the memory of a set, which can say whether a word is one of them, and how many are."""

    text: str

    @classmethod
    def of(cls, words: Iterable[str]) -> PackedWords:
        return cls(f" {' '.join(sorted(words))} ")

    def __contains__(self, word: object) -> bool:
        return f" {word} " in self.text

    def count(self, words: Iterable[str]) -> int:
        text = self.text
        return sum([f" {word} " in text for word in words])


Read: TypeAlias = Callable[[Entry, Memory | None], Facts]
# The id of an entry, and a digest of its title and text.
Key: TypeAlias = tuple[str, bytes]
Name: TypeAlias = Callable[[Entry], Key]
# The facts of a cache, and stems, in the order of their use.
Kept: TypeAlias = tuple[list[tuple[Key, Facts]], list[tuple[Key, PackedWords]]]


def key_of(entry: Entry) -> Key:
    """The key of this version of an entry."""
    return entry.id, blake2b(
        f"{entry.title}\0{entry.text}".encode(errors="surrogatepass"), digest_size=16
    ).digest()


class FactsCache:
    """The facts of the entries last asked for, within a budget of bytes; the least recently used go first."""

    def __init__(self, budget: int = FACTS_KEPT, read: Read = facts, key: Name = key_of) -> None:
        """Keeps at most `budget` bytes; `read` reads the facts of an entry that is not kept, `key` gives its key."""
        self._budget, self._key = budget, key
        self._read = read
        self._size = 0
        self._facts: OrderedDict[Key, Facts] = OrderedDict()
        self._stems: OrderedDict[Key, PackedWords] = OrderedDict()

    def __len__(self) -> int:
        return len(self._facts)

    @property
    def size(self) -> int:
        """The bytes of all facts."""
        return self._size

    def of(self, entry: Entry, memory: Memory | None = None) -> Facts:
        """The facts of this version of an entry, read anew where they are not kept."""
        key = self._key(entry)
        known = self._facts.get(key)
        if known is not None:
            self._facts.move_to_end(key)
            return known
        read = self._facts[key] = self._read(entry, memory)
        self._size += read.size
        while self._size > self._budget and len(self._facts) > 1:
            self._size -= self._facts.popitem(last=False)[1].size
        return read

    def stems(self, entry: Entry, memory: Memory | None = None) -> Set[str] | PackedWords:
        """The stems of this version of an entry, without keeping its facts: a long story asks for those of all reports."""
        key = self._key(entry)
        if key in self._facts:
            return self._facts[key].all_stems
        if key in self._stems:
            self._stems.move_to_end(key)
            return self._stems[key]
        stems = self._stems[key] = PackedWords.of(self._read(entry, memory).all_stems)
        if len(self._stems) > STEMS_KEPT:
            self._stems.popitem(last=False)
        return stems

    def kept(self) -> Kept:
        """Everything in the cache, to be put into another one."""
        return list(self._facts.items()), list(self._stems.items())

    def put(self, kept: Kept) -> None:
        """Takes over what another cache of this budget kept: it goes on as that one would have."""
        facts, stems = kept
        self._facts, self._stems = OrderedDict(facts), OrderedDict(stems)
        self._size = sum(read.size for read in self._facts.values())

"""The keys of an entry: its address, its headline, and both texts. Entries that share a key may be the same.

Pure functions of the entry, and `KeyMemory`, which keeps what they found. Keys are stored and indexed: a change
of any of them needs a migration.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock

from rules.model import Candidate, Entry
from rules.stories.signatures import MIN_TEXT, headline
from rules.text.tokens import tokens
from rules.text.urls import url_key

REMEMBERED = 3_000  # entries: as many as are on their way from a parser to the store


@dataclass(frozen=True, slots=True)
class Keys:
    """`content` is None where the text is too short to tell entries apart, `title` "" where it holds no word."""

    url: str | None
    title: str
    content: str | None

    def pairs(self) -> list[tuple[str, str]]:
        """The keys that the entry has, each as (kind, key)."""
        pairs = (("url", self.url), ("content", self.content), ("title", self.title))
        return [(kind, key) for kind, key in pairs if key]


def entry_keys(entry: Entry) -> Keys:
    """Works out the keys of an entry; its whole text is read for them."""
    title = title_key(entry.title)
    return Keys(url_key(entry.url), title, content_key(title, entry.text))


class KeyMemory:
    """Remembers the keys of the latest entries, so that they are worked out once. Any thread may use it."""

    def __init__(self, most: int = REMEMBERED) -> None:
        self._most = most
        self._known: dict[Entry, Keys] = {}
        self._writing = Lock()

    def __contains__(self, entry: Entry) -> bool:
        return entry in self._known

    def __len__(self) -> int:
        return len(self._known)

    def of(self, entry: Entry) -> Keys:
        """The keys of the entry, remembered or worked out now."""
        keys = self._known.get(entry)
        if keys is None:
            keys = entry_keys(entry)
            self.learn(entry, keys)
        return keys

    def learn(self, entry: Entry, keys: Keys) -> None:
        """Remembers keys that another process worked out; they are valid for exactly this entry."""
        with self._writing:
            if len(self._known) >= self._most:
                del self._known[next(iter(self._known))]
            self._known[entry] = keys

    def forget(self, entries: Iterable[Entry]) -> None:
        """Drops the keys of entries that are stored: nobody asks for them again."""
        with self._writing:
            for entry in entries:
                self._known.pop(entry, None)


def candidate_of(entry: Entry, story: str, keys: Keys) -> Candidate:
    """The entry as later entries find it, in its story, with its keys."""
    return Candidate(
        entry=entry, story=story, url_key=keys.url, title_key=keys.title, content_key=keys.content
    )


def candidate_keys(candidate: Candidate) -> Keys:
    """The keys that were stored with a candidate."""
    return Keys(candidate.url_key, candidate.title_key, candidate.content_key)


def title_key(title: str) -> str:
    """The folded headline, without outlet and labels."""
    return " ".join(tokens(headline(title)))


def content_key(title: str, text: str) -> str | None:
    """Digest of a title, as `title_key` folds it, and the folded text; None for a text too short."""
    folded = " ".join(tokens(text))
    if len(folded) < MIN_TEXT:
        return None
    return blake2b(f"{title}\n{folded}".encode(), digest_size=16).hexdigest()

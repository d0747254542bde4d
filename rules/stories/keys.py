"""The keys by which an entry is found that tells the same as another: address, headline, and both texts.

Pure functions of the entry. Keys are stored and indexed: a change of any of them needs a migration.
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

_KEPT = 3_000  # entries whose keys are remembered: as many as are on their way from a parser to the store


@dataclass(frozen=True, slots=True)
class Keys:
    """`content` is None where the text is too short to tell entries apart, `title` "" where it holds no word."""

    url: str | None
    title: str
    content: str | None

    def pairs(self) -> list[tuple[str, str]]:
        """(kind, key) of those that there are."""
        pairs = (("url", self.url), ("content", self.content), ("title", self.title))
        return [(kind, key) for kind, key in pairs if key]


_known: dict[Entry, Keys] = {}
_learning = Lock()


def keys(entry: Entry) -> Keys:
    """`work_out`, once for an entry."""
    found = _known.get(entry)
    if found is None:
        found = work_out(entry)
        learn(entry, found)
    return found


def work_out(entry: Entry) -> Keys:
    title = title_key(entry.title)
    return Keys(url_key(entry.url), title, content_key(title, entry.text))


def learn(entry: Entry, found: Keys) -> None:
    """Takes in keys that another process has worked out: of no entry but this one they say anything."""
    with _learning:
        if len(_known) >= _KEPT:
            del _known[next(iter(_known))]
        _known[entry] = found


def forget(entries: Iterable[Entry]) -> None:
    """Of entries that are stored nobody asks for the keys again."""
    with _learning:
        for entry in entries:
            _known.pop(entry, None)


def candidate_of(entry: Entry, story: str) -> Candidate:
    """The entry as later ones find it."""
    found = keys(entry)
    return Candidate(
        entry=entry, story=story, url_key=found.url, title_key=found.title, content_key=found.content
    )


def keys_of(candidate: Candidate) -> Keys:
    return Keys(candidate.url_key, candidate.title_key, candidate.content_key)


def title_key(title: str) -> str:
    """The folded headline."""
    return " ".join(tokens(headline(title)))


def content_key(title: str, text: str) -> str | None:
    """Digest of a title, as `title_key` folds it, and the folded text."""
    folded = " ".join(tokens(text))
    if len(folded) < MIN_TEXT:
        return None
    return blake2b(f"{title}\n{folded}".encode(), digest_size=16).hexdigest()

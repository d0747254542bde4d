"""The changes between two versions of a text, word by word: what stayed, what went, what came."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "new"]
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
# Words of one text times those of the other, above which only the whole middle is said to have changed.
_MOST_PAIRS = 4_000_000


@dataclass(frozen=True, slots=True)
class Change:
    """A run of words that is the same in both versions, gone, or new."""

    kind: Kind
    text: str


def word_changes(before: str, after: str) -> tuple[Change, ...]:
    """The changes that make `after` of `before`; the same and gone runs give `before`, the same and new ones `after`."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    runs = [Change("same", "".join(old[:start]))]
    runs += _middle(old[start : len(old) - end], new[start : len(new) - end])
    runs.append(Change("same", "".join(old[len(old) - end :])))
    return _joined(runs)


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words the texts have in common at their beginning."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))


def _middle(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    if len(old) * len(new) > _MOST_PAIRS:
        yield from (Change("gone", "".join(old)), Change("new", "".join(new)))
        return
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Change("same", "".join(old[a:b]))
        else:
            yield from (Change("gone", "".join(old[a:b])), Change("new", "".join(new[c:d])))


def _joined(runs: Sequence[Change]) -> tuple[Change, ...]:
    """The runs without empty ones; a blank between two changes belongs to them, so that a phrase reads as one."""
    kept = [run for run in runs if run.text]
    found: list[Change] = []
    gone = new = ""
    for at, run in enumerate(kept):
        inner = 0 < at < len(kept) - 1 and not run.text.strip()
        if run.kind == "same" and not (inner and gone and new):
            found += _replaced(gone, new)
            gone = new = ""
            found.append(run)
            continue
        gone += run.text if run.kind != "new" else ""
        new += run.text if run.kind != "gone" else ""
    return (*found, *_replaced(gone, new))


def _replaced(gone: str, new: str) -> list[Change]:
    return [change for change in (Change("gone", gone), Change("new", new)) if change.text]


def around_changes(changes: Sequence[Change], most: int = 90) -> tuple[Change, ...]:
    """The changes with so many characters around each; what is longer in between is left out, as an ellipsis."""
    found = []
    for at, change in enumerate(changes):
        is_first, is_last = at == 0, at == len(changes) - 1
        if change.kind == "same":
            found.append(Change("same", _cut(change.text, most, is_first=is_first, is_last=is_last)))
        else:
            found.append(change)
    return tuple(found)


def _cut(text: str, most: int, *, is_first: bool, is_last: bool) -> str:
    head = "" if is_first else text[:most].rpartition(" ")[0]
    tail = "" if is_last else text[-most:].partition(" ")[2]
    if len(text) <= len(head) + len(tail) + 20:
        return text
    return " … ".join((head, tail)).lstrip() if is_first else " … ".join((head, tail)).rstrip()

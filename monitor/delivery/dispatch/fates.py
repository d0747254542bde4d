"""The fates of a delivery that waits for a decision, and the words that a held one keeps.

A hold's reason is shown to people and read again when the delivery is decided upon anew: its first word says which
check held it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.model import GROUP_WAIT, Waiting

DIGEST = "digest"
PERSON_DIGEST = "digest for"
HOUR_LIMIT = "more than"
UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Send:
    """The delivery goes out now, by itself."""


@dataclass(frozen=True, slots=True)
class Hold:
    """The delivery waits until a time, and is then decided upon again."""

    until: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Suppress:
    """The delivery is not sent, because of a mute; a person may still retry it."""

    why: str


@dataclass(frozen=True, slots=True)
class Fold:
    """The delivery goes out now, together with all others of the same group and destination.

    `story` is set where the message is about one story: its undelivered updates. `weekly` names the watches whose weekly
    digest it is, which ends with a summary of them.
    """

    group: str
    why: str
    story: str | None = None
    weekly: tuple[str, ...] = ()


Fate = Send | Hold | Suppress | Fold
# Folds deliveries of one destination into as many messages as it takes.
FoldMembers = Callable[[Sequence[Waiting], Fold, datetime], None]


def going(delivery: Waiting) -> Send | Fold:
    """The fate of a delivery that nothing holds: updates of one story leave together."""
    return updates_of(delivery.story) if delivery.kind == UPDATE else Send()


def updates_of(story: str) -> Fold:
    """The fate of the updates of one story."""
    return Fold(f"updates {story}", "updates of one story", story)


def waits_for_digest(delivery: Waiting) -> bool:
    """Whether the delivery was held for a digest, whose time has come when it is decided upon again."""
    return _held_by(delivery, DIGEST)


def waits_for_person(delivery: Waiting) -> bool:
    """Whether the delivery was held for the digest of a person, which comes after all that the watch asks for."""
    return _held_by(delivery, PERSON_DIGEST)


def waits_for_group(delivery: Waiting) -> bool:
    """Whether the delivery was held for other updates of its story."""
    return _held_by(delivery, GROUP_WAIT)


def is_fresh(delivery: Waiting) -> bool:
    """Whether nothing has held the delivery yet, but for other updates of its story."""
    return delivery.held_for is None or waits_for_group(delivery)


def waits_for_hour(delivery: Waiting) -> bool:
    """Whether the delivery was held by `max_per_hour`."""
    return _held_by(delivery, HOUR_LIMIT)


def _held_by(delivery: Waiting, word: str) -> bool:
    return bool(delivery.held_for and delivery.held_for.startswith(word))

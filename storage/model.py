"""The plain types that storage takes in and hands out, beside the types of `rules.model`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from rules.errors import WirewatchError
from rules.model import RuleSource

DeliveryState = Literal["pending", "held", "sending", "retry", "sent", "unknown", "dead"]
DELIVERY_STATES: tuple[DeliveryState, ...] = (
    "pending", "held", "sending", "retry", "sent", "unknown", "dead",
)  # fmt: skip
# The reason for which updates of a story are held together begins so.
GROUP_WAIT = "group_wait"
LARGEST_ID = 2**31 - 1  # PostgreSQL counts the ids of alerts and deliveries no further
# Texts are kept for as long: copies of a text are recognised for a week, and twice that is safe.
LEAST_KEPT = timedelta(days=14)
# A row that was written so much later than now was written by a clock that was ahead.
AHEAD = timedelta(minutes=5)


class StoreError(WirewatchError):
    """The store cannot be opened, locked or written."""


class NoStoreError(StoreError):
    """There is no store yet: nothing was polled."""


# Stands among a feed's items (`FeedState.items`) after `restore --quiet`, until its document was read: what it holds then
# is recorded without a word. As long as two digests of items.
QUIETLY = b"restored quietly"


class LostStoreError(StoreError):
    """The file of the store was replaced or removed under the process that works on it: it cannot go on."""


class BadRowError(StoreError):
    """The database refuses what is to be written; the store itself works."""


class LostFeedError(StoreError):
    """Another process has taken the feed over, so this process's poll is not recorded."""


class PollCounts(NamedTuple):
    """The active feeds in numbers; `failing` includes those that are `gone`, `overdue` does not."""

    feeds: int
    failing: int
    gone: int
    overdue: int
    last_poll: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """The stored state of a feed. `interval` is in seconds; `why` explains its length.

    `errors` counts failures in a row. `moved_to` is the address to which the server redirects for good, `moved_count`
    the number of such answers in a row. `pace` and `items` are notes of the schedule and the parser: how often the
    feed publishes, and digests of its latest items. `took` is the length of the last fetch in seconds.
    """

    name: str
    url: str
    next_at: datetime
    interval: float
    why: str = ""
    etag: str | None = None
    last_modified: str | None = None
    body_digest: str | None = None
    first_polled: datetime | None = None
    last_poll: datetime | None = None
    took: float = 0.0
    last_ok: datetime | None = None
    last_new: datetime | None = None
    errors: int = 0
    last_error: str | None = None
    gone: bool = False
    moved_to: str | None = None
    moved_count: int = 0
    pace: bytes = b""
    items: bytes = b""


# How the text of a message is written: as it is read, or in the marks of a service.
Markup = Literal["text", "slack", "html", "markdown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """A message as it will be sent. It is stored before the first attempt, so that every retry is the same.

    `thread` is the same for every message of one story (email References, chat threads). `url` is where a click on it
    leads, `actions` are further links by their names, `tags` the ids of its watches. `document` is JSON that a service
    gets in place of the text. `unworded`: the destination's own words shall replace these before the first attempt.
    """

    subject: str
    text: str
    html: str | None = None
    url: str | None = None
    thread: str | None = None
    markup: Markup = "text"
    severity: str | None = None
    tags: tuple[str, ...] = ()
    actions: tuple[tuple[str, str], ...] = ()
    document: str | None = None
    unworded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A message to one recipient of a destination. `key` is its idempotency key, the same at every attempt.

    `recipient` is None where the destination has only one. `handed`: the attempt went beyond the moment from which on
    the message may have arrived. `held_for` is the reason for which the delivery waits; `digest` is the id of the
    delivery that carries it together with others. `first_try` begins the time after which the delivery is given up.
    """

    id: int
    key: str
    alert: int | None
    destination: str
    state: DeliveryState
    attempts: int
    created: datetime
    not_before: datetime | None = None
    payload: Payload | None = None
    last_error: str | None = None
    recipient: str | None = None
    part: int = 1
    parts: int = 1
    handed: bool = False
    held_for: str | None = None
    digest: int | None = None
    first_try: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The end of one attempt to send, which decides the delivery's next state.

    sent: accepted by the service. retry: surely not delivered, worth another try. dead: refused for good. unknown:
    perhaps delivered. `retry_after` in seconds, where the service asked for it. `concerns_service`: any other message
    to the destination would have ended in the same way.
    """

    state: Literal["sent", "retry", "dead", "unknown"]
    reason: str
    retry_after: float | None = None
    concerns_service: bool = False
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The end of attempt number `attempt`. `digest`: the delivery is a digest, and its members share its end."""

    delivery: int
    attempt: int
    outcome: Outcome
    at: datetime
    not_before: datetime | None = None
    digest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A delivery that could not be read or prepared, as it was set aside: dead, or unknown."""

    id: int
    destination: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A delivery to decide upon, with the facts of its alert that the decision needs."""

    id: int
    key: str
    destination: str
    held_for: str | None
    created: datetime
    alert: int
    story: str
    kind: str
    severity: str
    feed: str
    watches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoryVolume:
    """A story with the number of its reports and outlets within a week; title and URL are those of its first entry."""

    story: str
    title: str
    url: str | None
    reports: int
    outlets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekOfWatches:
    """The week of some watches. `alerts` counts the alerts of each, and `rules` those in which each rule was found: this
    week first, then the four before. `right` and `wrong` are verdicts of people on this week's alerts.
    """

    alerts: Mapping[str, tuple[int, ...]]
    rules: Mapping[str, tuple[int, ...]]
    stories: tuple[StoryVolume, ...]
    right: int = 0
    wrong: int = 0


@dataclass(frozen=True, slots=True)
class WatchWorth:
    """The worth of a watch: when it alerted last, and how many of its alerts people called right or wrong."""

    last: datetime
    right: int
    wrong: int


@dataclass(frozen=True, slots=True)
class RulesEdition:
    """A rule set that was in force, when it was loaded last, and its files."""

    version: str
    loaded: datetime
    sources: tuple[RuleSource, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """A person's wish not to hear of a watch, feed or story until a time: its alerts are held, or suppressed."""

    kind: Literal["watch", "feed", "story"]
    name: str
    until: datetime
    mode: Literal["hold", "suppress"] = "hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A trouble that the operator should know of: `key` identifies it, and its begin and end are reported once."""

    key: str
    text: str
    since: datetime
    over: datetime | None = None

"""The plain types that flow through wirewatch: frozen, without behaviour that needs a clock or a store.

The types of a rules file (Actor, Topic, Watch ...) live in `rules.schema`; this module holds the types that the
program derives from feeds and rules. Times are timezone-aware UTC datetimes; scores run from 0 to 1;
span offsets are Unicode code points of the stored field.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    # Not at run time: the processes that parse feeds start faster without pydantic.
    from rules.schema import Actor, ActorList, Severity, Topic, Watch

FieldName = Literal["title", "text"]
How = Literal["exact", "edit", "stem", "ending", "translit", "phonetic", "initial", "homoglyph"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An item of a feed; its text is as published, save for control characters and a length cap.

    `id` is stable: the same entry of the same feed gets the same id on every machine.
    `published` is None where the feed gives no plausible date.
    """

    id: str
    title: str
    text: str = ""
    feed: str = ""
    guid: str | None = None
    url: str | None = None
    lang: str | None = None
    outlet: str | None = None
    published: datetime | None = None
    fetched: datetime | None = None

    def __hash__(self) -> int:
        # Caches hash an entry several times; strings remember their hash, datetimes do not.
        return hash((self.id, self.title, self.text))


@dataclass(frozen=True, slots=True)
class Span:
    """A span of a field: [start, end) in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TokenMatch:
    """A token of a variant as it was found: the pattern's token, the text it matched, and where."""

    pattern: str
    text: str
    span: Span
    how: How
    similarity: float


FIRST_POLL = "first_poll"  # the code of the reasons for which an entry is stored quietly
GROUPS = " + "  # between the groups in the variant of words near each other


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A rule found in a field of an entry. A hit from a list has `rule` "LIST/KEY".

    `gap` counts the other words between the matched ones, `order` is whether the words came in the
    variant's order, `vetoes` are the `not` phrases that were checked, `context` is the word that
    satisfied the rule's context (None: the rule asks for none here).
    """

    rule: str
    variant: str
    field: FieldName
    span: Span
    text: str
    score: float
    tokens: tuple[TokenMatch, ...] = ()
    gap: int = 0
    order: Literal["as written", "reversed"] = "as written"
    vetoes: tuple[str, ...] = ()
    context: str | None = None

    @property
    def sought(self) -> str:
        """The variant as people read it; of words near each other, only the words that matched."""
        return sought(self.variant, [token.pattern for token in self.tokens])


def sought(variant: str, patterns: Sequence[str]) -> str:
    """The variant as people read it (`Match.sought`); `patterns` are the patterns of the match's tokens."""
    return GROUPS.join(dict.fromkeys(patterns)) if GROUPS in variant and patterns else variant


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A match that failed, with what it lacks in words for people. `match.score` is too low."""

    match: Match
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """The reason for a stage's decision: a stable code, a sentence for people, figures for machines."""

    code: str
    text: str
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A stored entry that may be the same as a new entry, or report the same event."""

    entry: Entry
    story: str
    url_key: str | None = None
    title_key: str = ""
    content_key: str | None = None


# Levels of a join. The letters stand in the store and in JSON.
SAME_ENTRY: Final = "a"
SAME_TEXT: Final = "b"
SAME_EVENT: Final = "c"
NEW_STORY: Final = "new"
Level = Literal["new", "a", "b", "c"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """The judgement of `stories.join`: which story an entry belongs to, at which level, and why.

    `story` is None for a new story. Levels: SAME_ENTRY, SAME_TEXT (the same text elsewhere), SAME_EVENT,
    and NEW_STORY for none of them. `same_as` is the id of the entry that it was compared with.
    """

    story: str | None
    level: Level
    same_as: str | None
    score: float
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Entries that report one event. Its id is the id of its first entry."""

    id: str
    title: str
    first_at: datetime
    last_at: datetime
    size: int
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fired:
    """A watch whose `when` holds for an entry, with the matches that made it hold."""

    watch: Watch
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldReport:
    """A report that the reader of a watch was told: its entry as it stood then, and the rules that it met.

    `at` is when it was told. `version` is that of the entry; a report that waits was not told yet.
    """

    entry: Entry
    at: datetime
    rules: frozenset[str] = frozenset()
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryHistory:
    """The alerts of a story so far: the watches that alerted and the destinations that were told.

    `reports` are the reports that each watch's reader was told, oldest first, and `waiting` those that will go out
    with the watch's next message. `held` are those that a gate of the watch holds back: nobody was told of them.
    """

    alerted: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    reports: Mapping[str, tuple[ToldReport, ...]] = field(default_factory=dict)
    waiting: Mapping[str, tuple[ToldReport, ...]] = field(default_factory=dict)
    held: Mapping[str, tuple[ToldReport, ...]] = field(default_factory=dict)


Action = Literal["alerted", "threaded", "waiting", "held", "suppressed"]
# What people read for an action.
ACTION_WORDS: Mapping[str, str] = {
    "alerted": "told",
    "threaded": "silent",
    "waiting": "waiting",
    "held": "held",
    "suppressed": "not told",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The decision for one (entry, watch) pair. `tell` names the destinations to tell now.

    `waiting`: the entry goes out as a line of the story's next message under the watch, at the latest at `due`.
    `held`: a gate of the watch holds it back. With `gathers`, what the gate held since then goes out with this entry,
    whichever its story.
    """

    watch: str
    action: Action
    reason: Reason
    tell: tuple[str, ...] = ()
    due: datetime | None = None
    gathers: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletReport:
    """The first report of a story by an outlet. `at` is when it was published, else when it was fetched."""

    entry: str
    outlet: str
    title: str
    url: str | None = None
    at: datetime | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class FormerAlert:
    """The alert of a story that its reader was told before another one."""

    id: int
    title: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """An acknowledgement of an alert, which then does not escalate: by whom, and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A story that is worth a message, with the watches that alert on it.

    `reports` are those of its outlets, `previous` is what its reader was told last. `lines` are entries that waited
    for this message; `silent` are entries of the story that stayed silent since the message before. `gathers` says by
    watch since when entries that its gate held go out with it, and `escalates` when it escalates unless acknowledged.
    """

    kind: Literal["new", "update"]
    story: str
    entry: Entry
    watches: tuple[str, ...]
    severity: Severity
    matches: tuple[Match, ...]
    reason: Reason
    created: datetime
    id: int | None = None
    reports: tuple[OutletReport, ...] = ()
    previous: FormerAlert | None = None
    lines: tuple[Entry, ...] = ()
    silent: tuple[Entry, ...] = ()
    gathers: Mapping[str, datetime] = field(default_factory=dict, hash=False)
    escalates: datetime | None = None
    acknowledged: Acknowledgement | None = None

    @property
    def outlets(self) -> tuple[str, ...]:
        """The names of the outlets that report the story, in the order of their reports."""
        return tuple(report.outlet for report in self.reports)


@dataclass(frozen=True, slots=True)
class ListedActor:
    """An actor of a list file; `key` is its id within the list."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class LoadedList:
    """An `ActorList` with the actors that its file holds; `digest` is a digest of the file's bytes."""

    rule: ActorList
    actors: tuple[ListedActor, ...]
    digest: str = ""


@dataclass(frozen=True, slots=True)
class RuleSource:
    """A rules file as it was read. `ended`: whether it closed with the end mark `...`."""

    name: str
    digest: str
    ended: bool
    content: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Every rule of a watch folder, checked.

    `version` is a digest of what rules and lists say: comments, layout and file names do not count. `ways` are those by
    which each watch reaches each destination, once people are resolved (`rules.deciding.people`).
    """

    actors: tuple[Actor, ...] = ()
    topics: tuple[Topic, ...] = ()
    lists: tuple[LoadedList, ...] = ()
    watches: tuple[Watch, ...] = ()
    version: str = ""
    sources: tuple[RuleSource, ...] = ()
    ways: Mapping[str, Mapping[str, tuple[str | None, ...]]] = field(default_factory=dict, compare=False)

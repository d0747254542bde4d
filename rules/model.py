"""The plain types that flow through wirewatch: frozen, without behaviour that needs a clock or a store.

What a person writes in a rules file (Actor, Topic, Watch ...) lives in `rules.schema`; this module holds
what the program makes of feeds and rules. Times are timezone-aware UTC datetimes; scores run from 0 to 1;
span offsets are Unicode code points of the stored field.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    # Not at run time: the processes that parse feeds start sooner without the machinery that checks rules files.
    from rules.schema import Actor, ActorList, Severity, Topic, Watch

FieldName = Literal["title", "text"]
How = Literal["exact", "edit", "stem", "ending", "translit", "phonetic", "initial", "homoglyph"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of a feed, text as published save for control characters and a length cap.

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
        # Caches ask for it several times; strings remember theirs, times do not.
        return hash((self.id, self.title, self.text))


@dataclass(frozen=True, slots=True)
class Span:
    """[start, end) in code points of the field."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TokenMatch:
    """How one token of the variant was found: the pattern's token, the text it matched and where."""

    pattern: str
    text: str
    span: Span
    how: How
    similarity: float


GROUPS = " + "  # between the groups in the variant of words near each other


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A rule found in a field of an entry. A hit from a list has `rule` "LIST/KEY".

    `gap` counts the foreign words between the matched ones, `order` tells whether the words came in the
    variant's order, `vetoes` names the `not` phrases that were checked, `context` the word that
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
        """The variant for people: of groups of words only those that were met."""
        return sought(self.variant, [token.pattern for token in self.tokens])


def sought(variant: str, patterns: Sequence[str]) -> str:
    """See `Match.sought`; `patterns` are those of its tokens."""
    return GROUPS.join(dict.fromkeys(patterns)) if GROUPS in variant and patterns else variant


@dataclass(frozen=True, slots=True)
class NearMiss:
    """What would have been a match but for what it lacks, said for people. `match.score` is too low."""

    match: Match
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a stage decided as it did: a stable code, a sentence for people, figures for machines."""

    code: str
    text: str
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A stored entry that may be, or may tell of, the same thing as a new one."""

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
class StoryHistory:
    """What has already been told of a story: watches that alerted, destinations that were told.

    `outlets` tell the story by now; `outlets_told` counts those that did when it last alerted.
    """

    alerted: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    last_alert: datetime | None = None
    outlets: frozenset[str] = frozenset()
    outlets_told: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What becomes of one (entry, watch) pair. `tell` are the destinations that hear of it now."""

    watch: str
    action: Literal["alerted", "threaded", "suppressed"]
    reason: Reason
    tell: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A story worth telling, with the watches that say so."""

    kind: Literal["new", "update"]
    story: str
    entry: Entry
    watches: tuple[str, ...]
    severity: Severity
    matches: tuple[Match, ...]
    reason: Reason
    created: datetime
    id: int | None = None
    outlets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListedActor:
    """One actor of a list file; `key` is its id within the list."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class LoadedList:
    """An `ActorList` with the actors that its file holds; `digest` is that of the file's bytes."""

    rule: ActorList
    actors: tuple[ListedActor, ...]
    digest: str = ""


@dataclass(frozen=True, slots=True)
class RuleSource:
    """A rules file as it was read. `ended` tells whether it closed with the end mark `...`."""

    name: str
    digest: str
    ended: bool
    content: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Every rule of a watch folder, checked.

    `version` is a digest of what rules and lists say: comments, layout and file names do not count.
    """

    actors: tuple[Actor, ...] = ()
    topics: tuple[Topic, ...] = ()
    lists: tuple[LoadedList, ...] = ()
    watches: tuple[Watch, ...] = ()
    version: str = ""
    sources: tuple[RuleSource, ...] = ()

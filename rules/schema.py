"""What a person writes in a rules file, as frozen pydantic types.

These are the rule types of the whole project: `load` fills them, `matching` compiles them, `decide`
evaluates the watches. Nothing here reads a file or looks at a clock.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

MatchMode = Literal["auto", "exact", "stem", "fuzzy"]
Severity = Literal["low", "normal", "high", "urgent"]
SEVERITIES: tuple[Severity, ...] = ("low", "normal", "high", "urgent")

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=80)]
Text = Annotated[str, Field(min_length=1, max_length=500)]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="a time of day, as 07:30")]
Period = Annotated[
    str,
    Field(pattern=r"^\d+\s*(m|min|h|d|w)$", description="a length of time, as 30m, 12h, 7d or 2w"),
]


class Written(BaseModel):
    """Base of everything a person writes: unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _as_variant(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


class Variant(Written):
    """One spelling of a name, or one term of a topic. A bare string means `match: auto`."""

    text: Text
    match: MatchMode = "auto"


AsVariant = Annotated[Variant, BeforeValidator(_as_variant)]


class Near(Written):
    """Words of every group within `within` tokens of each other, in any order."""

    near: tuple[Annotated[tuple[Text, ...], Field(min_length=1)], ...] = Field(min_length=2)
    within: int = Field(default=4, ge=1, le=50)


class Context(Written):
    """Words one of which must stand within `within` tokens of the matched span."""

    any: tuple[Text, ...] = Field(min_length=1)
    within: int = Field(default=12, ge=1, le=200)


def _as_term(value: Any) -> Any:
    if isinstance(value, dict) and "near" in value:
        return Near.model_validate(value)
    return Variant.model_validate(_as_variant(value))


Term = Annotated[Variant | Near, BeforeValidator(_as_term)]


class Actor(Written):
    """A person or organisation, found however the name is spelled."""

    id: Id
    name: Text
    aliases: tuple[AsVariant, ...] = ()
    surname_alone: Text | None = None
    context: Context | None = None
    not_: tuple[Text, ...] = Field(default=(), alias="not")
    seed: str | None = None


class Topic(Written):
    """A subject, found by any of its terms."""

    id: Id
    terms: tuple[Term, ...] = Field(min_length=1)
    context: Context | None = None
    not_: tuple[Text, ...] = Field(default=(), alias="not")
    seed: str | None = None


class ActorList(Written):
    """Actors by the thousand, read from a file beside the rules."""

    id: Id
    file: str
    format: Literal["ofac", "csv", "jsonl"]
    kinds: tuple[str, ...] = ()
    on_lint: Literal["skip", "refuse"] = "skip"


class When(Written):
    """A condition over ids of actors, topics, lists and other watches; conditions nest."""

    any: tuple[str | When, ...] = ()
    all: tuple[str | When, ...] = ()
    none: tuple[str | When, ...] = ()


class FeedFilter(Written):
    """Which feeds a watch listens to; patterns are shell globs over feed names. Empty = all."""

    tags: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


class QuietHours(Written):
    """A daily window in which deliveries wait."""

    from_: Clock = Field(alias="from")
    to: Clock
    timezone: str | None = None


class Examples(Written):
    """Texts that must, and must not, fire the watch; `wirewatch check` runs them."""

    match: tuple[Text, ...] = ()
    no_match: tuple[Text, ...] = ()


class Watch(Written):
    """What to alert on, and whom to tell."""

    id: Id
    title: str | None = None
    when: When
    feeds: FeedFilter = FeedFilter()
    severity: Severity = "normal"
    notify: tuple[str, ...] = ()
    digest: str | None = None
    quiet_hours: QuietHours | None = None
    updates: Literal["thread", "silent", "always"] = "thread"
    cooldown: Period | None = None
    catch_up: str = "none"
    min_score: float = Field(default=0.0, ge=0, le=1)
    full_text: bool = False
    enabled: bool = True
    max_per_hour: int | None = Field(default=None, ge=1)
    examples: Examples = Examples()


class RulesFile(Written):
    """One rules file, whole."""

    version: Literal[1]
    actors: tuple[Actor, ...] = ()
    topics: tuple[Topic, ...] = ()
    lists: tuple[ActorList, ...] = ()
    watches: tuple[Watch, ...] = ()

"""The types of a rules file, as a person writes it: frozen pydantic models.

The whole project uses these types: `load` fills them, `matching` compiles them, `decide` evaluates the
watches. An editor shows their descriptions and examples while a person types.
This module reads no file and no clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    Tag,
    model_validator,
)

from rules.times import parse_digest, parse_span

MatchMode = Literal["auto", "exact", "stem", "fuzzy"]
CaseMode = Literal["auto", "same", "any"]
Severity = Literal["low", "normal", "high", "urgent"]
SEVERITIES: tuple[Severity, ...] = ("low", "normal", "high", "urgent")

ID_FORM = r"^[a-z0-9][a-z0-9._-]*$"
TEXT_FORM = r"\S"
CLOCK_FORM = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
PERIOD_FORM = r"^[0-9]+\s*(m|min|h|d|w)$"
DIGEST_FORM = (
    r"^(((daily|weekdays|monday|tuesday|wednesday|thursday|friday|saturday|sunday) +)?([01][0-9]|2[0-3]):[0-5][0-9]"
    r"|every +[0-9]+\s*(m|min|h|d|w))$"
)
CATCH_UP_FORM = r"^(none|[0-9]+\s*(m|min|h|d|w))$"
SEED_FORM = r"^[^/\\]+\.(md|markdown|txt)$"
# Each pattern and type in words: a person never sees a regular expression.
FORMS: Mapping[str, str] = {
    ID_FORM: "an id has lower-case letters, digits, `.`, `_` and `-` only, as ken-salazar",
    TEXT_FORM: "the text is blank",
    CLOCK_FORM: 'a time of day has four digits, as "07:30" or "22:00"',
    PERIOD_FORM: "a length of time is a number and a unit, as 30m, 12h, 7d or 2w",
    DIGEST_FORM: 'a digest is a time as "07:30", "weekdays 07:30" or "monday 08:00", or a rhythm as "every 2h"',
    CATCH_UP_FORM: "must be none, or a length of time such as 7d",
    SEED_FORM: "a seed is the name of a document in the seeds folder, as us-mexico-security.md",
    "Variant": "must be text, or a group with text and match",
    "When": "must be an id, or a group with any, all or none",
}


def _span(value: str) -> str:
    parse_span(value)
    return value


def _digest(value: str) -> str:
    parse_digest(value)
    return value


def _catch_up(value: str) -> str:
    return value if value == "none" else _span(value)


Id = Annotated[str, Field(pattern=ID_FORM, max_length=80)]
Text = Annotated[str, Field(min_length=1, max_length=500, pattern=TEXT_FORM)]
Passage = Annotated[str, Field(min_length=1, max_length=20_000, pattern=TEXT_FORM)]
Clock = Annotated[str, Field(pattern=CLOCK_FORM, description="a time of day, as 07:30")]
Period = Annotated[
    str,
    Field(pattern=PERIOD_FORM, description="a length of time, as 30m, 12h, 7d or 2w"),
    AfterValidator(_span),
]
# `thread` is the older name of `developments`.
Updates = Literal["developments", "thread", "daily", "always", "silent"]
Digest = Annotated[
    str,
    Field(
        pattern=DIGEST_FORM,
        description='when to send what was gathered: "07:30", "weekdays 07:30", "monday 08:00", "every 2h"; else at once',
    ),
    AfterValidator(_digest),
]
CatchUp = Annotated[
    str,
    Field(
        pattern=CATCH_UP_FORM,
        description="what history a new watch reports, as one quiet digest: none, or a span such as 7d",
    ),
    AfterValidator(_catch_up),
]
Seed = Annotated[
    str,
    Field(
        pattern=SEED_FORM,
        description="the document in the seeds folder that this was drawn from; it links back to this rule",
    ),
]
Not = Annotated[
    tuple[Text, ...],
    Field(alias="not", description="phrases that veto a match which they overlap, not the whole entry"),
]


class Written(BaseModel):
    """Base of everything a person writes: unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _as_variant(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


class Variant(Written):
    """A spelling of a name, or a term of a topic. A bare string means `match: auto`."""

    text: Text = Field(description="the spelling, in any script")
    match: MatchMode = Field(
        default="auto",
        description="exact: whole words, accents and case aside; stem: inflections too; fuzzy: typos too; "
        "auto: what is safe for its length and script",
    )
    case: CaseMode = Field(
        default="auto",
        description="same: capitals as written here; any: capitals do not matter; auto: a word that means something "
        "else in lower case (WHO, Target) needs the capitals of a name",
    )


AsVariant = Annotated[Variant, BeforeValidator(_as_variant, json_schema_input_type=Text | Variant)]


class Near(Written):
    """Words of every group within `within` tokens of each other, in any order."""

    near: tuple[Annotated[tuple[Text, ...], Field(min_length=1)], ...] = Field(
        min_length=2,
        description="two groups of words or more; one of each must be there",
        examples=[[["arms", "weapons"], ["trafficking", "smuggling"]]],
    )
    within: StrictInt = Field(default=4, ge=1, le=50, description="how many words apart at the most")


class Context(Written):
    """Words one of which must stand within `within` tokens of the matched span."""

    any: tuple[Text, ...] = Field(min_length=1, description="any of these words", examples=[["ambassador"]])
    within: StrictInt = Field(default=12, ge=1, le=200, description="how many words away at the most")


def _kind_of_term(value: Any) -> str:
    is_near = isinstance(value, Near) or (isinstance(value, Mapping) and "near" in value)
    return "<near>" if is_near else "<term>"


Term = Annotated[
    Annotated[AsVariant, Tag("<term>")] | Annotated[Near, Tag("<near>")], Discriminator(_kind_of_term)
]


class Actor(Written):
    """A person or organisation, found however the name is spelled."""

    id: Id = Field(description="a short name, unique in all rules files", examples=["ken-salazar"])
    name: Text = Field(description="the full name", examples=["Ken Salazar"])
    aliases: tuple[AsVariant, ...] = Field(
        default=(), description="other spellings and names", examples=[["Kenneth Salazar"]]
    )
    surname_alone: Text | None = Field(
        default=None,
        description="the surname, where it may stand by itself: exact or inflected, never fuzzy",
        examples=["Salazar"],
    )
    context: Context | None = Field(
        default=None, description="words that must be close where the surname stands alone"
    )
    not_: Not = ()
    seed: Seed | None = None


class Topic(Written):
    """A subject, found by any of its terms."""

    id: Id = Field(description="a short name, unique in all rules files", examples=["fentanyl"])
    terms: tuple[Term, ...] = Field(
        min_length=1,
        description="words and phrases, in every language that the feeds speak",
        examples=[["fentanyl", "fentanilo"]],
    )
    context: Context | None = Field(default=None, description="words one of which must be close to a term")
    not_: Not = ()
    seed: Seed | None = None


class ActorList(Written):
    """Actors by the thousand, read from a file beside the rules."""

    id: Id = Field(description="a short name, unique in all rules files", examples=["sdn"])
    file: Text = Field(description="path of the list, relative to this file", examples=["lists/sdn.csv"])
    format: Literal["ofac", "csv", "jsonl"] = Field(
        description="ofac: SDN.CSV with ALT.CSV beside it; csv: columns name, aliases (with ; between), "
        "kind, id; jsonl: one object a line, .gz too"
    )
    kinds: tuple[Text, ...] = Field(
        default=(), description="only actors of these kinds; empty = all", examples=[["person"]]
    )
    on_lint: Literal["skip", "refuse"] = Field(
        default="skip", description="what to do with a listed name that lint refuses"
    )


def _kind_of_condition(value: Any) -> str:
    return "<id>" if isinstance(value, str) else "<when>"


Condition = Annotated[
    Annotated[Text, Tag("<id>")] | Annotated["When", Tag("<when>")], Discriminator(_kind_of_condition)
]


class When(Written):
    """A condition over ids of actors, topics, lists and other watches; conditions nest.

    It holds if every item of `all` holds, one of `any` does (where `any` is given), and none of `none`.
    """

    any: tuple[Condition, ...] = Field(default=(), description="at least one of these")
    all: tuple[Condition, ...] = Field(default=(), description="every one of these")
    none: tuple[Condition, ...] = Field(default=(), description="not one of these")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.any or self.all or self.none):
            raise ValueError("a condition needs any, all or none with at least one id")
        return self


def _as_when(value: Any) -> Any:
    return {"any": [value]} if isinstance(value, str) else value


AsWhen = Annotated[When, BeforeValidator(_as_when, json_schema_input_type=Text | When)]


class FeedFilter(Written):
    """Which feeds a watch listens to: by tag or by name, less those excluded. Empty = all.

    Patterns are shell globs over feed names.
    """

    tags: tuple[Text, ...] = Field(
        default=(), description="feeds with one of these tags", examples=[["mexico"]]
    )
    include: tuple[Text, ...] = Field(
        default=(), description="feeds whose name fits one of these, beside those of `tags`"
    )
    exclude: tuple[Text, ...] = Field(
        default=(), description="but no feed whose name fits one of these", examples=[["*-sport"]]
    )


class QuietHours(Written):
    """A daily window in which deliveries wait."""

    from_: Clock = Field(alias="from", description="start, as 22:00", examples=["22:00"])
    to: Clock = Field(description="end, as 07:00", examples=["07:00"])
    timezone: str | None = Field(
        default=None,
        description="a tz database name; default: the timezone of config.toml",
        examples=["America/Mexico_City"],
    )


class Escalation(Written):
    """Whom to tell of an urgent alert that nobody acknowledged in time."""

    after: Period = Field(examples=["30m"])
    to: tuple[Text, ...] = Field(
        min_length=1, description="names of people and destinations in config.toml", examples=[["boss"]]
    )


class Count(Written):
    """A gate: so many entries must meet the watch within a time before it tells of any."""

    at_least: StrictInt = Field(ge=2, description="so many entries", examples=[5])
    within: Period = Field(examples=["1h"])


class Examples(Written):
    """Texts that must, and must not, fire the watch; `wirewatch check` runs them."""

    match: tuple[Passage, ...] = Field(default=(), description="texts that must fire")
    no_match: tuple[Passage, ...] = Field(default=(), description="texts that must not fire")


class Watch(Written):
    """A watch: the rules to alert on, and the people to tell."""

    id: Id = Field(description="a short name, unique in all rules files")
    title: Text | None = Field(default=None, description="shown in messages; default: the id")
    when: AsWhen = Field(
        description="an id, or any / all / none over ids of actors, topics, lists and watches",
        examples=["fentanyl", {"all": ["ebrard", "fentanyl"], "none": ["sport"]}],
    )
    feeds: FeedFilter = Field(default=FeedFilter(), description="which feeds to listen to; default: all")
    severity: Severity = Field(default="normal", description="urgent passes quiet hours")
    notify: tuple[Text, ...] = Field(
        default=(), description="names of destinations and people in config.toml", examples=[["console"]]
    )
    digest: Digest | None = Field(default=None, examples=["07:30", "monday 08:00", "every 2h"])
    quiet_hours: QuietHours | None = Field(
        default=None, description="a daily window in which messages wait; none is dropped"
    )
    updates: Updates | None = Field(
        default=None,
        description="later reports of a story already alerted: developments (new facts are told; the default, also "
        "written thread), daily (once a day), always (each report) or silent",
    )
    group_wait: Period | None = Field(
        default=None, description="developments of one story within this time are one message; default 5m"
    )
    wait: Period | None = Field(
        default=None, description="a report in doubt goes out at the latest after this time; default 6h"
    )
    cooldown: Period | None = Field(
        default=None, description="at least this long between updates of a story; default: none"
    )
    max_updates_a_day: StrictInt | None = Field(
        default=None, ge=1, description="more updates of a story in a day wait and go out together; default 6"
    )
    catch_up: CatchUp = "none"
    min_score: StrictFloat = Field(default=0.0, ge=0, le=1, description="matches below this do not count")
    full_text: StrictBool = Field(default=False, description="fetch the article and match it too")
    enabled: StrictBool = Field(default=True, description="false: written down, but asleep")
    max_per_hour: StrictInt | None = Field(
        default=None, ge=1, description="more messages than this in an hour are folded into one digest"
    )
    min_outlets: StrictInt | None = Field(
        default=None,
        ge=2,
        description="tell of a story when so many outlets report it; until then it is held",
    )
    count: Count | None = Field(
        default=None,
        description="tell when so many entries met the watch within a time; until then they are held",
    )
    escalate: Escalation | None = Field(
        default=None, description="whom to tell of an alert that nobody acknowledged; needs severity urgent"
    )
    examples: Examples = Field(default=Examples(), description="texts that prove the watch")

    @model_validator(mode="after")
    def _escalates_what_is_urgent(self) -> Self:
        if self.escalate is not None and self.severity != "urgent":
            raise ValueError("only urgent alerts are escalated: `escalate` needs `severity: urgent`")
        return self


class RulesFile(Written):
    """A rules file as a whole."""

    version: Literal[1] = Field(description="the version of this format")
    actors: tuple[Actor, ...] = Field(default=(), description="people and organisations")
    topics: tuple[Topic, ...] = Field(default=(), description="subjects, by their words")
    lists: tuple[ActorList, ...] = Field(default=(), description="actors by the thousand, from files")
    watches: tuple[Watch, ...] = Field(default=(), description="what to alert on, and whom to tell")

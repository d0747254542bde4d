"""The documents of edits by the API: rules files, feeds and deliveries, as they are sent and as they are answered."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from monitor.config.fields import INTERVAL_FORM, NAME_FORM
from monitor.delivery.sample import SampleKind
from monitor.web.api.models import Answer
from monitor.web.editing.rules_folder import LARGEST


class Sent(BaseModel):
    """A document that a script sends. A key that is not known is refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


class RulesFile(Answer):
    """A rules file as it is on the disk; its ETag goes into `If-Match` of the next change."""

    name: str
    text: str
    in_force: bool


class RulesText(Sent):
    """The whole text of a rules file."""

    text: str = Field(max_length=LARGEST)


class Finding(Answer):
    """A finding in a draft, as `wirewatch check` has it. `line` is 0 where it concerns a whole file."""

    file: str
    line: int
    column: int
    level: Literal["error", "warning"]
    message: str
    hint: str


class JudgedAnswer(Answer):
    """The judgement of a draft. `loads`: it may be saved. `effect` is null where nobody asked for it."""

    loads: bool
    found: list[Finding]
    examples: list[dict[str, Any]]
    effect: dict[str, Any] | None


class FeedTried(Answer):
    """A feed as it was found, with what would fire; else `trouble`, with the feeds that the page there names."""

    url: str
    title: str
    lang: str | None
    total: int
    entries: list[dict[str, Any]]
    trouble: str
    links: list[str]


class AddressTried(Sent):
    """An address to be tried: of a feed, or of a site that names its feeds."""

    url: str = Field(min_length=1, max_length=2_000)
    allow_private: bool = False


class FeedAdded(AddressTried):
    """A feed to be added. Without a name it gets one of its title or address."""

    name: str = Field(default="", max_length=80)
    lang: str = Field(default="", max_length=20)
    tags: list[str] = Field(default=[], max_length=50)


class FeedName(Answer):
    """The name of a feed in config.toml."""

    name: str


class FeedChanged(Sent):
    """The keys of a feed that change; those left out stay. `interval` null: it follows its own pace again."""

    name: str | None = Field(default=None, pattern=NAME_FORM, max_length=80)
    interval: str | None = Field(default=None, pattern=INTERVAL_FORM)
    tags: list[str] | None = Field(default=None, max_length=50)
    enabled: bool | None = None


class Settled(Sent):
    """How an unknown delivery ended, as a person says: it arrived, or it is given up."""

    state: Literal["sent", "dead"]


class Moved(Sent):
    """A destination for which deliveries wait, which need not exist any more, and the one that gets them."""

    old: str = Field(max_length=200)
    new: str = Field(max_length=200)


class MovedAnswer(Answer):
    """How many deliveries were moved, and how many others are told by them, or were told already."""

    moved: int
    told: int


class SampleAsked(Sent):
    """A test message; with `sample` one as a real alert, update or digest would look."""

    sample: SampleKind | None = None


class TestAnswer(Answer):
    """How each delivery of a test message ended."""

    well: bool
    deliveries: list[dict[str, Any]]

"""The documents that the API answers with: the shapes of `monitor/shapes`, with the types of their fields."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Answer(BaseModel):
    """A document of the API. Later versions may add fields, never take one away."""

    model_config = ConfigDict(extra="allow")


class EntryOfStory(Answer):
    """An entry within its story: how it joined, and what was decided about it."""

    id: str
    title: str
    outlet: str
    level: str
    same_as: str | None
    score: float | None
    reason: dict[str, Any]
    decisions: list[dict[str, Any]]


class StoryAnswer(Answer):
    """A story with its entries, and how many of them were told, wait, are held or stayed silent."""

    id: str
    title: str
    first: str
    last: str
    outlets: list[str]
    told: int
    waiting: int
    held: int
    silent: int
    entries: list[EntryOfStory]


class FoundEntry(Answer):
    """A stored entry; `spans` are the places of the words asked for in its title, `became` what was decided."""

    entry: str
    title: str
    url: str | None
    feed: str
    outlet: str
    published: str | None
    fetched: str | None
    spans: list[tuple[int, int]]
    became: list[dict[str, Any]]


class Account(Answer):
    """Everything that was decided about an entry, stage by stage."""

    entry: str
    title: str
    url: str | None
    feed: str
    matches: list[dict[str, Any]]
    story: dict[str, Any]
    decisions: list[dict[str, Any]]
    deliveries: list[dict[str, Any]]


class AlertAnswer(Answer):
    """An alert with the entry that it tells, its reason, matches and deliveries."""

    id: int
    kind: str
    story: str
    watches: list[str]
    severity: str
    title: str
    url: str | None
    outlet: str
    created: str
    entry: str
    reason: dict[str, Any]
    matches: list[dict[str, Any]]
    deliveries: list[dict[str, Any]]


class Alerts(Answer):
    """A page of alerts, newest first; `before` asks for the next page, null at the end."""

    alerts: list[AlertAnswer]
    before: int | None


class FeedAnswer(Answer):
    """A feed with its state."""

    name: str
    url: str
    state: str
    errors: int
    last_error: str | None
    last_poll: str | None
    entries_a_day: float | None


class DeliveryAnswer(Answer):
    """A delivery: to whom, in which state, and why."""

    id: int
    alert: int | None
    destination: str
    state: str
    attempts: int
    last_error: str | None


class Status(Answer):
    """The daemon, both accounts, and the troubles that are not over."""

    reconciled: bool
    daemon: dict[str, Any]
    feeds: dict[str, Any]
    troubles: list[dict[str, Any]]


class MuteAnswer(Answer):
    """A mute in force: of a watch, a feed or a story."""

    kind: Literal["watch", "feed", "story"]
    name: str
    until: str
    mode: Literal["hold", "suppress"]


class RulesAnswer(Answer):
    """The rules in force: their version, their files, and the watches that they hold."""

    version: str
    files: list[str]
    watches: list[str]


class VerdictAnswer(Answer):
    """A verdict as it was recorded."""

    alert: int
    verdict: Literal["true", "false"]
    story: str


class VerdictGiven(BaseModel):
    """A person's verdict: true, the alert was worth telling; false, it was not."""

    model_config = ConfigDict(extra="forbid")
    verdict: bool


class MuteAsked(BaseModel):
    """How long, in hours, what a watch, feed or story has to tell is held; with `suppress` it is given up."""

    model_config = ConfigDict(extra="forbid", strict=True)
    hours: int = Field(ge=1, le=24 * 366)
    mode: Literal["hold", "suppress"] = "hold"

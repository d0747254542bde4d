"""The alert as JSON, for programs: what a destination with `format = "json"` is posted.

The models are the documents and their schema in one. A change that a reader could stumble over gets a new number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from monitor.delivery.rendering.document import Document
from monitor.delivery.rendering.facts import Facts, Report
from monitor.text.readable import plain
from rules.model import Entry, Match
from rules.schema import Severity


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WatchPart(_Part):
    """A watch that alerts."""

    id: str
    title: str


class EntryPart(_Part):
    """The report itself, as it was published: `title` and `text` are what the spans of matches count in."""

    id: str
    feed: str
    outlet: str
    title: str
    text: str
    url: str | None
    lang: str | None
    published: datetime | None
    fetched: datetime | None


class ReportPart(_Part):
    """A report by an outlet. `url` is null where it is no http or https address."""

    outlet: str
    headline: str
    url: str | None
    at: str = Field(description="when, in words and in the timezone of the destination; may be empty")


class MatchPart(_Part):
    """A rule found in a field of the entry: from `start` up to `end`, in code points of that field."""

    rule: str
    name: str
    field: Literal["title", "text"]
    start: int
    end: int
    text: str
    sought: str = Field(description="the spelling of the rule that was found")
    how: list[str] = Field(description="how its words were found, as exact, edit, stem")
    score: float = Field(ge=0, le=1)
    context: str | None = Field(description="the word that the rule's context asked for, if it asks for any")


class StoryPart(_Part):
    """The story to which the report belongs. `outlets` are all that report it, each by its first report."""

    id: str
    outlets: list[ReportPart]


class ReasonPart(_Part):
    """The reason of the alert: a code that stays the same, and a sentence."""

    code: str
    text: str


class PreviousPart(_Part):
    """The alert of this story that was told before."""

    id: int
    headline: str
    created: datetime


class AlertDocument(_Part):
    """An alert as a webhook gets it."""

    schema_: Literal["wirewatch.alert/1"] = Field(default="wirewatch.alert/1", alias="schema")
    id: int | None
    kind: Literal["new", "update"]
    severity: Severity
    created: datetime
    headline: str = Field(description="clean of markup and control characters")
    why: str = Field(description="one line for people, as: names Marcelo Ebrard and fentanyl")
    news: str = Field(description="what an update tells anew; else empty")
    watches: list[WatchPart]
    story: StoryPart
    entry: EntryPart
    matches: list[MatchPart]
    reason: ReasonPart
    previous: PreviousPart | None
    lines: list[ReportPart] = Field(description="reports that waited for this message")
    silent: list[ReportPart] = Field(description="reports that stayed silent since the message before")
    links: dict[str, str] = Field(
        description="pages: story, right, wrong, mute; empty without [web] public_url"
    )


class DigestDocument(_Part):
    """Several alerts in one message: a digest, a flood, or updates of one story."""

    schema_: Literal["wirewatch.digest/1"] = Field(default="wirewatch.digest/1", alias="schema")
    subject: str
    why: str
    text: str = Field(description="the message in words, with what a summary adds")
    alerts: list[AlertDocument]


class NoticeDocument(_Part):
    """A message that is about no alert, as the operator gets it; and one in a destination's own words."""

    schema_: Literal["wirewatch.notice/1"] = Field(default="wirewatch.notice/1", alias="schema")
    subject: str
    text: str


DOCUMENTS: dict[str, type[_Part]] = {
    "alert": AlertDocument,
    "digest": DigestDocument,
    "notice": NoticeDocument,
}


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of a document, by its name in `DOCUMENTS`."""
    schema = DOCUMENTS[name].model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def as_json(document: Document, text: str) -> str:
    """The document of a message: an alert by itself, or a digest of several."""
    alerts = [alert_part(facts) for facts in document.told]
    if len(alerts) == 1 and not document.why:
        return _dumped(alerts[0])
    return _dumped(DigestDocument(subject=document.subject, why=document.why, text=text, alerts=alerts))


def notice(subject: str, text: str) -> str:
    """The document of a message that is about no alert."""
    return _dumped(NoticeDocument(subject=subject, text=text))


def _dumped(document: _Part) -> str:
    return document.model_dump_json(by_alias=True)


def alert_part(facts: Facts) -> AlertDocument:
    """The document of one alert."""
    alert = facts.alert
    return AlertDocument(
        id=alert.id,
        kind=alert.kind,
        severity=alert.severity,
        created=alert.created,
        headline=facts.title,
        why=facts.why,
        news=facts.news,
        watches=[WatchPart(id=watch, title=title) for watch, title in facts.watches],
        story=StoryPart(id=alert.story, outlets=_reports((facts.source, *facts.others))),
        entry=_entry(alert.entry),
        matches=[_match(match, facts.titles) for match in alert.matches],
        reason=ReasonPart(code=alert.reason.code, text=_sound(alert.reason.text)),
        previous=_previous(facts),
        lines=_reports(facts.lines),
        silent=_reports(facts.silent),
        links=dict(facts.pages),
    )


def _previous(facts: Facts) -> PreviousPart | None:
    former = facts.alert.previous
    if former is None:
        return None
    return PreviousPart(id=former.id, headline=plain(former.title), created=former.created)


def _reports(reports: Sequence[Report]) -> list[ReportPart]:
    return [
        ReportPart(outlet=each.outlet, headline=each.headline, url=each.link, at=each.time)
        for each in reports
    ]


def _entry(entry: Entry) -> EntryPart:
    return EntryPart(
        id=entry.id,
        feed=entry.feed,
        outlet=plain(entry.outlet or entry.feed),
        title=_sound(entry.title),
        text=_sound(entry.text),
        url=_sound(entry.url) if entry.url is not None else None,
        lang=entry.lang,
        published=entry.published,
        fetched=entry.fetched,
    )


def _match(match: Match, titles: Mapping[str, str]) -> MatchPart:
    return MatchPart(
        rule=match.rule,
        name=plain(titles.get(match.rule, match.rule)),
        field=match.field,
        start=match.span.start,
        end=match.span.end,
        text=_sound(match.text),
        sought=_sound(match.sought),
        how=list(dict.fromkeys(token.how for token in match.tokens)),
        score=round(match.score, 4),
        context=_sound(match.context) if match.context is not None else None,
    )


def _sound(text: str) -> str:
    """The text with a question mark for each lone surrogate, which JSON cannot carry: spans stay as they are."""
    return text.encode("utf-8", "replace").decode("utf-8")

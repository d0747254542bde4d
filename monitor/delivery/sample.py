"""Made-up alerts, a first report and its update, and the digest of both: on them words are tried before any news comes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from monitor.delivery.rendering.alert import alert_document
from monitor.delivery.rendering.digest import digest_documents
from monitor.delivery.rendering.facts import Facts, Setting, facts_of
from monitor.delivery.rendering.forms import Form
from monitor.delivery.rendering.template_facts import alert_facts, digest_facts
from rules.model import Alert, Entry, FormerAlert, Match, OutletReport, Reason, Span, TokenMatch
from storage.model import Payload

SampleKind = Literal["alert", "update", "digest"]
_AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
_WHY = "a sample digest"


@dataclass(frozen=True, slots=True)
class Sample:
    """A message about made-up alerts: its kind (alert, update or digest), and what its templates get."""

    kind: str
    told: Sequence[Facts]
    payload: Payload
    facts: Mapping[str, Any]


def sample_messages(form: Form, setting: Setting) -> Iterator[Sample]:
    """A message of each kind, in a form."""
    first, update = (facts_of(alert, setting) for alert in sample_alerts())
    for kind, facts in (("alert", first), ("update", update)):
        usual = form.write(alert_document(facts))
        more = {"alerts": digest_facts([facts], usual)["alerts"]}
        yield Sample(kind, [facts], usual, alert_facts(facts, usual) | more)
    (document, *_) = digest_documents([first, update], _WHY, form)
    usual = form.write(document)
    yield Sample("digest", [first, update], usual, digest_facts([first, update], usual))


def sample_alerts() -> tuple[Alert, Alert]:
    """Makes the alerts of one story, as two outlets might tell it."""
    first = _entry(
        "first",
        "Ferry stopped in the strait",
        "The ferry was stopped near the lighthouse on Tuesday morning. Nobody was hurt.",
        "Sample Wire",
    )
    later = _entry("later", "Ferry in the strait sails again", "The ferry left at noon.", "Sample Herald")
    return _alert("new", first, first, later), _alert("update", later, first, later)


def _entry(name: str, title: str, text: str, outlet: str) -> Entry:
    return Entry(
        id=name,
        title=title,
        text=text,
        feed="sample",
        url=f"https://news.example/{name}",
        outlet=outlet,
        lang="en",
        published=_AT,
        fetched=_AT,
    )


def _alert(kind: str, entry: Entry, *reports: Entry) -> Alert:
    update = kind == "update"
    return Alert(
        id=2 if update else 1,
        kind="update" if update else "new",
        story="first",
        entry=entry,
        watches=("ships",),
        severity="high",
        matches=(_match("title", Span(0, 5), "Ferry"), _match("text", Span(4, 9), "ferry")),
        reason=Reason("sample", "new: sails again" if update else "a sample"),
        created=_AT,
        reports=tuple(
            OutletReport(entry=each.id, outlet=each.outlet or "", title=each.title, url=each.url, at=_AT)
            for each in reports
        ),
        previous=FormerAlert(1, "Ferry stopped in the strait", _AT) if update else None,
        lines=(_entry("waited", "Ferry company answers", "", "Sample Post"),) if update else (),
        silent=(_entry("silent", "Ferry sails again", "", "Sample Mail"),) if update else (),
    )


def _match(field: str, span: Span, text: str) -> Match:
    token = TokenMatch("ferry", text, span, "exact", 1.0)
    return Match(
        rule="ferry",
        variant="ferry",
        field="title" if field == "title" else "text",
        span=span,
        text=text,
        score=1.0,
        tokens=(token,),
    )

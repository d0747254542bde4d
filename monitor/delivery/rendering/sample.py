"""Two made-up alerts, a first report and an update, on which a template is tried before any news comes."""

from __future__ import annotations

from datetime import UTC, datetime

from rules.model import Alert, Entry, Match, Reason, Span, TokenMatch

_AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def sample_alerts() -> tuple[Alert, Alert]:
    """Makes the alerts of one story, as two outlets might tell it."""
    first = _entry(
        "first", "Ferry stopped in the strait", "The ferry was stopped near the lighthouse.", "Sample Wire"
    )
    later = _entry("later", "Ferry in the strait sails again", "The ferry left at noon.", "Sample Herald")
    return _alert("new", first, ("Sample Wire",)), _alert("update", later, ("Sample Wire", "Sample Herald"))


def _entry(name: str, title: str, text: str, outlet: str) -> Entry:
    return Entry(
        id=name,
        title=title,
        text=text,
        feed="sample",
        url=f"https://news.example/{name}",
        outlet=outlet,
        published=_AT,
        fetched=_AT,
    )


def _alert(kind: str, entry: Entry, outlets: tuple[str, ...]) -> Alert:
    return Alert(
        kind="update" if kind == "update" else "new",
        story="first",
        entry=entry,
        watches=("ships",),
        severity="high",
        matches=(_match("title", Span(0, 5), "Ferry"), _match("text", Span(4, 9), "ferry")),
        reason=Reason("sample", "a sample"),
        created=_AT,
        outlets=outlets,
        lines=(_entry("waited", "Ferry company answers", "", "Sample Post"),) if kind == "update" else (),
        silent=(_entry("silent", "Ferry sails again", "", "Sample Mail"),) if kind == "update" else (),
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

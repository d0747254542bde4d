"""Values that many tests start from: entries, matches, alerts, and clocks that a test moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from rules.model import Alert, Decision, Entry, Join, Match, OutletReport, Reason, Span, TokenMatch
from storage import Judged, Seen

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def entry(name: str = "e1", **change: object) -> Entry:
    facts = {"id": name, "title": f"Title of {name}", "text": "Text.", "feed": "one", "fetched": NOW}
    return Entry(**(facts | change))


def match() -> Match:
    token = TokenMatch("ebrard", "Ébrard", Span(8, 14), "exact", 1.0)
    return Match(
        rule="ebrard",
        variant="Ebrard",
        field="title",
        span=Span(8, 14),
        text="Ébrard",
        score=0.97,
        tokens=(token,),
    )


def judged(
    one: Entry, *, story: str | None = None, tell: tuple[str, ...] = ("desk",), state="new", version=1
):
    alert = Alert(
        kind="new",
        story=story or one.id,
        entry=one,
        watches=("w",),
        severity="high",
        matches=(match(),),
        reason=Reason("first_report", "first"),
        created=NOW,
    )
    return Judged(
        seen=Seen(entry=one, state=state, version=version, story=story),
        matches=(match(),),
        join=Join(
            story=story, level="b" if story else "new", same_as=story, score=0.9, reason=Reason("r", "why")
        ),
        decisions=(Decision(watch="w", action="alerted", reason=Reason("first_report", "first"), tell=tell),),
        quiet=False,
        rules_version="v1",
        alert=alert,
        tell=tell,
    )


TITLES = {"ebrard": "Marcelo Ebrard", "talks": "US-Mexico talks"}


def match_of(rule: str, text: str, source: str, field: str = "text", score: float = 1.0) -> Match:
    span = Span(source.index(text), source.index(text) + len(text))
    token = TokenMatch(text, text, span, "exact", score)
    return Match(rule=rule, variant=text, field=field, span=span, text=text, score=score, tokens=(token,))


def alert_about(
    title: str, text: str = "", *matches: Match, url: str | None = "https://news.example/a"
) -> Alert:
    entry = Entry(
        id="e1",
        title=title,
        text=text,
        feed="sample",
        url=url,
        outlet="Sample Herald",
        published=datetime(2023, 5, 31, 18, 5, tzinfo=UTC),
    )
    return Alert(
        kind="new",
        story="e1",
        entry=entry,
        watches=("talks",),
        severity="high",
        matches=matches,
        reason=Reason("first_report", "first report of this story"),
        created=datetime(2023, 5, 31, 18, 6, tzinfo=UTC),
        reports=(
            OutletReport(entry="e1", outlet="Sample Herald", title=title, url=url),
            OutletReport(entry="e9", outlet="Sample Wire", title=title, url="https://wire.example/a"),
        ),
    )


def update_about(
    title: str, *matches: Match, lines: Sequence[Entry] = (), silent: Sequence[Entry] = (), **change: object
) -> Alert:
    """An update of the story of `alert_about`."""
    facts = {"kind": "update", "reason": Reason("development", "new: resigns"), "lines": tuple(lines)}
    return replace(alert_about(title, "", *matches), silent=tuple(silent), **(facts | change))


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class MonotonicClock:
    """Seconds that stand still until a test moves them."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now

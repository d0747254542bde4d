"""The facts of an alert as people read them: clean words, times in the reader's zone, links that may be clicked.

Every form of a message is a view of them. Headlines come from strangers: no fact has markup, control characters or a
line break.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from urllib.parse import quote

from monitor.delivery.rendering.pieces import local_time, safe_link
from monitor.delivery.rendering.split import shorten
from monitor.delivery.rendering.why import why_line
from monitor.text.readable import Passage, passages, plain, readable, whole
from rules.deciding.by_hand import BY_HAND
from rules.model import GROUPS, Alert, Entry, Match, RuleSet, Span

LONGEST_HEADLINE = 300
_LONGEST_NEWS = 500
_MOST_PASSAGES = 2
_LEAD = 240  # characters of a text in which nothing matched
_NEW = re.compile(r"^new(, \d+%)?: ")  # how reasons begin, which a message says in its own way
_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The setting of messages: the titles of rules and watches, the reader's timezone, the address of the page."""

    titles: Mapping[str, str] = field(default_factory=dict)
    timezone: tzinfo = UTC
    public_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report by an outlet. `time` is empty where nobody knows it."""

    outlet: str
    headline: str
    link: str | None
    time: str

    @property
    def source(self) -> str:
        """The outlet and the time."""
        return ", ".join(filter(None, (self.outlet, self.time)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts of one alert. `others` are the first reports of other outlets; `news` is what an update tells anew.

    `pages` are addresses of the page by what they are for: story, right, wrong and mute; none where there is no page.
    `escalated` says that nobody acknowledged the alert, which the reader gets for that reason alone;
    `escalates_at` is the time at which it goes to others, and empty where it does not.
    """

    alert: Alert
    headline: Passage
    source: Report
    watches: tuple[tuple[str, str], ...]
    passages: tuple[Passage, ...]
    why: str
    news: str
    others: tuple[Report, ...]
    lines: tuple[Report, ...]
    silent: tuple[Report, ...]
    previous: Report | None
    pages: Mapping[str, str]
    titles: Mapping[str, str]
    escalated: bool = False
    escalates_at: str = ""

    @property
    def title(self) -> str:
        """The headline without marks."""
        return "".join(text for text, _ in self.headline.runs) or "(no headline)"

    @property
    def is_update(self) -> bool:
        return self.alert.kind == "update"


def rule_titles(rules: RuleSet) -> dict[str, str]:
    """The title of each rule and watch, by id; of a list's actor, by "LIST/KEY"."""
    titles = {topic.id: topic.id for topic in rules.topics}
    titles |= {actor.id: actor.name for actor in rules.actors}
    titles |= {watch.id: watch.title or watch.id for watch in rules.watches}
    for loaded in rules.lists:
        titles |= {f"{loaded.rule.id}/{actor.key}": actor.name for actor in loaded.actors}
    return titles


def facts_of(alert: Alert, setting: Setting, *, escalated: bool = False) -> Facts:
    """The facts of an alert; a rule that is gone shows its id. `escalated`: the reader gets it by an escalation."""
    entry, zone = alert.entry, setting.timezone
    headline = headline_of(entry, alert.matches)
    year = alert.created.astimezone(zone).year
    others = [report for report in alert.reports if report.outlet != (entry.outlet or entry.feed)]
    about = {line.id for line in alert.lines} | {entry.id}
    silent = [each for each in alert.silent if each.id not in about]
    return Facts(
        alert=alert,
        headline=headline,
        source=report_of(entry, zone, year),
        watches=tuple((watch, plain(setting.titles.get(watch, watch))) for watch in alert.watches),
        passages=tuple(passages_of(entry, alert.matches)),
        why=_why(alert, setting.titles),
        news=_news(alert),
        others=tuple(
            Report(
                outlet=plain(report.outlet),
                headline=shorten(plain(report.title), LONGEST_HEADLINE) or "(no headline)",
                link=safe_link(report.url),
                time=local_time(report.at, zone, year) if report.at else "",
            )
            for report in others
        ),
        lines=reports_of(alert.lines, {entry.id}, zone, year),
        silent=reports_of(silent, {entry.id}, zone, year),
        previous=_previous(alert, zone, year),
        pages=pages_of(alert, setting.public_url),
        titles=setting.titles,
        escalated=escalated,
        escalates_at=local_time(alert.escalates, zone, year) if alert.escalates else "",
    )


def report_of(entry: Entry, zone: tzinfo, year: int | None = None) -> Report:
    """The report that an entry is. Its time leaves out the year where that is `year`."""
    time = ""
    if entry.published is not None:
        time = local_time(entry.published, zone, year)
    elif entry.fetched is not None:
        time = f"undated, seen {local_time(entry.fetched, zone, year)}"
    return Report(
        outlet=plain(entry.outlet or entry.feed) or "unknown",
        headline=shorten(plain(entry.title), LONGEST_HEADLINE) or "(no headline)",
        link=safe_link(entry.url),
        time=time,
    )


def reports_of(
    entries: Iterable[Entry], told: Iterable[str], zone: tzinfo, year: int | None = None
) -> tuple[Report, ...]:
    """The reports that entries are, but for those in `told`: each once, the newest first."""
    known = set(told)
    found = {entry.id: entry for entry in entries if entry.id not in known}
    newest = sorted(
        found.values(), key=lambda entry: entry.fetched or entry.published or _EARLIEST, reverse=True
    )
    return tuple(report_of(entry, zone, year) for entry in newest)


def pages_of(alert: Alert, public_url: str | None) -> dict[str, str]:
    """Where the page shows an alert, and asks about it: a link changes nothing, for mail scanners follow links."""
    if not public_url:
        return {}
    base = public_url.rstrip("/")
    pages = {"story": f"{base}/story/{quote(alert.story, safe='')}"}
    if alert.id is not None:
        pages |= {what: f"{base}/alert/{alert.id}/{what}" for what in ("right", "wrong", "mute")}
    return pages


def _why(alert: Alert, titles: Mapping[str, str]) -> str:
    why = why_line(alert.matches, titles)
    if alert.reason.code == BY_HAND and alert.kind == "new":
        return "; ".join(filter(None, (plain(alert.reason.text), why)))
    return why or ("" if alert.kind == "update" else plain(alert.reason.text))


def _news(alert: Alert) -> str:
    """The news of an update, as its reason says it; empty for a first report."""
    said = plain(alert.reason.text) if alert.kind == "update" else ""
    return shorten(_NEW.sub("", said), _LONGEST_NEWS)


def _previous(alert: Alert, zone: tzinfo, year: int) -> Report | None:
    former = alert.previous
    if former is None:
        return None
    headline = shorten(plain(former.title), LONGEST_HEADLINE) or "(no headline)"
    return Report(outlet="", headline=headline, link=None, time=local_time(former.created, zone, year))


def headline_of(entry: Entry, matches: Sequence[Match]) -> Passage:
    """The headline of an entry with the matched words marked, cut where it is very long."""
    return _shortened(whole(readable(entry.title), _spans(entry, matches, "title")), LONGEST_HEADLINE)


def _spans(entry: Entry, matches: Sequence[Match], field: str) -> list[Span]:
    """The marked spans of a field: the matched words; of words near each other, each word alone.

    A span that holds other words than it matched belongs to a former version of the entry, and marks nothing.
    """
    stored = entry.title if field == "title" else entry.text
    spans: list[Span] = []
    for match in matches:
        if match.field == field and stored[match.span.start : match.span.end] == match.text:
            spans += marked(match)
    return spans


def marked(match: Match) -> list[Span]:
    """The spans that are marked for a match."""
    apart = GROUPS in match.variant and match.tokens
    return [token.span for token in match.tokens] if apart else [match.span]


def passages_of(entry: Entry, matches: Sequence[Match]) -> list[Passage]:
    """The passages around the matched words, or the text's beginning where only the headline matched.

    What only repeats the headline is left out.
    """
    text, spans = readable(entry.text), _spans(entry, matches, "text")
    found = passages(text, spans, most=_MOST_PASSAGES) if spans else [_shortened(whole(text, ()), _LEAD)]
    title = plain(entry.title).strip(" .…")
    return [kept for passage in found if (kept := _without(passage, title)).runs]


def _without(passage: Passage, title: str) -> Passage:
    """The passage without the headline at its beginning."""
    said = "".join(text for text, _ in passage.runs)
    if title and said.casefold().startswith(title.casefold()):
        return _from(passage, len(title))
    return passage


def _from(passage: Passage, start: int) -> Passage:
    """The passage from a place on, without the blanks and points that end a headline."""
    said = "".join(text for text, _ in passage.runs)
    while start < len(said) and said[start] in " .…:;–—-|\n":
        start += 1
    runs: list[tuple[str, bool]] = []
    for text, hit in passage.runs:
        if start < len(text):
            runs.append((text[start:], hit))
        start = max(0, start - len(text))
    return Passage(tuple(runs))


def _shortened(passage: Passage, most: int) -> Passage:
    said = "".join(text for text, _ in passage.runs)
    if len(said) <= most:
        return passage
    left = len(shorten(said, most)) - 1
    runs: list[tuple[str, bool]] = []
    for text, hit in passage.runs:
        if left > 0:
            runs.append((text[:left], hit))
        left -= len(text)
    return Passage((*runs, ("…", False)))

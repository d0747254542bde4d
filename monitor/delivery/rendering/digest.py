"""Writes several alerts as one message: by watch, then how grave they are, then by time; a story's developments under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.delivery.rendering.alert import SUBJECT_LENGTH, gravest
from monitor.delivery.rendering.document import (
    SEVERITY_WORDS,
    Block,
    Document,
    Run,
    block,
    headline_runs,
    silent,
    waited,
)
from monitor.delivery.rendering.facts import Facts
from monitor.delivery.rendering.forms import Form, chunks
from monitor.delivery.rendering.split import shorten
from rules.schema import SEVERITIES

_MOST_SILENT = 3
_LONGEST_WATCHES = 120


@dataclass(frozen=True, slots=True)
class Item:
    """A story of a digest: its alerts, the leading one first."""

    watch: str
    told: tuple[Facts, ...]
    blocks: tuple[Block, ...]


def digest_documents(
    told: Sequence[Facts], why: str, form: Form, *, subject: str = "", summary: Sequence[Block] = ()
) -> list[Document]:
    """The messages that tell of the alerts within a service's limits. `subject` replaces the usual one.

    `summary` stands at the end of the last of them.
    """
    pieces = list(chunks(_items(told), form, reserved=form.cost(summary)))
    return [_document(piece, why, subject, summary if piece is pieces[-1] else ()) for piece in pieces]


def _items(told: Sequence[Facts]) -> list[Item]:
    """The stories in order: the watch with the gravest first, in it the gravest first, then the earliest."""
    stories: dict[str, list[Facts]] = {}
    for facts in told:
        stories.setdefault(facts.alert.story, []).append(facts)
    items = [_item(alerts) for alerts in stories.values()]
    watches: dict[str, list[Item]] = {}
    for item in sorted(items, key=_rank):
        watches.setdefault(item.watch, []).append(item)
    return [item for group in watches.values() for item in group]


def _rank(item: Item) -> tuple[int, float]:
    return -SEVERITIES.index(gravest(item.told)), item.told[0].alert.created.timestamp()


def _item(alerts: Sequence[Facts]) -> Item:
    """A story, led by its first report, or by the newest update where the first report was told before."""
    in_time = sorted(alerts, key=lambda facts: (facts.alert.created, facts.alert.id or 0))
    lead = next((facts for facts in in_time if not facts.is_update), in_time[-1])
    ordered = (lead, *(facts for facts in in_time if facts is not lead))
    watch = lead.watches[0][1] if lead.watches else ""
    return Item(watch, ordered, tuple(_blocks(ordered)))


def _blocks(told: Sequence[Facts]) -> Iterator[Block]:
    lead, *developments = told
    severity = SEVERITY_WORDS[gravest(told)] if gravest(told) in ("urgent", "high") else ""
    yield block("story", *headline_runs(lead, lead.source.link))
    yield block("meta", *_meta(lead, severity))
    for facts in developments:
        news = f": {facts.news}" if facts.news else ""
        headline = Run(facts.title, facts.source.link)
        yield block("development", Run("update · "), headline, f" ({facts.source.source}){news}")
    for facts in told:
        yield from _under(waited(facts.lines))
    quiet = tuple(dict.fromkeys(report for facts in told for report in facts.silent))
    yield from _under(silent(quiet, _MOST_SILENT))


def _under(blocks: Iterator[Block]) -> Iterator[Block]:
    """Reports beside a story's own, as they stand under it."""
    for each in blocks:
        yield Block("subheading" if each.kind == "heading" else "development", each.runs)


def _meta(facts: Facts, severity: str) -> Iterator[Run]:
    if severity:
        yield Run(severity, strong=True)
        yield Run(" · ")
    yield Run(facts.source.source, facts.source.link)
    more = len({report.outlet for report in facts.others})
    yield Run(f" and {more} more outlet{'s' if more > 1 else ''}" if more else "")
    others = [title for _, title in facts.watches[1:]]
    yield Run(f" · also {', '.join(others)}" if others else "")
    yield Run(f" · update: {facts.news}" if facts.is_update else "")
    yield Run(f" · alert {facts.alert.id}" if facts.alert.id is not None else "")


def _document(items: Sequence[Item], why: str, subject: str, summary: Sequence[Block]) -> Document:
    told = tuple(facts for item in items for facts in item.told)
    titles = list(dict.fromkeys(title for facts in told for _, title in facts.watches))
    count = "1 story" if len(items) == 1 else f"{len(items)} stories"
    if len(told) > len(items):
        count += f" with {len(told)} reports"
    named = ", ".join(titles)
    label = named if len(named) <= _LONGEST_WATCHES else f"{len(titles)} watches"
    subject = subject or shorten(f"{count} [{label}]", SUBJECT_LENGTH)
    blocks: list[Block] = [block("title", count), block("source", why)]
    watch = None
    for item in items:
        if item.watch != watch:
            watch = item.watch
            stories = sum(other.watch == watch for other in items)
            blocks.append(block("section", Run(watch, strong=True), f" ({stories})"))
        blocks += item.blocks
    return Document(
        subject=subject,
        title=subject,
        blocks=(*blocks, *summary),
        severity=gravest(told),
        told=told,
        preview="; ".join(item.told[0].title for item in items[:3]),
        why=why,
    )

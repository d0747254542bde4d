"""Writes the updates of one story that go out together: the newest first, copies folded, silent reports at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from monitor.delivery.rendering.alert import (
    alert_document,
    foot,
    gravest,
    label,
    preview_of,
    subject_line,
    title_line,
)
from monitor.delivery.rendering.document import (
    Block,
    Document,
    Run,
    actions_of,
    block,
    headline_runs,
    others,
    silent,
    waited,
)
from monitor.delivery.rendering.facts import Facts, Report
from monitor.delivery.rendering.forms import Form, chunks


@dataclass(frozen=True, slots=True)
class Item:
    """A report of a thread: its facts, and the alerts that tell the same."""

    facts: Facts
    told: tuple[Facts, ...]
    blocks: tuple[Block, ...]


def thread_documents(told: Sequence[Facts], form: Form) -> list[Document]:
    """The message that tells of alerts of one story; several where the limits of a service ask for it."""
    newest_first = sorted(told, key=lambda facts: (facts.alert.created, facts.alert.id or 0), reverse=True)
    items = [_item(copies) for copies in _copies(newest_first)]
    quiet = _silent_of(told)
    if len(items) == 1:
        return [alert_document(replace(items[0].facts, silent=quiet), items[0].told)]
    shown = list(silent(quiet))
    if form.cost(shown) > form.room // 2:
        shown = shown[:1]
    pieces = list(chunks(items, form, reserved=form.cost(shown)))
    return [_document(piece, shown if piece is pieces[-1] else ()) for piece in pieces]


def _copies(told: Sequence[Facts]) -> list[list[Facts]]:
    """Alerts by what they tell: about one entry, or under one headline."""
    groups: list[list[Facts]] = []
    for facts in told:
        like = next((group for group in groups if any(_says_the_same(facts, other) for other in group)), None)
        if like is None:
            groups.append([facts])
        else:
            like.append(facts)
    return groups


def _says_the_same(facts: Facts, other: Facts) -> bool:
    if facts.alert.entry.id == other.alert.entry.id:
        return True
    return bool(facts.headline.runs) and facts.title.casefold() == other.title.casefold()


def _item(alerts: Sequence[Facts]) -> Item:
    """The newest of alerts that tell the same, with what the others add: their news, lines and outlets."""
    newest = alerts[0]
    news = dict.fromkeys(facts.news for facts in alerts if facts.news)
    copies = [facts.source for facts in alerts[1:] if facts.alert.entry.outlet != newest.alert.entry.outlet]
    known = {report.outlet for report in copies}
    merged = replace(
        newest,
        news="; ".join(news),
        lines=_once(line for facts in alerts for line in facts.lines),
        others=(*_once(copies), *(report for report in newest.others if report.outlet not in known)),
    )
    return Item(merged, tuple(alerts), tuple(_blocks(merged)))


def _blocks(facts: Facts) -> Iterator[Block]:
    yield block("story", *headline_runs(facts, facts.source.link))
    yield block("meta", Run(facts.source.source, facts.source.link))
    if facts.news:
        yield block("news", Run("New: ", strong=True), facts.news)
    yield from waited(facts.lines)


def _silent_of(told: Sequence[Facts]) -> tuple[Report, ...]:
    """The silent reports that the message itself does not tell."""
    about = {facts.source for facts in told} | {line for facts in told for line in facts.lines}
    return tuple(each for each in _once(r for facts in told for r in facts.silent) if each not in about)


def _once(reports: Iterable[Report]) -> tuple[Report, ...]:
    return tuple(dict.fromkeys(reports))


def _document(items: Sequence[Item], quiet: Sequence[Block]) -> Document:
    newest = items[0].facts
    more = f" (and {len(items) - 1} more)" if len(items) > 1 else ""
    told = tuple(facts for item in items for facts in item.told)
    blocks = [label(newest)]
    if len(items) > 1:
        blocks.append(block("title", f"{len(items)} reports of one story, the newest first"))
    blocks += [each for item in items for each in item.blocks]
    blocks += [*others(newest), *quiet, *foot(newest, told)]
    return Document(
        subject=subject_line(newest, more),
        title=title_line(newest, more),
        blocks=tuple(blocks),
        severity=gravest(told),
        told=told,
        preview=preview_of(newest),
        url=newest.source.link,
        thread=f"story:{newest.alert.story}",
        actions=actions_of(newest),
    )

"""Writes the document of one alert: the headline first, then its source, the passage, who else reports it, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.delivery.rendering.document import (
    SEVERITY_WORDS,
    Block,
    Document,
    Run,
    actions_of,
    block,
    headline_runs,
    others,
    passage_runs,
    silent,
    waited,
    watch_names,
)
from monitor.delivery.rendering.facts import Facts
from monitor.delivery.rendering.split import shorten
from rules.schema import SEVERITIES, Severity

SUBJECT_LENGTH = 180
_LONGEST_WATCHES = 80
_PREFIXES = {"urgent": "URGENT: ", "high": "HIGH: "}


def alert_document(facts: Facts, told: Sequence[Facts] = ()) -> Document:
    """The message of one alert; `told` are the alerts that it tells of, where they are more than this one."""
    told = told or (facts,)
    return Document(
        subject=subject_line(facts),
        title=title_line(facts),
        blocks=tuple(_blocks(facts, told)),
        severity=gravest(told),
        told=tuple(told),
        preview=preview_of(facts),
        url=facts.source.link,
        thread=f"story:{facts.alert.story}",
        actions=actions_of(facts),
    )


def subject_line(facts: Facts, more: str = "") -> str:
    """The subject of a mail: how grave it is, the headline, and the watch; `more` stands before the watch."""
    watches = shorten(watch_names(facts.watches), _LONGEST_WATCHES) or "wirewatch"
    return title_line(facts, f"{more} [{watches}]")


def title_line(facts: Facts, more: str = "") -> str:
    """How grave it is, and the headline; `more` stands at the end, whatever the length."""
    update = "update: " if facts.is_update else ""
    line = f"{_PREFIXES.get(facts.alert.severity, '')}{update}{facts.title}"
    return shorten(line, SUBJECT_LENGTH - len(more)) + more


def preview_of(facts: Facts) -> str:
    """The preview that mail readers show beside the subject: the news, or the passage."""
    if facts.news:
        return facts.news
    if facts.passages:
        return "".join(text for text, _ in facts.passages[0].runs)
    return facts.source.source


def gravest(told: Sequence[Facts]) -> Severity:
    """The gravest severity among alerts."""
    return max((facts.alert.severity for facts in told), key=SEVERITIES.index)


def _blocks(facts: Facts, told: Sequence[Facts]) -> Iterator[Block]:
    yield label(facts)
    yield block("title", *headline_runs(facts, facts.source.link))
    yield block("source", Run(facts.source.source, facts.source.link))
    if facts.escalated:
        yield block("news", Run("Escalated: ", strong=True), "nobody has acknowledged this alert.")
    if facts.news:
        yield block("news", Run("New: ", strong=True), facts.news)
    for passage in facts.passages:
        yield block("passage", *passage_runs(passage))
    if facts.previous is not None:
        yield block("others", f"Told before: {facts.previous.headline} ({facts.previous.time})")
    yield from others(facts)
    yield from waited(facts.lines)
    yield from silent(facts.silent)
    yield from foot(facts, told)


def label(facts: Facts) -> Block:
    """How grave it is, and under which watches."""
    severity = SEVERITY_WORDS[facts.alert.severity]
    watches = ", ".join(title for _, title in facts.watches)
    update = " · update" if facts.is_update else ""
    lead = [Run(severity, strong=True), Run(" · ")] if severity else []
    return block("label", *lead, f"{watches}{update}")


def foot(facts: Facts, told: Sequence[Facts]) -> Iterator[Block]:
    """The links to the page, why it was sent, and the numbers by which commands know it."""
    if actions := actions_of(facts):
        yield block("actions", *(Run(words, link) for words, link in actions))
    if facts.why:
        yield block("note", f"Why: {facts.why}")
    numbers = ", ".join(str(each.alert.id) for each in told if each.alert.id is not None)
    alerts = f"{'Alert' if len(told) == 1 else 'Alerts'} {numbers} · " if numbers else ""
    yield block("note", f"{alerts}story {facts.alert.story}")
    if facts.escalates_at:
        yield block(
            "note", f"Escalates at {facts.escalates_at} unless acknowledged: wirewatch ack {facts.alert.id}"
        )

"""`wirewatch tune`: shows how a rule's matches score, passages on both sides of the cut, and terms that it lacks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Any

import typer

from monitor.cli import output
from monitor.cli.options import ConfigOption, JsonOption
from monitor.cli.workplace import Workplace, workplace
from monitor.evaluation.matcher_cache import compile_rules
from monitor.text.counted import counted
from rules.deciding.watches import rule_ids
from rules.errors import WirewatchError
from rules.matching import Matcher
from rules.matching.search.align import THRESHOLD
from rules.model import Entry, RuleSet
from rules.seeding.suggestions import Suggestion, suggest

BIN = 0.02
SIDES = 4  # passages shown on each side
AROUND = 40  # characters of text beside a passage
NEWEST = 5_000
STEPS = (0.02, 0.04, 0.06, 0.08, 0.1)


@dataclass(frozen=True, slots=True)
class Passage:
    """A match of the rule, or a near miss: its score, and the text around it. Only a near miss lacks something."""

    entry: str
    rule: str
    score: float
    text: str
    span: tuple[int, int]
    lacks: tuple[str, ...] = ()


def register(app: typer.Typer) -> None:
    app.command()(tune)


def tune(
    rule: Annotated[str, typer.Argument(help="The id of an actor, a topic or a watch.")],
    newest: Annotated[int, typer.Option(help="How many stored entries to look at.", min=1)] = NEWEST,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show how a rule's matches and near misses score, what a move of the cut costs, and which terms find more.

    Example: [bold]wirewatch tune fentanyl[/bold]
    """
    place = workplace(config)
    rules = place.rules().rules
    cut, wanted = _cut_and_rules(rules, rule)
    with place.store() as store:
        entries = [recalled.entry for recalled in store.history.recall(newest)]
    found = _passages(rules, wanted, entries)
    hits = [passage for passage in found if not passage.lacks]
    costs = _costs(hits, cut)
    suggestions = _suggestions(place, rules, wanted, entries, hits)
    if as_json:
        output.print_json({"rule": rule, "cut": cut, "histogram": _histogram(found), "costs": costs,
                           "above": [_json(p) for p in _nearest(hits, cut, above=True)],
                           "below": [_json(p) for p in _nearest(found, cut, above=False)],
                           "suggestions": [asdict(s) for s in suggestions]})  # fmt: skip
        return
    if found:
        _show(rule, cut, found, costs)
    else:
        output.say(_nothing_near(rule, entries))
    for suggestion in suggestions:
        output.say(f"consider {suggestion}")


def _cut_and_rules(rules: RuleSet, rule: str) -> tuple[float, set[str]]:
    """The score from which on the rule counts, and the ids of its actors and topics."""
    watch = next((watch for watch in rules.watches if watch.id == rule), None)
    if watch is not None:
        return max(watch.min_score, THRESHOLD), rule_ids(watch.when)
    if rule not in {a.id for a in rules.actors} | {t.id for t in rules.topics}:
        raise WirewatchError(
            f"no actor, topic or watch has the id {rule!r}: `wirewatch rules list` shows them"
        )
    users = [watch.min_score for watch in rules.watches if rule in rule_ids(watch.when)]
    return max(min(users, default=0.0), THRESHOLD), {rule}


def _nothing_near(rule: str, entries: Sequence[Entry]) -> str:
    if not entries:
        return "no entries are stored yet: scores and proposed terms come with the first run"
    return f"no stored entry comes near {rule}"


def _passages(rules: RuleSet, wanted: set[str], entries: Sequence[Entry]) -> list[Passage]:
    matcher = compile_rules(_chosen(rules, wanted))
    return [passage for entry in entries for passage in _of_entry(matcher, entry)]


def _chosen(rules: RuleSet, wanted: set[str]) -> RuleSet:
    return RuleSet(
        actors=tuple(a for a in rules.actors if a.id in wanted),
        topics=tuple(t for t in rules.topics if t.id in wanted),
    )


def _suggestions(
    place: Workplace, rules: RuleSet, wanted: set[str], entries: Sequence[Entry], hits: Sequence[Passage]
) -> tuple[Suggestion, ...]:
    """The terms that the topics among the rules lack, by the same entries."""
    found: dict[str, set[str]] = defaultdict(set)
    for passage in hits:
        found[passage.entry].add(passage.rule)
    languages = {feed.lang for feed in place.config.feeds if feed.enabled and feed.lang}
    return suggest(
        _chosen(rules, wanted), entries, [found[entry.id] for entry in entries], languages
    ).suggestions


def _of_entry(matcher: Matcher, entry: Entry) -> list[Passage]:
    found = [(match, ()) for match in matcher.match(entry)]
    near = [(miss.match, miss.lacks) for miss in matcher.near_misses(entry)]
    passages = []
    for match, lacks in (*found, *near):
        content = entry.title if match.field == "title" else entry.text
        start = max(0, match.span.start - AROUND)
        text = content[start : match.span.end + AROUND]
        span = (match.span.start - start, match.span.end - start)
        passages.append(Passage(entry.id, match.rule, match.score, text, span, tuple(lacks)))
    return passages


def _histogram(found: Sequence[Passage]) -> list[dict[str, Any]]:
    counts = Counter((int(p.score / BIN + 1e-6) * BIN, bool(p.lacks)) for p in found)
    bins = sorted({low for low, _ in counts}, reverse=True)
    return [{"from": round(b, 2), "matches": counts[b, False], "near_misses": counts[b, True]} for b in bins]


def _costs(hits: Sequence[Passage], cut: float) -> list[dict[str, Any]]:
    """The numbers of entries that each other cut would lose or win, from the lowest possible cut upwards."""
    now = {passage.entry for passage in hits if passage.score >= cut}
    rows = []
    for moved in sorted({THRESHOLD, *(round(min(cut + step, 1.0), 2) for step in STEPS)} - {cut}):
        then = {passage.entry for passage in hits if passage.score >= moved}
        rows.append({"min_score": moved, "lost": len(now - then), "won": len(then - now)})
    return rows


def _nearest(found: Sequence[Passage], cut: float, *, above: bool) -> list[Passage]:
    """The weakest passages that count, or the strongest that do not; each text once."""
    side = [p for p in found if (not p.lacks and p.score >= cut) == above]
    side.sort(key=lambda p: (p.score if above else -p.score, p.entry))
    return list({p.text: p for p in reversed(side)}.values())[::-1][:SIDES]


def _show(rule: str, cut: float, found: list[Passage], costs: list[dict[str, Any]]) -> None:
    output.say(f"{rule}: counts from a score of {cut:.2f} on; {len(found)} passages")
    rows = _histogram(found)
    most = max(row["matches"] + row["near_misses"] for row in rows)
    for row in rows:
        bar = "#" * _width(row["matches"], most) + "." * _width(row["near_misses"], most)
        output.say(f"  {row['from']:.2f}  {bar} {row['matches']} + {row['near_misses']} near")
    for title, above in (("just above the cut:", True), ("below it:", False)):
        output.say(f"\n{title}")
        nearest = _nearest(found, cut, above=above)
        for passage in nearest:
            _show_passage(passage)
        if not nearest:
            output.say("  nothing")
    moved = [row for row in costs if row["lost"] or row["won"]]
    output.say("\nmoving min_score:" if moved else "\nmoving min_score changes nothing in these entries")
    for row in moved:
        parts = [f"{counted(row[way], 'entry', 'entries')} {way}" for way in ("lost", "won") if row[way]]
        output.say(f"  to {row['min_score']:.2f}: {', '.join(parts)}")
    output.say("# matches, . near misses; try a cut with: wirewatch backtest")


def _width(count: int, most: int) -> int:
    return -(-count * 50 // most) if most else 0


def _show_passage(passage: Passage) -> None:
    flat = passage.text.replace("\n", " ")
    marked = output.marked(flat, [passage.span])
    output.out.print(f"  {passage.score:.2f}  ", marked, soft_wrap=True, sep="")
    if passage.lacks:
        output.say(f"        lacks: {'; '.join(passage.lacks)}")


def _json(passage: Passage) -> dict[str, Any]:
    return {
        "entry": passage.entry,
        "score": passage.score,
        "text": passage.text,
        "span": list(passage.span),
        "lacks": list(passage.lacks),
    }

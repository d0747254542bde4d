"""Prints the difference that a backtest found: for people, with the found words marked, and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from monitor.cli import output
from monitor.cli.workplace import Workplace
from monitor.shapes.moments import iso
from monitor.text.counted import counted
from monitor.workshop.archives.replay_counts import manner
from monitor.workshop.backtest import Difference
from monitor.workshop.match_changes import MatchChanges
from monitor.workshop.replays.comparison import Change
from storage import match_json


def show(found: Difference, place: Workplace, edits: str, most: int) -> None:
    """Prints a difference for people; at most `most` alerts of each kind, or all for 0."""
    output.say(f"rules: {edits}")
    output.say(
        f"{counted(found.entries, 'entry', 'entries')} of {counted(round(found.days), 'day')}: "
        f"{counted(found.old, 'alert')} before ({found.old_a_day:.1f} a day), "
        f"{found.new} after ({found.new_a_day:.1f} a day)"
    )
    moved = f", {found.moved} told by another report" if found.moved else ""
    old, new = found.before, found.after
    # An alert under two watches appears or vanishes under each: these add up, alerts do not.
    output.say(
        f"+{len(found.appear)} / -{len(found.vanish)} alerts{moved}; each report under each watch: {old.told} told before, "
        f"{new.told} after"
    )
    output.say(
        f"updates {old.updates} before, {new.updates} after; waiting {old.waiting}, {new.waiting}; "
        f"silent {old.silent}, {new.silent}"
        + (f"; held {old.held}, {new.held}" if old.held or new.held else "")
    )
    shown = (
        ("+", "appear", found.appear),
        ("-", "vanish", found.vanish),
        ("~", "told otherwise", found.otherwise),
    )
    for sign, title, changes in shown:
        if changes:
            output.say(f"\n{title}:")
        for change in changes[: most or None]:
            _show_change(sign, change, place)
        if most and len(changes) > most:
            output.say(f"  ... and {len(changes) - most} more: --show 0")
    output.say(
        f"\n{found.seconds:.1f} s, {found.rate:,.0f} entries/s (matching alone {found.matcher_rate:,.0f})"
    )


def show_matches(found: MatchChanges) -> None:
    """Prints which rules are found in more entries, or in fewer, and where they are found otherwise."""
    output.say(
        f"matches: {len(found.changes)} of {counted(found.looked_at, 'entry', 'entries')} with these words would change, "
        f"in {found.seconds:.1f} s"
    )
    appear, vanish = found.appear, found.vanish
    for rule in sorted(appear | vanish):
        output.say(f"  {rule}: appears in {appear[rule]}, vanishes from {vanish[rule]}")


def _show_change(sign: str, change: Change, place: Workplace) -> None:
    decision = change.decision
    spans = [(m.span.start, m.span.end) for m in decision.matches if m.field == "title"]
    output.out.print(f"{sign} {output.local(decision.at, place.zone)}", end="  ")
    output.out.print(output.marked(decision.entry.title or "(no title)", spans), soft_wrap=True)
    output.say(f"    {decision.watch}, {decision.entry.feed or 'no feed'}, entry {decision.entry.id}")
    for match in decision.matches[:4]:
        output.say(f"    {output.match_line(match)}")
    if sign == "~":
        output.say(f"    now {manner(decision)}: {decision.reason.text}")
    other = "now" if sign == "-" else "before"
    output.say(f"    {other}: {change.why}")


def to_json(
    found: Difference, place: Workplace, edits: str, matches: MatchChanges | None = None
) -> dict[str, Any]:
    """A difference in the shape that `backtest --json` prints; `matches` is null where they were not counted."""

    def changes(some: tuple[Change, ...]) -> list[dict[str, Any]]:
        return [
            {
                "entry": change.decision.entry.id,
                "version": change.decision.version,
                "watch": change.decision.watch,
                "kind": change.decision.kind,
                "manner": manner(change.decision),
                "class": change.decision.judged,
                "story": change.decision.story,
                "title": change.decision.entry.title,
                "url": change.decision.entry.url,
                "feed": change.decision.entry.feed,
                "at": iso(change.decision.at, place.zone),
                "reason": change.decision.reason.text,
                "other": change.why,
                "matches": [match_json(match) for match in change.decision.matches],
            }
            for change in some
        ]

    return {
        "rules": edits,
        "entries": found.entries,
        "days": round(found.days, 2),
        "old": {**asdict(found.before), "per_day": round(found.old_a_day, 2)},
        "new": {**asdict(found.after), "per_day": round(found.new_a_day, 2)},
        "matches": _counted(matches) if matches else None,
        "moved": found.moved,
        "appear": changes(found.appear),
        "vanish": changes(found.vanish),
        "otherwise": changes(found.otherwise),
        "seconds": round(found.seconds, 3),
        "entries_per_s": round(found.rate),
        "matcher_entries_per_s": round(found.matcher_rate),
    }


def _counted(found: MatchChanges) -> dict[str, Any]:
    counts = {"appear": dict(found.appear), "vanish": dict(found.vanish), "entries": len(found.changes)}
    return {**counts, "looked_at": found.looked_at, "seconds": round(found.seconds, 3)}

"""`wirewatch why`: what each stage decided about an entry, and under which rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Annotated, Any

import typer

from monitor.cli import output
from monitor.cli.options import ConfigOption, JsonOption
from monitor.cli.workplace import FINDINGS, Workplace, leave, workplace
from monitor.evaluation.matcher_cache import compile_rules
from rules.errors import RulesError
from rules.model import Entry, sought
from storage import Store, match_json, reason_json


def register(app: typer.Typer) -> None:
    app.command()(why)


def why(
    entry: Annotated[str, typer.Argument(help="An entry's id, its address, or words of its title.")],
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what happened to an entry at each stage: fetched, matched, joined, decided, sent.

    Example: [bold]wirewatch why https://example.com/story.html[/bold]
    """
    place = workplace(config)
    with place.store() as store:
        found = store.entries.find(entry)
        if not found:
            output.warn(
                f"no stored entry has this id, address or title: {entry}\n"
                "it may never have been in a feed that is watched; `wirewatch feeds` lists them"
            )
            leave(FINDINGS)
        nearly = _near_misses(place, found)
        told = [
            {**account(store, one, place.zone), "near_misses": missed}
            for one, missed in zip(found, nearly, strict=True)
        ]
    if as_json:
        output.print_json(told[0] if len(told) == 1 else told)
        return
    for number, one in enumerate(told):
        if number:
            output.say()
        show(one)


def _near_misses(place: Workplace, entries: Sequence[Entry]) -> list[list[dict[str, Any]] | None]:
    """What the rules of today nearly find in each entry; None where they do not load."""
    try:
        matcher = compile_rules(place.rules().rules)
    except RulesError:
        return [None] * len(entries)
    return [
        [{**match_json(miss.match), "lacks": list(miss.lacks)} for miss in matcher.near_misses(entry)]
        for entry in entries
    ]


def account(store: Store, entry: Entry, zone: tzinfo) -> dict[str, Any]:
    """Every stage's decision on an entry, as JSON."""
    facts = store.facts(entry.id)
    decisions = store.alerts.decisions(entry.id)
    alerts = sorted({d.alert for d in decisions if d.alert is not None})
    deliveries = store.alerts.deliveries(alerts)
    story = store.alerts.story(facts["story"])
    return {
        "entry": entry.id,
        "title": entry.title,
        "url": entry.url,
        "feed": entry.feed,
        "outlet": entry.outlet,
        "published": output.iso(entry.published, zone),
        "fetched": output.iso(entry.fetched, zone),
        "version": facts["version"],
        "quiet": facts["quiet"],
        "article": facts["article"] or None,
        "rules_version": facts["rules_version"],
        "matches": [{"version": v, **match_json(match)} for v, match in store.matches(entry.id)],
        "story": {
            "id": facts["story"],
            "level": facts["level"],
            "same_as": facts["same_as"],
            "score": facts["join_score"],
            "reason": reason_json(facts["join_reason"]),
            "entries": story.size if story else 1,
            "outlets": list(story.outlets) if story else [],
        },
        "decisions": [
            {
                "watch": d.watch,
                "version": d.version,
                "action": d.action,
                "reason": reason_json(d.reason),
                "alert": d.alert,
                "rules_version": d.rules_version,
                "at": output.iso(d.at, zone),
            }
            for d in decisions
        ],
        "deliveries": [
            {"alert": a, "destination": d.destination, "state": d.state, "attempts": d.attempts}
            | ({"last_error": d.last_error} if d.last_error else {})
            for a, sent in deliveries.items()
            for d in sent
        ],
    }


def _sought(match: dict[str, Any]) -> str:
    return sought(match["variant"], [token["pattern"] for token in match["tokens"]])


def show(told: dict[str, Any]) -> None:
    """The account for people: one stage a paragraph."""
    output.say(told["title"] or "(no title)")
    output.say(f"  entry      {told['entry']}, version {told['version']}, from feed {told['feed']}")
    output.say(f"  address    {told['url'] or '(none)'}")
    output.say(f"  fetched    {told['fetched']}; published {told['published'] or 'without a date'}")
    if told["article"]:
        output.say(f"  article    {told['article']}")
    if told["matches"]:
        for match in told["matches"]:
            output.say(
                f"  matched    {match['rule']}: «{match['text']}» in the {match['field']} as "
                f"{_sought(match)!r}, score {match['score']:.2f}"
            )
    else:
        output.say("  matched    nothing")
    for miss in told["near_misses"] or ():
        output.say(
            f"  nearly     {miss['rule']}: «{miss['text']}» in the {miss['field']} as {_sought(miss)!r}, "
            f"score {miss['score']:.2f}; lacked: {'; '.join(miss['lacks'])}"
        )
    if told["near_misses"] is None:
        output.say("  nearly     unknown: the rules do not load; `wirewatch check` says why")
    story = told["story"]
    same = f" as {story['same_as']}" if story["same_as"] else ""
    output.say(
        f"  story      {story['id']} ({story['entries']} entries, {len(story['outlets'])} outlets); "
        f"level {story['level']}{same}, score {story['score']:.2f}: {story['reason']['text']}"
    )
    for decision in told["decisions"]:
        alert = f" in alert {decision['alert']}" if decision["alert"] else ""
        output.say(
            f"  decided    {decision['watch']}: {decision['action']}{alert}, {decision['reason']['text']}"
        )
    if not told["decisions"]:
        output.say("  decided    no watch fires: nothing to tell")
    for sent in told["deliveries"]:
        error = f": {sent['last_error']}" if sent.get("last_error") else ""
        output.say(
            f"  delivery   {sent['destination']}: {sent['state']} after {sent['attempts']} attempts{error}"
        )
    output.say(f"  rules      version {told['rules_version']}")

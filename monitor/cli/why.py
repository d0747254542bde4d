"""`wirewatch why`: shows what each stage decided about an entry, and under which rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Annotated, Any

import typer

from monitor.cli import output
from monitor.cli.exit_codes import FINDINGS
from monitor.cli.options import ConfigOption, JsonOption
from monitor.cli.workplace import Workplace, leave, workplace
from monitor.shapes.account import account
from monitor.text.counted import counted
from rules.errors import RulesError
from rules.model import ACTION_WORDS, Entry, sought
from storage import Store, match_json


def register(app: typer.Typer) -> None:
    app.command()(why)


def why(
    words: Annotated[
        list[str],
        typer.Argument(
            help="An entry's address or words of its title; or the id of an entry, an alert, a story, or `delivery 7`."
        ),
    ],
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what happened to an entry at each stage: fetched, matched, joined, decided, sent.

    Example: [bold]wirewatch why https://example.com/story.html[/bold]
    """
    place = workplace(config)
    entry = " ".join(words)
    with place.store() as store:
        found = store.lookup.find(entry)
        if not found:
            output.warn(
                f"no stored entry has this id, address or title: {entry}\n"
                "it may never have been in a feed that is watched; `wirewatch feeds` lists them"
            )
            leave(FINDINGS)
        if len(found) > 1 and not as_json:
            _list(store, found, entry, place.zone)
            return
        nearly = _near_misses(place, found)
        accounts = [
            {**account(store, each, place.zone), "near_misses": missed}
            for each, missed in zip(found, nearly, strict=True)
        ]
    if as_json:
        output.print_json(accounts[0] if len(accounts) == 1 else accounts)
        return
    show(accounts[0])
    output.say(f"  times are those of {place.zone}")


def _list(store: Store, found: Sequence[Entry], words: str, zone: tzinfo) -> None:
    """Prints the entries that the words find, to choose one from."""
    decided = store.alerts.decisions_of([entry.id for entry in found])
    shown = output.table("entry", "published", "outlet", "became", "headline")
    for entry in found:
        became = (
            ", ".join(dict.fromkeys(ACTION_WORDS[d.action] for d in decided.get(entry.id, ()))) or "no match"
        )
        when = output.local(entry.published or entry.fetched, zone)
        output.row(shown, entry.id, when, entry.outlet or entry.feed, became, entry.title)
    output.show_table(shown)
    output.say(
        f"\n{len(found)} entries have {words!r}: `wirewatch why {found[0].id}` says what happened to the first"
    )


def _near_misses(place: Workplace, entries: Sequence[Entry]) -> list[list[dict[str, Any]] | None]:
    """The near misses of today's rules in each entry; None for each where the rules do not load."""
    from monitor.evaluation.matcher_cache import compile_rules

    try:
        matcher = compile_rules(place.rules().rules)
    except RulesError:
        return [None] * len(entries)
    return [
        [{**match_json(miss.match), "lacks": list(miss.lacks)} for miss in matcher.near_misses(entry)]
        for entry in entries
    ]


def _sought(match: dict[str, Any]) -> str:
    return sought(match["variant"], [token["pattern"] for token in match["tokens"]])


def show(facts: dict[str, Any]) -> None:
    """Prints the account of an entry for people, a line or more for each stage."""
    output.say(facts["title"] or "(no title)")
    output.say(f"  entry      {facts['entry']}, version {facts['version']}, from feed {facts['feed']}")
    output.say(f"  address    {facts['url'] or '(none)'}")
    output.say(
        f"  fetched    {output.shown(facts['fetched'])}; published {output.shown(facts['published']) or 'without a date'}"
    )
    if facts["article"]:
        output.say(f"  article    {facts['article']}")
    if facts["matches"]:
        for match in facts["matches"]:
            output.say(
                f"  matched    {match['rule']}: «{match['text']}» in the {match['field']} as "
                f"{_sought(match)!r}, score {match['score']:.2f}"
            )
    else:
        output.say("  matched    nothing")
    for miss in facts["near_misses"] or ():
        output.say(
            f"  nearly     {miss['rule']}: «{miss['text']}» in the {miss['field']} as {_sought(miss)!r}, "
            f"score {miss['score']:.2f}; lacked: {'; '.join(miss['lacks'])}"
        )
    if facts["near_misses"] is None:
        output.say("  nearly     unknown: the rules do not load; `wirewatch check` says why")
    story = facts["story"]
    same = f" as {story['same_as']}" if story["same_as"] else ""
    output.say(
        f"  story      {story['id']} ({counted(story['entries'], 'entry', 'entries')}, "
        f"{counted(len(story['outlets']), 'outlet')}); "
        f"level {story['level']}{same}, score {story['score']:.2f}: {story['reason']['text']}"
    )
    if story["nearest"]:
        output.say(f"  nearest    {output.told_line(story['nearest'])}")
    for decision in facts["decisions"]:
        _show_decision(decision)
    if not facts["decisions"]:
        output.say("  decided    no watch fires: nothing to tell")
    for sent in facts["deliveries"]:
        error = f": {sent['last_error']}" if sent.get("last_error") else ""
        output.say(
            f"  delivery   {sent['destination']}: {sent['state']} after {counted(sent['attempts'], 'attempt')}{error}"
        )
    for known in facts["acknowledged"]:
        output.say(
            f"  ack        alert {known['alert']}: acknowledged by {known['by']}, {output.shown(known['at'])}"
        )
    output.say(f"  rules      version {facts['rules_version']}")


def _show_decision(decision: dict[str, Any]) -> None:
    """Prints one decision: action, class and reason, the nearest told report, and when a waiting line goes out."""
    alert = f" in alert {decision['alert']}" if decision["alert"] else ""
    kind = f" ({decision['class']})" if decision["class"] else ""
    output.say(
        f"  decided    {decision['watch']}: {ACTION_WORDS[decision['action']]}{kind}{alert}, {decision['reason']['text']}"
    )
    if before := decision["reason"]["data"].get("before"):
        output.say(
            f"             before that: {ACTION_WORDS.get(before['action'], before['action'])}, {before['text']}"
        )
    if decision["told"]:
        output.say(f"             nearest told: {output.told_line(decision['told'])}")
    if decision["due"] and decision["action"] == "waiting":
        output.say(
            f"             goes out with the story's next message, at the latest {output.shown(decision['due'])}"
        )

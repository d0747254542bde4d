"""`wirewatch search`: finds stored entries by their words, and says what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Annotated

import typer

from monitor.cli import output
from monitor.cli.exit_codes import FINDINGS
from monitor.cli.options import ConfigOption, JsonOption, SinceOption, UntilOption, asked_words, since_when
from monitor.cli.workplace import leave, workplace
from monitor.shapes.entries import entry_json
from rules.model import ACTION_WORDS, Entry
from rules.text.search_query import SearchQuery
from storage import SearchFilter, Store, StoredDecision


def register(app: typer.Typer) -> None:
    app.command()(search)


def search(
    words: Annotated[list[str], typer.Argument(help='Words, "phrases", a OR b; "-word" after -- for none.')],
    feed: Annotated[str | None, typer.Option(help="Of this feed only.", show_default=False)] = None,
    outlet: Annotated[str | None, typer.Option(help="Of this outlet only.", show_default=False)] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    watch: Annotated[str | None, typer.Option(help="That met this watch.", show_default=False)] = None,
    not_alerted: Annotated[bool, typer.Option("--not-alerted", help="That nobody was told.")] = False,
    limit: Annotated[int, typer.Option(min=0, help="At most so many; 0 for all.")] = 50,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find stored entries by their words, newest first. Case and accents do not count. Exit 1 if there is none.

    Example: [bold]wirewatch search '"brine leak" OR spill -- -oil' --since 30d --not-alerted[/bold]
    """
    place = workplace(config)
    asked = asked_words(words)
    where = SearchFilter(
        feed=feed,
        outlet=outlet,
        since=since_when(since, place.zone) if since else None,
        until=since_when(until, place.zone, "--until") if until else None,
        watch=watch,
        not_alerted=not_alerted,
    )
    with place.store() as store:
        found = store.search.find(asked, where, limit or None)
        decided = store.alerts.decisions_of([entry.id for entry in found])
        rest = _not_indexed(store)
    if as_json:
        output.print_json(
            [entry_json(entry, asked, decided.get(entry.id, ()), place.zone) for entry in found]
        )
    else:
        for entry in found:
            _show(entry, asked, decided.get(entry.id, ()), place.zone)
        if not found:
            output.say("no stored entry has these words")
    if rest:
        are = "entry is" if rest == 1 else "entries are"
        output.warn(f"the index is being made: {rest} {are} not in it yet")
    leave(0 if found else FINDINGS)


def _not_indexed(store: Store) -> int:
    done, whole = store.search.progress()
    return whole - done


def _show(entry: Entry, asked: SearchQuery, decided: Sequence[StoredDecision], zone: tzinfo) -> None:
    became = "; ".join(map(_words, decided)) or "nothing matched"
    line = f"{output.local(entry.published or entry.fetched, zone)}  {entry.outlet or entry.feed}  "
    headline = output.marked(entry.title, asked.spans(entry.title))
    output.out.print(line, headline, f"  [{became}]  {entry.id}", sep="", markup=False, soft_wrap=True)


def _words(decision: StoredDecision) -> str:
    alert = f" in alert {decision.alert}" if decision.alert is not None else ""
    return f"{decision.watch}: {ACTION_WORDS[decision.action]}{alert}"

"""`wirewatch explain`: shows what the rules find in a text. Stores and sends nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli import output
from monitor.cli.options import ConfigOption, JsonOption, now
from monitor.cli.workplace import workplace
from monitor.evaluation.matcher_cache import compile_rules
from rules.deciding.watches import fired
from rules.model import Entry, Match
from storage import match_json


def register(app: typer.Typer) -> None:
    app.command()(explain)


def explain(
    words: Annotated[
        str | None, typer.Argument(help="The text itself, in quotes.", show_default=False)
    ] = None,
    text: Annotated[str | None, typer.Option(help="The same, as an option.", show_default=False)] = None,
    url: Annotated[str | None, typer.Option(help="A web page.", show_default=False)] = None,
    file: Annotated[
        Path | None, typer.Option(help="A text or HTML file; - for standard input.", show_default=False)
    ] = None,
    title: Annotated[str, typer.Option(help="A headline to match beside it.")] = "",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show which rules a text meets, where and why, and which watches would fire.

    Example: [bold]wirewatch explain "Marcelo Ébrard habló de fentanilo"[/bold]
    """
    if sum(source is not None for source in (words, text, url, file)) != 1:
        raise typer.BadParameter("give exactly one: a text in quotes, --url or --file", param_hint="--text")
    text = words if text is None else text
    place = workplace(config)
    rules = place.rules().rules
    entry = _entry(title, text, url, file)
    matcher = compile_rules(rules)
    found, missed = matcher.match(entry), matcher.near_misses(entry)
    watches = [firing.watch.id for firing in fired(rules.watches, found)]
    if as_json:
        output.print_json(
            {
                "matches": [match_json(match) for match in found],
                "watches": watches,
                "near_misses": [{**match_json(miss.match), "lacks": list(miss.lacks)} for miss in missed],
            }
        )
        return
    _show_text(entry, found)
    for match in found:
        _show(match)
    for miss in missed:
        output.say(f"nearly {output.match_line(miss.match)}; it lacked: {'; '.join(miss.lacks)}")
    output.say(f"watches that fire: {', '.join(watches) or 'none'}" if found else "no rule meets this text")


def _show_text(entry: Entry, found: list[Match]) -> None:
    for name, shown in (("title", entry.title), ("text", entry.text)):
        spans = [(m.span.start, m.span.end) for m in found if m.field == name]
        if spans:
            output.out.print(output.marked(shown, spans), soft_wrap=True)
            output.say()


def _entry(title: str, text: str | None, url: str | None, file: Path | None) -> Entry:
    if file == Path("-"):
        text = sys.stdin.read()
    if text is not None:
        return Entry(id="text", title=title, text=text)
    from monitor.workshop.documents import read_article
    from monitor.workshop.try_feed import as_address

    url = as_address(url) if url else None
    where = url or file
    assert where is not None
    page_title, body = read_article(where, now())
    return Entry(id="text", title=title or page_title, text=body, url=url)


def _show(match: Match) -> None:
    output.say(output.match_line(match))
    for token in match.tokens:
        output.say(f"    {token.pattern} = {token.text} ({token.how}, {token.similarity:.2f})")
    if match.context:
        output.say(f"    context: {match.context}")
    if match.gap:
        output.say(f"    words between: {match.gap}")
    if match.order == "reversed":
        output.say("    order: reversed")

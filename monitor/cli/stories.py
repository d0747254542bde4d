"""`wirewatch stories`: lists stories, joins a file of entries into stories, undoes a link."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import track

from monitor.cli import output
from monitor.cli.options import ConfigOption, JsonOption, now
from monitor.cli.workplace import FINDINGS, SKIPPED, Workplace, leave, output_file, workplace
from monitor.config.load import INSTALL, MISSING, is_installed
from monitor.evaluation import semantic as semantic_model
from monitor.workshop.archive import lines, open_lines
from monitor.workshop.story_archive import as_line, join_entries, read_entries
from rules.errors import WirewatchError
from rules.model import Story
from rules.stories.event_window import THRESHOLD_UNFILTERED, Criteria, Meaning
from rules.times import parse_span
from storage import Link, Store, reason_json

MOST_SHOWN = 20

app = typer.Typer(rich_markup_mode="rich")


def register(parent: typer.Typer) -> None:
    parent.add_typer(app, name="stories")


@app.callback(invoke_without_command=True)
def stories(
    context: typer.Context,
    source: Annotated[
        Path | None,
        typer.Option(
            "--input",
            "-i",
            help="Entries, one JSON object a line (.gz too, - for stdin).",
            show_default=False,
        ),
    ] = None,
    target: Annotated[
        Path, typer.Option("--output", "-o", help="Where their stories go, a line an entry; - for stdout.")
    ] = Path("-"),
    same_event: Annotated[
        float, typer.Option(min=0.01, max=1, help="With --input: score from which on reports tell one event.")
    ] = THRESHOLD_UNFILTERED,
    semantic: Annotated[
        bool, typer.Option("--semantic", help="With --input: compare bare headlines by meaning too.")
    ] = False,
    since: Annotated[str, typer.Option(help="List stories found in this span, as 12h or 7d.")] = "7d",
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the stories of more than one entry; with --input, join a file of entries into stories.

    The file holds {id, title, text, published?, url?, outlet?, feed?, guid?, lang?} a line; each entry gets
    {id, story, level, same_as, score}, in order of date. Exit 3 if lines were skipped.

    Example: [bold]wirewatch stories --input entries.jsonl --output stories.jsonl[/bold]
    """
    if context.invoked_subcommand:
        return
    if source is not None:
        leave(_join(source, target, Criteria(same_event, _meaning() if semantic else None)))
        return
    place = workplace(config)
    try:
        span = parse_span(since)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--since") from None
    with place.store() as store:
        found = [(s, store.stories.links(s.id)) for s in store.stories.find(since=now() - span, limit=limit)]
    if as_json:
        output.print_json([_as_json(story, links, place) for story, links in found])
    else:
        _show(found, place)


@app.command()
def split(
    entry: Annotated[str, typer.Argument(help="An entry's id, its address, or words of its title.")],
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take an entry, with its copies, out of its story into one of its own. Nothing is deleted.

    Example: [bold]wirewatch stories split 3f2a9c[/bold]
    """
    place = workplace(config)
    with place.store() as store:
        name = _one(store, entry)
        parted = store.stories.split(name, now()) if name else None
    if parted is None:
        output.warn(
            f"nothing to part: {entry} is {'alone in its story' if name else 'no entry, or more than one'}"
        )
        leave(FINDINGS)
    elif as_json:
        output.print_json(parted)
    else:
        output.say(
            f"{len(parted.moved)} of story {parted.was} are story {parted.now}: {', '.join(parted.moved)}"
        )


def _one(store: Store, words: str) -> str | None:
    found = store.entries.find(words, limit=2)
    return found[0].id if len(found) == 1 else None


def _meaning() -> Meaning:
    if not is_installed():
        raise WirewatchError(f"{MISSING}: {INSTALL}")
    return semantic_model.load_meaning()


def _join(source: Path, target: Path, criteria: Criteria) -> int:
    with open_lines(source) as file:
        entries, bad = read_entries(lines(file), now())
    for line in bad[:MOST_SHOWN]:
        output.warn(f"{source}: {line}: skipped")
    found = set()
    with output_file(target, source) as out:
        joined = track(
            join_entries(entries, criteria),
            "joining",
            total=len(entries),
            console=output.err,
            transient=True,
            disable=not output.err.is_terminal,
        )
        for entry, join in joined:
            out.write(as_line(entry, join))
            found.add(join.story or entry.id)
    output.warn(
        f"{len(entries)} entries, {len(found)} stories" + (f", {len(bad)} lines skipped" if bad else "")
    )
    return SKIPPED if bad else 0


def _as_json(story: Story, links: list[Link], place: Workplace) -> dict[str, Any]:
    return {
        "id": story.id,
        "title": story.title,
        "first": output.iso(story.first_at, place.zone),
        "last": output.iso(story.last_at, place.zone),
        "outlets": list(story.outlets),
        "entries": [
            {
                "id": link.entry.id,
                "title": link.entry.title,
                "outlet": link.entry.outlet or link.entry.feed,
                "level": link.level,
                "same_as": link.same_as,
                "score": link.score,
                "reason": reason_json(link.reason),
            }
            for link in links
        ],
    }


def _show(found: list[tuple[Story, list[Link]]], place: Workplace) -> None:
    for story, links in found:
        when = output.local(story.last_at, place.zone)
        output.say(
            f"{story.title}\n  story {story.id}, {story.size} entries, {len(story.outlets)} outlets, {when}"
        )
        shown = output.table("", "entry", "outlet", "why")
        for link in links:
            output.row(
                shown, link.level, link.entry.id, link.entry.outlet or link.entry.feed, link.reason.text
            )
        output.show_table(shown)
    if not found:
        output.say("no story of more than one entry in this span")

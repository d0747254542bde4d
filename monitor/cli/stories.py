"""`wirewatch stories`: lists stories, joins a file of entries into stories, parts a story or joins two."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli import audit, output
from monitor.cli.exit_codes import FINDINGS, SKIPPED
from monitor.cli.options import ConfigOption, JsonOption, now
from monitor.cli.review import review
from monitor.cli.tell import describe, only_entry, rules_in_force
from monitor.cli.workplace import Workplace, leave, workplace
from monitor.config.load import SEMANTIC_INSTALL, SEMANTIC_MISSING, semantic_is_installed
from monitor.shapes.stories import Decided, standings, story_json
from monitor.text.counted import counted
from monitor.workshop.telling import tell_parted
from rules.errors import WirewatchError
from rules.model import ACTION_WORDS, Story
from rules.times import parse_span
from storage import Link, StoredDecision

if TYPE_CHECKING:
    from rules.stories.event_window import Criteria, Meaning

MOST_SHOWN = 20
app = typer.Typer(rich_markup_mode="rich")
SinceOption = Annotated[str, typer.Option(help="List stories found in this span, as 12h or 7d.")]
LimitOption = Annotated[int, typer.Option(min=1, help="At most so many.")]


def register(parent: typer.Typer) -> None:
    parent.add_typer(app, name="stories")


@app.callback(invoke_without_command=True)
def stories(
    context: typer.Context,
    source: Annotated[
        str | None,
        typer.Option(
            "--input",
            "-i",
            help="Entries: a path, - for stdin, or an address (s3://, gs://, https://); JSON lines (.gz too) or .parquet.",
            show_default=False,
        ),
    ] = None,
    target: Annotated[
        Path,
        typer.Option(
            "--output", "-o", help="Where their stories go: JSON lines (- for stdout), or .parquet."
        ),
    ] = Path("-"),
    same_event: Annotated[
        float | None,
        typer.Option(
            min=0.01,
            max=1,
            help="With --input: score from which on reports tell one event; default 0.16.",
            show_default=False,
        ),
    ] = None,
    semantic: Annotated[
        bool, typer.Option("--semantic", help="With --input: compare bare headlines by meaning too.")
    ] = False,
    since: SinceOption = "7d",
    limit: LimitOption = 50,
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
        leave(_join(source, target, _criteria(same_event, semantic)))
        return
    _list(since, limit, config, as_json=as_json)


@app.command("list")
def list_stories(
    since: SinceOption = "7d",
    limit: LimitOption = 50,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the stories of more than one entry, as `wirewatch stories` does.

    Example: [bold]wirewatch stories list --since 12h[/bold]
    """
    _list(since, limit, config, as_json=as_json)


def _list(since: str, limit: int, config: Path | None, *, as_json: bool) -> None:
    place = workplace(config)
    try:
        span = parse_span(since)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--since") from None
    with place.store() as store:
        found = [(s, store.stories.links(s.id)) for s in store.stories.find(since=now() - span, limit=limit)]
        decided = store.alerts.decisions_of([link.entry.id for _, links in found for link in links])
    if as_json:
        output.print_json([story_json(story, links, decided, place.zone) for story, links in found])
    else:
        _show(found, decided, place)


@app.command()
def split(
    entry: Annotated[str, typer.Argument(help="An entry's id, its address, or words of its title.")],
    quiet: Annotated[bool, typer.Option("--quiet", help="Tell nobody of what is parted.")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take an entry, with its copies, out of its story into one of its own; what had stayed silent is told.

    Nothing is deleted. The silence of what is told is kept as wrong: see [bold]stories review[/bold].

    Example: [bold]wirewatch stories split 3f2a9c[/bold]
    """
    place = workplace(config)
    rules = None if quiet else rules_in_force(place)
    with place.store() as store:
        found = only_entry(store, entry)
        with store.transaction():
            parted = store.stories.split(found.id, now())
            if parted:
                audit.note(store, "split", f"entry {found.id}", f"from story {parted.was}")
            told = tell_parted(store, rules, parted, now()) if parted and rules else None
    if parted is None:
        output.warn(f"nothing to part: {found.id} is alone in its story")
        leave(FINDINGS)
    elif as_json:
        output.print_json({**asdict(parted), "alert": told})
    else:
        output.say(
            f"{len(parted.moved)} of story {parted.was} are story {parted.now}: {', '.join(parted.moved)}"
        )
        if told:
            output.say(describe(told))


@app.command()
def join(
    entry: Annotated[
        str, typer.Argument(help="An entry of the story that goes: id, address or title words.")
    ],
    into: Annotated[str, typer.Argument(help="An entry of the story that stays.")],
    config: ConfigOption = None,
) -> None:
    """Join the story of an entry into that of another one: later reports are then updates of one story.

    Nothing is deleted or told; [bold]stories split[/bold] parts them again.

    Example: [bold]wirewatch stories join 3f2a9c 81cc02[/bold]
    """
    with workplace(config).store() as store:
        goes, stays = (store.facts(only_entry(store, each).id)["story"] for each in (entry, into))
        with store.transaction():
            moved = store.stories.join(goes, stays, now())
            if moved:
                audit.note(store, "join", f"story {goes}", f"into story {stays}")
    if not moved:
        output.warn("nothing to join: they are one story")
        leave(FINDINGS)
    output.say(f"{counted(len(moved), 'entry', 'entries')} of story {goes} are in story {stays} now")


app.command()(review)


def _criteria(same_event: float | None, semantic: bool) -> Criteria:
    from rules.stories.event_window import THRESHOLD_UNFILTERED, THRESHOLD_UNKNOWN_SOURCE, Criteria

    score = THRESHOLD_UNFILTERED if same_event is None else same_event
    return Criteria(score, _meaning() if semantic else None, THRESHOLD_UNKNOWN_SOURCE)


def _meaning() -> Meaning:
    if not semantic_is_installed():
        raise WirewatchError(f"{SEMANTIC_MISSING}: {SEMANTIC_INSTALL}")
    from monitor.evaluation.semantic import load_meaning

    return load_meaning()


def _join(source: str, target: Path, criteria: Criteria) -> int:
    from rich.progress import track

    from monitor.workshop.archives.archive import Archive
    from monitor.workshop.archives.parquet_output import STORIES
    from monitor.workshop.archives.story_archive import as_line, join_entries, read_entries

    archive = Archive(source)
    entries, bad = read_entries(archive.entries(now()))
    for line in bad[:MOST_SHOWN]:
        output.warn(f"{source}: {line}: skipped")
    stories = set()
    with output.rows_file(target, STORIES, source) as write:
        joined = track(
            join_entries(entries, criteria),
            "joining",
            total=len(entries),
            console=output.err,
            transient=True,
            disable=not output.err.is_terminal,
        )
        for entry, join in joined:
            write(as_line(entry, join))
            stories.add(join.story or entry.id)
    output.warn(
        f"{counted(len(entries), 'entry', 'entries')}, {counted(len(stories), 'story', 'stories')}"
        + (f", {counted(len(bad), archive.kind)} skipped" if bad else "")
    )
    return SKIPPED if bad else 0


def _show(found: list[tuple[Story, list[Link]]], decided: Decided, place: Workplace) -> None:
    for story, links in found:
        when = output.local(story.last_at, place.zone)
        standing = ", ".join(f"{count} {word}" for word, count in standings(decided, links).items() if count)
        output.say(
            f"{story.title}\n  story {story.id}, {counted(story.size, 'entry', 'entries')}, "
            f"{counted(len(story.outlets), 'outlet')}, {when}; "
            f"{standing}"
        )
        shown = output.table("", "entry", "outlet", "why")
        for link in links:
            why = "; ".join([link.reason.text, *map(_words, decided.get(link.entry.id, ()))])
            output.row(shown, link.level, link.entry.id, link.entry.outlet or link.entry.feed, why)
        output.show_table(shown)
    if not found:
        output.say("no story of more than one entry in this span")


def _words(decision: StoredDecision) -> str:
    """A decision in words; of what was told, only in which alert."""
    if decision.alert is not None:
        return f"{decision.watch}: told in alert {decision.alert}"
    return f"{decision.watch}: {ACTION_WORDS[decision.action]}, {decision.reason.text}"

"""`wirewatch seed`: drafts a rules file from documents."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli import audit, output
from monitor.cli.options import JsonOption, chosen_config, now
from monitor.cli.workplace import Workplace, workplace
from monitor.config.paths import VARIABLE
from monitor.workshop.documents import read_document
from monitor.workshop.rules_file import write_new
from rules.errors import ProblemsError, WirewatchError
from rules.model import RuleSet
from rules.seeding import Draft, draft


def register(app: typer.Typer) -> None:
    app.command()(seed)


def seed(
    documents: Annotated[list[str], typer.Argument(help="Text, HTML or PDF files, or web addresses.")],
    write: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write to this file; never overwrites.", show_default=False),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config", "-c", help="The watch folder, if any.", envvar=VARIABLE, callback=chosen_config
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Draft watch rules from documents: people, organisations and topics, each with its sentence.

    In a watch folder's rules/ only what no rule tracks yet is proposed.

    Example: [bold]wirewatch seed article.html -o rules/draft.yaml && wirewatch check[/bold]
    """
    if write is not None and write.exists():
        raise WirewatchError(f"{write} is there already and was not changed: choose another name")
    known, beside = _known(config, write)
    drafted = draft([read_document(where, now()) for where in documents], known=known, beside=beside)
    if not drafted.text:
        raise WirewatchError("no person, organisation or topic was found in " + ", ".join(documents))
    if write is not None:
        write_new(write, drafted.text)
        audit.note_rules_file(config, "save", write, "drafted by seed")
    if as_json:
        output.print_json(_json(drafted, write))
    elif write is None:
        sys.stdout.write(drafted.text)
    else:
        output.say(f"{write}: {len(drafted.actors)} actors and {len(drafted.topics)} topics drafted")
        output.say("next: read it, strike what you do not need, then: wirewatch check")


def _known(config: Path | None, write: Path | None) -> tuple[RuleSet, bool]:
    """The rules of the watch folder, and whether the draft will be written beside them."""
    try:
        place: Workplace = workplace(config)
        folder = place.config.rules_folder
        beside = write is not None and write.absolute().parent.resolve() == folder.resolve()
        has_rules = any(folder.glob("*.yaml"))
        return (place.rules().rules if beside and has_rules else RuleSet()), beside
    except ProblemsError as error:
        if write is None or config is None:
            return RuleSet(), False
        raise error


def _json(drafted: Draft, write: Path | None) -> dict[str, object]:
    return {
        "output": str(write) if write else None,
        "actors": [
            {
                "id": rule.id,
                "name": rule.name,
                "aliases": [variant.text for variant in rule.variants],
                "surname_alone": rule.surname or None,
                "context": list(rule.context),
                "tracked": rule.tracked or None,
                "sentence": rule.source.text,
                "document": rule.source.document,
            }
            for rule in drafted.actors
        ],
        "topics": [
            {
                "id": rule.id,
                "terms": [variant.text for variant in rule.variants],
                "tracked": rule.tracked or None,
                "sentence": rule.source.text,
                "document": rule.source.document,
            }
            for rule in drafted.topics
        ],
        "rules": None if write else drafted.text,
    }

"""`wirewatch rules import`: copies a list of actors into the rules folder, and reports its weak names."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli import audit, output
from monitor.cli.options import ConfigOption, JsonOption
from monitor.cli.workplace import workplace
from monitor.text.counted import counted
from monitor.workshop.rules_file import write_new
from rules.errors import WirewatchError
from rules.loading.actor_lists import keep_kinds
from rules.loading.load import load_list
from rules.model import LoadedList

SHOWN = 20


class Format(StrEnum):
    """The formats of lists of actors."""

    OFAC, CSV, JSONL = "ofac", "csv", "jsonl"


def import_list(
    form: Annotated[
        Format, typer.Argument(help="ofac: SDN.CSV with ALT.CSV beside it; csv; jsonl (.gz too).")
    ],
    file: Annotated[Path, typer.Argument(help="The list.")],
    name: Annotated[
        str | None, typer.Option("--id", help="Its id; default: from the file's name.", show_default=False)
    ] = None,
    kinds: Annotated[
        list[str] | None,
        typer.Option("--kind", help="Only actors of this kind; repeat for more.", show_default=False),
    ] = None,
    write: Annotated[
        Path | None, typer.Option("--output", "-o", help="Default: rules/lists/ID.jsonl.", show_default=False)
    ] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Import a list of actors as a list file, and say which of its names are too weak to be watched.

    Example: [bold]wirewatch rules import ofac SDN.CSV --kind person[/bold]
    """
    from rules.checking import lint

    (loaded,) = load_list(file, form=form.value).rules.lists
    chosen = LoadedList(loaded.rule, keep_kinds(loaded.actors, kinds or ()), loaded.digest)
    if not chosen.actors:
        raise WirewatchError(f"{file} names nobody" + (f" of kind {', '.join(kinds)}" if kinds else ""))
    known_as = name or loaded.rule.id
    target = write or workplace(config).config.rules_folder / "lists" / f"{known_as}.jsonl"
    write_new(target, "".join(_lines(chosen)))
    audit.note_rules_file(config, "import", target, f"{counted(len(chosen.actors), 'actor')} of {file.name}")
    report = lint.report(chosen)
    if as_json:
        left = [{"key": key, "name": text, "reason": why} for key, text, why in report.left_out]
        output.print_json(
            {"output": str(target), "actors": len(chosen.actors), "spellings": report.kept, "left_out": left}
        )
        return
    output.say(
        f"{target}: {counted(len(chosen.actors), 'actor')}, {counted(report.kept, 'spelling')} watched, "
        f"{len(report.left_out)} too weak"
    )
    for key, text, why in report.left_out[:SHOWN]:
        output.say(f"  left out: {text} ({key}): {why}")
    if len(report.left_out) > SHOWN:
        output.say(f"  ... and {len(report.left_out) - SHOWN} more: --json lists them all")
    output.say("to watch it, write into a rules file:")
    output.say(f"  lists:\n    - {{id: {known_as}, file: lists/{target.name}, format: jsonl}}")


def _lines(loaded: LoadedList) -> list[str]:
    return [
        json.dumps(
            {"id": actor.key, "name": actor.name, "kind": actor.kind, "aliases": list(actor.aliases)},
            ensure_ascii=False,
        )
        + "\n"
        for actor in loaded.actors
    ]

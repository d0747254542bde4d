"""Commands on the watch folder itself: init, check, schema, db."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli import output
from monitor.cli.base import FINDINGS, ConfigOption, JsonOption, leave, workplace
from monitor.paths import user_folder
from monitor.starter import starter_files
from rules.errors import Problem, ProblemsError, WirewatchError
from rules.json_schema import json_schema
from rules.load import check_seeds

db = typer.Typer(help="The store: schema and upkeep.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.command()(init)
    app.command()(check)
    app.command()(schema)
    app.add_typer(db, name="db")


def init(
    folder: Annotated[
        Path | None, typer.Argument(help="Where; default: the user config folder.", show_default=False)
    ] = None,
) -> None:
    """Make a starter watch folder: config.toml, rules/ and seeds/. Never overwrites a file.

    Example: [bold]wirewatch init ~/watch && wirewatch -c ~/watch run --once[/bold]
    """
    target = (folder or user_folder()).expanduser()
    kept = made = 0
    for name, source in starter_files():
        path = target / name
        if path.exists():
            kept += 1
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, path)
        made += 1
    output.say(f"{target}: {made} files written, {kept} already there and kept")
    output.say(f"next: edit {target / 'config.toml'}, then: wirewatch -c {target} run --once")


def check(
    config: ConfigOption = None,
    rules: Annotated[
        Path | None,
        typer.Option("--rules", help="Check this rules file or folder instead.", show_default=False),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Check config.toml, the rules, their examples and their seeds. Exit 1 if anything is wrong.

    Example: [bold]wirewatch check --json[/bold]
    """
    problems = findings(config, rules)
    errors = [problem for problem in problems if problem.level == "error"]
    if as_json:
        output.print_json(
            {
                "ok": not errors,
                "problems": [{**asdict(problem), "path": str(problem.path)} for problem in problems],
            }
        )
    else:
        output.show_problems(problems)
        if not errors:
            output.say(f"well: no errors, {len(problems)} warnings")
    leave(FINDINGS if errors else 0)


def findings(explicit: Path | None, rules: Path | None) -> list[Problem]:
    """Everything that `check` finds, errors and warnings."""
    try:
        place = workplace(explicit)
        loaded = place.rules(rules)
        problems = list(loaded.warnings)
        if rules is None:
            problems += check_seeds(loaded.rules, place.config.seeds_folder, place.config.rules_folder)
        return problems
    except ProblemsError as error:
        return error.problems


def schema(
    write: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write it to this file.", show_default=False)
    ] = None,
) -> None:
    """Print the JSON Schema of rules files, for editors to complete and validate by.

    Example: [bold]wirewatch schema -o rules/schema.json[/bold]
    """
    if write is None:
        output.print_json(json_schema())
        return
    import json

    try:
        write.write_text(json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise WirewatchError(f"{write} cannot be written: {error.strerror}") from error


@db.command()
def upgrade(config: ConfigOption = None) -> None:
    """Create the store, or bring it to this version's schema; all or nothing.

    Example: [bold]wirewatch db upgrade[/bold]
    """
    place = workplace(config)
    with place.store(create=True) as store:
        output.say(f"{store.location}: at the newest schema")

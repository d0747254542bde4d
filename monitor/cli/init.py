"""`wirewatch init` makes a starter watch folder; `wirewatch schema` prints the schema of rules files and of webhooks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from monitor.cli import output
from monitor.config.paths import user_folder
from monitor.config.starter import starter_files
from rules.errors import WirewatchError
from rules.loading.json_schema import json_schema


def register(app: typer.Typer) -> None:
    app.command()(init)
    app.command()(schema)


def init(
    folder: Annotated[
        Path | None, typer.Argument(help="Where; default: the user config folder.", show_default=False)
    ] = None,
) -> None:
    """Make a starter watch folder: config.toml, rules/ and seeds/. Never overwrites a file.

    Example: [bold]wirewatch init ~/watch && wirewatch -c ~/watch run --once[/bold]
    """
    target = (folder or user_folder()).expanduser()
    kept = written = 0
    for name, source in starter_files():
        path = target / name
        if path.exists():
            kept += 1
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, path)
        except OSError as error:
            raise WirewatchError(f"{path} cannot be written: {error.strerror}") from error
        written += 1
    output.say(f"{target}: {written} files written, {kept} already there and kept")
    output.say(f"next: edit {target / 'config.toml'}, then: wirewatch -c {target} run --once")


def schema(
    what: Annotated[
        Literal["rules", "alert", "digest", "notice"],
        typer.Argument(help="rules files, or what a destination with format json is posted."),
    ] = "rules",
    write: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write it to this file.", show_default=False)
    ] = None,
) -> None:
    """Print a JSON Schema: of rules files, for editors to complete and validate by, or of what webhooks are posted.

    Examples: [bold]wirewatch schema -o rules/schema.json[/bold]; [bold]wirewatch schema alert[/bold]
    """
    printed = json_schema() if what == "rules" else _webhook_schema(what)
    if write is None:
        output.print_json(printed)
        return
    with output.output_file(write) as file:
        file.write((json.dumps(printed, ensure_ascii=False, indent=2) + "\n").encode("utf-8"))


def _webhook_schema(what: str) -> dict[str, Any]:
    # Imported here, because `init` needs none of it, and the models take time to build.
    from monitor.delivery.rendering.webhook import schema_of

    return schema_of(what)

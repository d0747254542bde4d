"""`wirewatch init` makes a watch folder; `wirewatch schema` prints the schema of rules files and of webhooks."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from monitor.cli import output
from monitor.config.edit import feed_name
from monitor.config.paths import user_folder
from monitor.config.resolve import SECRETS_NAME
from monitor.config.starter import mail_url, own_files, starter_files
from monitor.text.counted import counted
from rules.errors import WirewatchError
from rules.loading.json_schema import json_schema
from rules.seeding.write_rules import new_rule

FIRST_RULES = Path("rules") / "watch.yaml"
NO_RULES = """\
# yaml-language-server: $schema=./schema.json
# No rule yet: write the first ones on the page, or here.
version: 1
...
"""


def register(app: typer.Typer) -> None:
    app.command()(init)
    app.command()(schema)


def init(
    folder: Annotated[
        Path | None, typer.Argument(help="Where; default: the user config folder.", show_default=False)
    ] = None,
    topic: Annotated[
        str | None, typer.Option(help="Words of your subject, with commas between.", show_default=False)
    ] = None,
    actor: Annotated[
        str | None,
        typer.Option(help="A person or organisation; other names after commas.", show_default=False),
    ] = None,
    mail: Annotated[str | None, typer.Option(help="Your mail address.", show_default=False)] = None,
    mail_server: Annotated[str, typer.Option(help="What takes your mail, as HOST:PORT.")] = "localhost",
    empty: Annotated[
        bool,
        typer.Option("--empty", help="No rule yet: the page of `wirewatch run` asks for the first ones."),
    ] = False,
    example: Annotated[
        bool, typer.Option("--example", help="A folder full of samples: talks between the US and Mexico.")
    ] = False,
) -> None:
    """Make a watch folder for your own subject; asks for it at a terminal. Never overwrites a file.

    Example: [bold]wirewatch init ~/watch --topic "lithium, litio" --mail ana@example.org[/bold]
    """
    target = (folder or user_folder()).expanduser()
    if example:
        files = [(name, source.read_bytes()) for name, source in starter_files()]
        _write(target, files)
        output.say(f"next: edit {target / 'config.toml'}, then: wirewatch -c {target} run --once")
        return
    if empty:
        _write(target, [*_own(None, None, None), (FIRST_RULES, NO_RULES.encode())])
        output.say(f"next: wirewatch -c {target} run, which prints the address of the page")
        return
    user = password = ""
    if not (topic or actor):
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise typer.BadParameter(
                "say what to watch: --topic WORDS, --actor NAME, --example, or --empty", param_hint="--topic"
            )
        topic, actor = _asked("Words of your subject (commas between)"), _asked("A person or organisation")
        if not (topic or actor):
            raise typer.BadParameter("a watch needs a subject or a name", param_hint="--topic")
        mail = mail or _asked("Your mail address")
        if mail:
            mail_server = typer.prompt("Your mail server", default=mail_server)
            user = _asked("Your user name there")
            password = _password() if user else ""
    _write(target, _own(topic, actor, _mail_url(mail, mail_server, user, password) if mail else None))
    output.say(f"next: wirewatch -c {target} feeds discover SITE, feeds add ADDRESS, check, and run --once")


def _asked(question: str) -> str:
    return str(typer.prompt(f"{question}, or nothing", default="", show_default=False)).strip()


def _password() -> str:
    return str(typer.prompt("Your password there", hide_input=True))


def _mail_url(address: str, server: str, user: str, password: str) -> str:
    try:
        return mail_url(address, server, user, password)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--mail") from None


def _own(topic: str | None, actor: str | None, mail_url: str | None) -> list[tuple[Path, bytes]]:
    """The files of a folder on one's own subject."""
    files = list(own_files(mail_url))
    if topic and (terms := _split(topic)):
        name = feed_name(terms[0], "", ())
        files.append((Path("rules") / f"{name}.yaml", new_rule(name, actor=None, terms=terms, notify=())))
    if actor and (names := _split(actor)):
        name = feed_name(names[0], "", ())
        text = new_rule(name, actor=names[0], aliases=names[1:], terms=(), notify=())
        files.append((Path("rules") / f"{name}.yaml", text))
    schema = json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
    files.append((Path("rules") / "schema.json", schema))
    return [(path, text.encode()) for path, text in files]


def _split(words: str) -> list[str]:
    return [word for part in words.split(",") if (word := " ".join(part.split()))]


def _write(target: Path, files: Sequence[tuple[Path, bytes]]) -> None:
    """Writes the files that are not there yet; one with secrets is its owner's alone. Errors: WirewatchError."""
    kept = written = 0
    for name, content in files:
        path = target / name
        if path.exists():
            kept += 1
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            mode = 0o600 if name.name == SECRETS_NAME else 0o666
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:  # noqa: PTH123
                file.write(content)
        except OSError as error:
            raise WirewatchError(f"{path} cannot be written: {error.strerror}") from error
        written += 1
    output.say(f"{target}: {counted(written, 'file')} written, {kept} already there and kept")


def schema(
    what: Annotated[
        Literal["rules", "alert", "digest", "notice"],
        typer.Argument(help="rules files, or what a destination with format json is posted."),
    ] = "rules",
    write: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write it to this file.", show_default=False)
    ] = None,
) -> None:
    """Print a JSON Schema: of rules files, for editors, or of what webhooks are posted.

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

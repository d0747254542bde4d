"""`wirewatch web token`: makes, lists and ends tokens of scripts that use the API, the metrics and the feeds of alerts."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from monitor.cli import audit, output
from monitor.cli.exit_codes import FINDINGS
from monitor.cli.options import ConfigOption, JsonOption, now
from monitor.cli.workplace import Workplace, leave, workplace
from monitor.shapes.moments import iso
from rules.errors import WirewatchError

NO_EXTRA = (
    "tokens need more packages: install wirewatch with the extra `web`, as pipx install 'wirewatch[web]'"
)
Role = Literal["reader", "reviewer", "editor"]


class AddsByName(TyperGroup):
    """A group whose first word, where it is no command, is the name of a token to be made: `web token grafana`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and "--help" not in args and args[0] not in self.commands:
            args = ["add", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=AddsByName, no_args_is_help=True, help="Make, list and end tokens of scripts.")


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="The name of the script that gets it, as grafana.")],
    write: Annotated[bool, typer.Option("--write", help="It may change everything: an editor.")] = False,
    role: Annotated[Role, typer.Option(help="What it may do: see; also judge and mute; all.")] = "reader",
    config: ConfigOption = None,
) -> None:
    """Make a token for a script. It is shown only now, and works at once; the store keeps its hash.

    Example: [bold]wirewatch web token add grafana[/bold]
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,79}", name):
        raise typer.BadParameter("small letters, digits and hyphens, as grafana", param_hint="NAME")
    try:
        from monitor.web.security.tokens import hash_token, new_token
    except ModuleNotFoundError as error:
        raise WirewatchError(NO_EXTRA) from error
    from storage import ScriptToken

    place, made = workplace(config), new_token()
    given: Role = "editor" if write else role
    token = ScriptToken(name, hash_token(made), given, now())
    with place.store() as store, store.transaction():
        if name in place.config.web.tokens or not store.script_tokens.add(token):
            raise WirewatchError(f"there is a token {name}: end it before, or take another name")
        audit.note(store, "add", f"token {name}", given)
    output.say(made)
    output.warn(f"the token of {name}, a {given}, is shown only now: give it to the script")


@app.command("list")
def list_tokens(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """List the tokens: name, role, when each was made and last used.

    Example: [bold]wirewatch web token list[/bold]
    """
    place = workplace(config)
    rows = _rows(place)
    if as_json:
        output.print_json(rows)
        return
    shown = output.table("name", "role", "made", "last used")
    for row in rows:
        output.row(shown, row["name"], row["role"], row["created"] or "in config.toml", row["used"] or "-")
    output.show_table(shown)


def _rows(place: Workplace) -> list[dict[str, Any]]:
    """The tokens of the store and of config.toml; of the latter nobody notes when they are used."""
    with place.store() as store:
        known = store.script_tokens.all()
    rows = [
        {name: value for name, value in asdict(token).items() if name != "sha256"}
        | {"created": iso(token.created, place.zone), "used": iso(token.used, place.zone)}
        for token in known
    ]
    written = place.config.web.tokens.items()
    rows += [{"name": name, "role": each.role, "created": None, "used": None} for name, each in written]
    return sorted(rows, key=lambda row: str(row["name"]))


@app.command()
def remove(
    name: Annotated[
        str, typer.Argument(help="The name of the token, as `wirewatch web token list` shows it.")
    ],
    config: ConfigOption = None,
) -> None:
    """End a token: from now on it opens nothing. Exit 1 if there is none of that name.

    Example: [bold]wirewatch web token remove grafana[/bold]
    """
    place = workplace(config)
    if name in place.config.web.tokens:
        raise WirewatchError(f"the token {name} is in config.toml: take [web.tokens.{name}] out there")
    with place.store() as store, store.transaction():
        done = store.script_tokens.remove(name)
        if done:
            audit.note(store, "remove", f"token {name}")
    output.say(f"the token {name} opens nothing any more" if done else f"there is no token {name}")
    leave(0 if done else FINDINGS)

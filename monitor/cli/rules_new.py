"""`wirewatch rules new`: makes a rule in a file of its own, or adds it to a file, a watch, a topic or an actor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli import audit, output
from monitor.cli.options import ConfigOption
from monitor.cli.workplace import workplace
from monitor.workshop.rules_file import replace_file, write_new
from rules.errors import WirewatchError
from rules.loading.load import read_text
from rules.model import RuleSource


def new(
    name: Annotated[str, typer.Argument(help="The id of the rule, as avocados or jane-roe.")],
    actor: Annotated[str | None, typer.Option(help="Full name: makes an actor.", show_default=False)] = None,
    term: Annotated[
        list[str] | None,
        typer.Option(help="A term: makes a topic, or adds to one; repeat for more.", show_default=False),
    ] = None,
    alias: Annotated[
        list[str] | None,
        typer.Option(help="Another name of the actor, new or there; repeat for more.", show_default=False),
    ] = None,
    any_of: Annotated[
        list[str] | None,
        typer.Option(
            "--any", help="The id of a rule: makes a watch on it; repeat for more.", show_default=False
        ),
    ] = None,
    title: Annotated[str | None, typer.Option(help="The title of the watch.", show_default=False)] = None,
    notify: Annotated[
        list[str] | None, typer.Option(help="A destination; repeat for more.", show_default=False)
    ] = None,
    watch: Annotated[
        str | None,
        typer.Option(
            help="A watch that is to ask for the rule, instead of one of its own.", show_default=False
        ),
    ] = None,
    to: Annotated[
        Path | None, typer.Option("--to", help="A rules file that it is added to.", show_default=False)
    ] = None,
    write: Annotated[
        Path | None, typer.Option("--output", "-o", help="Default: rules/ID.yaml.", show_default=False)
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Make an actor, a topic or a watch in a file of its own, or add it to what is there; comments stay. Never overwrites.

    A well-known topic gets its terms in other languages as well. A rule that is there gets the terms or aliases.

    Examples: [bold]wirewatch rules new avocados --term avocados[/bold];
    [bold]wirewatch rules new avocados --term guacamole[/bold];
    [bold]wirewatch rules new jane-roe --actor "Jane Roe" --alias "J. Roe" --watch avocados-watch[/bold]
    """
    kinds = [kind for kind, given in (("--actor", actor), ("--term", term), ("--any", any_of)) if given]
    if len(kinds) > 1 or not (kinds or alias):
        raise typer.BadParameter("give one of --actor NAME, --term WORDS or --any RULE", param_hint="--term")
    from monitor.workshop.new_rule import Wanted, with_rule

    wanted = Wanted(
        name=name, actor=actor, terms=term or (), aliases=alias or (), rules=any_of or (), title=title,
        notify=notify or (), file=to.name if to else None, watch=watch,
    )  # fmt: skip
    if write is not None:
        texts, said = with_rule(wanted, {})
        write_new(write, next(iter(texts.values())))
        audit.note_rules_file(config, "save", write, said)
        output.say(f"{write}: written; {said}; next: wirewatch check && wirewatch backtest")
        return
    place = workplace(config)
    folder = place.config.rules_folder
    texts = {path.name: read_text(path) for path in sorted(folder.glob("*.yaml")) if path.is_file()}
    if to is not None and (folder / to.name).resolve() not in (to.resolve(), (folder / to).resolve()):
        raise WirewatchError(f"{to} is not in the rules folder {folder}")
    if to is not None and to.name not in texts:
        raise WirewatchError(f"there is no rules file {folder / to.name}; without --to, {name}.yaml is made")
    changed, said = with_rule(wanted, texts)
    # What would not load is not written.
    kept = [RuleSource(file, "", True, text) for file, text in changed.items()]
    place.written_rules(kept=kept)
    for changed_file, text in changed.items():
        path = folder / changed_file
        replace_file(path, text) if changed_file in texts else write_new(path, text)
        audit.note_rules_file(config, "save", path, said)
        output.say(f"{path}: {'changed' if changed_file in texts else 'written'}")
    output.say(f"{said}; next: wirewatch check && wirewatch backtest")

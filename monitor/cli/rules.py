"""`wirewatch rules`: lists, shows, makes and formats rules, and imports lists of actors."""

from __future__ import annotations

import difflib
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli import audit, output
from monitor.cli.exit_codes import FINDINGS
from monitor.cli.options import ConfigOption, JsonOption, now
from monitor.cli.rules_import import import_list
from monitor.cli.rules_new import new
from monitor.cli.workplace import leave, workplace
from monitor.workshop.rules_file import formatted, replace_file
from rules.deciding.watches import rule_ids
from rules.errors import WirewatchError
from rules.loading.yaml_positions import YamlProblem
from rules.model import RuleSet
from rules.schema import Actor, Near, Topic, Watch
from storage.files import write_whole

if TYPE_CHECKING:
    from rules.matching.describe import Compiled

app = typer.Typer(help="The watch rules: list, show, make, convert, format, import.", no_args_is_help=True)
app.command("import")(import_list)
app.command("new")(new)

RulesOption = Annotated[
    Path | None,
    typer.Option("--rules", help="This rules file or folder instead.", show_default=False),
]


def register(root: typer.Typer) -> None:
    root.add_typer(app, name="rules")


@app.command()
def convert(
    query: Annotated[str, typer.Argument(help="A query with AND, OR, NOT, stars, quotes, parentheses.")],
) -> None:
    """Print a query of another program as the terms of a topic.

    Example: [bold]wirewatch rules convert 'gold AND (mine OR plant) NOT medal'[/bold]
    """
    from rules.checking import boolean_terms

    try:
        terms = boolean_terms.convert(query)
    except boolean_terms.QueryError as error:
        output.warn(str(error))
        leave(FINDINGS)
        return
    output.say(boolean_terms.as_yaml(terms))


@app.command("list")
def list_rules(rules: RulesOption = None, config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """List every actor, topic, list and watch, and which watches use it.

    Example: [bold]wirewatch rules list --json[/bold]
    """
    rows = _rows(workplace(config).written_rules(rules).rules)
    if as_json:
        output.print_json(rows)
        return
    shown = output.table("id", "kind", "spellings", "used by", "name")
    for row in rows:
        output.row(shown, row["id"], row["kind"], row["spellings"], ", ".join(row["used_by"]), row["name"])
    output.show_table(shown)


def _rows(rules: RuleSet) -> list[dict[str, Any]]:
    users: dict[str, list[str]] = {}
    for watch in rules.watches:
        for name in rule_ids(watch.when):
            users.setdefault(name, []).append(watch.id)
    kinds: list[tuple[str, str, str, int | str]] = [
        *((a.id, "actor", a.name, 1 + len(a.aliases) + bool(a.surname_alone)) for a in rules.actors),
        *((t.id, "topic", _first_term(t), len(t.terms)) for t in rules.topics),
        *((o.rule.id, "list", o.rule.file, len(o.actors)) for o in rules.lists),
        *((w.id, "watch", (w.title or "") + ("" if w.enabled else " (asleep)"), "-") for w in rules.watches),
    ]
    return [
        {"id": name, "kind": kind, "name": shown, "spellings": count, "used_by": sorted(users.get(name, []))}
        for name, kind, shown, count in kinds
    ]


def _first_term(topic: Topic) -> str:
    term = topic.terms[0]
    return " + ".join(group[0] for group in term.near) if isinstance(term, Near) else term.text


@app.command()
def show(
    rule: Annotated[str, typer.Argument(help="The id of an actor, a topic or a watch.")],
    rules: RulesOption = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a rule as it is compiled: every variant, with the edits that each of its words may have.

    Example: [bold]wirewatch rules show ken-salazar[/bold]
    """
    from rules.matching.describe import describe

    loaded = workplace(config).rules(rules).rules
    written: list[Actor | Topic | Watch] = [*loaded.actors, *loaded.topics, *loaded.watches]
    chosen = next((candidate for candidate in written if candidate.id == rule), None)
    if chosen is None:
        close = difflib.get_close_matches(rule, [candidate.id for candidate in written], 3)
        raise WirewatchError(
            f"no rule has the id {rule!r}" + (f"; did you mean {', '.join(close)}?" if close else "")
        )
    keys = chosen.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    compiled = [] if isinstance(chosen, Watch) else describe(chosen)
    if as_json:
        output.print_json({"rule": keys, "compiled": [asdict(variant) for variant in compiled]})
        return
    for key, value in keys.items():
        if key not in {"terms", "aliases"}:
            output.say(f"{key}: {output.written(value)}")
    for variant in compiled:
        _show_variant(variant)


def _show_variant(variant: Compiled) -> None:
    needs = (
        f"{variant.needed} of {len(variant.slots)} words, at most {variant.gap} between"
        if len(variant.slots) > 1
        else "one word"
    )
    order = ", in this order" if variant.ordered else ""
    context = ", beside a context word" if variant.context else ""
    output.say(f"\n{variant.variant}\n    {variant.style}: {needs}{order}{context}")
    for slot in variant.slots:
        shown = [f"{w.word} ({_budget(w.edits)}{''.join(', ' + name for name in w.liberties)})" for w in slot]
        output.say(
            f"    - {' | '.join(shown[:6])}" + (f" | and {len(shown) - 6} more" if len(shown) > 6 else "")
        )


def _budget(edits: int) -> str:
    return "exact" if not edits else f"{edits} edit{'s' if edits > 1 else ''}"


@app.command()
def apply(config: ConfigOption = None) -> None:
    """Have a running daemon take over the edits of config and rules, where `reload = "manual"`. Checks them first.

    Example: [bold]wirewatch backtest && wirewatch rules apply[/bold]
    """
    from monitor.daemon.file_watcher import APPLIED

    place = workplace(config)
    rules = place.rules().rules
    write_whole(place.config.rules_folder / APPLIED, f"{now().isoformat()} {rules.version}\n".encode())
    audit.note_edit(place, "apply", "rules", f"version {rules.version}")
    output.say("a running daemon takes the edits over in a few seconds; its log says what changed")


@app.command()
def fmt(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Rules files; default: the watch folder's.", show_default=False),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 if a file would change.")
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Lay rules files out alike, comments kept, and close each with the end mark.

    Example: [bold]wirewatch rules fmt --check[/bold]
    """
    changed = 0
    for path in files or sorted(workplace(config).config.rules_folder.glob("*.yaml")):
        try:
            text = path.read_text(encoding="utf-8")
            tidy = formatted(text)
        except (OSError, UnicodeDecodeError) as error:
            raise WirewatchError(f"{path} cannot be read: {error}") from error
        except YamlProblem as error:
            place = error.place
            raise WirewatchError(f"{path}:{place.line}:{place.column}: {error.message}") from error
        if tidy != text:
            changed += 1
            output.say(f"{path}: {'would change' if check else 'formatted'}")
            if not check:
                replace_file(path, tidy)
                audit.note_rules_file(config, "format", path)
    if not changed:
        output.say("nothing to change")
    leave(FINDINGS if check and changed else 0)

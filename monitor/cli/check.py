"""`wirewatch check`: everything that is wrong with a watch folder, and how often its watches would alert."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli import ci_formats, output
from monitor.cli.exit_codes import FINDINGS, USAGE
from monitor.cli.options import ConfigOption, JsonOption
from monitor.cli.workplace import Workplace, leave, workplace
from monitor.config.check import check as check_config
from monitor.config.feed_files import ConfigPositions
from monitor.config.load import positions_of
from monitor.config.schema import Config
from monitor.daemon.troubles.addressees import stranded, stranded_hint, stranded_text
from monitor.delivery.senders import Destination, open_senders
from monitor.text.counted import counted
from monitor.workshop.estimate import Estimate, LookBack, look_back
from monitor.workshop.try_templates import try_templates
from rules.errors import DestinationError, Problem, ProblemsError
from rules.loading.explain import did_you_mean
from rules.loading.load import alt_beside, check_seeds
from rules.loading.rule_positions import RulePositions
from rules.model import RuleSet
from rules.seeding.topics import missing_languages
from storage import StoreError

LIST_ENDINGS = (".csv", ".jsonl", ".csv.gz", ".jsonl.gz")
UNNAMED_HINT = "write it under `lists:` with an id, and that id into a `when`"


class Form(StrEnum):
    """The formats in which problems are printed."""

    TEXT, JSON, SARIF, GITHUB = "text", "json", "sarif", "github"


def register(app: typer.Typer) -> None:
    app.command()(check)


def check(
    config: ConfigOption = None,
    rules: Annotated[
        Path | None,
        typer.Option("--rules", help="Check this rules file or folder instead.", show_default=False),
    ] = None,
    form: Annotated[
        Form, typer.Option("--format", help="text; json; sarif or github for CI.", case_sensitive=False)
    ] = Form.TEXT,
    history: Annotated[bool, typer.Option(help="Estimate how often each watch would alert.")] = True,
    as_json: JsonOption = False,
) -> None:
    """Check config.toml, the rules, their examples and their seeds. Exit 1 on an error, 2 if they do not load.

    Examples: [bold]wirewatch check --json[/bold]; in CI [bold]wirewatch check --format github[/bold]
    """
    problems, back, loads = findings(config, rules, history=history)
    errors = [problem for problem in problems if problem.level == "error"]
    if as_json or form is Form.JSON:
        output.print_json(
            {
                "ok": not errors,
                "problems": [{**asdict(problem), "path": str(problem.path)} for problem in problems],
                "estimates": [asdict(estimate) for estimate in back.estimates],
                "suggestions": [asdict(suggestion) for suggestion in back.proposals.suggestions],
            }
        )
    elif form is Form.SARIF:
        output.print_json(ci_formats.sarif(problems))
    elif form is Form.GITHUB:
        sys.stdout.writelines(f"{line}\n" for line in ci_formats.github(problems))
    else:
        output.show_problems(problems)
        if not errors:
            output.say(f"no errors, {counted(len(problems), 'warning')}")
        for estimate in back.estimates:
            output.say(f"expect {estimate}")
        for suggestion in back.proposals.suggestions:
            output.say(f"consider {suggestion}")
        if history and not back.entries and not errors:
            why = back.trouble or "no entries are stored yet: they come with the first run"
            output.say(f"no estimates and no proposed terms: {why}")
    leave(USAGE if not loads else FINDINGS if errors else 0)


def findings(
    explicit: Path | None, rules: Path | None, *, history: bool
) -> tuple[list[Problem], LookBack, bool]:
    """The errors and warnings of a watch folder, what its newest stored entries say of the rules, and whether it loads."""
    try:
        place = workplace(explicit)
        loaded = place.rules(rules)
        folder = rules or place.config.rules_folder
        back = _look_back(place, loaded.rules) if history else LookBack()
        missing = _missing_terms(loaded.rules, folder, place, back)
        positions = positions_of(place.config.path)
        problems = [*loaded.warnings, *missing, *check_config(place.config, positions)]
        problems += _unusable(place.config, positions)
        problems += _stranded(place)
        problems += _words_for_nobody(place.config, loaded.rules)
        problems += _searches(place.config)
        if rules is None:
            problems += _unnamed_lists(loaded.rules, folder)
            problems += check_seeds(loaded.rules, place.config.seeds_folder, folder)
        return [*problems, *_too_broad(back.estimates, loaded.rules, folder, place)], back, True
    except ProblemsError as error:
        return error.problems, LookBack(), False


def _unnamed_lists(rules: RuleSet, folder: Path) -> list[Problem]:
    """Warnings of files that look like lists of actors, and that no rules file names."""
    named = {(folder / loaded.rule.file).resolve() for loaded in rules.lists}
    named |= {beside for path in named if path.exists() and (beside := alt_beside(path))}
    return [
        Problem(
            path, 0, 0, "no rules file names this list, so nobody in it is watched", UNNAMED_HINT, "warning"
        )
        for path in sorted(folder.rglob("*"))
        if path.name.casefold().endswith(LIST_ENDINGS) and path.is_file()
        if path.resolve() not in named
    ]


def _searches(config: Config) -> list[Problem]:
    """Warnings of searches, whose words a stranger gets to read at each poll."""
    return [
        Problem(
            config.path,
            0,
            0,
            f"feed {feed.name} sends its query to {feed.engine} at each poll",
            repr(feed.query),
            "warning",
        )
        for feed in config.feeds
        if feed.kind == "search" and feed.enabled
    ]


def _unusable(config: Config, positions: ConfigPositions) -> list[Problem]:
    """Problems of destinations: a URL unknown to Apprise, a template that does not parse or fails on a sample."""
    destinations: dict[str, Destination] = {}
    problems = []
    for name, section in config.destinations.items():
        try:
            destinations |= open_senders({name: section})
        except DestinationError as error:
            problems.append(positions.problem(("destinations", name, "url"), str(error)))
    if problems:
        return problems
    return [Problem(config.path, 0, 0, line) for line in asyncio.run(try_templates(destinations))]


def _words_for_nobody(config: Config, rules: RuleSet) -> list[Problem]:
    """Warnings of templates for a watch that the rules do not have."""
    known = [watch.id for watch in rules.watches]
    return [
        Problem(
            config.path,
            0,
            0,
            f"destination {name} has words for `{watch}`, and no watch has this id",
            did_you_mean(watch, known),
            "warning",
        )
        for name, section in config.destinations.items()
        for watch in section.watches
        if watch not in known
    ]


def _stranded(place: Workplace) -> list[Problem]:
    """Warnings of deliveries that wait for a destination which the config does not name."""
    try:
        with place.store() as store:
            waiting = stranded(store, place.config)
    except StoreError:
        return []  # nothing waits where there is no store
    return [
        Problem(place.config.path, 0, 0, stranded_text(name, count), stranded_hint(name), "warning")
        for name, count in waiting.items()
    ]


def _missing_terms(rules: RuleSet, folder: Path, place: Workplace, back: LookBack) -> list[Problem]:
    """Warnings of topics that lack a term in the language of some feed, where such terms are known.

    Terms that the stored entries speak against are not named.
    """
    places = RulePositions(rules, folder)
    languages = {feed.lang[:2].lower() for feed in place.config.feeds if feed.enabled and feed.lang}
    refused = back.proposals.refused
    return [
        places.problem(
            topic.id,
            ("terms",),
            f"topic {topic.id} has no term in a language of your feeds: {language}",
            f"such as {', '.join(known[:3])}",
            "warning",
        )
        for topic in rules.topics
        for language, terms in missing_languages(topic, languages)
        if (known := [term for term in terms if (topic.id, term) not in refused])
    ]


def _look_back(place: Workplace, rules: RuleSet) -> LookBack:
    try:
        with place.store() as store:
            return look_back(store, rules, place.config.feeds)
    except StoreError as error:
        return LookBack(trouble=str(error))


def _too_broad(expected: Sequence[Estimate], rules: RuleSet, folder: Path, place: Workplace) -> list[Problem]:
    most = place.config.monitor.broad
    places = RulePositions(rules, folder)
    return [
        places.problem(
            estimate.watch,
            ("when",),
            f"watch {estimate.watch} meets {estimate.share:.0%} of all entries: it is too broad",
            f"ask for more with `all`, or raise `broad` ({most:g}) under [monitor] in config.toml",
            "warning",
        )
        for estimate in expected
        if estimate.is_sure and estimate.share > most
    ]

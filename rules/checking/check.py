"""Checks rules that load: lints names and terms, and runs each watch's own examples. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from rules.checking import duplicates, lint, reach
from rules.deciding.watches import fires
from rules.errors import Problem
from rules.loading.rule_positions import RulePositions
from rules.matching import Matcher
from rules.matching import compile as compile_rules
from rules.model import Entry, RuleSet
from rules.schema import Watch


def check(rules: RuleSet, origin: Path, languages: Collection[str] = ()) -> list[Problem]:
    """Returns every finding with its position; `origin` is the folder or file that the rules were read from.

    `languages`: ISO codes of the feeds' languages. Examples run only on rules in which lint finds no error.
    """
    positions = RulePositions(rules, origin)
    matcher = compile_rules(replace(rules, lists=()))
    problems = _placed([*lint.check(rules, languages, matcher), *duplicates.check(rules)], positions)
    if any(problem.refuses for problem in problems) or not any(map(_cases, rules.watches)):
        return problems
    return problems + examples(rules, matcher.with_lists(rules.lists), origin)


def check_reach(
    rules: RuleSet, origin: Path, feeds: reach.Feeds, *, told_otherwise: Collection[str]
) -> list[Problem]:
    """Returns the findings of `rules.checking.reach` with their positions: watches that alert nobody."""
    return _placed(reach.check(rules, feeds, told_otherwise=told_otherwise), RulePositions(rules, origin))


def _placed(findings: Iterable[lint.Finding], positions: RulePositions) -> list[Problem]:
    return [
        replace(
            positions.problem(finding.rule, finding.part, finding.message, finding.hint, finding.level),
            contained=finding.contained,
        )
        for finding in findings
    ]


def examples(rules: RuleSet, matcher: Matcher, path: Path) -> list[Problem]:
    """Returns one error for each example with the wrong result; `path` is where the rules were read from."""
    positions = RulePositions(rules, path)
    problems = []
    by_id = {watch.id: watch for watch in rules.watches}
    for watch in rules.watches:
        for key, number, text in _cases(watch):
            fired = fires_for(by_id, matcher, watch, text)
            if fired != (key == "match"):
                verb = "fires on" if fired else "does not fire on"
                message = f"watch {watch.id}: {verb} its example {text!r}"
                why = _found(matcher, text) if fired else ""
                problems.append(positions.problem(watch.id, ("examples", key, number), message, why))
    return problems


def fires_for(watches: Mapping[str, Watch], matcher: Matcher, watch: Watch, text: str) -> bool:
    """Whether the watch, enabled or not, fires on this text; `watches` are all of them, by id."""
    return fires(watch, matcher.match(Entry(id="example", title="", text=text)), watches)


def _cases(watch: Watch) -> list[tuple[str, int, str]]:
    """Lists the examples of a watch: key, position in its list, text."""
    groups = (("match", watch.examples.match), ("no_match", watch.examples.no_match))
    return [(key, number, text) for key, texts in groups for number, text in enumerate(texts)]


def _found(matcher: Matcher, text: str) -> str:
    matches = matcher.match(Entry(id="example", title="", text=text))
    return "; ".join(f"{match.rule} found in {match.text!r}" for match in matches)

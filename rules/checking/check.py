"""What is wrong with rules that load: the lint of names and terms, and each watch's own examples. Pure."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from rules.checking import lint
from rules.deciding.watches import fired
from rules.errors import Problem
from rules.loading.rule_positions import RulePositions
from rules.matching import Matcher
from rules.matching import compile as compile_rules
from rules.model import Entry, RuleSet
from rules.schema import Watch


def check(rules: RuleSet, origin: Path, languages: Collection[str] = ()) -> list[Problem]:
    """Every finding, with its place; `origin` is the folder or file that the rules were read from.

    `languages`: ISO codes of the feeds' languages. Examples are run only by rules that lint finds no error in.
    """
    places = RulePositions(rules, origin)
    found = [
        places.problem(one.rule, one.part, one.message, one.hint, one.level)
        for one in lint.check(rules, languages)
    ]
    if any(problem.level == "error" for problem in found):
        return found
    return found + examples(rules, compile_rules(rules), origin)


def examples(rules: RuleSet, matcher: Matcher, path: Path) -> list[Problem]:
    """One error for each example that goes the other way; `path` is where the rules were read from."""
    places = RulePositions(rules, path)
    problems = []
    for watch in rules.watches:
        for key, number, text in _cases(watch):
            fires = fires_for(rules, matcher, watch, text)
            if fires != (key == "match"):
                verb = "fires on" if fires else "does not fire on"
                message = f"watch {watch.id}: {verb} its example {text!r}"
                why = _found(matcher, text) if fires else ""
                problems.append(places.problem(watch.id, ("examples", key, number), message, why))
    return problems


def fires_for(rules: RuleSet, matcher: Matcher, watch: Watch, text: str) -> bool:
    """Whether the watch, enabled or not, fires on this text."""
    others = [other for other in rules.watches if other.id != watch.id]
    this = watch.model_copy(update={"enabled": True})
    found = matcher.match(Entry(id="example", title="", text=text))
    return any(one.watch.id == watch.id for one in fired([this, *others], found))


def _cases(watch: Watch) -> list[tuple[str, int, str]]:
    """Key, position in its list and text of each example."""
    groups = (("match", watch.examples.match), ("no_match", watch.examples.no_match))
    return [(key, number, text) for key, texts in groups for number, text in enumerate(texts)]


def _found(matcher: Matcher, text: str) -> str:
    found = matcher.match(Entry(id="example", title="", text=text))
    return "; ".join(f"{match.rule} found in {match.text!r}" for match in found)

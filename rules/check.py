"""Runs each watch's own examples: texts that must fire it, and texts that must not. Pure."""

from __future__ import annotations

from pathlib import Path

from rules.errors import Problem
from rules.matching import Matcher
from rules.model import Entry, RuleSet
from rules.schema import Watch
from rules.watches import fired


def examples(rules: RuleSet, matcher: Matcher, path: Path) -> list[Problem]:
    """One error for each example that goes the other way; `path` is where the rules were read from."""
    problems = []
    for watch in rules.watches:
        for text, wanted in _cases(watch):
            fires = fires_for(rules, matcher, watch, text)
            if fires != wanted:
                verb = "does not fire on" if wanted else "fires on"
                why = _found(matcher, text) if fires else ""
                problems.append(
                    Problem(path, 0, 0, f"watch {watch.id}: {verb} its example {text!r}", hint=why)
                )
    return problems


def fires_for(rules: RuleSet, matcher: Matcher, watch: Watch, text: str) -> bool:
    """Whether the watch, enabled or not, fires on this text."""
    others = [other for other in rules.watches if other.id != watch.id]
    this = watch.model_copy(update={"enabled": True})
    found = matcher.match(Entry(id="example", title="", text=text))
    return any(one.watch.id == watch.id for one in fired([this, *others], found))


def _cases(watch: Watch) -> list[tuple[str, bool]]:
    return [(text, True) for text in watch.examples.match] + [
        (text, False) for text in watch.examples.no_match
    ]


def _found(matcher: Matcher, text: str) -> str:
    found = matcher.match(Entry(id="example", title="", text=text))
    return "; ".join(f"{match.rule} found in {match.text!r}" for match in found)

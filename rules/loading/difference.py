"""Compares rule sets: a digest of their content, and a line for people on what changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from rules.model import RuleSet
from rules.schema import Actor, Topic, Watch

NO_CHANGE = "no change"


def version_of(rules: RuleSet) -> str:
    """The digest of the rules' content: 16 hex digits, the same on every machine.

    Comments, layout, the order of rules and the files they stand in do not count.
    """
    content = [
        *(["actor", _written(actor)] for actor in rules.actors),
        *(["topic", _written(topic)] for topic in rules.topics),
        *(["list", _written(loaded.rule), loaded.digest] for loaded in rules.lists),
        *(["watch", _written(watch)] for watch in rules.watches),
    ]
    canonical = json.dumps(
        sorted(content, key=str), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def difference(old: RuleSet, new: RuleSet) -> str:
    """Describes a change in one line: `+1 watch, -3 terms, 1 actor changed (ebrard)`, or "no change"."""
    parts = []
    for singular, plural, before, after in _counted(old, new):
        added, removed = len(after.keys() - before.keys()), len(before.keys() - after.keys())
        parts += [f"+{added} {singular if added == 1 else plural}"] * bool(added)
        parts += [f"-{removed} {singular if removed == 1 else plural}"] * bool(removed)
        changed = sorted(key for key in before.keys() & after.keys() if before[key] != after[key])
        if changed:
            shown = ", ".join(changed[:3]) + (" ..." if len(changed) > 3 else "")
            parts.append(f"{len(changed)} {singular if len(changed) == 1 else plural} changed ({shown})")
    return ", ".join(parts) or NO_CHANGE


Counted = tuple[str, str, Mapping[str, object], Mapping[str, object]]


def _counted(old: RuleSet, new: RuleSet) -> Iterator[Counted]:
    """For each kind of rule: its singular, its plural, and the rules by key, before and after."""
    yield "watch", "watches", _by_id(old.watches), _by_id(new.watches)
    yield "actor", "actors", _by_id(old.actors, "aliases"), _by_id(new.actors, "aliases")
    yield "alias", "aliases", _spellings(old.actors), _spellings(new.actors)
    yield "topic", "topics", _by_id(old.topics, "terms"), _by_id(new.topics, "terms")
    yield "term", "terms", _spellings(old.topics), _spellings(new.topics)
    yield (
        "list", "lists",
        {loaded.rule.id: _written(loaded.rule) for loaded in old.lists},
        {loaded.rule.id: _written(loaded.rule) for loaded in new.lists},
    )  # fmt: skip
    yield "listed actor", "listed actors", _listed(old), _listed(new)


def _by_id(rules: tuple[Actor | Topic | Watch, ...], *without: str) -> dict[str, object]:
    return {rule.id: {k: v for k, v in _written(rule).items() if k not in without} for rule in rules}


def _spellings(rules: tuple[Actor | Topic, ...]) -> dict[str, object]:
    of_rule = ((rule.id, rule.aliases if isinstance(rule, Actor) else rule.terms) for rule in rules)
    return {f"{rule}: {_key(term)}": None for rule, terms in of_rule for term in terms}


def _key(term: BaseModel) -> str:
    return json.dumps(_written(term), ensure_ascii=False, sort_keys=True)


def _listed(rules: RuleSet) -> dict[str, object]:
    return {f"{loaded.rule.id}/{actor.key}": actor for loaded in rules.lists for actor in loaded.actors}


def _written(rule: BaseModel) -> dict[str, object]:
    """The rule as a person would write it: without defaults, so that a new key changes no version."""
    return rule.model_dump(mode="json", by_alias=True, exclude_defaults=True)
